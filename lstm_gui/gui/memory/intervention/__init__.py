"""Interventions: hold, clear, flip or freeze memory cells, and compare what follows."""
