"""What every part of the window is made of and looks like; nothing here knows a run."""
