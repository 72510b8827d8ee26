"""A character is changed by hand, and what comes back is drawn and read out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from lstm_gui.core.inspection.interventions import WhatIf, WhatIfResult
from lstm_gui.core.inspection.jobs import finish
from lstm_gui.core.inspection.predictions import next_characters
from lstm_gui.gui.memory.what_if.change_reading import GuessTable
from lstm_gui.gui.memory.what_if.fade_plot import FadePlot
from lstm_gui.gui.memory.what_if.fading import _tick_text, axis_for
from lstm_gui.gui.memory.what_if.panel import WhatIfPanel
from lstm_gui.gui.widgets.formats import plain
from lstm_gui.gui.widgets.theme import Theme
from tests.gui.memory.small_model import TEXT, VOCABULARY, access, unknown
from tests.gui.pointer import move_to

PLACE = 4


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> WhatIfPanel:
    widget = WhatIfPanel(theme)
    qtbot.addWidget(widget)
    widget.resize(656, 240)
    widget.set_unknown_check(unknown)
    widget.set_text(TEXT)
    widget.show()
    return widget


def part(panel: WhatIfPanel, kind: type, name: str):
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def plot(panel: WhatIfPanel) -> FadePlot:
    return part(panel, FadePlot, "fadePlot")


def edit(panel: WhatIfPanel) -> QLineEdit:
    return part(panel, QLineEdit, "whatIfEdit")


def at(panel: WhatIfPanel, position: int, height: int = 10) -> QPoint:
    """Return a point in a character's column, taken from the plot's own geometry."""
    column = plot(panel)._column(position)
    return QPoint(round(column.center().x()), height)


def click(panel: WhatIfPanel, position: int) -> None:
    QTest.mouseClick(plot(panel), Qt.MouseButton.LeftButton, pos=at(panel, position))


def result(text: str = TEXT, layers: int = 1) -> WhatIfResult:
    return finish(WhatIf(text, PLACE, "橘"), access(layers=layers))


def change(panel: WhatIfPanel, qtbot: QtBot) -> None:
    click(panel, PLACE)
    with qtbot.waitSignal(panel.whatIfRequested):
        edit(panel).setText("橘")


def test_a_character_is_clicked_and_another_typed(panel: WhatIfPanel, qtbot: QtBot) -> None:
    click(panel, PLACE)
    assert "昏" in part(panel, QLabel, "whatIfBefore").text()
    with qtbot.waitSignal(panel.whatIfRequested) as asked:
        edit(panel).setText("橘")
    assert asked.args == [PLACE, "橘"]
    assert panel.change == (PLACE, "橘")


def test_typing_is_waited_for(panel: WhatIfPanel, qtbot: QtBot) -> None:
    asked: list[tuple[int, str]] = []
    panel.whatIfRequested.connect(lambda *given: asked.append(given))
    click(panel, PLACE)
    for letter in "橘子分":
        edit(panel).setText(letter)
    assert not asked
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [(PLACE, "分")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("◊", "Not in this text: ◊"), ("橘子", "One character only"), ("昏", ""), ("", "")],
)
def test_what_cannot_be_put_there_is_not_asked_for(
    panel: WhatIfPanel, qtbot: QtBot, typed: str, said: str
) -> None:
    click(panel, PLACE)
    with qtbot.assertNotEmitted(panel.whatIfRequested, wait=200):
        edit(panel).setText(typed)
    assert part(panel, QLabel, "whatIfStatus").text() == said


def test_the_keyboard_moves_and_chooses(panel: WhatIfPanel) -> None:
    plot(panel).setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(plot(panel), key)
    assert plot(panel).cursor_at().position == 1
    QTest.keyClick(plot(panel), Qt.Key.Key_Return)
    assert part(panel, QLabel, "whatIfBefore").text() == "Character 2: 笛 becomes"
    assert edit(panel).isEnabled()


def test_undo_returns_to_the_text(panel: WhatIfPanel, qtbot: QtBot) -> None:
    undo = part(panel, QPushButton, "whatIfResetButton")
    assert not undo.isVisible()
    change(panel, qtbot)
    panel.set_result(result(), VOCABULARY)
    assert undo.isVisible()
    undo.click()
    assert panel.change is None
    assert not part(panel, GuessTable, "guessTable").isVisible()
    assert not undo.isVisible()


def test_a_result_is_read_out_where_the_cursor_is(panel: WhatIfPanel, qtbot: QtBot) -> None:
    change(panel, qtbot)
    given = result()
    panel.set_result(given, VOCABULARY)
    assert part(panel, QLabel, "whatIfHead").text() == "昏, the change"
    numbers = part(panel, QLabel, "whatIfNumbers").text()
    assert f"KL {float(given.divergence[PLACE]):.3g} nats" in numbers
    move_to(plot(panel), at(panel, PLACE + 3))
    assert part(panel, QLabel, "whatIfHead").text().endswith("3 after")
    before = next_characters(given.original, VOCABULARY, PLACE + 3)
    described = part(panel, GuessTable, "guessTable").accessibleDescription()
    assert described.startswith(f"before: {before[0].character} {before[0].probability:.2f}")


def test_a_cell_is_read_out_on_the_map(panel: WhatIfPanel, qtbot: QtBot) -> None:
    change(panel, qtbot)
    given = result()
    panel.set_result(given, VOCABULARY)
    top = plot(panel)._areas()[0].top()
    move_to(plot(panel), at(panel, PLACE + 1, int(top) + 1))
    most = int(np.argmax(np.abs(given.difference[0]).max(axis=0)))
    assert f"cell {most}: " in part(panel, QLabel, "whatIfNumbers").text()


def test_two_views_and_two_axes(panel: WhatIfPanel, qtbot: QtBot) -> None:
    change(panel, qtbot)
    panel.set_result(result(), VOCABULARY)
    pictures = [plot(panel).grab().toImage()]
    part(panel, QToolButton, "whatIfViewButton_mean").click()
    pictures.append(plot(panel).grab().toImage())
    part(panel, QCheckBox, "whatIfLogCheck").click()
    pictures.append(plot(panel).grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]


def test_a_result_for_another_text_is_passed_over(panel: WhatIfPanel, qtbot: QtBot) -> None:
    panel.set_result(result(), VOCABULARY)
    assert not part(panel, GuessTable, "guessTable").isVisible()  # nothing was changed
    change(panel, qtbot)
    panel.set_result(result(TEXT[:9]), VOCABULARY)
    assert part(panel, QLabel, "whatIfNumbers").text() == "Reading both texts"


def test_another_text_forgets_the_change_and_the_same_keeps_it(
    panel: WhatIfPanel, qtbot: QtBot
) -> None:
    change(panel, qtbot)
    panel.set_text(TEXT)
    assert panel.change == (PLACE, "橘")
    panel.set_text(TEXT[:9])
    assert panel.change is None


def test_the_same_can_be_asked_again_while_it_is_seen(panel: WhatIfPanel, qtbot: QtBot) -> None:
    change(panel, qtbot)
    with qtbot.waitSignal(panel.whatIfRequested) as asked:
        panel.ask_again()
    assert asked.args == [PLACE, "橘"]
    panel.hide()
    with qtbot.assertNotEmitted(panel.whatIfRequested):
        panel.ask_again()


def test_what_comes_while_hidden_is_shown_later(panel: WhatIfPanel, qtbot: QtBot) -> None:
    change(panel, qtbot)
    panel.hide()
    panel.set_result(result(), VOCABULARY)
    assert plot(panel).rows == 0
    panel.show()
    assert plot(panel).rows > 0


def test_deeper_layers(panel: WhatIfPanel, qtbot: QtBot) -> None:
    change(panel, qtbot)
    panel.set_result(result(layers=2), VOCABULARY)
    first = plot(panel).grab().toImage()
    panel.set_layer(1)
    assert plot(panel).grab().toImage() != first


def test_long_texts_and_themes_are_drawn(panel: WhatIfPanel, theme: Theme, qtbot: QtBot) -> None:
    panel.set_text(TEXT * 10)
    change(panel, qtbot)
    panel.set_result(result(TEXT * 10), VOCABULARY)
    light = panel.grab().toImage()
    theme.set_mode("dark")
    assert panel.grab().toImage() != light
    theme.set_mode("light")


@pytest.mark.parametrize("log", [False, True])
def test_an_axis_holds_its_values(log: bool) -> None:
    axis = axis_for(np.array([0.0, 0.003, 0.4], np.float32), log=log)
    assert axis.height(0.0) == 0.0
    assert 0.0 < axis.height(0.003) < axis.height(0.4) <= 1.0
    assert axis.height(float("nan")) == 0.0


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [float("nan")], [1e-9]])
def test_an_axis_bears_values_that_say_nothing(values: list[float]) -> None:
    for log in (False, True):
        axis = axis_for(np.array(values, np.float32), log=log)
        assert axis.low < axis.high
        assert len(axis.ticks(60)) >= 2


def test_rounding_is_no_change(panel: WhatIfPanel, qtbot: QtBot) -> None:
    """A state near 1 that differs by its last bit would fill the map with colour."""
    change(panel, qtbot)
    found = result()
    noisy = replace(found, difference=np.sign(found.difference) * np.float32(6e-8))
    panel.set_result(noisy, VOCABULARY)
    assert plot(panel).limit == pytest.approx(1e-6)
    assert axis_for(np.array([3e-11], np.float32), log=False).high == pytest.approx(1e-6)


@pytest.mark.parametrize(
    ("tick", "text"), [(0, "0"), (0.25, "0.25"), (5e-3, "5e−3"), (2.5e-4, "2.5e−4"), (1e-6, "1e−6")]
)
def test_ticks_say_what_they_stand_at(tick: float, text: str) -> None:
    assert _tick_text(tick) == text


def test_the_mean_is_that_of_the_layer_shown(panel: WhatIfPanel, qtbot: QtBot) -> None:
    change(panel, qtbot)
    two = result(layers=2)
    panel.set_result(two, VOCABULARY)
    for layer in (0, 1):
        panel.set_layer(layer)
        fading = plot(panel)._fading
        assert fading is not None
        expected = np.abs(two.difference[layer]).mean(axis=1)
        np.testing.assert_allclose(fading.distance, expected, rtol=1e-6)
        numbers = part(panel, QLabel, "whatIfNumbers").text()
        assert f"mean |ΔC| {plain(float(expected[PLACE]))}" in numbers


def test_everything_has_a_name(panel: WhatIfPanel) -> None:
    for widget in panel.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.objectName():
            assert widget.accessibleName(), widget.objectName()
