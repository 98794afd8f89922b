"""What a team reads of its data before anything is drawn."""
