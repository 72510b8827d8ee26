"""The theme in use: which scheme it is, and what Qt is told of it.

Widgets receive a `Theme`, read `theme.scheme` and follow `theme.changed`.
"""

from __future__ import annotations

from typing import Literal

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from lstm_gui.gui.scheme import (
    DARK,
    GRID,
    LIGHT,
    SELECTED,
    Scheme,
    gate_map,
    state_map,
    translucent,
)
from lstm_gui.gui.style_sheet import palette, style_sheet

__all__ = [
    "DARK",
    "GRID",
    "LIGHT",
    "SELECTED",
    "Scheme",
    "Theme",
    "ThemeMode",
    "gate_map",
    "lyrics_font",
    "state_map",
    "tabular",
    "translucent",
]

LYRICS_SCALE = 1.15
ThemeMode = Literal["system", "light", "dark"]


class Theme(QObject):
    """The current scheme: the system's, or the one the person chose.

    Signals:
        changed: The scheme is another one now; read `scheme`.
    """

    changed = Signal()

    def __init__(self, application: QApplication, mode: ThemeMode = "system") -> None:
        super().__init__()
        self._application = application
        self._mode: ThemeMode = mode
        self.scheme = LIGHT
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def mode(self) -> ThemeMode:
        """What was chosen: follow the system, or always light or dark."""
        return self._mode

    def set_mode(self, mode: ThemeMode) -> None:
        """Choose a mode and repaint everything in it."""
        self._mode = mode
        self._apply()

    def _on_system_changed(self) -> None:
        if self._mode == "system":
            self._apply()

    def _apply(self) -> None:
        system_dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = system_dark if self._mode == "system" else self._mode == "dark"
        self.scheme = DARK if dark else LIGHT
        self._application.setPalette(palette(self.scheme))
        self._application.setStyleSheet(style_sheet(self.scheme))
        pg.setConfigOptions(background=self.scheme.surface, foreground=self.scheme.muted)
        self.changed.emit()


def tabular(base: QFont) -> QFont:
    """Return `base` with figures of equal width, so that changing numbers do not jump."""
    font = QFont(base)
    if hasattr(font, "setFeature"):
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def lyrics_font(base: QFont) -> QFont:
    """Return `base` one step larger, for lyrics."""
    font = QFont(base)
    if base.pointSizeF() > 0:
        font.setPointSizeF(base.pointSizeF() * LYRICS_SCALE)
    else:
        font.setPixelSize(round(base.pixelSize() * LYRICS_SCALE))
    return font
