"""The runs in the window: recorded while they are trained, listed, compared and recovered."""
