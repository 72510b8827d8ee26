"""The settings that a search varies: a row for each, between what or among which values."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.search.plan import Range, Value, acts, searchable
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed
from lstm_gui.core.settings.knob import Knob
from lstm_gui.gui.forms.knob_editors import NumberEditor, QuietCombo, camel_case, knob_text
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Theme
from lstm_gui.gui.widgets.translation import error_text

__all__ = ["RangeForm", "RangeRow", "usual_range"]

_SPREAD = 10.0
"""A range on a log scale goes at first from a tenth of the present value to ten times that."""


def usual_range(experiment: Experiment, path: str) -> Range:
    """Return the range that is proposed first: around the present value, or all choices."""
    knob = KNOBS[path]
    if knob.kind == "choice":
        return Range(path=path, choices=tuple(choice.value for choice in knob.choices))
    section, _, field = path.partition(".")
    value = float(getattr(getattr(experiment, section), field))
    spread = _SPREAD if knob.log_scale and knob.kind == "number" else 2.0
    ends = (value / spread, value * spread) if value > 0 else (value, value + 1)
    low, high = (_within(knob, end) for end in ends)
    if low >= high:
        low, high = _within(knob, value - 1), _within(knob, value + 1)
    return Range(path=path, low=low, high=high)


def _within(knob: Knob, value: float) -> int | float:
    low = value if knob.low is None else max(value, knob.low)
    bounded = low if knob.high is None else min(low, knob.high)
    return round(bounded) if knob.kind == "integer" else float(f"{bounded:.3g}")


class RangeRow(QWidget):
    """The editor of one range.

    Signals:
        edited: Another setting or other values; read `range_or_error()`.
        settingChosen(str): The person chose another setting, by its path.
        removed: The person wants it gone.
    """

    edited = Signal()
    settingChosen = Signal(str)
    removed = Signal()

    def __init__(self, theme: Theme, first: Range, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rangeRow")
        self._theme = theme
        self._ends: tuple[NumberEditor, NumberEditor] | None = None
        self._checks: dict[str, QCheckBox] = {}
        self._setting = QuietCombo()
        self._setting.setObjectName("rangeSettingCombo")
        for knob in searchable():
            self._setting.addItem(knob_text(knob.label), knob.path)
        self._remove = QToolButton()
        self._remove.setObjectName("rangeRemoveButton")
        self._remove.setText("×")
        self._remove.setAutoRaise(True)
        self._values = QWidget()
        self._message = WrapLabel()
        self._message.setObjectName("rangeError")
        self._message.setProperty("role", "error")
        self._message.hide()
        self._lay_out()
        self.set_range(first)
        self._setting.activated.connect(self._on_setting_activated)
        self._remove.clicked.connect(self.removed)

    @property
    def path(self) -> str:
        """The setting, by its dotted name."""
        return str(self._setting.currentData())

    def set_range(self, item: Range) -> None:
        """Show another range; emits nothing."""
        if self._setting.findData(item.path) < 0:
            self.offer((item.path,))
        self._setting.setCurrentIndex(self._setting.findData(item.path))
        self._fill(item)
        self.retranslate()
        self.show_error("")

    def offer(self, paths: Collection[str]) -> None:
        """Let the person choose among these settings and the one that is there."""
        offered = [knob for knob in searchable() if knob.path in paths or knob.path == self.path]
        known = [self._setting.itemData(index) for index in range(self._setting.count())]
        if [knob.path for knob in offered] == known:
            return
        path = self.path
        with QSignalBlocker(self._setting):
            self._setting.clear()
            for knob in offered:
                self._setting.addItem(knob_text(knob.label), knob.path)
            self._setting.setCurrentIndex(self._setting.findData(path))

    def range_or_error(self) -> Range | str:
        """Return what is typed, or what is wrong with it in a sentence."""
        if self._ends is None:
            chosen = tuple(value for value, check in self._checks.items() if check.isChecked())
            if len(chosen) < 2:
                return self.tr("Choose two values or more.")
            return Range(path=self.path, choices=chosen)
        ends = tuple(editor.value() for editor in self._ends)
        try:
            for end in ends:
                changed(Experiment(), self.path, end)
        except ConfigError as error:
            return error_text(error)
        low, high = ends
        assert isinstance(low, (int, float)) and isinstance(high, (int, float))
        if low >= high:
            return self.tr("The first number must be the smaller one.")
        return Range(path=self.path, low=low, high=high)

    def show_error(self, text: str) -> None:
        """Show what is wrong, or that nothing is."""
        self._message.set_message(text)
        for editor in self._ends or ():
            editor.set_state("invalid" if text else "")

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        knob = KNOBS[self.path]
        name = knob_text(knob.label)
        for index in range(self._setting.count()):
            label = KNOBS[str(self._setting.itemData(index))].label
            self._setting.setItemText(index, knob_text(label))
        self._setting.setAccessibleName(self.tr("Setting to try"))
        self._setting.setToolTip(knob_text(knob.help))
        self._remove.setToolTip(self.tr("Do not vary {setting}").format(setting=name))
        self._remove.setAccessibleName(self._remove.toolTip())
        for choice in knob.choices:
            if choice.value in self._checks:
                self._checks[choice.value].setText(knob_text(choice.label))
                self._checks[choice.value].setAccessibleName(knob_text(choice.label))
        for editor, word in zip(self._ends or (), (self.tr("from"), self.tr("to")), strict=False):
            editor.retranslate()
            editor.field.setAccessibleName(f"{name}, {word}")

    def order_tabs(self, last: QWidget) -> QWidget:
        """Let the Tab key come here from this widget; return where it is at the end."""
        for part in (self._setting, self._remove, *self._checks.values()):
            QWidget.setTabOrder(last, part)
            last = part
        for editor in self._ends or ():
            last = editor.come_after(last)
        return last

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID // 2)
        self._setting.setMinimumContentsLength(8)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self._setting.setSizeAdjustPolicy(policy)
        top.addWidget(self._setting, 1)
        top.addWidget(self._remove)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(top)
        column.addWidget(self._values)
        column.addWidget(self._message)

    def _fill(self, item: Range) -> None:
        knob = KNOBS[item.path]
        self._ends, self._checks = None, {}
        values = QWidget()
        row = QHBoxLayout(values)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        if knob.kind == "choice":
            for choice in knob.choices:
                row.addWidget(self._check(choice.value, choice.value in item.choices))
            row.addStretch(1)
        else:
            self._ends = self._pair(knob, item)
            row.addWidget(self._ends[0], 1)
            row.addWidget(PlainLabel("–"))
            row.addWidget(self._ends[1], 1)
        # Under the × there is nothing, so that the columns end where the combo box does.
        row.addSpacing(self._remove.sizeHint().width() + GRID // 2)
        self._column.replaceWidget(self._values, values)
        self._values.deleteLater()
        self._values = values

    def _pair(self, knob: Knob, item: Range) -> tuple[NumberEditor, NumberEditor]:
        low = item.low if item.low is not None else min(item.choices)
        high = item.high if item.high is not None else max(item.choices)
        pair = NumberEditor(knob, self._theme), NumberEditor(knob, self._theme)
        for editor, value, word in zip(pair, (low, high), ("From", "To"), strict=True):
            editor.field.setObjectName(f"{camel_case(knob.field)}{word}Edit")
            editor.set_value(value)
            editor.edited.connect(self.edited)
        return pair

    def _check(self, value: str, checked: bool) -> QCheckBox:
        check = QCheckBox()
        check.setObjectName(f"{value}Check")
        check.setChecked(checked)
        check.toggled.connect(self.edited)
        self._checks[value] = check
        return check

    def _on_setting_activated(self) -> None:
        self.settingChosen.emit(self.path)


FIRST = ("train.learning_rate", "model.hidden")


class RangeForm(QWidget):
    """Rows that can be added and taken away.

    Signals:
        edited: Something is another one now; read `ranges()`.
    """

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rangeForm")
        self._theme = theme
        self._experiment = Experiment()
        self.rows: list[RangeRow] = []
        self._add = QPushButton()
        self._add.setObjectName("addRangeButton")
        self._add.setFlat(True)
        self._add.clicked.connect(self._on_add_clicked)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def set_experiment(self, experiment: Experiment) -> None:
        """Propose ranges around these settings from now on."""
        first = not self.rows
        self._experiment = experiment
        if first:
            self.set_ranges([usual_range(experiment, path) for path in FIRST])
        self._offer()

    def set_ranges(self, ranges: Sequence[Range]) -> None:
        """Show these ranges and no others; emits nothing."""
        for row in tuple(self.rows):
            self._drop(row)
        for item in ranges:
            self._append(item)
        self._offer()

    def ranges(self) -> tuple[Range, ...] | None:
        """Return what is typed, or None while something is wrong; it is shown at its row."""
        found: list[Range] = []
        for row in self.rows:
            item = row.range_or_error()
            if isinstance(item, Range) and not acts(item.path, self._cells()):
                item = self.tr("Only an LSTM has a forget gate, so this does nothing here.")
            row.show_error(item if isinstance(item, str) else "")
            if isinstance(item, Range):
                found.append(item)
        return tuple(found) if found and len(found) == len(self.rows) else None

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setAccessibleName(self.tr("Settings to try"))
        self._add.setText(self.tr("Add a setting"))
        self._add.setAccessibleName(self.tr("Add a setting"))
        for row in self.rows:
            row.retranslate()

    def _append(self, item: Range) -> None:
        row = RangeRow(self._theme, item)
        row.edited.connect(self._offer)
        row.edited.connect(self.edited)
        row.settingChosen.connect(self._on_row_setting_chosen)
        row.removed.connect(self._on_row_removed)
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)

    def _drop(self, row: RangeRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _cells(self) -> tuple[Value, ...]:
        """Return the cells that the trials would have."""
        ranges = [row.range_or_error() for row in self.rows if row.path == "model.cell"]
        chosen = [item.choices for item in ranges if isinstance(item, Range)]
        return chosen[0] if chosen else (self._experiment.model.cell,)

    def _unused(self) -> list[str]:
        cells, used = self._cells(), {row.path for row in self.rows}
        paths = [knob.path for knob in searchable() if acts(knob.path, cells)]
        return [path for path in paths if path not in used]

    def _offer(self) -> None:
        """Offer what does something and is not there yet."""
        unused = self._unused()
        self._add.setVisible(bool(unused))
        for row in self.rows:
            row.offer(unused)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let the Tab key go through the rows as they stand, and to the button below them."""
        last: QWidget = self._add
        for row in self.rows:
            last = row.order_tabs(last)
        QWidget.setTabOrder(last, self._add)

    def _on_add_clicked(self) -> None:
        self._append(usual_range(self._experiment, self._unused()[0]))
        self._offer()
        self.rows[-1].setFocus()
        self.edited.emit()

    def _on_row_setting_chosen(self, path: str) -> None:
        row = self.sender()
        assert isinstance(row, RangeRow)
        row.set_range(usual_range(self._experiment, path))
        self._offer()
        self.edited.emit()

    def _on_row_removed(self) -> None:
        row = self.sender()
        assert isinstance(row, RangeRow)
        self._drop(row)
        self._offer()
        self.edited.emit()
