"""Pictures, pages, links and the shelf they are put on."""
