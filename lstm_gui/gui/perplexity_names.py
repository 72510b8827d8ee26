"""What a curve of readings is called in a legend."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

__all__ = ["held_out_name"]


def held_out_name(run: str) -> str:
    """Name what a run made of the part held out."""
    return QCoreApplication.translate("PerplexityPlot", "{run}, held out").format(run=run)
