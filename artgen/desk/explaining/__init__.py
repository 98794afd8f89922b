"""Why one customer's poster is as it is, and what a make would change."""
