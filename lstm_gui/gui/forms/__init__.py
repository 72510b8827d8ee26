"""The experiment as a form: settings, text and what must be applied."""
