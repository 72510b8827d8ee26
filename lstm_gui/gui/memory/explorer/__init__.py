"""The controller of all views of the memory: one trace, one cell, one character, one moment."""
