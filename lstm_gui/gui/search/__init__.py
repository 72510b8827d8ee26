"""The search for good settings in the window: a form, the processes, and its results."""
