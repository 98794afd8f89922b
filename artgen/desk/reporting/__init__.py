"""What became of a campaign's letters."""
