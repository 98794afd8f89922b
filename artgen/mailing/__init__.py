"""Letters and the mailers that carry them."""
