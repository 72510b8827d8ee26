"""Lessons in the window: a step at a time, a question before each run, and what came of it."""
