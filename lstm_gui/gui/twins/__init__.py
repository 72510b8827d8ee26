"""Twin runs in the window: the form that begins them, the bar that names them, and the wiring."""
