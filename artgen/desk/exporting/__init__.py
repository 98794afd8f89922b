"""What another platform needs to send a campaign's letters."""
