"""What a bulk sender must have before the first letter."""
