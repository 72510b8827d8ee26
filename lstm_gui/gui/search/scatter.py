"""What mattered in a search, as bars: what share each setting has in being among the best."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.search.messages import TrialMessage
from lstm_gui.core.search.plan import Range
from lstm_gui.core.settings.experiment import KNOBS
from lstm_gui.gui.forms.knob_editors import knob_text
from lstm_gui.gui.widgets.axes import (
    ChoiceAxis,
    IntegerAxis,
    LogAxis,
    NumberAxis,
    StillPlot,
    WideLogAxis,
)
from lstm_gui.gui.widgets.theme import GRID, Scheme, Theme, px, tabular

__all__ = ["ImportanceBars", "Scatter"]

_LINE, _BAR = 24, 12
_PERCENT_WIDTH = 48


class ImportanceBars(QWidget):
    """A name, a bar and a percentage for each setting, the most important first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importanceBars")
        self._theme = theme
        self._shares: Sequence[tuple[str, float]] = ()
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_shares(self, shares: Sequence[tuple[str, float]]) -> None:
        """Show a name and a share from 0 to 1 on each line."""
        self._shares = shares
        told = ", ".join(f"{name} {share:.0%}" for name, share in shares)
        self.setAccessibleDescription(told)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Take a line for each setting."""
        return QSize(40 * GRID, px(_LINE) * len(self._shares))

    def minimumSizeHint(self) -> QSize:
        """Take a line for each setting."""
        return QSize(25 * GRID, px(_LINE) * len(self._shares))

    def bar_area(self, index: int) -> QRectF:
        """Return where a bar is."""
        left = self._names_width() + GRID
        room = max(self.width() - left - px(_PERCENT_WIDTH), 1)
        top = index * px(_LINE) + (px(_LINE) - px(_BAR)) / 2
        return QRectF(left, top, room * min(max(self._shares[index][1], 0.0), 1.0), px(_BAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        scheme = self._theme.scheme
        with QPainter(self) as painter:
            middle = Qt.AlignmentFlag.AlignVCenter
            names = self._names_width()
            for index, (name, share) in enumerate(self._shares):
                line = QRectF(0, index * px(_LINE), names, px(_LINE))
                painter.setPen(QColor(scheme.text))
                painter.drawText(line, int(middle | Qt.AlignmentFlag.AlignRight), name)
                area = self.bar_area(index)
                painter.fillRect(area, QColor(scheme.curves[0]))
                painter.setPen(QColor(scheme.muted))
                beside = QRectF(area.right() + GRID // 2, line.top(), px(_PERCENT_WIDTH), px(_LINE))
                painter.drawText(beside, int(middle | Qt.AlignmentFlag.AlignLeft), f"{share:.0%}")

    def _names_width(self) -> int:
        metrics = self.fontMetrics()
        return max((metrics.horizontalAdvance(name) for name, _ in self._shares), default=0) + 2


_AXIS_HEIGHT = 22
_LEAST_SIZE = QSize(200, 140)
_NEAR = 12.0
_PAD = 0.06
_SIZE, _LARGE = 7, 11


class Scatter(StillPlot):
    """A point for each trial: full when it is complete, a ring when it was ended early.

    Args:
        item: The setting and what was tried.

    Signals:
        hovered(int): The mouse is at the point of this trial; -1 for none.
        chosen(int): The person clicked the point of this trial.
    """

    hovered = Signal(int)
    chosen = Signal(int)

    def __init__(self, item: Range) -> None:
        self._item = item
        self._x_axis = _axis_of(item)
        self._y_axis = LogAxis("left", grid=True)
        super().__init__(self._y_axis, self._x_axis, height=_AXIS_HEIGHT)
        self.setObjectName(f"{item.name}Scatter")
        self._numbers = np.zeros(0, np.int64)
        self._x: Doubles = np.zeros(0)
        self._y: Doubles = np.zeros(0)
        self._complete = np.zeros(0, bool)
        self._best = self._marked = self._under = -1
        self._scheme: Scheme | None = None
        self._points = pg.ScatterPlotItem(pxMode=True)
        self._front = pg.ScatterPlotItem(pxMode=True)
        for points in (self._points, self._front):
            self.addItem(points, ignoreBounds=True)
        self.setMinimumSize(_LEAST_SIZE)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        self.setBackground(scheme.surface)
        self._x_axis.apply(scheme)
        self._y_axis.apply(scheme)
        self._draw()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        knob = KNOBS[self._item.path]
        self.setAccessibleName(knob_text(knob.label))
        if isinstance(self._x_axis, ChoiceAxis):
            labels = {choice.value: knob_text(choice.label) for choice in knob.choices}
            self._x_axis.set_names([labels.get(str(c), str(c)) for c in self._item.choices])

    def show_trials(
        self, trials: Sequence[TrialMessage], best: int, span: tuple[float, float]
    ) -> None:
        """Show these trials; `span` is from where to where perplexity goes, in powers of ten."""
        shown = [t for t in trials if t.score and self._item.name in t.settings]
        self._numbers = np.array([trial.number for trial in shown], np.int64)
        self._x = np.array([self._place(trial) for trial in shown], np.float64)
        self._y = np.array([math.log10(t.score or 1.0) for t in shown], np.float64)
        self._complete = np.array([trial.outcome == "complete" for trial in shown], bool)
        self._best = best
        self._view.setRange(xRange=self._span(), yRange=span, padding=0)
        self._draw()

    def mark(self, number: int) -> None:
        """Emphasize a trial; -1 for none."""
        if number != self._marked:
            self._marked = number
            self._draw_front()

    def point_of(self, number: int) -> QPointF | None:
        """Return where a trial stands in this widget."""
        found = np.flatnonzero(self._numbers == number)
        if not found.size:
            return None
        place = QPointF(self._x[found[0]], self._y[found[0]])
        return QPointF(self.mapFromScene(self._view.mapViewToScene(place)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which trial is under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self._trial_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Say that none is."""
        super().leaveEvent(event)
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the trial under the mouse."""
        super().mousePressEvent(event)
        number = self._trial_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self.chosen.emit(number)

    def _place(self, trial: TrialMessage) -> float:
        value = trial.settings[self._item.name]
        if self._item.choices:
            return float(self._item.choices.index(value))
        assert not isinstance(value, str)
        return math.log10(value) if self._item.log_scale else float(value)

    def _span(self) -> tuple[float, float]:
        """Return from where to where the values go; points at the ends are not cut off."""
        low, high = self._item.low, self._item.high
        if low is None or high is None:
            return -0.5, len(self._item.choices) - 0.5
        if self._item.log_scale:
            low, high = math.log10(low), math.log10(high)
        pad = _PAD * (high - low)
        return low - pad, high + pad

    def _draw(self) -> None:
        if self._scheme is None:
            return
        color = QColor(self._scheme.curves[0])
        muted = _pen(self._scheme.muted)
        full, none = QBrush(color), QBrush(Qt.BrushStyle.NoBrush)
        self._points.setData(
            x=self._x,
            y=self._y,
            size=_SIZE,
            pen=[QPen(Qt.PenStyle.NoPen) if done else muted for done in self._complete],
            brush=[full if done else none for done in self._complete],
        )
        self._draw_front()

    def _draw_front(self) -> None:
        """Draw the best trial and the one that is pointed at, over the others."""
        if self._scheme is None:
            return
        scheme = self._scheme
        spots = []
        for number, color in ((self._best, scheme.curves[1]), (self._marked, scheme.text)):
            for index in np.flatnonzero(self._numbers == number):
                brush = scheme.curves[1] if number == self._best else scheme.surface
                place = (self._x[index], self._y[index])
                spot = {"pos": place, "size": _LARGE, "pen": _pen(color), "brush": QColor(brush)}
                spots.append(spot)
        self._front.setData(spots)

    def _trial_at(self, position: QPointF) -> int:
        if not self._numbers.size:
            return -1
        mouse = self._view.mapSceneToView(self.mapToScene(position.toPoint()))
        wide, high = self._view.viewPixelSize()
        if not (wide and high):
            return -1
        distances = np.hypot((self._x - mouse.x()) / wide, (self._y - mouse.y()) / high)
        nearest = int(np.argmin(distances))
        return int(self._numbers[nearest]) if distances[nearest] <= _NEAR else -1

    def _hover(self, number: int) -> None:
        if number != self._under:
            self._under = number
            pointing = Qt.CursorShape.PointingHandCursor if number >= 0 else None
            self.viewport().setCursor(pointing or Qt.CursorShape.ArrowCursor)
            self.hovered.emit(number)


def _pen(color: str) -> QPen:
    pen = QPen(QColor(color), 1.5)
    pen.setCosmetic(True)
    return pen


def _axis_of(item: Range) -> Any:  # Any: pyqtgraph has no types
    if item.choices:
        return ChoiceAxis("bottom", grid=False, least_pixels=40)
    if item.log_scale:
        return WideLogAxis("bottom", grid=True)
    kind = IntegerAxis if isinstance(item.low, int) else NumberAxis
    return kind("bottom", grid=True, least_pixels=56)
