"""Texts from elsewhere than a file: a catalogue, a choice of songs, an editor."""
