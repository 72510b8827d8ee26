"""What the window knows: the text, the settings, the runs, and the way to the engine thread."""
