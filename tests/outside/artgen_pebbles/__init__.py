"""Styles that somebody else made."""
