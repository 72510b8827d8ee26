"""The theme: which colours, text size and motion the window has now, and what follows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDockWidget, QWidget

from lstm_gui.gui.widgets.schemes import (
    DARK,
    LIGHT,
    PAPER,
    PaletteName,
    Scheme,
    gate_map,
    on_paper,
    scheme_of,
    state_map,
    translucent,
)
from lstm_gui.gui.widgets.style_sheet import GRID, SELECTED, palette, style_sheet

__all__ = [
    "DARK",
    "GRID",
    "FRAME",
    "LIGHT",
    "LYRICS_SCALE",
    "PAPER",
    "PRESENTED",
    "SELECTED",
    "Scheme",
    "TEXT_SIZES",
    "Theme",
    "ThemeMode",
    "enlarged",
    "gate_map",
    "lyrics_font",
    "palette",
    "px",
    "roomy",
    "set_property",
    "sized",
    "state_map",
    "tabular",
    "text_scale",
    "translucent",
]

LYRICS_SCALE = 1.15
ThemeMode = Literal["system", "light", "dark"]
MotionMode = Literal["full", "reduced"]
TEXT_SIZES = (100, 125, 150, 200)
"""The text sizes that can be chosen, in percent."""
PRESENTED = 1.5
"""The least text size of a presentation."""

FRAME = QSize(8, 40)
"""The room that a desktop takes around a window, for its title bar and frame."""

_SCALE, _PLAIN, _SIZED = "textScale", "plainTextSize", "sized_"


def text_scale() -> float:
    """Return the text size in use: 1 is that of the system.

    It is the application's, as its font is, so that all that draws text can ask for it.
    """
    application = QCoreApplication.instance()
    scale = None if application is None else application.property(_SCALE)
    return 1.0 if scale is None else float(scale)


def px(pixels: float) -> int:
    """Return a length, given as it is at a text size of 100 %, at the text size in use."""
    return round(pixels * text_scale())


def sized(setter: Callable[[Any], object], size: int | QSize) -> None:
    """Set a size of a widget, which from now on follows the text size.

    Args:
        setter: Such as `button.setFixedWidth`.
        size: As it is at a text size of 100 %.
    """
    widget: QWidget = setter.__self__  # type: ignore[attr-defined]  # a bound method
    widget.setProperty(f"{_SIZED}{setter.__name__}", size)
    setter(size * text_scale() if isinstance(size, QSize) else px(size))


def roomy(size: QSize) -> QSize:
    """Return a window's size at the text size in use, no larger than a screen has room for."""
    grown = size * text_scale()
    screen = QGuiApplication.primaryScreen()
    return grown if screen is None else grown.boundedTo(screen.availableGeometry().size() - FRAME)


def enlarged(widget: QWidget, factor: float) -> None:
    """Give a widget a font this much larger than the window's, whatever the text size."""
    widget.setProperty(f"{_SIZED}font", factor)
    _enlarge(widget, factor)


def _enlarge(widget: QWidget, factor: float) -> None:
    plain, font = QApplication.font(), QFont(widget.font())
    if plain.pointSizeF() > 0:
        font.setPointSizeF(plain.pointSizeF() * factor)
    else:
        font.setPixelSize(round(plain.pixelSize() * factor))
    widget.setFont(font)
    if isinstance(widget, QAbstractScrollArea):  # with a style sheet it does not follow by itself
        widget.viewport().setFont(font)
        widget.viewport().update()


