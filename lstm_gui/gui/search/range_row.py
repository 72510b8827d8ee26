"""One setting that a search varies: which, and between what or among which values."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.config import KNOBS, Experiment, changed
from lstm_gui.core.errors import ConfigError
from lstm_gui.core.knobs import Knob
from lstm_gui.core.search_space import Range, searchable
from lstm_gui.gui.knob_editors import NumberEditor, QuietCombo, camel_case, knob_text
from lstm_gui.gui.notices import explain
from lstm_gui.gui.theme import GRID, Theme
from lstm_gui.gui.wrap_label import WrapLabel

__all__ = ["RangeRow", "usual_range"]

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
            return explain(error)
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
            row.addWidget(QLabel("–"))
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
