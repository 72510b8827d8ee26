"""Number boxes with arrows that write and read numbers as all other fields do.

Qt's own take a comma for one between thousands wherever it stands: 0,8 is 8, and 1,5 is 15.
"""

from __future__ import annotations

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from lstm_gui.core.numbers import marked, read_number, thousands
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["CountBox", "DecimalBox"]

_MARKS = frozenset(" .,'’，。．、٫٬")


class CountBox(Retranslated, QSpinBox):
    """A box for a whole number."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setAcceptDrops(False)  # the window opens files, and a text is no number

    def retranslate(self) -> None:
        """Write the number as the language does."""
        self.setSuffix(self.suffix())  # which writes the value anew

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Accept what is a whole number in the range."""
        return _state(self, text, whole=True), text, place

    def textFromValue(self, value: int) -> str:
        """Write the number."""
        return thousands(value) if self.isGroupSeparatorShown() else str(value)

    def valueFromText(self, text: str) -> int:
        """Return the number."""
        return int(_number(self, text) or self.minimum())

    def fixup(self, text: str) -> str:
        """Leave what is no whole number, so that the box goes back to what was one."""
        return text


class DecimalBox(Retranslated, QDoubleSpinBox):
    """A box for any number."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setAcceptDrops(False)

    def retranslate(self) -> None:
        """Write the number as the language does."""
        self.setSuffix(self.suffix())  # which writes the value anew

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Accept what is a number in the range."""
        return _state(self, text, whole=False), text, place

    def textFromValue(self, value: float) -> str:
        """Write the number with its decimals."""
        return marked(f"{value:.{self.decimals()}f}")

    def valueFromText(self, text: str) -> float:
        """Return the number."""
        return _number(self, text) or self.minimum()

    def fixup(self, text: str) -> str:
        """Leave what is no number, so that the box goes back to what was one."""
        return text


_Box = CountBox | DecimalBox


def _typed(box: _Box, text: str) -> str:
    return text.removeprefix(box.prefix()).removesuffix(box.suffix()).strip()


def _number(box: _Box, text: str) -> float | None:
    return None if text == box.specialValueText() else read_number(_typed(box, text))


def _state(box: _Box, text: str, *, whole: bool) -> QValidator.State:
    number, typed = _number(box, text), _typed(box, text)
    if text and text == box.specialValueText():
        return QValidator.State.Acceptable
    if number is None:
        may_become_one = all(letter.isdecimal() or letter in _MARKS for letter in typed)
        return QValidator.State.Intermediate if may_become_one else QValidator.State.Invalid
    if number > box.maximum():
        return QValidator.State.Invalid
    if number < box.minimum() or (whole and not number.is_integer()):
        return QValidator.State.Intermediate
    return QValidator.State.Acceptable
