"""The brand's vocabulary put around the numbers of a Story."""
