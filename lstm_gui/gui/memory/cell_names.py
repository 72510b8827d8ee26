"""What cells are called: the feature of the text that each follows, in the language in use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.inspection import FEATURES, NamedCell

__all__ = ["cell_names", "feature_label"]


def feature_label(key: str) -> str:
    """Return the name of a feature."""
    feature = FEATURES.get(key)
    return QCoreApplication.translate("Features", feature.label) if feature else key


def cell_names(named: Sequence[NamedCell]) -> dict[int, str]:
    """Return the names by cell, in the given order."""
    return {cell.cell: feature_label(cell.feature) for cell in named}
