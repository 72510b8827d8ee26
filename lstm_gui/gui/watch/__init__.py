"""The watch in the window: it is fed with what the engine says, and its findings are shown."""
