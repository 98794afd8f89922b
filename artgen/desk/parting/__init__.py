"""How pages and people go: by a person's wish, by the team's, or when their time is over."""
