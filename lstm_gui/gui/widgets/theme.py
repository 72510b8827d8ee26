"""The theme: the colours of the light and dark window, as Qt's palette and style sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from lstm_gui.core.files import resource

__all__ = [
    "DARK",
    "GRID",
    "LIGHT",
    "PAPER",
    "SELECTED",
    "Scheme",
    "Theme",
    "ThemeMode",
    "gate_map",
    "lyrics_font",
    "palette",
    "set_property",
    "state_map",
    "tabular",
    "translucent",
]

GRID = 8
"""The spacing unit in pixels; half of it inside controls."""
SELECTED = 0.16
"""How much of the accent lies over a row that is selected."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One set of colour tokens. `curves` is Okabe and Ito's colour-blind-safe set, in order."""

    dark: bool
    background: str
    surface: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    warning: str
    error: str
    tint: str
    curves: tuple[str, ...]
    states: tuple[str, ...]
    gates: tuple[str, ...]

    @property
    def runs(self) -> tuple[str, str]:
        """The curves of two runs side by side; the second of `curves` is held-out text's."""
        return self.curves[0], self.curves[2]


LIGHT = Scheme(
    dark=False,
    background="#f5f6f8",
    surface="#ffffff",
    text="#1b1f24",
    muted="#59626c",
    line="#d5dae0",
    accent="#0a62b8",
    on_accent="#ffffff",
    warning="#8a5700",
    error="#b3261e",
    tint="#fff3d6",
    curves=("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b37b00", "#56b4e9", "#000000"),
    states=("#0b3c6e", "#3b83c0", "#a9cdea", "#fbfbfb", "#f6c48f", "#d9741a", "#7a3403"),
    gates=("#fbfbfb", "#cfe3d4", "#86bf9c", "#3b8f6d", "#0f5a44"),
)
DARK = Scheme(
    dark=True,
    background="#15171a",
    surface="#1d2024",
    text="#e7e9ec",
    muted="#9ba5b0",
    line="#353b42",
    accent="#6cb2f0",
    on_accent="#0d1a26",
    warning="#e3b341",
    error="#f28b82",
    tint="#3a3118",
    curves=("#56b4e9", "#e69f00", "#2fc79b", "#cc79a7", "#f0e442", "#4a9be0", "#ffffff"),
    states=("#b8dcff", "#5aa7e8", "#215a8c", "#1d2024", "#8a4d14", "#e8913c", "#ffd9a8"),
    gates=("#1d2024", "#20463a", "#2d7a5d", "#5cb88c", "#c9f2d9"),
)

PAPER = replace(LIGHT, background="#ffffff", surface="#ffffff", text="#000000", line="#c8c8c8")
"""The colours of what is printed, whatever the window has."""


def state_map(scheme: Scheme) -> pg.ColorMap:
    """Return the diverging map for c and h: blue below 0, the surface at 0, orange above."""
    return _map(scheme.states)


def gate_map(scheme: Scheme) -> pg.ColorMap:
    """Return the sequential map for gates, from 0 (surface) to 1."""
    return _map(scheme.gates)


def _map(colors: tuple[str, ...]) -> pg.ColorMap:
    steps = [index / (len(colors) - 1) for index in range(len(colors))]
    return pg.ColorMap(steps, [QColor(color) for color in colors])


def translucent(color: str, opacity: float) -> QColor:
    """Return a colour of a scheme that lets what is behind it through."""
    result = QColor(color)
    result.setAlphaF(opacity)
    return result


