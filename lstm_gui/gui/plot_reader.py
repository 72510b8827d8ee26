"""The cursor of the perplexity plot and what is read there: of this run and of those over it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.held_out_curve import HeldOutCurve
from lstm_gui.gui.perplexity_curves import PerplexityCurves, Reading
from lstm_gui.gui.perplexity_words import described, figures, held_out_words, twin_words, words
from lstm_gui.gui.plot_overlay import PlotOverlay
from lstm_gui.gui.plot_track import PlotAxis

__all__ = ["PlotReader"]


class PlotReader(QObject):
    """Moves with the mouse or by keyboard; without a cursor it says the newest value in words."""

    def __init__(self, curves: PerplexityCurves, overlay: PlotOverlay) -> None:
        super().__init__(overlay)
        self._curves = curves
        self._overlay = overlay
        self._cursor: float | None = None
        self.axis: PlotAxis = "epoch"
        self.reference_label = ""
        self.own_name = ""

    def follow(self, plot: EpochPlot) -> None:
        """Go where the mouse and the keyboard lead on this plot."""
        plot.hovered.connect(self.set_cursor)
        plot.left.connect(self._on_plot_left)
        plot.stepped.connect(self._on_plot_stepped)
        plot.entered.connect(self._on_plot_entered)

    def set_cursor(self, x: float | None) -> None:
        """Read at x, or nowhere."""
        self._cursor = x
        self.show()

    def show(self) -> None:
        """Put cross, readout and values where the cursor is."""
        reading = None if self._cursor is None else self._curves.nearest(self._cursor)
        if reading is None:
            self._curves.cursor.hide()
        else:
            self._curves.cursor.show(reading.x, reading.perplexity)
        at = self._curves.newest() if self._cursor is None else reading
        self._overlay.set_readout(self.reading(), words(at))
        self._overlay.legend.set_values(self._values())
        self._overlay.leave_free(self._curves.sticks.margin, corner=self._curves.second.named)

    def reading(self) -> str:
        """Return place and value under the cursor and what was changed there, or nothing.

        What the twin has there is a line of its own.
        """
        if self._cursor is None:
            return ""
        reading = self._curves.nearest(self._cursor)
        parts = [] if reading is None else self._words(reading)
        mark = self._curves.marks.at(self._cursor)
        own = " · ".join([*parts, mark] if mark else parts)
        twin = "" if reading is None else " · ".join(self._twin_words(reading))
        return f"{own}\n{twin}" if twin else own

    def summary(self) -> str:
        """Return the newest value, or what the empty plot says."""
        last = self._curves.nearest(self._curves.own.done)
        if last is None:
            return self._overlay.message
        return " · ".join([*self._words(last), *self._twin_words(last)])

    def _words(self, reading: Reading) -> list[str]:
        reference = self._curves.reference.at(reading.x) if reading.whole_epoch else None
        parts = described(reading, reference, self.reference_label, self.axis)
        return [*parts, *self._held_out(self._curves.held_out, reading)]

    def _twin_words(self, reading: Reading) -> list[str]:
        second = self._curves.second
        value = second.value_at(reading.x) if reading.whole_epoch else None
        return (
            [] if value is None else [twin_words(value), *self._held_out(second.held_out, reading)]
        )

    def _held_out(self, curve: HeldOutCurve, reading: Reading) -> list[str]:
        if not reading.whole_epoch:
            return []
        if self.axis == "epoch":
            return held_out_words(reading.x, curve.at(reading.x))
        found = curve.shown_at(reading.x)
        return held_out_words(reading.x, None if found is None else (reading.x, found[1]))

    def _values(self) -> list[str]:
        """Return what the legend says beside each run: its value under the cursor."""
        if self._cursor is None:
            return []
        values: list[float | None] = []
        if self.own_name:
            own = self._curves.nearest(self._cursor)
            beyond = self._cursor > self._curves.own.done + self._curves.overlays.near
            values.append(None if own is None or beyond else own.perplexity)
        values += self._curves.overlays.values_at(self._cursor)
        return ["–" if value is None else figures(value) for value in values]

    def _on_plot_left(self) -> None:
        self.set_cursor(None)

    def _on_plot_entered(self) -> None:
        self.set_cursor(self._curves.own.done)

    def _on_plot_stepped(self, epochs: int) -> None:
        done = self._curves.own.done
        reading = self._curves.nearest(done if self._cursor is None else self._cursor)
        if reading is None:
            return
        at = reading.x
        if self._cursor is not None:
            one = done / max(self._curves.own.epochs_done, 1e-9)  # what an epoch is on this axis
            at = round(at / one + epochs) * one
        self.set_cursor(min(max(at, 0.0), done))
