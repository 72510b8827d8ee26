"""The perplexity of every batch and epoch, live, with the exact value under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lstm_gui.core.baselines import Baselines
from lstm_gui.core.runs import Curve
from lstm_gui.core.runs.live import spread
from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.perplexity_curves import CutOff, PerplexityCurves, decades
from lstm_gui.gui.perplexity_words import stick_names
from lstm_gui.gui.plot_controls import PlotControls
from lstm_gui.gui.plot_export import csv_of
from lstm_gui.gui.plot_legend import LegendRow
from lstm_gui.gui.plot_menu import PlotMenu
from lstm_gui.gui.plot_overlay import PlotOverlay
from lstm_gui.gui.plot_overlays import Overlay, overlay_pen
from lstm_gui.gui.plot_pens import thin_pen
from lstm_gui.gui.plot_ranges import round_end
from lstm_gui.gui.plot_reader import PlotReader
from lstm_gui.gui.plot_track import PlotAxis, Track
from lstm_gui.gui.theme import Theme

__all__ = ["PerplexityPlot"]

_RANGE_MS = 500
_HEADROOM = 0.2
"""Kept for the readout above the held-out curve, which goes up where the other one goes down."""

_EMPTY_SPAN = (0.0, 3.0)
MOST_LOSS = 700.0
"""exp of a larger loss overflows a float; the plot leaves such points out."""


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

    _redrawAsked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("perplexityPanel")
        self._theme = theme
        self._baselines: Baselines | None = None
        self._sticks_of_part = False
        self._planned = 0
        self._axis: PlotAxis = "epoch"
        self._auto = True
        self._dirty = False
        self._since_fit = QElapsedTimer()
        self._asked = False
        self._fit_timer = self._timer(_RANGE_MS, self._fit)
        self._plot = EpochPlot(self)
        self._plot.setObjectName("perplexityPlot")
        self._curves = PerplexityCurves(self._plot)
        self._overlay = PlotOverlay(self._plot.viewport())
        self._reader = PlotReader(self._curves, self._overlay)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._controls = PlotControls(self)
        layout.setSpacing(0)
        layout.addWidget(self._plot)
        layout.addWidget(self._controls)
        self._connect()
        self._apply_theme()
        self.retranslate()
        self._fit()

    def append_steps(
        self, x: ArrayLike, perplexity: ArrayLike, *, last: int | None = None, seconds: float = 0.0
    ) -> None:
        """Add batches; x in epochs. An x before the last one overwrites from there on.

        Args:
            x: Where each ended.
            perplexity: Of each.
            last: The number of the last one in the run; the next ones, if nobody says.
            seconds: That they took together.
        """
        first = self._curves.empty
        _append(self._curves.steps, x, perplexity, last, seconds)
        if first:
            self._since_fit.invalidate()
        self._schedule()

    def append_epoch(self, epoch: int, perplexity: float) -> None:
        """Add a finished epoch."""
        self._curves.epochs.append(epoch, decades(perplexity), *self._curves.steps.state_at(epoch))
        self._schedule()

    def restore(self, curve: Curve) -> None:
        """Show what is known from before of a run that is taken up again."""
        x, numbers, loss, seconds = curve.batches
        values = decades(np.exp(np.minimum(loss, MOST_LOSS)))
        self._curves.steps.append(x, values, numbers, seconds)
        epochs, perplexity, elapsed = curve.epochs
        steps = np.interp(epochs, x, numbers) if x.size else epochs
        self._curves.epochs.append(epochs, decades(perplexity), steps, elapsed)
        self._refit()

    def set_overlays(self, overlays: Sequence[Overlay], own: str = "") -> None:
        """Draw other runs over this one, which is called `own` in the legend; or none."""
        self._curves.overlays.set_overlays(overlays)
        self._reader.own_name = own
        self._list_runs()
        self._refit()

    def set_axis(self, axis: PlotAxis) -> None:
        """Show the curves by epoch, batch or seconds of training."""
        self._axis = self._reader.axis = axis
        self._controls.set_axis(axis)
        self._curves.set_axis(axis)
        self._name_axis()
        self._reader.set_cursor(None)
        self._set_auto(True)
        self._refit()

    def set_smoothing(self, width: int) -> None:
        """Show the mean over so many epochs, and the curves as measured faintly behind; 1: none."""
        self._controls.set_smoothing(width)
        self._curves.set_smoothing(width)
        self._schedule()

    def append_held_out(self, epoch: int, perplexity: float) -> None:
        """Add a reading of the part held out, after an epoch."""
        track, steps = self._curves.held_out.series, self._curves.steps
        track.append(epoch, decades(perplexity), *steps.state_at(epoch))
        self._schedule()

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
        second = self._curves.second
        _append(second.steps, x, perplexity, last, seconds)
        for epoch, value in epochs:
            second.epochs.append(epoch, decades(value), *second.steps.state_at(epoch))
        self._schedule()

    def cut_twin(self, epoch: float) -> None:
        """Take off the twin's curve beyond an epoch: it went back there."""
        self._curves.second.cut(epoch)
        self._schedule()

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
        self._curves.set_reference(points or (), self._reader.reference_label)
        self._refit()

    def set_sticks(self, baselines: Baselines | None) -> None:
        """Draw what models without a network reach on this text, or nothing."""
        self._baselines = baselines
        self._curves.sticks.set_baselines(baselines)
        self._name_sticks()

    def set_sticks_of_part(self, part: bool) -> None:
        """Tell whether the measuring sticks are of a part of the text: the rest is held out."""
        self._sticks_of_part = part

    def show_sticks(self, shown: bool) -> None:
        """Show the measuring sticks, or keep them for later."""
        self._curves.sticks.set_shown(shown)
        self._refit()

    def set_epochs(self, count: int) -> None:
        """Tell how many epochs are planned."""
        self._planned = count
        self._refit()

    def set_message(self, text: str) -> None:
        """Say this in the middle for as long as there is no curve."""
        self._overlay.set_message(text)
        self._show_message()

    def add_mark(self, epoch: float, text: str) -> None:
        """Draw a thin vertical line where something was changed; `text` says what."""
        self._curves.add_mark(epoch, text)

    def set_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Draw lines where something was changed, and no others; each text says what."""
        self._curves.set_marks(marks)

    def cut(self, epoch: float) -> CutOff:
        """Take off what stands beyond an epoch: the run went back there. Return it for `join`."""
        gone = self._curves.cut(epoch)
        self._schedule()
        return gone

    def join(self, gone: CutOff) -> None:
        """Put back what was cut off."""
        curves = self._curves
        for track, rows in (
            (curves.steps, gone.steps),
            (curves.epochs, gone.epochs),
            (curves.held_out.series, gone.held_out),
            *zip(curves.second.series, gone.second, strict=True),
        ):
            track.extend(rows)
        self._schedule()

    def clear(self) -> None:
        """Forget the curves and marks; the reference and the message stay."""
        self._curves.clear()
        self._reader.set_cursor(None)
        self._set_auto(True)
        self._refit()

    def reset_zoom(self) -> None:
        """Show the whole curve again and follow it."""
        self._set_auto(True)
        self._fit()

    def csv(self) -> str:
        """Return the values by epoch, or by batch in the first epoch; nothing before that."""
        if self._curves.empty:
            return ""
        track = self._curves.epochs if len(self._curves.epochs) else self._curves.steps
        points = zip(track.rows[0].tolist(), (10 ** track.rows[3]).tolist(), strict=True)
        return csv_of(("epoch", "perplexity"), points)

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
        self._name_axis()
        self._curves.held_out.set_name(self.tr("held out"))
        self._name_sticks()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what came while hidden."""
        super().showEvent(event)
        if self._dirty:
            self._refit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Do nothing more until seen again."""
        super().hideEvent(event)
        self._dirty = self._dirty or self._fit_timer.isActive()
        self._fit_timer.stop()

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(slot)
        return timer

    def _connect(self) -> None:
        plot = self._plot
        # Queued: all that comes in one frame is drawn at once, and with the rest of the window.
        self._redrawAsked.connect(self._redraw, Qt.ConnectionType.QueuedConnection)
        self._reader.follow(plot)
        plot.zoomed.connect(self._on_plot_zoomed)
        plot.resetAsked.connect(self.reset_zoom)
        plot.viewChanged.connect(self._schedule)
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
        self._list_runs()

    def _name_axis(self) -> None:
        words = {"epoch": self.tr("epoch"), "batch": self.tr("batch")}
        units = ((1.0, self.tr("s")), (60.0, self.tr("min")), (3600.0, self.tr("h")))
        self._plot.set_x_label(words.get(self._axis, ""), units if self._axis == "time" else ())

    def _list_runs(self) -> None:
        overlays, scheme = self._curves.overlays.overlays, self._theme.scheme
        name = self._reader.own_name
        own = [LegendRow(thin_pen(scheme.curves[0], 2), name)] if name else []
        rows = [LegendRow(overlay_pen(scheme, overlay.slot), overlay.name) for overlay in overlays]
        self._overlay.legend.set_rows([*own, *rows] if overlays else [])

    def _schedule(self) -> None:
        if not self.isVisible():
            self._dirty = True
        elif not self._asked:
            self._asked = True
            self._redrawAsked.emit()

    def _name_sticks(self) -> None:
        self._curves.sticks.set_names(stick_names(self._baselines, part=self._sticks_of_part))
        self._refit()

    def _refit(self) -> None:
        self._since_fit.invalidate()
        self._schedule()

    def _redraw(self) -> None:
        self._asked, self._dirty = False, not self.isVisible()
        if self._dirty:
            return
        if self._auto and not self._fit_timer.isActive():
            if not self._since_fit.isValid() or self._since_fit.hasExpired(_RANGE_MS):
                self._fit()
            else:
                self._fit_timer.start()
        self._curves.draw()
        self._show_message()
        self._reader.show()
        self._plot.setAccessibleDescription(self._reader.summary())

    def _show_message(self) -> None:
        empty = self._curves.empty
        lines = len(self._curves.reference) + len(self._curves.sticks.levels)
        self._plot.set_grid(not empty or lines > 0)
        self._overlay.show_message(empty)

    def _fit(self) -> None:
        if self._auto:
            self._since_fit.start()
            low, high = self._curves.span() or _EMPTY_SPAN
            pad = max(0.04 * (high - low), 0.004)
            top = pad + (_HEADROOM * (high - low) if len(self._curves.held_out.series) else 0.0)
            self._plot.show_range((0.0, self._right_end()), (max(low - pad, -pad), high + top))

    def _right_end(self) -> float:
        done, planned = self._curves.done, float(self._planned)
        others = self._curves.overlays.end()
        if self._axis == "epoch":
            whole = len(self._curves.reference) > 0
            return max(round_end(done, planned, whole_plan=whole), others)
        epochs = self._curves.epochs_done
        return max(round_end(done, planned / epochs * done if epochs else 0.0), others)

    def _set_auto(self, auto: bool) -> None:
        self._auto = auto
        self._overlay.show_reset(not auto)

    def _on_plot_zoomed(self) -> None:
        self._set_auto(False)

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


def _append(
    track: Track, x: ArrayLike, perplexity: ArrayLike, last: int | None, seconds: float
) -> None:
    places = np.atleast_1d(np.asarray(x, np.float64))
    if places.size:
        numbers, times = spread(track.rows[:3], places, last, seconds)
        track.append(places, decades(perplexity), numbers, times)
