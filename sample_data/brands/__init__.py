"""Four brands that don't exist, and a year of what their invented people did."""
