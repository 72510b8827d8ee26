"""The look of all widgets in a scheme's colours: Qt's palette and style sheet."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QPalette

from lstm_gui.core.files import resource
from lstm_gui.gui.widgets.schemes import Scheme, translucent

__all__ = ["GRID", "SELECTED", "palette", "style_sheet"]

GRID = 8
"""The spacing unit in pixels; half of it inside controls."""
SELECTED = 0.16
"""How much of the accent lies over a row that is selected."""


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


def style_sheet(scheme: Scheme, scale: float = 1.0) -> str:
    """Return the rules for all widgets; a later one wins over an earlier one as strong.

    Lengths are written as they are at a text size of 100 %, and grow with it.
    """
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
    sheet = "".join(part(scheme) for part in parts)
    if scale == 1.0:
        return sheet
    return re.sub(r"(\d+)px", lambda found: f"{int(int(found[1]) * scale + 0.5)}px", sheet)


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
    QSlider:horizontal {{ min-height: 14px; }}
    QSlider[role="knob"]:horizontal {{ min-height: 0; }}
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
