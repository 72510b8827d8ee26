"""The About dialog, and the list of keyboard shortcuts."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lstm_gui import __version__
from lstm_gui.gui.widgets.formats import without_mnemonic
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, roomy, sized
from lstm_gui.gui.window.action_table import ACTIONS
from lstm_gui.gui.window.actions import Actions

__all__ = ["AboutDialog", "ShortcutsDialog"]

_PACKAGES = (
    ("mxnet", "MXNet", "Apache-2.0"),
    ("PySide6-Essentials", "Qt for Python", "LGPL-3.0"),
    ("pyqtgraph", "pyqtgraph", "MIT"),
    ("numpy", "NumPy", "BSD-3-Clause"),
    ("pydantic", "pydantic", "MIT"),
    ("safetensors", "safetensors", "Apache-2.0"),
    ("chardet", "chardet", "LGPL-2.1 / 0BSD"),
    ("platformdirs", "platformdirs", "MIT"),
)


def _dialog(dialog: QDialog, name: str) -> QVBoxLayout:
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
    column.setSpacing(GRID)
    return column


def _close_button(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    close = buttons.button(QDialogButtonBox.StandardButton.Close)
    close.setObjectName(f"{dialog.objectName()}CloseButton")
    close.setAccessibleName(without_mnemonic(close.text()))
    buttons.rejected.connect(dialog.reject)
    return buttons


class AboutDialog(QDialog):
    """Says what the program is, its version and licence, and those of what it stands on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About the LSTM playground"))
        column = _dialog(self, "aboutDialog")
        title = PlainLabel(self.tr("LSTM playground {version}").format(version=__version__))
        title.setProperty("role", "heading")
        column.addWidget(title)
        text = PlainLabel(
            self.tr(
                "Train a character LSTM on song lyrics, watch what its memory cells hold, and "
                "write with it. After the book Dive into Deep Learning (动手学深度学习)."
            )
        )
        text.setWordWrap(True)
        column.addWidget(text)
        licence = PlainLabel(
            self.tr(
                "The program is under the MIT licence; the lyrics that come with it are CC0. It "
                "uses Qt under the LGPL, unchanged and replaceable."
            )
        )
        licence.setWordWrap(True)
        column.addWidget(licence)
        column.addLayout(self._versions())
        column.addWidget(_close_button(self))
        sized(self.setMinimumWidth, 420)

    def _versions(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        rows = [("Python", platform.python_version(), "PSF-2.0")]
        for package, name, licence in _PACKAGES:
            try:
                rows.append((name, version(package), licence))
            except PackageNotFoundError:
                continue
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                label = PlainLabel(text)
                label.setProperty("role", "muted" if place else "")
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(label, number, place)
        grid.setColumnStretch(2, 1)
        return grid


class ShortcutsDialog(QDialog):
    """Lists every shortcut of the window."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        column = _dialog(self, "shortcutsDialog")
        native = QKeySequence.SequenceFormat.NativeText
        shown = [(spec.menu, actions.by_name[spec.name]) for spec in ACTIONS if spec.shortcut]
        rows = [
            (actions.titled(menu, action).rstrip("…"), action.shortcut().toString(native))
            for menu, action in shown
        ]
        rows += [
            (self.tr("Memory: another cell"), "↑ ↓"),
            (self.tr("Memory: another character"), "← →"),
            (self.tr("Perplexity: another epoch"), "← →"),
            (self.tr("Write after the prefix"), "↵"),
        ]
        column.addWidget(_scrolled(rows, self.screen().availableGeometry().width()), 1)
        column.addWidget(_close_button(self))
        self.resize(roomy(QSize(self.sizeHint().width(), _HEIGHT)))


_COLUMNS = 3
_HEIGHT = 560
"""As much of the list of shortcuts is seen without scrolling, where the screen has it."""


def _scrolled(rows: Sequence[tuple[str, str]], width: int) -> QScrollArea:
    """Let a table scroll where the screen is lower than it, in as many columns as it has room."""
    scroll = QScrollArea()
    scroll.setObjectName("shortcutsScroll")
    scroll.setAccessibleName(QCoreApplication.translate("ShortcutsDialog", "Keyboard shortcuts"))
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    bar = scroll.verticalScrollBar().sizeHint().width()
    for columns in range(_COLUMNS, 0, -1):
        table = _in_columns(rows, columns)
        scroll.setWidget(table)
        scroll.setMinimumWidth(table.sizeHint().width() + bar)
        if scroll.minimumWidth() + 8 * GRID <= width:
            break
    return scroll


def _in_columns(rows: Sequence[tuple[str, str]], columns: int) -> QWidget:
    """Return a table of actions and their keys, read from top to bottom in each column."""
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(GRID, GRID, GRID, GRID)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    height = -(-len(rows) // columns)
    for number, (what, keys) in enumerate(rows):
        place, line = divmod(number, height)
        grid.addWidget(PlainLabel(what), line, 3 * place)
        label = PlainLabel(keys)
        label.setProperty("role", "muted")
        grid.addWidget(label, line, 3 * place + 1)
        grid.setColumnMinimumWidth(3 * place + 2, 0 if place + 1 == columns else 2 * GRID)
    return table
