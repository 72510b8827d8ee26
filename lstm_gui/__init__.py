"""The LSTM playground: train a character LSTM and watch what it remembers."""

from __future__ import annotations

__version__ = "0.1.0"
