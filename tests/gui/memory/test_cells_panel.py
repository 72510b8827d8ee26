"""Named cells are listed by how closely they follow something; a click or a key chooses one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from lstm_gui.core.inspection.naming import NamedCell
from lstm_gui.gui.memory.cells.panel import CellsList, CellsPanel
from lstm_gui.gui.widgets.theme import Theme
from tests.gui.memory.test_memory_panel import TEXT, trace_of

NAMED = (
    NamedCell(12, "line_end", 0.64),
    NamedCell(37, "position_in_line", -0.91),
    NamedCell(5, "position_in_line", 0.7),
)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> CellsPanel:
    widget = CellsPanel(theme)
    qtbot.addWidget(widget)
    widget.resize(660, 250)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def listed(panel: CellsPanel) -> CellsList:
    found = panel.findChild(CellsList, "cellsList")
    assert found is not None
    return found


def words(panel: CellsPanel) -> list[str]:
    return [row.words for row in listed(panel).rows]


def label(panel: CellsPanel, name: str) -> str:
    found = panel.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_the_closest_comes_first(panel: CellsPanel) -> None:
    panel.set_named(NAMED, 64)
    assert words(panel) == [
        "cell 37 · position in line · r = −0.91",
        "cell 5 · position in line · r = 0.70",
        "cell 12 · end of line · r = 0.64",
    ]
    assert label(panel, "cellsCount") == "Cells with a name: 3 of 64"
    rule = (
        "|r| is at least 0.6, is more than chance gives on this text, and stands out in its layer"
    )
    assert rule in label(panel, "cellsExplanation")


def test_a_click_and_a_key_choose_a_cell(qtbot: QtBot, panel: CellsPanel) -> None:
    panel.set_named(NAMED, 64)
    view = listed(panel)
    chosen: list[int] = []
    panel.cellChosen.connect(chosen.append)
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(view.viewport(), left, pos=view.center_of(5))
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.mouseClick(view.viewport(), left, pos=view.center_of(12))
    assert chosen == [5, 12, 12]


def test_a_cell_set_from_outside_is_marked_in_silence(qtbot: QtBot, panel: CellsPanel) -> None:
    panel.set_named(NAMED, 64)
    with qtbot.assertNotEmitted(panel.cellChosen):
        panel.set_cell(12)
        panel.set_named(NAMED[:2], 64)
        panel.set_cell(60)
    assert listed(panel).currentIndex().row() == -1
    panel.set_cell(12)
    assert listed(panel).currentIndex().row() == 1


def test_the_filter_takes_names_and_numbers(panel: CellsPanel) -> None:
    panel.set_named(NAMED, 64)
    edit = panel.findChild(QLineEdit, "cellsFilter")
    assert edit is not None
    QTest.keyClicks(edit, "END")
    assert words(panel) == ["cell 12 · end of line · r = 0.64"]
    edit.setText("37")
    assert [row.cell for row in listed(panel).rows] == [37]
    edit.setText("nothing such")
    assert listed(panel).rows == ()
    assert edit.property("state") == "invalid"
    edit.clear()
    assert len(listed(panel).rows) == 3


def test_rows_stay_under_the_mouse(
    qtbot: QtBot, panel: CellsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.set_named(NAMED, 64)
    monkeypatch.setattr(listed(panel), "underMouse", lambda: True)
    panel.set_named([NamedCell(12, "line_end", 0.99), NamedCell(3, "blank", 0.98), *NAMED[1:]], 64)
    assert [row.cell for row in listed(panel).rows] == [37, 5, 12, 3]
    # Not undone: an earlier test may have left the mouse where this window stands.
    monkeypatch.setattr(listed(panel), "underMouse", lambda: False)
    panel.set_named([NamedCell(12, "line_end", 0.99), *NAMED[1:]], 64)
    assert [row.cell for row in listed(panel).rows] == [12, 37, 5]


def test_strips_are_of_the_kept_state(panel: CellsPanel, theme: Theme) -> None:
    trace = trace_of(keys=("c", "h"), layers=2)
    panel.set_named(NAMED, 64)
    panel.set_trace(trace, 1)
    strips = listed(panel).strips
    assert strips is not None
    assert (strips.width(), strips.height()) == (len(TEXT), 64)
    theme.set_mode("dark")
    assert not panel.grab().isNull()
    theme.set_mode("light")
    panel.set_trace(None)
    assert listed(panel).strips is None


def test_hidden_it_does_nothing(panel: CellsPanel) -> None:
    seen: list[bool] = []
    panel.visibilityChanged.connect(seen.append)
    panel.hide()
    panel.set_named(NAMED, 64)
    panel.set_trace(trace_of(), 0)
    assert listed(panel).rows == ()
    assert listed(panel).strips is None
    panel.show()
    assert len(listed(panel).rows) == 3
    assert listed(panel).strips is not None
    assert seen == [False, True]


def test_without_names_a_sentence_stands_there(panel: CellsPanel) -> None:
    panel.set_named((), 64)
    assert "More training" in listed(panel).empty_text
    assert not panel.grab().isNull()
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    assert listed(panel).accessibleName()
    QTest.mouseClick(listed(panel).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(9, 9))


def test_it_says_how_much_text_the_names_rest_on(panel: CellsPanel) -> None:
    panel.set_named(NAMED, 64, characters=1512)
    explanation = panel.findChild(QLabel, "cellsExplanation")
    assert explanation is not None and "characters read: 1,512" in explanation.text()
