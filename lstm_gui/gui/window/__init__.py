"""The main window: its parts, docks, actions and what is remembered."""
