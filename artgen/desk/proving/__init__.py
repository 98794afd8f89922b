"""What a team looks at before anything is sent, and its word that it is right."""
