"""The views of the memory, and what they share: quantities, colours, names of cells."""
