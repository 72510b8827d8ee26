"""The perplexity of every batch and epoch, live, with the exact value under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lstm_gui.core.baselines import Baselines
from lstm_gui.core.runs import Curve
from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.perplexity_curves import CutOff, PerplexityCurves
from lstm_gui.gui.plot_controls import PlotControls
from lstm_gui.gui.plot_csv import csv_of
from lstm_gui.gui.plot_fit import PlotFit
from lstm_gui.gui.plot_menu import PlotMenu
from lstm_gui.gui.plot_names import PlotNames
from lstm_gui.gui.plot_overlay import PlotOverlay
from lstm_gui.gui.plot_overlays import Overlay
from lstm_gui.gui.plot_reader import PlotReader
from lstm_gui.gui.plot_track import PlotAxis
from lstm_gui.gui.redrawing import Redrawing
from lstm_gui.gui.theme import Theme

__all__ = ["PerplexityPlot"]


class PerplexityPlot(QWidget):
    """Batches as a thin line, epochs as a bold one, a reference dotted; log y-axis.

    Signals:
        pictureFailed: A picture could not be written to this path.
        sticksToggled(bool): The person showed or hid the measuring sticks.
        axisChosen(str), smoothingChosen(int): The person chose how the curves are shown.
    """

    pictureFailed = Signal(str)
    sticksToggled = Signal(bool)
    axisChosen = Signal(str)
    smoothingChosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("perplexityPanel")
        self._theme = theme
        self._redrawing = Redrawing(self, self._redraw)
        self._plot = EpochPlot(self)
        self._plot.setObjectName("perplexityPlot")
        self._curves = PerplexityCurves(self._plot)
        self._fit = PlotFit(self._plot, self._curves)
        self._overlay = PlotOverlay(self._plot.viewport())
        self._reader = PlotReader(self._curves, self._overlay)
        self._names = PlotNames(self._plot, self._curves, self._overlay.legend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._controls = PlotControls(self)
        layout.setSpacing(0)
        layout.addWidget(self._plot)
        layout.addWidget(self._controls)
        self._connect()
        self._apply_theme()
        self.retranslate()
        self._fit.fit()

    def append_steps(
        self, x: ArrayLike, perplexity: ArrayLike, *, last: int | None = None, seconds: float = 0.0
    ) -> None:
        """Add batches; see `RunTracks.add_batches`."""
        if self._curves.own.empty:
            self._fit.renew()
        self._curves.own.add_batches(x, perplexity, last=last, seconds=seconds)
        self._redrawing.ask()

    def append_epoch(self, epoch: int, perplexity: float) -> None:
        """Add a finished epoch."""
        self._curves.own.add_epoch(epoch, perplexity)
        self._redrawing.ask()

    def restore(self, curve: Curve, *, twin: bool = False) -> None:
        """Show what is known from before of a run that is taken up again, or of its twin."""
        tracks = self._curves.second.tracks if twin else self._curves.own
        tracks.restore(curve)
        self._refit()

    def set_overlays(self, overlays: Sequence[Overlay], own: str = "") -> None:
        """Draw other runs over this one, which is called `own` in the legend; or none."""
        self._curves.overlays.set_overlays(overlays)
        self._reader.own_name = own
        self._names.list_runs(self._theme.scheme, self._reader.own_name)
        self._refit()

    def set_axis(self, axis: PlotAxis) -> None:
        """Show the curves by epoch, batch or seconds of training."""
        self._reader.axis = axis
        self._controls.set_axis(axis)
        self._curves.set_axis(axis)
        self._names.name_axis()
        self._reader.set_cursor(None)
        self._follow(True)
        self._refit()

    def set_smoothing(self, width: int) -> None:
        """Show the mean over so many epochs, and the curves as measured faintly behind; 1: none."""
        self._controls.set_smoothing(width)
        self._curves.set_smoothing(width)
        self._redrawing.ask()

    def append_held_out(self, epoch: int, perplexity: float) -> None:
        """Add a reading of the part held out, after an epoch."""
        self._curves.own.add_held_out(epoch, perplexity)
        self._redrawing.ask()

    def append_twin_held_out(self, epoch: int, perplexity: float) -> None:
        """Add a reading of the twin."""
        self._curves.second.tracks.add_held_out(epoch, perplexity)
        self._redrawing.ask()

    def twin_held_out_at(self, epoch: float) -> tuple[float, float] | None:
        """Return epoch and perplexity of the twin's last reading up to an epoch."""
        return self._curves.second.held_out.at(epoch)

    def held_out_at(self, epoch: float) -> tuple[float, float] | None:
        """Return epoch and perplexity of the last reading up to an epoch."""
        return self._curves.held_out.at(epoch)

    def append_twin(
        self,
        x: ArrayLike = (),
        perplexity: ArrayLike = (),
        *,
        epochs: Sequence[tuple[float, float]] = (),
        last: int | None = None,
        seconds: float = 0.0,
    ) -> None:
        """Add batches and epochs of the twin; see `append_steps`."""
        twin = self._curves.second.tracks
        twin.add_batches(x, perplexity, last=last, seconds=seconds)
        for epoch, value in epochs:
            twin.add_epoch(epoch, value)
        self._redrawing.ask()

    def cut_twin(self, epoch: float) -> None:
        """Take off the twin's curve beyond an epoch: it went back there."""
        self._curves.second.tracks.cut(epoch)
        self._redrawing.ask()

    def name_twin(self, names: tuple[str, str] | None) -> None:
        """Name the two runs in a legend; None for no twin."""
        if names is not None:
            self._curves.second.set_names(names)
        else:
            self._curves.second.clear()
        self._refit()

    def set_reference(self, points: Sequence[tuple[float, float]] | None, label: str = "") -> None:
        """Show (epoch, perplexity) points as a dotted line with a name, or none."""
        self._reader.reference_label = label if points else ""
        self._curves.reference.set_points(points or (), self._reader.reference_label)
        self._refit()

    def set_sticks(self, baselines: Baselines | None) -> None:
        """Draw what models without a network reach on this text, or nothing."""
        self._names.baselines = baselines
        self._curves.sticks.set_baselines(baselines)
        self._names.name_sticks()
        self._refit()

    def set_sticks_of_part(self, part: bool) -> None:
        """Tell whether the measuring sticks are of a part of the text: the rest is held out."""
        self._names.sticks_of_part = part

    def show_sticks(self, shown: bool) -> None:
        """Show the measuring sticks, or keep them for later."""
        self._curves.sticks.set_shown(shown)
        self._refit()

    def set_epochs(self, count: int) -> None:
        """Tell how many epochs are planned."""
        self._fit.planned = count
        self._refit()

    def set_message(self, text: str) -> None:
        """Say this in the middle for as long as there is no curve."""
        self._overlay.set_message(text)
        self._show_message()

    def add_mark(self, epoch: float, text: str) -> None:
        """Draw a thin vertical line where something was changed; `text` says what."""
        self._curves.marks.add(epoch, text)

    def set_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Draw lines where something was changed, and no others; each text says what."""
        self._curves.marks.set_marks(marks)

    def cut(self, epoch: float) -> CutOff:
        """Take off what stands beyond an epoch: the run went back there. Return it for `join`."""
        gone = self._curves.cut(epoch)
        self._redrawing.ask()
        return gone

    def join(self, gone: CutOff) -> None:
        """Put back what was cut off."""
        self._curves.join(gone)
        self._redrawing.ask()

    def clear(self) -> None:
        """Forget the curves and marks; the reference and the message stay."""
        self._curves.clear()
        self._reader.set_cursor(None)
        self._follow(True)
        self._refit()

    def reset_zoom(self) -> None:
        """Show the whole curve again and follow it."""
        self._follow(True)
        self._fit.fit()

    def csv(self) -> str:
        """Return the values by epoch, or by batch in the first epoch; nothing before that."""
        return csv_of(self._curves)

    def reading(self) -> str:
        """Return what the corner says: place and value under the cursor, or nothing."""
        return self._reader.reading()

    def menu(self) -> PlotMenu:
        """Build the plot's own menu; whoever asked for it shows and drops it."""
        sticks = self._curves.sticks
        menu = PlotMenu(
            self._plot, self.csv, sticks=sticks.shown if sticks.known else None, parent=self
        )
        menu.resetAsked.connect(self.reset_zoom)
        menu.sticksToggled.connect(self._on_menu_sticks_toggled)
        menu.pictureFailed.connect(self.pictureFailed)
        return menu

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Perplexity"))
        self._plot.setAccessibleName(self.tr("Perplexity by epoch"))
        self._overlay.retranslate()
        self._names.retranslate()
        self._refit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what came while hidden."""
        super().showEvent(event)
        if self._redrawing.missed:
            self._refit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Do nothing more until seen again."""
        super().hideEvent(event)
        self._redrawing.missed = self._fit.rest() or self._redrawing.missed

    def _connect(self) -> None:
        plot = self._plot
        self._reader.follow(plot)
        plot.zoomed.connect(self._on_plot_zoomed)
        plot.resetAsked.connect(self.reset_zoom)
        plot.viewChanged.connect(self._redrawing.ask)
        plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        plot.customContextMenuRequested.connect(self._on_plot_menu_asked)
        self._overlay.resetAsked.connect(self.reset_zoom)
        self._controls.axisChosen.connect(self._on_controls_axis_chosen)
        self._controls.smoothingChosen.connect(self._on_controls_smoothing_chosen)
        self._theme.changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        scheme = self._theme.scheme
        self._plot.apply(scheme)
        self._curves.apply(scheme)
        self._overlay.apply(scheme)
        self._names.list_runs(self._theme.scheme, self._reader.own_name)

    def _refit(self) -> None:
        self._fit.renew()
        self._redrawing.ask()

    def _redraw(self) -> None:
        self._fit.keep_up()
        self._curves.draw()
        self._show_message()
        self._reader.show()
        self._plot.setAccessibleDescription(self._reader.summary())

    def _show_message(self) -> None:
        empty = self._curves.own.empty
        lines = len(self._curves.reference.series) + len(self._curves.sticks.levels)
        self._plot.set_grid(not empty or lines > 0)
        self._overlay.show_message(empty)

    def _follow(self, following: bool) -> None:
        self._fit.following = following
        self._overlay.show_reset(not following)

    def _on_plot_zoomed(self) -> None:
        self._follow(False)

    def _on_menu_sticks_toggled(self, shown: bool) -> None:
        self.show_sticks(shown)
        self.sticksToggled.emit(shown)

    def _on_controls_axis_chosen(self, axis: PlotAxis) -> None:
        self.set_axis(axis)
        self.axisChosen.emit(axis)

    def _on_controls_smoothing_chosen(self, width: int) -> None:
        self.set_smoothing(width)
        self.smoothingChosen.emit(width)

    def _on_plot_menu_asked(self, position: QPoint) -> None:
        self.menu().show_at(position)
