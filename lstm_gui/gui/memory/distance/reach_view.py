"""How far gradients reach, of a run and its twin: the plot, its switches and what it says."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.i18n import Sentence
from lstm_gui.core.inspection.reach import LONGEST, Reach
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.difference import shown_value
from lstm_gui.gui.memory.distance.reach_plot import ReachLine, ReachPlot
from lstm_gui.gui.widgets.formats import percent, plain, share
from lstm_gui.gui.widgets.labels import LiveLabel, PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, tabular
from lstm_gui.gui.widgets.translation import Retranslated, translated

__all__ = ["ReachView"]

_STATES = ("h", "c")
_LONGEST = (50, LONGEST, 200, 500)
_HALF, _HUNDREDTH = 0.5, 0.01
_SMALL_SHARE = 1e-4


class _Swatch(QWidget):
    """A piece of a run's line, beside what is said of it."""

    def __init__(self) -> None:
        super().__init__()
        self._color = ""
        self.setFixedSize(2 * GRID, 2 * GRID)

    def set_color(self, color: str) -> None:
        """Be of this colour."""
        self._color = color
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        with QPainter(self) as painter:
            painter.setPen(QPen(QColor(self._color), 2))
            middle = self.height() // 2
            painter.drawLine(0, middle, self.width() - GRID // 2, middle)


class ReachView(Retranslated, QWidget):
    """Draws ‖∂L_t/∂h_{t−k}‖ or ‖∂L_t/∂c_{t−k}‖ by k, and says in a sentence what is seen.

    Signals:
        longestChosen(int): The person wants to see so far back.
    """

    longestChosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reachView")
        self._theme = theme
        self.reaches: list[Reach | None] = [None, None]
        """What is known of the run and of its twin."""
        self._names: tuple[str, str] | None = None
        self._plot = ReachPlot()
        self._states = QButtonGroup(self)
        self._buttons = [self._state_button(index) for index in range(len(_STATES))]
        self._layers = _combo("reachLayerCombo")
        self._distances = _combo("reachLongestCombo")
        self._distances.addItems([""] * len(_LONGEST))
        self._distances.setCurrentIndex(_LONGEST.index(LONGEST))
        self._relative = QCheckBox()
        self._relative.setObjectName("reachRelativeCheck")
        self._relative.setChecked(True)
        values = PlainLabel()
        values.setObjectName("reachValues")
        values.setFont(tabular(values.font()))
        values.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._values, self._values_label = LiveLabel(values), values
        self._message = WrapLabel()
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setProperty("role", "muted")
        self._swatches = (_Swatch(), _Swatch())
        self._words = (WrapLabel(), WrapLabel())
        self._lay_out()
        self._connect()
        self._apply_theme()
        self.retranslate()

    @property
    def longest(self) -> int:
        """How far back the person wants to see."""
        return _LONGEST[self._distances.currentIndex()]

    def set_reach(self, run: int, reach: Reach | None) -> None:
        """Show what is known of the run, 0, or of its twin, 1."""
        self.reaches[run] = reach
        self.refresh()

    def set_names(self, names: tuple[str, str] | None) -> None:
        """Call the two runs so; None while there is no twin."""
        self._names = names
        self.refresh()

    def set_num_steps(self, num_steps: int) -> None:
        """Mark how far back the gradients of training go."""
        words = self.tr("training cuts off here: {count} time steps", "", num_steps)
        self._num_steps = num_steps
        self._plot.set_cut(num_steps, words.format(count=num_steps))

    def refresh(self) -> None:
        """Show what is known, if it is seen."""
        if self.isVisible():
            self._offer_layers()
            lines = self._lines()
            self._plot.set_lines(lines)
            self._plot.setVisible(bool(lines))
            self._message.set_message("" if lines else self._why_nothing())
            self._say()
            self._plot.setAccessibleDescription(self.words())
            self._show_values()

    def words(self) -> str:
        """Say in words what is seen, a sentence for each run, or why nothing is."""
        lines = self._lines()
        return " ".join(map(self._sentence, lines)) if lines else self._why_nothing()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("How far gradients reach"))
        self._plot.setAccessibleName(self.tr("How far gradients reach"))
        self._plot.set_x_label(self.tr("k"))
        hints = (
            self.tr("‖∂Lₜ/∂hₜ₋ₖ‖: what the loss at a character says about the hidden state H, k "
                    "characters before"),
            self.tr("‖∂Lₜ/∂cₜ₋ₖ‖: what the loss at a character says about the memory C, k "
                    "characters before"),
        )  # fmt: skip
        for state, button, hint in zip(_STATES, self._buttons, hints, strict=True):
            button.setText(state.upper())
            button.setToolTip(hint)
            button.setAccessibleName(hint)
        self._relative.setText(self.tr("relative"))
        self._relative.setToolTip(self.tr("As a share of the gradient at distance 0"))
        self._layers.setAccessibleName(self.tr("Layer"))
        for index in range(self._layers.count()):
            self._layers.setItemText(index, self.tr("layer {number}").format(number=index + 1))
        self._distances.setAccessibleName(self.tr("How far back"))
        self._distances.setToolTip(self.tr("How many characters back"))
        for index, count in enumerate(_LONGEST):
            self._distances.setItemText(index, self.tr("k ≤ {count}").format(count=count))
        self._values_label.setAccessibleName(self.tr("Values at the cursor"))
        self.set_num_steps(self._num_steps)
        self.refresh()

    _num_steps = 0

    def _state_button(self, index: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"reachButton_{_STATES[index]}")
        button.setCheckable(True)
        button.setChecked(index == 0)
        button.setMinimumWidth(4 * GRID)
        self._states.addButton(button, index)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        for widget in (*self._buttons, self._layers, self._distances, self._relative):
            top.addWidget(widget)
        top.addWidget(self._values, 1)
        said = QGridLayout()
        said.setHorizontalSpacing(GRID // 2)
        said.setVerticalSpacing(0)
        said.setColumnStretch(1, 1)
        for row, (swatch, words) in enumerate(zip(self._swatches, self._words, strict=True)):
            said.addWidget(swatch, row, 0, Qt.AlignmentFlag.AlignTop)
            said.addWidget(words, row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID // 2)
        layout.addLayout(top)
        layout.addWidget(self._plot, 1)
        layout.addWidget(self._message, 1)
        layout.addLayout(said)

    def _connect(self) -> None:
        self._states.idClicked.connect(self.refresh)
        self._layers.activated.connect(self.refresh)
        self._relative.toggled.connect(self.refresh)
        self._distances.activated.connect(self._on_distances_activated)
        self._plot.pointed.connect(self._show_values)
        self._theme.changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        self._plot.apply(self._theme.scheme)
        self.refresh()

    # What is shown

    @property
    def _state(self) -> str:
        return _STATES[self._states.checkedId()]

    def _offer_layers(self) -> None:
        count = max((reach.layers for reach in self.reaches if reach is not None), default=1)
        if count != self._layers.count():
            chosen = min(max(self._layers.currentIndex(), 0), count - 1)
            with QSignalBlocker(self._layers):
                self._layers.clear()
                words = self.tr("layer {number}")
                self._layers.addItems([words.format(number=n + 1) for n in range(count)])
                self._layers.setCurrentIndex(chosen)
        self._layers.setVisible(count > 1)

    def _lines(self) -> list[ReachLine]:
        lines = (self._line(run) for run in range(len(self.reaches)))
        return [line for line in lines if line is not None]

    def _line(self, run: int) -> ReachLine | None:
        reach, layer = self.reaches[run], max(self._layers.currentIndex(), 0)
        if reach is None:
            return None
        band = reach.band(self._state, layer, relative=self._relative.isChecked())
        color = self._theme.scheme.runs[run]
        return None if band is None else ReachLine(self._name(run), color, band)

    def _name(self, run: int) -> str:
        if self._names is not None:
            return self._names[run]
        reach = self.reaches[run]
        name = "" if reach is None else shown_value("model.cell", reach.cell)
        return translated(name) if isinstance(name, Sentence) else str(name)

    def _why_nothing(self) -> str:
        reach = self.reaches[0]
        if reach is None:
            return self.tr("How far gradients reach is measured here, when there is a model.")
        if self._state == "c" and not CELLS[reach.cell].has_c:
            return self._without_c(0)
        return self.tr("No loss is left, and so no gradient.")

    def _without_c(self, run: int) -> str:
        words = self.tr("{run} has no C: what it remembers is H.")
        return words.format(run=self._name(run))

    def _say(self) -> None:
        """Say what is seen, a sentence for each run."""
        for run, (swatch, label) in enumerate(zip(self._swatches, self._words, strict=True)):
            line, reach = self._line(run), self.reaches[run]
            swatch.set_color(self._theme.scheme.runs[run])
            swatch.setVisible(line is not None)
            missing = reach is not None and line is None and self._plot.isVisible()
            words = self._without_c(run) if missing and self._state == "c" else ""
            label.set_message(words if line is None else self._sentence(line))

    def _sentence(self, line: ReachLine) -> str:
        band = line.band
        half, hundredth = band.falls_to(_HALF), band.falls_to(_HUNDREDTH)
        if half is not None and hundredth is not None:
            words = self.tr(
                "{run}: the gradient falls to a half at distance {half}, to 1 % at {hundredth}."
            )
        elif half is not None:
            words = self.tr(
                "{run}: the gradient falls to a half at distance {half}; at {longest}, "
                "{left} of it is left."
            )
        elif band.median[-1] > band.median[0]:
            words = self.tr("{run}: at distance {longest}, the gradient is {times} times as large.")
        else:
            words = self.tr("{run}: at distance {longest}, {left} of the gradient is left.")
        left = float(band.median[-1] / band.median[0])
        return words.format(
            run=line.name,
            half=half,
            hundredth=hundredth,
            longest=line.longest,
            left=percent(left),
            times=plain(left),
        )

    def _show_values(self) -> None:
        at = self._plot.place
        if at is None:
            self._values.set_text("")
            return
        runs = [self._value(line, at) for line in self._lines() if at <= line.longest]
        self._values.set_text(" · ".join((f"k = {at}", *runs)))

    def _value(self, line: ReachLine, at: int) -> str:
        numbers = (line.band.median[at], line.band.low[at], line.band.high[at])
        median, low, high = (self._number(float(number)) for number in numbers)
        words = self.tr("{run} {median} ({low} to {high})")
        return words.format(run=line.name, median=median, low=low, high=high)

    def _number(self, value: float) -> str:
        if not self._relative.isChecked():
            return plain(value)
        number = share(value) if value >= _SMALL_SHARE else plain(100 * value)
        return self.tr("{number} %").format(number=number)

    def _on_distances_activated(self, _index: int) -> None:
        self.longestChosen.emit(self.longest)


def _combo(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return combo
