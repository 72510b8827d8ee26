"""The search for good settings: ranges, a study shared by processes, and what came of it."""
