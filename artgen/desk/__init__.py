"""What a team does around the two lines."""
