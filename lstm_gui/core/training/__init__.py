"""Training without a thread: the loop, its curves, the held-out part, changes and the way back."""
