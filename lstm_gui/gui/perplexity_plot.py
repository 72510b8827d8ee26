"""The perplexity of every batch and epoch, live, with the exact value under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from numpy.typing import ArrayLike
from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from lstm_gui.core.baselines import Baselines
from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.perplexity_curves import CutOff, PerplexityCurves, Reading, decades
from lstm_gui.gui.perplexity_words import described, held_out_words, stick_names, words
from lstm_gui.gui.plot_export import csv_of, save_picture
from lstm_gui.gui.plot_overlay import PlotOverlay
from lstm_gui.gui.plot_ranges import round_end
from lstm_gui.gui.theme import Theme

__all__ = ["PerplexityPlot"]

_RANGE_MS = 500
_HEADROOM = 0.2
"""Kept for the readout above the held-out curve, which goes up where the other one goes down."""

_EMPTY_SPAN = (0.0, 3.0)


class PerplexityPlot(QWidget):
    """Batches as a thin line, epochs as a bold one, a reference dotted; log y-axis.

    Signals:
        pictureFailed: A picture could not be written to this path.
        sticksToggled(bool): The person showed or hid the measuring sticks.
    """

    pictureFailed = Signal(str)
    sticksToggled = Signal(bool)

    _redrawAsked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("perplexityPanel")
        self._theme = theme
        self._reference_label = ""
        self._baselines: Baselines | None = None
        self._sticks_of_part = False
        self._planned = 0
        self._auto = True
        self._cursor: float | None = None
        self._dirty = False
        self._since_fit = QElapsedTimer()
        self._asked = False
        self._fit_timer = self._timer(_RANGE_MS, self._fit)
        self._plot = EpochPlot(self)
        self._plot.setObjectName("perplexityPlot")
        self._curves = PerplexityCurves(self._plot)
        self._overlay = PlotOverlay(self._plot.viewport())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self._connect()
        self._apply_theme()
        self.retranslate()
        self._fit()

    def append_steps(self, x: ArrayLike, perplexity: ArrayLike) -> None:
        """Add batches; x in epochs. An x before the last one overwrites from there on."""
        first = self._curves.empty
        self._curves.steps.append(x, decades(perplexity))
        if first:
            self._since_fit.invalidate()
        self._schedule()

    def append_epoch(self, epoch: int, perplexity: float) -> None:
        """Add a finished epoch."""
        self._curves.epochs.append(epoch, decades(perplexity))
        self._schedule()

    def append_held_out(self, epoch: int, perplexity: float) -> None:
        """Add a reading of the part held out, after an epoch."""
        self._curves.held_out.series.append(epoch, decades(perplexity))
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
    ) -> None:
        """Add batches and epochs of the twin."""
        second = self._curves.second
        second.steps.append(x, decades(perplexity))
        for epoch, value in epochs:
            second.epochs.append(epoch, decades(value))
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
        self._reference_label = label if points else ""
        self._curves.set_reference(points or (), self._reference_label)
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
        self._curves.steps.append(*gone.steps)
        self._curves.epochs.append(*gone.epochs)
        self._curves.held_out.series.append(*gone.held_out)
        for series, points in zip(self._curves.second.series, gone.second, strict=True):
            series.append(*points)
        self._schedule()

    def clear(self) -> None:
        """Forget the curves and marks; the reference and the message stay."""
        self._curves.clear()
        self._set_cursor(None)
        self._set_auto(True)
        self._refit()

    def reset_zoom(self) -> None:
        """Show the whole curve again and follow it."""
        self._set_auto(True)
        self._fit()

    def csv(self) -> str:
        """Return the values by epoch, or by batch in the first epoch."""
        series = self._curves.epochs if len(self._curves.epochs) else self._curves.steps
        points = zip(series.x.tolist(), (10**series.y).tolist(), strict=True)
        return csv_of(("epoch", "perplexity"), points)

    def copy_csv(self) -> None:
        """Put the values on the clipboard."""
        QGuiApplication.clipboard().setText(self.csv())

    def choose_picture(self) -> None:
        """Ask for a file and save the picture in it."""
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save picture"), "perplexity.png", "PNG (*.png);;SVG (*.svg)"
        )
        if name:
            self.save_picture(Path(name))

    def save_picture(self, path: Path) -> None:
        """Write the plot as it is seen, PNG or SVG by the name's ending."""
        if not save_picture(self._plot, path):
            self.pictureFailed.emit(str(path))

    def reading(self) -> str:
        """Return what the corner says: epoch and value under the cursor, or nothing."""
        if self._cursor is None:
            return ""
        reading = self._curves.nearest(self._cursor)
        parts = [] if reading is None else self._words(reading)
        mark = self._curves.mark_at(self._cursor)
        return " · ".join([*parts, mark] if mark else parts)

    def menu(self) -> QMenu:
        """Build the plot's own menu; whoever asked for it shows and drops it."""
        menu = QMenu(self)
        menu.addAction(self.tr("Reset zoom"), self.reset_zoom)
        if self._curves.sticks.known:
            sticks = menu.addAction(self.tr("Measuring sticks"))
            sticks.setCheckable(True)
            sticks.setChecked(self._curves.sticks.shown)
            sticks.toggled.connect(self._on_menu_sticks_toggled)
        menu.addSeparator()
        copy = menu.addAction(self.tr("Copy values as CSV"), self.copy_csv)
        copy.setEnabled(not self._curves.empty)
        menu.addAction(self.tr("Save picture…"), self.choose_picture)
        return menu

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Perplexity"))
        self._plot.setAccessibleName(self.tr("Perplexity by epoch"))
        self._overlay.retranslate()
        self._plot.set_x_label(self.tr("epoch"))
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
        plot.hovered.connect(self._set_cursor)
        plot.left.connect(self._on_plot_left)
        plot.stepped.connect(self._on_plot_stepped)
        plot.entered.connect(self._on_plot_entered)
        plot.zoomed.connect(self._on_plot_zoomed)
        plot.resetAsked.connect(self.reset_zoom)
        plot.viewChanged.connect(self._schedule)
        plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        plot.customContextMenuRequested.connect(self._on_plot_menu_asked)
        self._overlay.resetAsked.connect(self.reset_zoom)
        self._theme.changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        scheme = self._theme.scheme
        self._plot.apply(scheme)
        self._curves.apply(scheme)
        self._overlay.apply(scheme)

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
        self._show_cursor()
        self._plot.setAccessibleDescription(self._summary())

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
        whole = len(self._curves.reference) > 0
        return round_end(self._curves.done, float(self._planned), whole_plan=whole)

    def _set_auto(self, auto: bool) -> None:
        self._auto = auto
        self._overlay.show_reset(not auto)

    def _set_cursor(self, x: float | None) -> None:
        self._cursor = x
        self._show_cursor()

    def _show_cursor(self) -> None:
        reading = None if self._cursor is None else self._curves.nearest(self._cursor)
        if reading is None:
            self._curves.hide_cursor()
        else:
            self._curves.show_cursor(reading)
        at = self._curves.newest() if self._cursor is None else reading
        self._overlay.set_readout(self.reading(), words(at))
        self._overlay.leave_free(self._curves.sticks.width)

    def _words(self, reading: Reading) -> list[str]:
        reference = self._curves.reference_at(reading.x) if reading.whole_epoch else None
        held_out = self._curves.held_out.at(reading.x) if reading.whole_epoch else None
        return [
            *described(reading, reference, self._reference_label),
            *held_out_words(reading.x, held_out),
        ]

    def _summary(self) -> str:
        last = self._curves.nearest(self._curves.done)
        return self._overlay.message if last is None else " · ".join(self._words(last))

    def _on_plot_left(self) -> None:
        self._set_cursor(None)

    def _on_plot_entered(self) -> None:
        self._set_cursor(self._curves.done)

    def _on_plot_stepped(self, epochs: int) -> None:
        start = self._curves.done if self._cursor is None else self._cursor
        reading = self._curves.nearest(start)
        if reading is not None:
            at = round(reading.x) + epochs if self._cursor is not None else reading.x
            self._set_cursor(min(max(at, 0.0), self._curves.done))

    def _on_plot_zoomed(self) -> None:
        self._set_auto(False)

    def _on_menu_sticks_toggled(self, shown: bool) -> None:
        self.show_sticks(shown)
        self.sticksToggled.emit(shown)

    def _on_plot_menu_asked(self, position: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._plot.mapToGlobal(position))
