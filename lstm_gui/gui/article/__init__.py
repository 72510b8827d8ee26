"""The article page: its text, its table, and its claims put to the test in the window."""
