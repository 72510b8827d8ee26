"""The strips of training: gradient norm, clipped batches and learning rate, and the goals below."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt, Signal
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
from lstm_gui.core.export.data_table import DataTable
from lstm_gui.core.numbers import compact, read_number, significant
from lstm_gui.core.training.curves import CEILING, CLIPPED_WINDOW
from lstm_gui.core.watch.rules import Goals
from lstm_gui.gui.plots.pens import round_end
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.widgets.exportable import Exportable, Exported
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.strips import Strip
from lstm_gui.gui.widgets.theme import GRID, Theme, px, set_property, sized, tabular
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["GoalFields", "TrainingPanel"]

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
        self._label = PlainLabel()
        self._below = QLineEdit()
        self._below.setObjectName("goalPerplexityEdit")
        self._below.setAcceptDrops(False)
        self._below.setFont(tabular(self._below.font()))
        self._below.setAlignment(Qt.AlignmentFlag.AlignRight)
        sized(self._below.setFixedWidth, _FIELD_WIDTH)
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
        self.set_goals(self._goals)  # a number is written in the language, too
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
        set_property(self._below, "state", "" if valid else "invalid")


def _number(text: str) -> float | None:
    """Read a perplexity; None for what cannot be one."""
    value = read_number(text)
    return value if value is not None and 1 < value < math.inf else None


_REDRAW_MS = 33
_NAME_WIDTH = 120


class TrainingPanel(Exportable, Retranslated, QWidget):
    """Three strips over the same epochs, their values beside them, and the goals below.

    Args:
        theme: Colours.
        run: Whose batches are shown.

    Signals:
        goalsChosen(Goals): The person set or took away a goal.
    """

    goalsChosen = Signal(object)

    def __init__(self, theme: Theme, run: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainingPanel")
        self.setAutoFillBackground(True)
        self._theme = theme
        self._run = run
        self._planned = 0
        self._cursor: float | None = None
        self._timer = one_shot(self, _REDRAW_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._strips = (Strip(log=True), Strip(log=False), Strip(log=True, bottom=True))
        self._names = tuple(PlainLabel() for _ in self._strips)
        self._values = tuple(PlainLabel() for _ in self._strips)
        self._goals = GoalFields()
        self._goals.goalsChosen.connect(self.goalsChosen)
        self._lay_out()
        for strip in self._strips:
            strip.hovered.connect(self._on_strip_hovered)
            strip.left.connect(self._on_strip_left)
            strip.resized.connect(self._schedule)
        theme.changed.connect(self._apply_theme)
        run.curvesChanged.connect(self._schedule)
        self._apply_theme()
        self.retranslate()

    def begin(self) -> None:
        """Show another run from its beginning."""
        self._cursor = None
        self._schedule()

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

    def _exported_table(self) -> DataTable:
        """Return what is known of each batch."""
        batches = self._run.curves.batches
        names = ("step", "x", "loss", "norm", "theta", "rate", "share")
        titles = ("step", "epochs", "loss", "gradient_norm", "theta", "learning_rate", "clipped_%")
        return DataTable({title: batches[n] for title, n in zip(titles, names, strict=True)})

    def exported(self) -> Exported:
        """Return the strips with their values, without the goals."""
        return Exported(self._drawn, self._exported_table, self._on_timer_timeout, self._summary)

    def _summary(self) -> str:
        """Say in words what the strips show at the cursor, or at the newest batch."""
        self._show_values()
        pairs = zip(self._names, self._values, strict=True)
        return " · ".join(f"{name.text()} {value.text()}" for name, value in pairs)

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
        clipped = self.tr(
            "Of the last {count} batches, how many had a norm above θ.", "", CLIPPED_WINDOW
        )
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
        self._drawn = QWidget()
        grid = self._grid = QGridLayout(self._drawn)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
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
        column.addWidget(self._drawn, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(GRID, 0, GRID, 0)
        foot.addWidget(self._goals)
        column.addLayout(foot)

    def _apply_theme(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(self._theme.scheme.surface))
        self.setPalette(palette)
        self._grid.setColumnMinimumWidth(0, px(_NAME_WIDTH))
        for strip in self._strips:
            strip.apply(self._theme.scheme)

    def _schedule(self) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _on_timer_timeout(self) -> None:
        batches, first = self._run.curves.batches, self._first()
        done = float(batches["x"][-1]) if len(batches) > first else 0.0
        end = round_end(done, float(self._planned)) if done or self._planned else 1.0
        pairs = (("norm", "theta"), ("share", None), ("rate", None))
        for strip, (curve, line) in zip(self._strips, pairs, strict=True):
            strip.show_points(batches, curve, line, end)
        self._show_values()

    def _show_values(self) -> None:
        place, batches = self._place(), self._run.curves.batches
        at = None if self._cursor is None or place is None else float(batches["x"][place])
        for strip in self._strips:
            strip.show_cursor(at)
        if place is None:
            texts: tuple[str, ...] = ("–", "–", "–")
        else:
            norm, theta = _value(batches["norm"], place), _value(batches["theta"], place)
            share, rate = float(batches["share"][place]), _value(batches["rate"], place)
            texts = (
                f"{significant(norm)} · θ {significant(theta)}",
                "–" if np.isnan(share) else f"{share:.0f}",
                compact(float(f"{rate:.6g}")),
            )
        for strip, label, text in zip(self._strips, self._values, texts, strict=True):
            label.setText(text)
            strip.setAccessibleDescription(text)

    def _first(self) -> int:
        """Return the index of the first batch of which more than the loss is known."""
        curves = self._run.curves
        return int(np.searchsorted(curves.batches["x"], curves.restored, "right"))

    def _place(self) -> int | None:
        """Return the index of the batch at the cursor, or of the newest one."""
        batches, first = self._run.curves.batches, self._first()
        count = len(batches)
        if count <= first or self._cursor is None:
            return count - 1 if count > first else None
        return min(max(int(np.searchsorted(batches["x"], self._cursor)), first), count - 1)

    def _on_strip_hovered(self, x: float) -> None:
        self._cursor = x
        self._show_values()

    def _on_strip_left(self) -> None:
        self._cursor = None
        self._show_values()


def _value(column: Doubles, place: int) -> float:
    """Return a value; NaN for one that the strips cannot show."""
    value = float(column[place])
    return value if 0 < value < CEILING else math.nan


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
