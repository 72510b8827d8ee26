"""What was taken off the end of curves when a run went back, for it may go forward again."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.numbers import compact, significant, ungrouped
from lstm_gui.core.training.curves import Series
from lstm_gui.core.watch.rules import Goals
from lstm_gui.gui.plots.pens import decades, round_end
from lstm_gui.gui.plots.strips import Strip
from lstm_gui.gui.session.run_signals import StepBatch
from lstm_gui.gui.widgets.theme import GRID, Theme, tabular
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["CLIPPED_WINDOW", "CutOffs", "GoalFields", "TrainingPanel"]


class CutOffs:
    """Cuts series that share their x, and joins them again.

    Args:
        series: All of them; the first tells how far they reach.
    """

    def __init__(self, *series: Series) -> None:
        self._series = series
        self._gone: list[tuple[float, list[tuple[Doubles, Doubles]]]] = []

    def go_to(self, x: float) -> None:
        """Let the series end at x: cut what is beyond, or put back what was cut before it."""
        while self._gone and self._gone[-1][0] <= x:
            for series, points in zip(self._series, self._gone.pop()[1], strict=True):
                series.append(*points)
        gone = [series.cut(x) for series in self._series]
        if gone[0][0].size:
            self._gone.append((float(gone[0][0][-1]), gone))

    def forget(self) -> None:
        """Give up what was cut off: the run has gone another way."""
        self._gone.clear()


_FIELD_WIDTH = 72


class GoalFields(Retranslated, QWidget):
    """A field for a perplexity, and a box to tick.

    Signals:
        goalsChosen(Goals): The person set or took away a goal.
    """

    goalsChosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("goalFields")
        self._goals = Goals()
        self._label = QLabel()
        self._below = QLineEdit()
        self._below.setObjectName("goalPerplexityEdit")
        self._below.setFont(tabular(self._below.font()))
        self._below.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._below.setFixedWidth(_FIELD_WIDTH)
        self._below.textEdited.connect(self._on_below_text_edited)
        self._below.editingFinished.connect(self._on_below_editing_finished)
        self._label.setBuddy(self._below)
        self._flat = QCheckBox()
        self._flat.setObjectName("stopWhenFlatCheck")
        self._flat.clicked.connect(self._on_flat_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._label)
        row.addWidget(self._below)
        row.addSpacing(GRID)
        row.addWidget(self._flat)
        row.addStretch(1)
        self.retranslate()

    @property
    def goals(self) -> Goals:
        """The goals in force."""
        return self._goals

    def set_goals(self, goals: Goals) -> None:
        """Show these goals."""
        self._goals = goals
        below = goals.perplexity_below
        self._below.setText("" if below is None else compact(below))
        self._flat.setChecked(goals.stop_when_flat)
        self._mark(valid=True)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setAccessibleName(self.tr("Goals"))
        self._label.setText(self.tr("Tell me when perplexity is below"))
        self._below.setAccessibleName(self.tr("Tell me when perplexity is below"))
        self._below.setPlaceholderText(self.tr("none"))
        self._below.setToolTip(self.tr("A number above 1. Empty: no goal."))
        self._flat.setText(self.tr("Stop when flat"))
        self._flat.setAccessibleName(self.tr("Stop when flat"))
        self._flat.setToolTip(
            self.tr("Stop training once the perplexity has hardly moved for a good while.")
        )

    def _on_below_text_edited(self, text: str) -> None:
        self._mark(valid=not text.strip() or _number(text) is not None)

    def _on_below_editing_finished(self) -> None:
        text = self._below.text()
        if not text.strip() or _number(text) is not None:
            self._choose(Goals(_number(text), self._goals.stop_when_flat))

    def _on_flat_clicked(self, ticked: bool) -> None:
        self._choose(Goals(self._goals.perplexity_below, ticked))

    def _choose(self, goals: Goals) -> None:
        if goals != self._goals:
            self._goals = goals
            self.goalsChosen.emit(goals)

    def _mark(self, *, valid: bool) -> None:
        state = "" if valid else "invalid"
        if (self._below.property("state") or "") != state:
            self._below.setProperty("state", state)
            self._below.style().unpolish(self._below)
            self._below.style().polish(self._below)


def _number(text: str) -> float | None:
    """Read a perplexity; None for what cannot be one."""
    try:
        value = float(ungrouped(text.strip()).replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 1 else None


CLIPPED_WINDOW = 100
"""The share of clipped batches is that of so many batches before a point."""

_REDRAW_MS = 33
_NAME_WIDTH = 120


class TrainingPanel(Retranslated, QWidget):
    """Three strips over the same epochs, their values beside them, and the goals below.

    Signals:
        goalsChosen(Goals): The person set or took away a goal.
    """

    goalsChosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainingPanel")
        self.setAutoFillBackground(True)
        self._theme = theme
        self._norm, self._theta, self._rate = Series(), Series(), Series()
        self._clipped, self._share = Series(), Series()
        series = (self._norm, self._theta, self._rate, self._clipped, self._share)
        self._cut_offs = CutOffs(*series)
        self._planned = 0
        self._cursor: float | None = None
        self._timer = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._strips = (Strip(log=True), Strip(log=False), Strip(log=True, bottom=True))
        self._names = tuple(QLabel() for _ in self._strips)
        self._values = tuple(QLabel() for _ in self._strips)
        self._goals = GoalFields()
        self._goals.goalsChosen.connect(self.goalsChosen)
        self._lay_out()
        for strip in self._strips:
            strip.hovered.connect(self._on_strip_hovered)
            strip.left.connect(self._on_strip_left)
            strip.resized.connect(self._schedule)
        theme.changed.connect(self._apply_theme)
        self._apply_theme()
        self.retranslate()

    def append(self, batch: StepBatch, theta: float, learning_rate: float) -> None:
        """Add the batches of one drain, which used this θ and this learning rate."""
        norm = batch.grad_norm
        self._norm.append(batch.x, decades(norm))
        self._theta.append(batch.x, decades(theta))
        self._rate.append(batch.x, decades(learning_rate))
        self._clipped.append(batch.x, np.where(np.isfinite(norm), norm > theta, np.nan))
        self._share.append(batch.x, _shares(self._clipped.y, len(batch.x)))
        self._schedule()

    def clear(self) -> None:
        """Forget all batches; the goals stay."""
        for series in (self._norm, self._theta, self._rate, self._clipped, self._share):
            series.clear()
        self._cut_offs.forget()
        self._cursor = None
        self._schedule()

    def go_to(self, x: float) -> None:
        """Let the strips end at x epochs: the run went back there, or forward again."""
        self._cut_offs.go_to(x)
        self._schedule()

    def forget_cut_off(self) -> None:
        """Give up what was cut off: the run has gone another way."""
        self._cut_offs.forget()

    def set_epochs(self, count: int) -> None:
        """Tell how many epochs are planned."""
        self._planned = count
        self._schedule()

    @property
    def goals(self) -> Goals:
        """The goals in force."""
        return self._goals.goals

    def set_goals(self, goals: Goals) -> None:
        """Show these goals."""
        self._goals.set_goals(goals)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setAccessibleName(self.tr("Training"))
        rate = QCoreApplication.translate("Knobs", "Learning rate")
        texts = (self.tr("Gradient norm"), self.tr("Clipped batches, %"), rate)
        for strip, name, value, text in zip(
            self._strips, self._names, self._values, texts, strict=True
        ):
            name.setText(text)
            value.setAccessibleName(text)
            strip.setAccessibleName(text)
        self._names[0].setToolTip(
            self.tr("Of all gradients together, before clipping. The dashed line is θ.")
        )
        clipped = self.tr("Of the last {count} batches, how many had a norm above θ.")
        self._names[1].setToolTip(clipped.format(count=CLIPPED_WINDOW))
        self._strips[-1].set_x_label(self.tr("epoch"))
        self._schedule()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what came while hidden."""
        super().showEvent(event)
        self._schedule()

    def hideEvent(self, event: QHideEvent) -> None:
        """Do nothing more until seen again."""
        super().hideEvent(event)
        self._timer.stop()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(0)
        grid.setColumnMinimumWidth(0, _NAME_WIDTH)
        grid.setColumnStretch(1, 1)
        names = ("gradientNorm", "clippedShare", "learningRate")
        for row, (strip, name) in enumerate(zip(self._strips, names, strict=True)):
            strip.setObjectName(f"{name}Strip")
            self._values[row].setObjectName(f"{name}Value")
            grid.addLayout(_beside(self._names[row], self._values[row]), row, 0)
            grid.addWidget(strip, row, 1)
            grid.setRowStretch(row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(grid, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(GRID, 0, GRID, 0)
        foot.addWidget(self._goals)
        column.addLayout(foot)

    def _apply_theme(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(self._theme.scheme.surface))
        self.setPalette(palette)
        for strip in self._strips:
            strip.apply(self._theme.scheme)

    def _schedule(self) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _on_timer_timeout(self) -> None:
        done = float(self._norm.x[-1]) if len(self._norm) else 0.0
        end = round_end(done, float(self._planned)) if done or self._planned else 1.0
        pairs = ((self._norm, self._theta), (self._share, None), (self._rate, None))
        for strip, (curve, line) in zip(self._strips, pairs, strict=True):
            strip.show_points(curve, line, end)
        self._show_values()

    def _show_values(self) -> None:
        place = self._place()
        for strip in self._strips:
            strip.show_cursor(None if self._cursor is None or place is None else self._x_at(place))
        if place is None:
            texts: tuple[str, ...] = ("–", "–", "–")
        else:
            norm, theta = _value(self._norm, place), _value(self._theta, place)
            share, rate = float(self._share.y[place]), _value(self._rate, place)
            texts = (
                f"{significant(norm)} · θ {significant(theta)}",
                "–" if np.isnan(share) else f"{share:.0f}",
                compact(float(f"{rate:.6g}")),
            )
        for label, text in zip(self._values, texts, strict=True):
            label.setText(text)

    def _place(self) -> int | None:
        """Return the index of the batch at the cursor, or of the newest one."""
        count = len(self._norm)
        if not count or self._cursor is None:
            return count - 1 if count else None
        return min(int(np.searchsorted(self._norm.x, self._cursor)), count - 1)

    def _x_at(self, place: int) -> float:
        return float(self._norm.x[place])

    def _on_strip_hovered(self, x: float) -> None:
        self._cursor = x
        self._show_values()

    def _on_strip_left(self) -> None:
        self._cursor = None
        self._show_values()


def _value(series: Series, place: int) -> float:
    return float(10 ** series.y[place])


def _shares(clipped: Doubles, count: int) -> Doubles:
    """Return for each of the last `count` batches the percentage of clipped ones up to it."""
    tail = clipped[max(len(clipped) - count - CLIPPED_WINDOW + 1, 0) :]
    known = np.isfinite(tail)
    sums = np.concatenate([[0.0], np.cumsum(np.where(known, tail, 0.0))])
    seen = np.concatenate([[0], np.cumsum(known)])
    ends = np.arange(len(tail) - count, len(tail)) + 1
    starts = np.maximum(ends - CLIPPED_WINDOW, 0)
    totals = (seen[ends] - seen[starts]).astype(np.float64)
    totals[totals == 0] = np.nan
    return np.asarray(100 * (sums[ends] - sums[starts]) / totals)


def _beside(name: QLabel, value: QLabel) -> QVBoxLayout:
    """Return what stands beside a strip: its name, and the value under the cursor."""
    name.setProperty("role", "muted")
    value.setFont(tabular(value.font()))
    said = QVBoxLayout()
    said.setContentsMargins(GRID, GRID // 2, 0, 0)
    said.setSpacing(0)
    said.addWidget(name)
    said.addWidget(value)
    said.addStretch(1)
    return said
