"""The LSTM playground: train a character LSTM and watch what it remembers."""

__version__ = "0.1.0"
