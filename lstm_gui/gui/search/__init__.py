"""The search for good settings in the window: a form, the processes, and a picture of the results.

Optuna is never imported here: processes of our own do the work, and tell it in JSON lines.
"""
