"""One editor for each kind of setting. They hold what was typed; validation is elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPlainTextEdit, QWidget

from lstm_gui.core.clean_text import one_line
from lstm_gui.core.numbers import compact, read_number, thousands
from lstm_gui.core.settings.knob import Knob, bound_text
from lstm_gui.gui.forms.number_field import KnobSlider, UnitLineEdit, stepped
from lstm_gui.gui.widgets.formats import tooltip
from lstm_gui.gui.widgets.theme import GRID, Theme, set_property

__all__ = [
    "ChoiceEditor",
    "KnobEditor",
    "LimitEditor",
    "NumberEditor",
    "QuietCombo",
    "TextsEditor",
    "editor_for",
    "knob_text",
]

PLAIN_FIELDS = frozenset({"seed"})
"""Whole numbers that name something and so are written without separators."""
TEXTS_SHOWN = 3
UNLIMITED_FIELDS = frozenset({"max_chars"})


def knob_text(text: str) -> str:
    """Return a label, unit or help of a setting in the reader's language."""
    return QCoreApplication.translate("Knobs", text) if text else ""


def camel_case(field: str) -> str:
    """Return a field's name as object names are written."""
    first, *rest = field.split("_")
    return first + "".join(part.capitalize() for part in rest)


class KnobEditor(QWidget):
    """Shows and takes the value of one setting.

    Signals:
        edited: The person changed it; read `value()`.
        dragged(bool): The person began to drag a slider, or let it go.
    """

    edited = Signal()
    dragged = Signal(bool)

    def __init__(self, knob: Knob, field: QWidget, *, suffix: str) -> None:
        super().__init__()
        self.knob = knob
        self.field = field
        self.idle = ""  # why it does nothing now, for the tooltip
        self._setting = False
        field.setObjectName(camel_case(knob.field) + suffix)
        self.setFocusProxy(field)
        self.setProperty("knob", knob)  # what the help tells of it
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(GRID)
        self.row.addWidget(field, 1)

    def value(self) -> object:
        """Return what stands in the field, whether it is valid or not."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Show a value; emits nothing."""
        self._setting = True
        try:
            self._show_value(value)
        finally:
            self._setting = False

    def _show_value(self, value: object) -> None:
        raise NotImplementedError

    def come_after(self, before: QWidget) -> QWidget:
        """Be reached by the Tab key after this widget; return what is before the next one."""
        self.setFocusProxy(None)  # type: ignore[arg-type]  # with it, Qt moves this one alone
        QWidget.setTabOrder(before, self.field)
        self.setFocusProxy(self.field)
        return self.field

    def set_state(self, state: str) -> None:
        """Mark the field as `pending`, `invalid` or neither."""
        set_property(self.field, "state", state)

    def retranslate(self) -> None:
        """Set all texts."""
        knob = self.knob
        bounds = ""
        if knob.low is not None and knob.high is not None:
            bounds = self.tr("From {low} to {high}.").format(
                low=bound_text(knob, knob.low), high=bound_text(knob, knob.high)
            )
        self.field.setAccessibleName(knob_text(knob.label))
        self.field.setToolTip(tooltip(self.idle, knob_text(knob.help), bounds))
        self.field.setStatusTip(knob_text(knob.help))

    def _on_field_changed(self) -> None:
        if not self._setting:
            self.edited.emit()


class NumberEditor(KnobEditor):
    """A whole or any number, typed or stepped."""

    def __init__(self, knob: Knob, theme: Theme) -> None:
        self._line = UnitLineEdit(theme)
        self._number: object = None  # as it was read when it was typed
        super().__init__(knob, self._line, suffix="Edit")
        self._slider = KnobSlider(knob, self._line) if knob.slider else None
        if self._slider is not None:
            self._on_line_renamed(self._line.objectName())
            self._line.objectNameChanged.connect(self._on_line_renamed)
            self._line.carry(self._slider)
            self._slider.moved.connect(self._on_slider_moved)
            self._slider.dragged.connect(self.dragged)
        self._line.textChanged.connect(self._on_line_text_changed)
        self._line.stepped.connect(self._on_line_stepped)

    def value(self) -> object:
        """Return the number, or the text itself where it is none."""
        text = self._line.text().strip()
        number = read_number(text)
        if number is None:
            return text or self.tr("nothing")
        if self.knob.percent:
            return round(number / 100, 10)
        if self.knob.kind == "number":
            return number
        return int(number) if number.is_integer() else text

    def _show_value(self, value: object) -> None:
        self._line.setText(self._written(value))
        self._line.setCursorPosition(0)

    def _written(self, value: object) -> str:
        if self.knob.percent and isinstance(value, (int, float)):
            return compact(round(100 * value, 8))
        if isinstance(value, int) and self.knob.kind == "integer":
            return str(value) if self.knob.field in PLAIN_FIELDS else thousands(value)
        return compact(value) if isinstance(value, (int, float)) else str(value)

    def retranslate(self) -> None:
        """Set all texts."""
        super().retranslate()
        self._line.set_unit(knob_text(self.knob.unit))
        if isinstance(self._number, (int, float)):  # another language has other decimal marks
            with QSignalBlocker(self._line):
                self._line.setText(self._written(self._number))
        if self._slider is not None:
            self._slider.setAccessibleName(
                self.tr("Slider for {name}").format(name=knob_text(self.knob.label))
            )
            self._slider.setToolTip(self._line.toolTip())

    def _on_line_text_changed(self) -> None:
        self._number = NumberEditor.value(self)
        if self._slider is not None:
            self._slider.show_value(self._number)
        self._on_field_changed()

    def _on_line_renamed(self, name: str) -> None:
        if self._slider is not None:
            self._slider.setObjectName(name.removesuffix("Edit") + "Slider")

    def _on_slider_moved(self, value: object) -> None:
        self._line.setText(self._written(value))

    def _on_line_stepped(self, steps: int) -> None:
        value = self.value()
        if isinstance(value, (int, float)):
            self._line.setText(self._written(stepped(self.knob, value, steps)))


