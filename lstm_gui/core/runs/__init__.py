"""The runs that were ever made: rows, curves and kept models, in a file of the user's own."""
