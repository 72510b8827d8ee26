"""Twin runs in the window: the form that begins them and the bar that names them."""
