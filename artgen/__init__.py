"""artgen turns a year of each customer's activity into a poster, a personal page and a letter."""

__version__ = "0.1.0"
