"""Phrases: the cells that hold one, and where else in the text they fire together."""
