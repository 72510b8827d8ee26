"""The memory span of a run and its twin: the plot, what it says, and how one comes by it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.inspection.spans import MemorySpan
from lstm_gui.core.settings.difference import PAIRS
from lstm_gui.gui.memory.distance.recall_plot import RecallLine, RecallPlot
from lstm_gui.gui.widgets.formats import menu_text, whole_percent
from lstm_gui.gui.widgets.labels import LiveLabel, PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, tabular
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["RecallView"]

MOST_KEPT = 400
"""Of the curves measured in a run; beyond that, every second one goes."""


@dataclass(slots=True)
class _Measured:
    """The curves of one run by the step at which they were measured, in order."""

    steps: list[int] = field(default_factory=list)
    spans: list[MemorySpan] = field(default_factory=list)

    def add(self, step: int, span: MemorySpan) -> None:
        while self.steps and self.steps[-1] >= step:  # training went back
            self.steps.pop()
            self.spans.pop()
        if len(self.steps) >= MOST_KEPT:
            self.steps, self.spans = self.steps[::2], self.spans[::2]
        self.steps.append(step)
        self.spans.append(span)

    def at(self, step: int | None) -> MemorySpan | None:
        """Return the last curve up to a step, or the first after it; the newest for None."""
        if not self.spans:
            return None
        place = len(self.spans) if step is None else bisect_right(self.steps, step)
        return self.spans[max(place - 1, 0)]


_ANY_HEIGHT = 16_777_215
"""What Qt calls no limit."""

_FEW_WORDS = 14 * GRID


class _Dot(QWidget):
    """A run's colour, beside what is said of it."""

    def __init__(self) -> None:
        super().__init__()
        self._color = ""
        self.setFixedSize(GRID + GRID // 2, 2 * GRID)

    def set_color(self, color: str) -> None:
        """Be of this colour."""
        self._color = color
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dot."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._color))
            painter.drawEllipse(0, GRID // 2, GRID, GRID)


class RecallView(Retranslated, QWidget):
    """Draws the share recalled right by distance, and says how far each run recalls.

    Signals:
        taskAsked(): The person wants to train on the task by which it is measured.
        pairAsked(str): The person wants these two side by side, a key of `PAIRS`.
    """

    taskAsked = Signal()
    pairAsked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recallView")
        self._theme = theme
        self._runs = (_Measured(), _Measured())
        self._names: tuple[str, str] | None = None
        self._step: int | None = None
        self._is_recall = self._beside = False
        self._title = PlainLabel()
        self._title.setObjectName("recallTitle")
        self._plot = RecallPlot()
        values = PlainLabel()
        values.setObjectName("recallValues")
        values.setFont(tabular(values.font()))
        values.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._values, self._values_label = LiveLabel(values), values
        self._nothing = QWidget()
        self._message = WrapLabel()
        self._message.setObjectName("recallMessage")
        self._message.setProperty("role", "muted")
        self._train = QPushButton()
        self._train.setObjectName("recallTaskButton")
        self._menu = QMenu(self)
        self._menu.setObjectName("recallPairsMenu")
        self._pairs = QPushButton()
        self._pairs.setObjectName("recallPairsButton")
        self._pairs.setMenu(self._menu)
        self._dots = (_Dot(), _Dot())
        self._words = (WrapLabel(), WrapLabel())
        for number, words in enumerate(self._words):
            words.setObjectName(f"recallWords_{number}")
        self._lay_out()
        self._train.clicked.connect(self.taskAsked)
        self._plot.pointed.connect(self._show_values)
        theme.changed.connect(self._apply_theme)
        self._apply_theme()
        self.retranslate()

    def set_recall(self, is_recall: bool) -> None:
        """Tell whether the text in use is the recall task."""
        self._is_recall = is_recall
        self.refresh()

    def add_span(self, run: int, step: int, span: MemorySpan) -> None:
        """Show and keep what was measured of the run, 0, or of its twin, 1."""
        if span.distances:
            self._runs[run].add(step, span)
        self.refresh()

    def shown_span(self, run: int) -> MemorySpan | None:
        """Return what is shown of the run, 0, or of its twin, 1."""
        return self._runs[run].at(self._step)

    def forget(self, run: int) -> None:
        """Forget what was measured of a run."""
        self._runs[run].steps.clear()
        self._runs[run].spans.clear()
        self.refresh()

    def set_names(self, names: tuple[str, str] | None) -> None:
        """Call the two runs so; None while there is no twin."""
        self._names = names
        self.refresh()

    def set_beside(self, beside: bool) -> None:
        """Tell whether the reach is beside it, and not above."""
        self._beside = beside
        self._limit_height()

    def set_moment(self, step: int | None) -> None:
        """Show what was measured up to a step of the past; None for the newest."""
        self._step = step
        self.refresh()

    def refresh(self) -> None:
        """Show what is known, if it is seen."""
        if not self.isVisible():
            return
        lines = self._lines()
        self._plot.set_lines(lines)
        self._plot.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._limit_height()
        self._title.setVisible(bool(lines))
        self._values.setVisible(bool(lines))
        self._message.set_message("" if lines else self._why_nothing())
        self._train.setVisible(not lines and not self._is_recall)
        self._pairs.setVisible(self._is_recall)
        for run, (dot, words) in enumerate(zip(self._dots, self._words, strict=True)):
            line = lines[run] if run < len(lines) else None
            dot.setVisible(line is not None)
            words.set_message("" if line is None else self._sentence(line))
            if line is not None:
                dot.set_color(line.color)
        self._plot.setAccessibleDescription(self.words())
        self._show_values()

    def words(self) -> str:
        """Say in words what is seen, a sentence for each run, or why nothing is."""
        lines = self._lines()
        return " ".join(map(self._sentence, lines)) if lines else self._why_nothing()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._title.setText(self.tr("Recalled right (%) by distance"))
        hint = self.tr("Share recalled right by distance, of the run and its twin")
        self._plot.setAccessibleName(hint)
        self._plot.set_names(self.tr("a guess"), self.tr("trained up to here"))
        self._values_label.setAccessibleName(self.tr("Values at the cursor"))
        self._train.setText(self.tr("Train on “Recall after a delay”"))
        self._train.setAccessibleName(self._train.text())
        self._pairs.setText(self.tr("Ready twins"))
        self._pairs.setAccessibleName(self._pairs.text())
        self._pairs.setToolTip(self.tr("Begin two models side by side that differ in one setting"))
        self._menu.clear()
        for key, pair in PAIRS.items():
            text = QCoreApplication.translate("Twins", pair.label)
            action = QAction(menu_text(text), self._menu)
            action.setData(key)
            action.triggered.connect(self._on_pair_triggered)
            self._menu.addAction(action)
        self.refresh()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._title)
        top.addWidget(self._values, 1)
        top.addWidget(self._pairs)
        asked = QVBoxLayout(self._nothing)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(GRID)
        asked.addWidget(self._message)
        asked.addWidget(self._train, 0, Qt.AlignmentFlag.AlignLeft)
        asked.addStretch(1)
        said = QGridLayout()
        said.setHorizontalSpacing(GRID // 2)
        said.setVerticalSpacing(0)
        said.setColumnStretch(1, 1)
        for row, (dot, words) in enumerate(zip(self._dots, self._words, strict=True)):
            said.addWidget(dot, row, 0, Qt.AlignmentFlag.AlignTop)
            said.addWidget(words, row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID // 2)
        layout.addLayout(top)
        layout.addWidget(self._nothing, 1)
        layout.addWidget(self._plot, 1)
        layout.addLayout(said)

    def _limit_height(self) -> None:
        """Leave the rest to the reach above where there are only words."""
        few = not self._lines() and not self._beside
        self.setMaximumHeight(_FEW_WORDS if few else _ANY_HEIGHT)

    def _apply_theme(self) -> None:
        self._plot.apply(self._theme.scheme)
        self.refresh()

    def _lines(self) -> list[RecallLine]:
        colors = self._theme.scheme.runs
        spans = [self.shown_span(run) for run in range(len(self._runs))]
        return [
            RecallLine(self._name(run), colors[run], span)
            for run, span in enumerate(spans)
            if span is not None and self._is_recall
        ]

    def _name(self, run: int) -> str:
        return self.tr("This run") if self._names is None else self._names[run]

    def _why_nothing(self) -> str:
        if self._is_recall:
            return self.tr("The memory span is measured here, when there is a model.")
        return self.tr(
            "How far back a model recalls is measured while it trains on the task “Recall after a "
            "delay”, in the menu of texts."
        )

    def _sentence(self, line: RecallLine) -> str:
        reaches = line.span.reaches()
        longest = line.span.distances[-1]
        if not reaches:
            words = self.tr("{run}: less than 90 % right at any distance.")
        elif reaches == longest:
            words = self.tr("{run}: at least 90 % right up to distance {reach}, the longest asked.")
        else:
            words = self.tr("{run}: at least 90 % right up to distance {reach}.")
        return words.format(run=line.name, reach=reaches)

    def _show_values(self) -> None:
        at, lines = self._plot.cursor_at, self._lines()
        if at is None or not lines:
            self._values.set_text("")
            return
        place = lines[0].span.distances.index(at)
        shares = [f"{line.name} {whole_percent(float(line.span.right[place]))}" for line in lines]
        self._values.set_text(" · ".join((f"N = {at}", *shares)))

    def _on_pair_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.pairAsked.emit(str(action.data()))
