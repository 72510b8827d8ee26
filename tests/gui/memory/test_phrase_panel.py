"""A phrase is selected by mouse or keys, its cells are listed, and its like is asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListView, QProgressBar, QPushButton, QSlider
from pytestqt.qtbot import QtBot

from lstm_gui.core.inspection.phrases import PlacedMatch, cells_of_phrase
from lstm_gui.gui.memory.phrases.cell_chips import CellChips
from lstm_gui.gui.memory.phrases.panel import PhrasePanel, Threshold
from lstm_gui.gui.memory.phrases.phrase_search import MatchList
from lstm_gui.gui.memory.phrases.text_tiles import TextTiles
from lstm_gui.gui.widgets.theme import Theme
from tests.gui.memory.small_model import TEXT, read
from tests.gui.pointer import move_to

MATCHES = (
    PlacedMatch(40, 43, 1.0, "一个", "橘子连", "着皮", "皮箱"),
    PlacedMatch(7, 10, 0.75, "把黄昏", "一寸寸", "拉开", "汽笛"),
)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> PhrasePanel:
    widget = PhrasePanel(theme)
    qtbot.addWidget(widget)
    widget.resize(656, 240)
    widget.set_trace(read(), TEXT, "c", 0)
    widget.set_threshold(0.1)
    widget.show()
    return widget


def part(panel: PhrasePanel, kind: type, name: str):
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def tiles(panel: PhrasePanel) -> TextTiles:
    return part(panel, TextTiles, "phraseTiles")


def at(panel: PhrasePanel, index: int) -> QPoint:
    return tiles(panel).tile(index).center().toPoint()


def drag(panel: PhrasePanel, first: int, last: int) -> None:
    view = tiles(panel).viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(panel, first))
    move_to(view, at(panel, last), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(panel, last))


def press(panel: PhrasePanel, key: Qt.Key, *, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(tiles(panel), key, held)


def test_setting_a_phrase_lists_its_cells_and_says_nothing(
    panel: PhrasePanel, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(tiles(panel).selectionChanged):
        panel.set_selection(3, 6)
    expected = cells_of_phrase(read().quantities["c"][0], 3, 6, 0.1).cells.tolist()
    assert expected
    assert list(panel.cells) == expected
    chips = part(panel, CellChips, "phraseCells")
    assert chips.model().rowCount() == len(expected)
    assert chips.model().index(0, 0).data().startswith(f"{expected[0]} ")
    assert "黄昏一" in part(panel, QLabel, "phraseSummary").text()


@pytest.mark.parametrize(("first", "last"), [(3, 5), (5, 3)])
def test_dragging_selects_in_both_directions(panel: PhrasePanel, first: int, last: int) -> None:
    drag(panel, first, last)
    assert panel.selection == (3, 6)


def test_a_click_selects_one_character(panel: PhrasePanel) -> None:
    drag(panel, 4, 4)
    assert panel.selection == (4, 5)


def test_shift_and_arrows_select_and_escape_forgets(panel: PhrasePanel) -> None:
    panel.set_selection(3, 4)
    press(panel, Qt.Key.Key_Right, shift=True)
    press(panel, Qt.Key.Key_Right, shift=True)
    assert panel.selection == (3, 6)
    press(panel, Qt.Key.Key_Left, shift=True)
    assert panel.selection == (3, 5)
    press(panel, Qt.Key.Key_Right)
    assert panel.selection == (5, 6)
    press(panel, Qt.Key.Key_Escape)
    assert panel.selection == (0, 0)
    assert not panel.cells


def test_keys_stay_within_the_text(panel: PhrasePanel) -> None:
    press(panel, Qt.Key.Key_End)
    press(panel, Qt.Key.Key_Right, shift=True)
    assert panel.selection == (len(TEXT) - 1, len(TEXT))
    press(panel, Qt.Key.Key_Home, shift=True)
    assert panel.selection == (0, len(TEXT))


def test_the_threshold_decides_and_its_range_follows_the_quantity(panel: PhrasePanel) -> None:
    slider = part(panel, QSlider, "thresholdSlider")
    panel.set_selection(3, 4)
    low = len(panel.cells)
    slider.setValue(slider.maximum())
    assert len(panel.cells) < low
    most = np.abs(read().quantities["c"][0]).max()
    assert float(part(panel, QLabel, "thresholdNumber").text()) >= most
    panel.set_trace(read(), TEXT, "i", 0)
    slider.setValue(slider.maximum())
    assert part(panel, QLabel, "thresholdNumber").text() == "1.00"


def test_a_telling_threshold_is_suggested_until_one_is_chosen(qtbot: QtBot, theme: Theme) -> None:
    widget = PhrasePanel(theme)
    qtbot.addWidget(widget)
    values = np.zeros((len(TEXT), 3), np.float32)
    values[3:6] = (0.3, -0.2, 0.9)
    values[8:, 2] = 0.9
    trace = read()
    quantities = {**trace.quantities, "h": values[np.newaxis]}
    widget.resize(656, 240)
    widget.set_trace(replace(trace, quantities=quantities), TEXT, "h", 0)
    widget.show()
    drag(widget, 3, 5)
    assert widget.cells == (0, 1)
    widget.set_threshold(0.25)
    drag(widget, 3, 5)
    assert widget.cells == (0,)


def test_where_no_cell_tells_a_phrase_the_threshold_stays(qtbot: QtBot, theme: Theme) -> None:
    """It would jump to its end, and back as soon as the model has learnt a little more."""
    widget = PhrasePanel(theme)
    qtbot.addWidget(widget)
    trace = read()
    values = np.full((len(TEXT), 3), 0.9, np.float32)
    quantities = {**trace.quantities, "h": values[np.newaxis]}
    widget.set_trace(replace(trace, quantities=quantities), TEXT, "h", 0)
    widget.show()
    before = widget.findChild(Threshold).value
    drag(widget, 3, 5)
    assert widget.findChild(Threshold).value == before < 1.0


def test_new_values_keep_the_phrase_and_another_text_drops_it(panel: PhrasePanel) -> None:
    panel.set_selection(3, 6)
    panel.set_trace(read(), TEXT, "h", 0)
    assert panel.selection == (3, 6)
    other = TEXT[:9]
    panel.set_trace(read(other), other, "h", 0)
    assert panel.selection == (0, 0)


def test_a_search_is_asked_for_with_signs(panel: PhrasePanel, qtbot: QtBot) -> None:
    button = part(panel, QPushButton, "findPhraseButton")
    assert not button.isEnabled()
    panel.set_selection(3, 6)
    with qtbot.waitSignal(panel.searchRequested) as asked:
        button.click()
    found = cells_of_phrase(read().quantities["c"][0], 3, 6, 0.1)
    cells, signs, threshold, length = asked.args
    assert (cells, signs) == (tuple(found.cells.tolist()), tuple(found.signs.tolist()))
    assert threshold == pytest.approx(0.1)
    assert length == 3


def test_a_search_shows_its_way_and_can_be_cancelled(panel: PhrasePanel, qtbot: QtBot) -> None:
    panel.set_selection(3, 6)
    part(panel, QPushButton, "findPhraseButton").click()
    panel.set_progress(0.4)
    bar = part(panel, QProgressBar, "searchProgress")
    assert bar.isVisible()
    assert bar.value() == 400
    with qtbot.waitSignal(panel.searchCancelled):
        part(panel, QPushButton, "cancelSearchButton").click()
    assert not bar.isVisible()
    assert part(panel, QPushButton, "findPhraseButton").isVisible()
    panel.set_failed()  # the engine's answer to that, which is no news
    assert part(panel, QLabel, "searchStatus").text() == "Search cancelled"


def test_matches_are_listed_and_chosen(panel: PhrasePanel, qtbot: QtBot) -> None:
    panel.set_matches(MATCHES)
    rows = part(panel, MatchList, "matchList")
    assert rows.model().rowCount() == 2
    second = rows.model().index(1, 0)
    assert second.data() == "0.75 · 把黄昏一寸寸拉开 · 汽笛"
    with qtbot.waitSignal(panel.placeChosen) as chosen:
        QTest.mouseClick(
            rows.viewport(),
            Qt.MouseButton.LeftButton,
            pos=rows.visualRect(second).center(),
        )
    assert chosen.args == [7, 10]


def test_a_failed_search_says_so(panel: PhrasePanel) -> None:
    panel.set_selection(3, 6)
    part(panel, QPushButton, "findPhraseButton").click()
    panel.set_failed()
    assert part(panel, QLabel, "searchStatus").text() == "The search stopped early"


def test_a_chip_chooses_its_cell_and_colours_the_text(panel: PhrasePanel, qtbot: QtBot) -> None:
    panel.set_selection(3, 6)
    chips = part(panel, QListView, "phraseCells")
    first = chips.model().index(0, 0)
    before = tiles(panel).viewport().grab().toImage()
    with qtbot.waitSignal(panel.cellChosen) as chosen:
        QTest.mouseClick(
            chips.viewport(),
            Qt.MouseButton.LeftButton,
            pos=chips.visualRect(first).center(),
        )
    assert chosen.args == [panel.cells[0]]
    assert tiles(panel).viewport().grab().toImage() != before


def test_nothing_is_computed_while_hidden(panel: PhrasePanel, monkeypatch, qtbot: QtBot) -> None:
    panel.set_selection(3, 6)
    with qtbot.waitSignal(panel.visibilityChanged) as seen:
        panel.hide()
    assert seen.args == [False]
    calls = []
    monkeypatch.setattr(
        "lstm_gui.gui.memory.phrases.panel.cells_of_phrase",
        lambda *given: calls.append(given) or cells_of_phrase(*given),
    )
    panel.set_trace(read(), TEXT, "h", 0)
    assert not calls
    panel.show()
    assert calls


def test_without_a_trace_the_panel_says_what_comes(qtbot: QtBot, theme: Theme) -> None:
    widget = PhrasePanel(theme)
    qtbot.addWidget(widget)
    widget.show()
    assert "probe text" in part(widget, QLabel, "phraseMessage").text()
    widget.set_trace(read(), TEXT, "no such quantity", 0)
    assert part(widget, QLabel, "phraseMessage").isVisible() is False


def test_a_long_text_scrolls_to_the_cursor(panel: PhrasePanel, qtbot: QtBot) -> None:
    text, view = TEXT * 12, tiles(panel)
    panel.set_trace(read(text), text, "c", 0)
    qtbot.waitUntil(lambda: view.height() == view.heightForWidth(view.width()))
    press(panel, Qt.Key.Key_End)
    assert view.verticalScrollBar().maximum() > 0
    assert view.viewport().rect().contains(view.tile(len(text) - 1).center().toPoint())


def test_all_lines_of_a_text_are_seen_at_any_width(panel: PhrasePanel, qtbot: QtBot) -> None:
    text, view = TEXT * 3, tiles(panel)
    panel.set_trace(read(text), text, "c", 0)
    for width in (656, 460, 1100):
        panel.resize(width, 240)
        qtbot.waitUntil(lambda: view.viewport().rect().contains(view.tile(len(text) - 1).toRect()))


def test_the_panel_follows_the_theme(panel: PhrasePanel, theme: Theme) -> None:
    panel.set_selection(3, 6)
    before = panel.grab().toImage()
    theme.set_mode("dark")
    assert panel.grab().toImage() != before
    theme.set_mode("light")
