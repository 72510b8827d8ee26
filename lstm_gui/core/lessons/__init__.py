"""Lessons as files: what they say and show, what they run, and what is measured of it."""
