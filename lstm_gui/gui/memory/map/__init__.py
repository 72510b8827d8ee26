"""The heat map: cells by characters, coloured by value, at any moment of training."""
