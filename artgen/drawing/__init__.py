"""Paper, ink, outlined text, numbers and randomness."""
