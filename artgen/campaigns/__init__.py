"""The campaign file and the ready-made campaigns, a folder each."""