class LimitEditor(NumberEditor):
    """A whole number, or all of it (None)."""

    def __init__(self, knob: Knob, theme: Theme) -> None:
        super().__init__(knob, theme)
        self._all = QCheckBox()
        self._all.setObjectName(camel_case(knob.field) + "AllCheck")
        self._all.toggled.connect(self._line.setDisabled)
        self._all.toggled.connect(self._on_field_changed)
        self.row.addWidget(self._all)

    def value(self) -> object:
        """Return the number, None for all, or the text itself where it is none."""
        return None if self._all.isChecked() else super().value()

    def _show_value(self, value: object) -> None:
        self._all.setChecked(value is None)
        if value is not None:
            super()._show_value(value)

    def retranslate(self) -> None:
        """Set all texts."""
        super().retranslate()
        self._line.set_unit("")  # no room; the card above says how many characters
        self._all.setText(self.tr("all"))
        self._all.setAccessibleName(self.tr("Use the whole text"))
        self._all.setToolTip(self.tr("Use the whole text"))


class QuietCombo(QComboBox):
    """A combo box that scrolls with its panel instead of changing under the wheel."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(KnobEditor):
    """One of a few values."""

    def __init__(self, knob: Knob) -> None:
        self._combo = QuietCombo()
        super().__init__(knob, self._combo, suffix="Combo")
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self._combo.setSizeAdjustPolicy(policy)
        self._combo.setMinimumContentsLength(6)
        self._combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for choice in knob.choices:
            self._combo.addItem(choice.label, choice.value)
        self._combo.currentIndexChanged.connect(self._on_field_changed)

    def value(self) -> object:
        """Return the chosen value, not its label."""
        return self._combo.currentData()

    def _show_value(self, value: object) -> None:
        self._combo.setCurrentIndex(self._combo.findData(value))

    def retranslate(self) -> None:
        """Set all texts."""
        super().retranslate()
        for index, choice in enumerate(self.knob.choices):
            self._combo.setItemText(index, knob_text(choice.label))


class TextsEditor(KnobEditor):
    """Short texts, one a line: a comma, a quotation mark or a space may be part of one."""

    def __init__(self, knob: Knob) -> None:
        self._lines = QPlainTextEdit()
        self._lines.setTabChangesFocus(True)
        self._lines.viewport().setAcceptDrops(False)  # or a file would be taken for its name
        self._lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        super().__init__(knob, self._lines, suffix="Edit")
        self._lines.textChanged.connect(self._on_field_changed)
        self._fit_height()

    def value(self) -> object:
        """Return the texts as a model reads them, without the empty lines."""
        # Not toPlainText(), which makes a no-break space a plain one.
        lines = self._lines.document().toRawText().split("\N{PARAGRAPH SEPARATOR}")
        return tuple(filter(None, map(one_line, lines)))

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for as many lines in another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_height()

    def _show_value(self, value: object) -> None:
        texts = value if isinstance(value, tuple) else (value,)
        if texts != self.value():  # or the cursor would jump while a line is typed
            self._lines.setPlainText("\n".join(map(str, texts)))

    def _fit_height(self) -> None:
        frame = 2 * self._lines.frameWidth() + 2 * int(self._lines.document().documentMargin())
        self._lines.setFixedHeight(TEXTS_SHOWN * self._lines.fontMetrics().lineSpacing() + frame)


def editor_for(knob: Knob, theme: Theme) -> KnobEditor:
    """Return a new editor of the right kind."""
    if knob.field in UNLIMITED_FIELDS:
        return LimitEditor(knob, theme)
    if knob.kind in ("integer", "number"):
        return NumberEditor(knob, theme)
    return ChoiceEditor(knob) if knob.kind == "choice" else TextsEditor(knob)
