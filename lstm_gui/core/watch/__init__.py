"""The watch over training: rules for breakdowns, flat curves, gates and goals."""
