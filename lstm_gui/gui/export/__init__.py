"""What leaves the window: the dialog, pictures and numbers of views, runs and their films."""
