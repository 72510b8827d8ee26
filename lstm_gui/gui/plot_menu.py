"""The perplexity plot's own menu, and what it takes out of the window: values and pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QGraphicsView, QMenu, QWidget

from lstm_gui.gui.plot_export import save_picture

__all__ = ["PlotMenu"]


class PlotMenu(QMenu):
    """Built anew each time it is asked for; it drops itself when it closes.

    Args:
        view: The plot.
        csv: Returns its values; an empty text while there are none.
        sticks: Whether the measuring sticks are shown, or None where there are none.

    Signals:
        resetAsked: Show the whole curve.
        sticksToggled(bool): Show or hide the measuring sticks.
        pictureFailed(str): A picture could not be written to this path.
    """

    resetAsked = Signal()
    sticksToggled = Signal(bool)
    pictureFailed = Signal(str)

    def __init__(
        self, view: QGraphicsView, csv: Callable[[], str], *, sticks: bool | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._csv = csv
        self.addAction(self.tr("Reset zoom"), self.resetAsked.emit)
        if sticks is not None:
            action = self.addAction(self.tr("Measuring sticks"))
            action.setCheckable(True)
            action.setChecked(sticks)
            action.toggled.connect(self.sticksToggled)
        self.addSeparator()
        copy = self.addAction(self.tr("Copy values as CSV"), self.copy_csv)
        copy.setEnabled(bool(csv()))
        self.addAction(self.tr("Save picture…"), self.choose_picture)

    def show_at(self, position: QPoint) -> None:
        """Open beside the mouse."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.popup(self._view.mapToGlobal(position))

    def copy_csv(self) -> None:
        """Put the values on the clipboard."""
        QGuiApplication.clipboard().setText(self._csv())

    def choose_picture(self) -> None:
        """Ask for a file and save the picture in it."""
        name, _ = QFileDialog.getSaveFileName(
            self.parentWidget(),
            self.tr("Save picture"),
            "perplexity.png",
            "PNG (*.png);;SVG (*.svg)",
        )
        if name:
            self.save_picture(Path(name))

    def save_picture(self, path: Path) -> None:
        """Write the plot as it is seen, PNG or SVG by the name's ending."""
        if not save_picture(self._view, path):
            self.pictureFailed.emit(str(path))
