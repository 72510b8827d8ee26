"""`lstm-gui bench`: how fast the book's recipe runs here, for each cell and implementation."""
