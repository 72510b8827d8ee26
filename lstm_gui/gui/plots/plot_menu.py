"""The menu of the perplexity plot: its values as CSV, its picture, and what is shown in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QGraphicsView, QMenu, QWidget

from lstm_gui.core.errors import OutputError
from lstm_gui.core.files import write_atomically
from lstm_gui.core.outputs import output_errors
from lstm_gui.core.training.curves import SeriesColumns
from lstm_gui.gui.plots.perplexity_curves import PerplexityCurves

__all__ = ["PlotMenu", "_save_picture", "csv_of"]


def csv_of(curves: PerplexityCurves) -> str:
    """Return the values by epoch, or by batch in the first epoch; nothing before that.

    A column stands there only if it has values, and a cell is empty where nothing was measured.
    """
    own = curves.own.curves
    if own.empty:
        return ""
    by_epoch = len(own.epochs) > 0
    measured = {}
    for name, run in zip(("", "twin"), curves.shown, strict=False):
        first = run.curves.epochs if by_epoch else run.curves.batches
        measured[name or "perplexity"] = first
        measured["_".join(filter(None, (name, "held_out")))] = run.curves.held_out
    columns = {name: _by_epoch(part) for name, part in measured.items() if len(part)}
    places = sorted(set().union(*columns.values()))
    lines = [",".join(("epoch", *columns))]
    for place in places:
        cells = (_cell(column, place) for column in columns.values())
        lines.append(",".join((f"{place:.10g}", *cells)))
    return "\n".join(lines) + "\n"


def _by_epoch(columns: SeriesColumns) -> dict[float, float]:
    return dict(zip(columns["x"].tolist(), (10 ** columns["level"]).tolist(), strict=True))


def _cell(column: dict[float, float], place: float) -> str:
    return f"{column[place]:.10g}" if place in column else ""


def _save_picture(view: QGraphicsView, path: Path) -> None:
    """Write what `view` shows: lines and letters if the name ends in .svg, else pixels.

    Raises:
        OutputError: The place cannot be written.
    """
    drawn = QBuffer()
    drawn.open(QIODevice.OpenModeFlag.WriteOnly)
    if path.suffix.lower() == ".svg":
        _draw_svg(view, drawn)
    else:
        view.grab().save(drawn, "PNG")
    with output_errors(path):
        write_atomically(path, bytes(drawn.data().data()))


def _draw_svg(view: QGraphicsView, device: QIODevice) -> None:
    generator = QSvgGenerator()
    generator.setOutputDevice(device)
    generator.setSize(view.size())
    generator.setViewBox(QRect(0, 0, view.width(), view.height()))
    generator.setTitle(view.accessibleName())
    with QPainter(generator) as painter:
        view.render(painter)


class PlotMenu(QMenu):
    """Built anew each time it is asked for; it drops itself when it closes.

    Args:
        view: The plot.
        csv: Returns its values; an empty text while there are none.
        baselines: Whether the baselines are shown, or None where there are none.

    Signals:
        resetAsked: Show the whole curve.
        baselinesToggled(bool): Show or hide the baselines.
        pictureFailed(OutputError): A picture could not be written.
    """

    resetAsked = Signal()
    baselinesToggled = Signal(bool)
    pictureFailed = Signal(object)

    def __init__(
        self,
        view: QGraphicsView,
        csv: Callable[[], str],
        *,
        baselines: bool | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._csv = csv
        self.addAction(self.tr("Reset zoom"), self.resetAsked.emit)
        if baselines is not None:
            action = self.addAction(self.tr("Baselines"))
            action.setCheckable(True)
            action.setChecked(baselines)
            action.toggled.connect(self.baselinesToggled)
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
        try:
            _save_picture(self._view, path)
        except OutputError as error:
            self.pictureFailed.emit(error)
