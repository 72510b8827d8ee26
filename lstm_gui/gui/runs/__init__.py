"""The runs in the window: recorded while they are trained, listed, and drawn over each other."""

from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.keeper import RunsKeeper

__all__ = ["RunArchive", "RunsKeeper"]
