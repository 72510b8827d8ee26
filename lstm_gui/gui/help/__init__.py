"""The help pane: it explains what the pointer or the keyboard rests at."""