def palette(scheme: Scheme) -> QPalette:
    """Return the colours of what no rule of the style sheet speaks of."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: scheme.background,
        QPalette.ColorRole.Base: scheme.surface,
        QPalette.ColorRole.AlternateBase: scheme.background,
        QPalette.ColorRole.Text: scheme.text,
        QPalette.ColorRole.WindowText: scheme.text,
        QPalette.ColorRole.ButtonText: scheme.text,
        QPalette.ColorRole.Button: scheme.surface,
        QPalette.ColorRole.ToolTipBase: scheme.surface,
        QPalette.ColorRole.ToolTipText: scheme.text,
        QPalette.ColorRole.PlaceholderText: scheme.muted,
        QPalette.ColorRole.Highlight: scheme.accent,
        QPalette.ColorRole.HighlightedText: scheme.on_accent,
        QPalette.ColorRole.Link: scheme.accent,
        QPalette.ColorRole.Accent: scheme.accent,
        QPalette.ColorRole.Light: scheme.surface,
        QPalette.ColorRole.Midlight: scheme.line,
        QPalette.ColorRole.Mid: scheme.line,
        QPalette.ColorRole.Dark: scheme.line,
        QPalette.ColorRole.Shadow: scheme.line,
    }
    for role, color in roles.items():
        result.setColor(role, QColor(color))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(scheme.muted))
    return result


def _style_sheet(scheme: Scheme) -> str:
    """Return the rules for all widgets; a later one wins over an earlier one as strong."""
    parts = (
        _surroundings,
        _fields,
        _buttons,
        _arrows,
        _emphases,
        _checks_and_headers,
        _scroll_bars,
        _sliders,
        _tabs_and_progress,
    )
    return "".join(part(scheme) for part in parts)


def _arrow_pictures(scheme: Scheme) -> tuple[str, str]:
    """Return where the pictures of the arrows down and up are."""
    shade = "dark" if scheme.dark else "light"
    down, up = (resource("icons", f"{way}-{shade}.svg").as_posix() for way in ("down", "up"))
    return down, up


def _surroundings(scheme: Scheme) -> str:
    """Return the look of the window, its docks, bars and labels."""
    return f"""
    QMainWindow, QDialog {{ background: {scheme.background}; }}
    QMainWindow::separator {{ background: {scheme.background}; width: {GRID}px; height: {GRID}px; }}
    QDockWidget::title {{ padding: 4px {GRID}px; background: {scheme.background};
                          text-align: left; }}
    QToolBar {{ border: none; spacing: 4px; padding: 4px {GRID}px;
                background: {scheme.background}; }}
    QStatusBar {{ background: {scheme.background}; }}
    QStatusBar::item {{ border: none; }}
    QToolTip {{ color: {scheme.text}; background: {scheme.surface};
                border: 1px solid {scheme.line}; padding: 4px; }}
    QLabel[role="muted"] {{ color: {scheme.muted}; }}
    QLabel[role="error"] {{ color: {scheme.error}; }}
    QLabel[role="warning"] {{ color: {scheme.warning}; }}
    QLabel[role="heading"] {{ font-weight: 600; }}
    QLabel[role="title"] {{ font-size: 20px; font-weight: 600; }}
    """


def _fields(scheme: Scheme) -> str:
    """Return the look of what is typed or chosen in."""
    return f"""
    QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit, QTextEdit, QListView, QTreeView,
    QTableView {{ background: {scheme.surface}; color: {scheme.text};
        border: 1px solid {scheme.line}; border-radius: 4px; padding: 2px 4px;
        selection-background-color: {scheme.accent}; selection-color: {scheme.on_accent}; }}
    QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus,
    QTextEdit:focus, QListView:focus, QTreeView:focus, QTableView:focus
        {{ border: 1px solid {scheme.accent}; }}
    QCheckBox:disabled {{ color: {scheme.muted}; }}
    QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled, QPlainTextEdit:disabled
        {{ color: {scheme.muted}; background: {scheme.background}; }}
    QLineEdit[state="pending"], QSpinBox[state="pending"], QComboBox[state="pending"],
    QPlainTextEdit[state="pending"]
        {{ background: {scheme.tint}; }}
    QLineEdit[state="invalid"], QPlainTextEdit[state="invalid"]
        {{ border: 1px solid {scheme.error}; }}
    """


def _buttons(scheme: Scheme) -> str:
    """Return the look of buttons."""
    down, _ = _arrow_pictures(scheme)
    return f"""
    QPushButton, QToolButton {{ color: {scheme.text}; background: {scheme.surface};
        border: 1px solid {scheme.line}; border-radius: 4px; padding: 4px {GRID}px; }}
    QToolButton {{ padding: 4px 6px; }}
    QToolButton[popupMode="1"] {{ padding-right: 20px; }}
    QToolButton::menu-button {{ border: none; width: 18px; }}
    QToolButton::menu-arrow {{ image: url({down}); width: 10px; height: 10px; }}
    QPushButton:hover, QToolButton:hover {{ border-color: {scheme.accent}; }}
    QPushButton:focus, QToolButton:focus {{ border-color: {scheme.accent}; }}
    QPushButton:pressed, QToolButton:pressed, QToolButton:checked, QPushButton:checked
        {{ background: {scheme.line}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {scheme.muted};
        background: {scheme.background}; }}
    """


def _arrows(scheme: Scheme) -> str:
    """Return the look of the arrows of choices and numbers."""
    down, up = _arrow_pictures(scheme)
    return f"""
    QComboBox::drop-down {{ border: none; width: 20px; }}
    QComboBox::down-arrow {{ image: url({down}); width: 10px; height: 10px; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button
        {{ border: none; background: transparent; width: 16px; }}
    QAbstractSpinBox::up-arrow {{ image: url({up}); width: 8px; height: 8px; }}
    QAbstractSpinBox::down-arrow {{ image: url({down}); width: 8px; height: 8px; }}
    """


def _emphases(scheme: Scheme) -> str:
    """Return the look of buttons that stand out less than others, or more."""
    return f"""
    QPushButton:flat {{ border: none; background: transparent; color: {scheme.accent};
        padding: 0 4px; }}
    QPushButton:flat:disabled {{ color: {scheme.muted}; background: transparent; }}
    QToolButton[autoRaise="true"] {{ border-color: transparent; background: transparent; }}
    QToolButton[autoRaise="true"]:hover, QToolButton[autoRaise="true"]:focus,
    QPushButton:flat:hover, QPushButton:flat:focus {{ border: 1px solid {scheme.accent}; }}
    QPushButton[role="primary"], QToolButton[role="primary"] {{ color: {scheme.on_accent};
        background: {scheme.accent}; border-color: {scheme.accent}; }}
    QPushButton[role="primary"]:focus, QToolButton[role="primary"]:focus
        {{ border-color: {scheme.text}; }}
    QPushButton[role="primary"]:disabled, QToolButton[role="primary"]:disabled
        {{ color: {scheme.muted}; background: {scheme.background}; border-color: {scheme.line}; }}
    """


def _checks_and_headers(scheme: Scheme) -> str:
    """Return the look of check boxes and of the heads of tables."""
    selected = translucent(scheme.accent, SELECTED).name(QColor.NameFormat.HexArgb)
    return f"""
    QCheckBox::indicator, QTableView::indicator {{ width: 12px; height: 12px;
        border: 1px solid {scheme.muted}; border-radius: 3px; background: {scheme.surface}; }}
    QCheckBox::indicator:checked, QTableView::indicator:checked
        {{ background: {scheme.accent}; border-color: {scheme.accent}; }}
    QTableView[role="ticks"] {{ selection-color: {scheme.text};
        selection-background-color: {selected}; }}
    QCheckBox::indicator:checked:disabled
        {{ background: {scheme.muted}; border-color: {scheme.muted}; }}
    QHeaderView {{ background: {scheme.surface}; border: none; }}
    QHeaderView::section {{ color: {scheme.muted}; background: {scheme.surface}; border: none;
        border-bottom: 1px solid {scheme.line}; padding: 2px 4px; }}
    """


def _scroll_bars(scheme: Scheme) -> str:
    return f"""
    QScrollBar:vertical {{ width: 10px; background: transparent; }}
    QScrollBar:horizontal {{ height: 10px; background: transparent; }}
    QScrollBar::handle {{ background: {scheme.line}; border-radius: 3px; margin: 2px; }}
    QScrollBar::handle:hover {{ background: {scheme.muted}; }}
    QScrollBar::handle:vertical {{ min-height: 24px; }}
    QScrollBar::handle:horizontal {{ min-width: 24px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _sliders(scheme: Scheme) -> str:
    return f"""
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {scheme.line}; }}
    QSlider::sub-page:horizontal {{ border-radius: 2px; background: {scheme.accent}; }}
    QSlider::handle:horizontal {{ width: 12px; height: 12px; margin: -4px 0; border-radius: 6px;
        background: {scheme.muted}; }}
    QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus
        {{ background: {scheme.accent}; }}
    QSlider[role="knob"] {{ background: transparent; }}
    QSlider[role="knob"]::groove:horizontal {{ height: 2px; margin: 0 2px; border-radius: 1px; }}
    QSlider[role="knob"]::handle:horizontal {{ width: 8px; height: 8px; margin: -3px 0;
        border-radius: 4px; }}
    QSlider[role="knob"]::sub-page:horizontal:disabled,
    QSlider[role="knob"]::handle:horizontal:disabled {{ background: {scheme.line}; }}
    """


def _tabs_and_progress(scheme: Scheme) -> str:
    return f"""
    QTabBar::tab {{ color: {scheme.muted}; background: transparent; padding: 5px 6px;
        border: none; border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {scheme.text}; border-bottom: 2px solid {scheme.accent}; }}
    QTabBar::tab:first {{ margin-left: 2px; }}
    QTabBar::tab:hover {{ color: {scheme.text}; }}
    QTabBar QToolButton {{ padding: 0; }}
    #numbersTable {{ padding: 0; }}
    #numbersTable::item, #numbersTable QHeaderView::section {{ padding: 2px 6px; }}
    #commandPalette {{ background: {scheme.surface}; border: 1px solid {scheme.muted};
        border-radius: 6px; }}
    #commandPalette QListView {{ border: none; padding: 0; }}
    #groupBar::tab {{ padding: 2px 8px 1px; }}
    #firstRow QMenuBar {{ border: none; background: transparent; }}
    #firstRow QMenuBar::item {{ padding: 2px 8px; background: transparent; }}
    #firstRow QMenuBar::item:selected {{ background: {scheme.line}; border-radius: 3px; }}
    QProgressBar {{ border: none; border-radius: 3px; background: {scheme.line};
        max-height: 6px; min-height: 6px; }}
    QProgressBar::chunk {{ border-radius: 3px; background: {scheme.accent}; }}
    """


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
        if not application.styleSheet():  # the first theme of the program
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
        self._lend(scheme, widget, palette(scheme), _style_sheet(scheme))
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
        self.scheme = DARK if dark else LIGHT
        sheet = _style_sheet(self.scheme)
        if (
            self._application.styleSheet() != sheet
        ):  # or each widget there is would be polished anew
            self._application.setPalette(palette(self.scheme))
            self._application.setStyleSheet(sheet)
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


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a dynamic property that the style sheet reads, and repaint by it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
