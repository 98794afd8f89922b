"""The campaign file, and the campaigns that come ready-made, a folder each."""
