"""The memory while it reads: cells by characters, coloured by value."""

from lstm_gui.gui.memory.panel import MemoryPanel

__all__ = ["MemoryPanel"]
