"""Boxes with arrows read numbers as the form does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale

from lstm_gui.gui.widgets.number_boxes import CountBox, DecimalBox


@pytest.fixture(params=["en", "zh_CN", "de"])
def language(request):
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield
    QLocale.setDefault(before)


def typed(qtbot, box, text: str) -> float:
    qtbot.addWidget(box)
    box.setRange(0, 50_000)
    box.setSuffix(" pieces")
    box.setSpecialValueText("0 · none")
    box.setValue(7)
    box.lineEdit().clear()
    for letter in text:  # an input method gives what no key has
        box.lineEdit().insert(letter)
    box.interpretText()
    return box.value()


@pytest.mark.parametrize(
    ("text", "value"),
    [("0,8", 0.8), ("0.8", 0.8), ("1,5", 1.5), ("1,500", 1500), ("1.000,5", 1000.5), ("0，8", 0.8)],
)
def test_a_comma_is_a_decimal_mark(qtbot, language, text, value):
    assert typed(qtbot, DecimalBox(), text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("15", 15), ("1,500", 1500), ("1 500", 1500), ("１５", 15), ("1.500", 1)]
)
def test_whole_numbers(qtbot, language, text, value):
    assert typed(qtbot, CountBox(), text) == value


def test_one_and_a_half_is_not_fifteen(qtbot, language):
    assert typed(qtbot, CountBox(), "1,5") == 1
    assert typed(qtbot, CountBox(), "60000") == 6000
    assert typed(qtbot, CountBox(), "x") == 7


def test_the_value_that_has_a_word(qtbot, language):
    box = DecimalBox()
    typed(qtbot, box, "0")
    assert box.text() == "0 · none" and box.value() == 0