def _resize_all() -> None:
    """Give every widget whose size follows the text size the size it has now."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, QDockWidget):  # it has taken a font for its title when it was made
            widget.setFont(QApplication.font())
        for key in widget.dynamicPropertyNames():
            name = bytes(key.data()).decode()
            if not name.startswith(_SIZED):
                continue
            value = widget.property(name)
            if name == f"{_SIZED}font":
                _enlarge(widget, value)
            else:
                sized(getattr(widget, name.removeprefix(_SIZED)), value)


class Theme(QObject):
    """What was chosen of how the window looks, and the scheme that follows from it.

    Signals:
        changed: The scheme, or the text size, is another one now; read `scheme` and ask `px`.

    Attributes:
        calm: Nothing moves by itself, but from one place to the next at once.
    """

    changed = Signal()

    def __init__(
        self,
        application: QApplication,
        mode: ThemeMode = "system",
        *,
        palette: PaletteName = "standard",
        text_size: int = 100,
        motion: MotionMode = "full",
    ) -> None:
        super().__init__()
        self._application = application
        self._mode: ThemeMode = mode
        self._palette: PaletteName = palette
        self._text_size = text_size
        self._presenting = False
        self.calm = motion == "reduced"
        self.scheme = LIGHT
        if not application.styleSheet():  # the first theme of the program
            application.setStyle("Fusion")
            application.setProperty(_PLAIN, application.font().pointSizeF())
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def mode(self) -> ThemeMode:
        """What was chosen: follow the system, or always light or dark."""
        return self._mode

    @property
    def paper(self) -> Scheme:
        """The colours of what is printed."""
        return on_paper(self._palette)

    def set_mode(self, mode: ThemeMode) -> None:
        """Choose a mode and repaint everything in it."""
        self._mode = mode
        self._apply()

    def set_palette(self, palette: PaletteName) -> None:
        """Choose the colours of curves and numbers, and repaint everything in them."""
        self._palette = palette
        self._apply()

    def set_text_size(self, percent: int) -> None:
        """Choose a text size in percent; a presentation has a least one."""
        self._text_size = percent
        self._apply()

    def set_motion(self, motion: MotionMode) -> None:
        """Let things move, or not."""
        self.calm = motion == "reduced"
        self.changed.emit()

    def set_presenting(self, presenting: bool) -> None:
        """Take large text and what a projector needs, or give them back."""
        self._presenting = presenting
        self._apply()

    @contextmanager
    def lent(self, scheme: Scheme, widget: QWidget) -> Iterator[None]:
        """Show one widget in other colours, to draw it for a picture; it is not for the screen.

        All views take them for a moment, for each asks the theme, and nothing is painted meanwhile.
        """
        before = self.scheme
        if scheme == before:
            yield
            return
        own = widget.palette(), widget.styleSheet()
        self._lend(scheme, widget, palette(scheme), style_sheet(scheme, text_scale()))
        try:
            yield
        finally:
            self._lend(before, widget, *own)

    def _lend(self, scheme: Scheme, widget: QWidget, colors: QPalette, sheet: str) -> None:
        self.scheme = scheme
        widget.setPalette(colors)
        widget.setStyleSheet(sheet)
        self.changed.emit()

    def _on_system_changed(self) -> None:
        if self._mode == "system":
            self._apply()

    def _apply(self) -> None:
        system_dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = system_dark if self._mode == "system" else self._mode == "dark"
        self.scheme = scheme_of(dark=dark, palette=self._palette, projected=self._presenting)
        scale = self._text_size / 100
        scale = max(scale, PRESENTED) if self._presenting else scale
        grown = scale != text_scale()
        if grown:
            self._application.setProperty(_SCALE, scale)
            self._set_font(scale)
        sheet = style_sheet(self.scheme, scale)
        if (
            self._application.styleSheet() != sheet
        ):  # or each widget there is would be polished anew
            self._application.setPalette(palette(self.scheme))
            self._application.setStyleSheet(sheet)
            _resize_all()
        pg.setConfigOptions(background=self.scheme.surface, foreground=self.scheme.muted)
        self.changed.emit()

    def _set_font(self, scale: float) -> None:
        font = self._application.font()
        plain = self._application.property(_PLAIN)
        if plain is not None and plain > 0:
            font.setPointSizeF(plain * scale)
            self._application.setFont(font)
            # The desktop has one of its own for it. PySide6 takes a str, whatever its stubs say.
            self._application.setFont(font, "QDockWidgetTitle")  # type: ignore[arg-type]


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


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a dynamic property that the style sheet reads, and repaint by it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
