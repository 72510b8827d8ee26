"""The table of runs: what stands in it, in which order, and what mouse and keys do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from lstm_gui.core.runs.run import KeptChange, Run, new_run
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.gui.runs.panel import RunsPanel
from lstm_gui.gui.runs.table_model import Column, RunsModel
from lstm_gui.gui.runs.words import tip
from tests.core.worker.driving import corpus_of

FALL = tuple(np.linspace(3, 0.1, 20).tolist())


def run(number: int, **values: object) -> Run:
    base = new_run(Experiment(), corpus_of()).model_copy(
        update={"number": number, "best": 10.0 + number, "last": 12.0, "epochs": number}
    )
    return base.model_copy(update={"spark": FALL, **values})


@pytest.fixture
def panel(qtbot, theme) -> RunsPanel:
    panel = RunsPanel(theme, RunsModel())
    qtbot.addWidget(panel)
    panel.resize(660, 260)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def text(panel: RunsPanel, row: int, column: Column) -> str:
    return str(panel.model.index(row, column).data())


def numbers(panel: RunsPanel) -> list[int]:
    return [run.number for run in panel.model.runs]


def click(panel: RunsPanel, row: int, column: Column, double: bool = False) -> None:
    place = panel.table.visualRect(panel.model.index(row, column)).center()
    act = QTest.mouseDClick if double else QTest.mouseClick
    act(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))


def test_an_empty_table_says_what_it_will_hold(panel):
    empty = panel.findChild(QLabel, "runsEmpty")
    assert empty.isVisible() and "first batch" in empty.text()
    panel.model.set_runs([run(1)])
    assert not empty.isVisible() and panel.table.isVisible()
    panel.model.remove([panel.model.runs[0].id])
    assert empty.isVisible()


def test_a_row_says_what_differs_from_the_run_before(panel):
    faster = changed(Experiment(), "train.learning_rate", 0.003)
    first = run(1)
    second = run(2, experiment=faster)
    third = run(3, experiment=faster)
    branch = run(4, parent=first.id, origin="branch", corpus="other.txt")
    panel.model.set_runs([first, second, third, branch])
    said = [text(panel, row, Column.DIFFERENCE) for row in range(4)]
    rate = Experiment().train.learning_rate
    assert said[3] == ""
    assert said[2] == f"Learning rate {rate:g} → 0.003"
    assert said[1] == "same settings"
    assert said[0] == "branch of Run 1 · Text song.txt → other.txt"
    panel.model.remove([second.id])
    assert text(panel, 1, Column.DIFFERENCE) == f"Learning rate {rate:g} → 0.003"


def test_figures_and_names(panel):
    panel.model.set_runs([run(1, best=math.nan, last=math.inf, epochs=1234, seconds=75, name="a")])
    columns = (Column.NAME, Column.BEST, Column.LAST, Column.EPOCHS, Column.TIME)
    shown = [text(panel, 0, column) for column in columns]
    assert shown == ["1 · a", "–", "∞", "1,234", "1 min 15 s"]


def test_the_tooltip_tells_the_changes_on_the_way(panel):
    change = KeptChange(
        x=12.5, before=Experiment(), after=changed(Experiment(), "train.learning_rate", 0.5)
    )
    said = tip(run(1, changes=(change,), notes="<b>mine</b>"), "")
    assert "Epoch 12.50: Learning rate" in said and "&lt;b&gt;" in said
    assert "cannot go on" in said
    assert "cannot go on" not in tip(run(1, model_bytes=5), "")


def test_order_by_any_column_with_the_pinned_on_top(panel):
    runs = [run(1, best=5.0), run(2, best=math.nan), run(3, best=1.0), run(4, best=9.0)]
    panel.model.set_runs(runs)
    assert numbers(panel) == [4, 3, 2, 1]
    panel.table.choose(runs[0].id)
    panel.table.sortByColumn(Column.BEST, Qt.SortOrder.AscendingOrder)
    assert numbers(panel) == [3, 1, 4, 2]
    assert [chosen.number for chosen in panel.table.chosen()] == [1]
    panel.model.put(runs[3].model_copy(update={"pinned": True}))
    assert numbers(panel) == [4, 3, 1, 2]
    panel.model.put(runs[0].model_copy(update={"best": 0.5}))
    assert numbers(panel) == [4, 1, 3, 2]
    panel.table.sortByColumn(Column.BEST, Qt.SortOrder.DescendingOrder)
    assert numbers(panel)[0] == 4


def test_many_changes_keep_the_model_consistent(panel, qtmodeltester):
    rng = np.random.default_rng(3)
    qtmodeltester.check(panel.model, force_py=True)
    panel.model.set_runs([run(number) for number in range(1, 20)])
    panel.table.sortByColumn(Column.LAST, Qt.SortOrder.AscendingOrder)
    for number in range(20, 120):
        known = panel.model.runs
        pick = known[rng.integers(len(known))]
        act = rng.integers(4)
        if act == 0:
            panel.model.put(run(number, last=float(rng.random())))
        elif act == 1:
            panel.model.remove([pick.id])
        elif act == 2:
            panel.model.put(pick.model_copy(update={"last": float(rng.random())}))
        else:
            panel.model.put(pick.model_copy(update={"pinned": not pick.pinned}))
        rows = panel.model.runs
        assert [panel.model.row_of(r.id) for r in rows] == list(range(len(rows)))
        assert [r.pinned for r in rows] == sorted((r.pinned for r in rows), reverse=True)
        loose = [r.last for r in rows if not r.pinned]
        assert loose == sorted(loose)


def test_a_name_is_written_in_place(panel, qtbot):
    first = run(1)
    panel.model.set_runs([first])
    panel.table.choose(first.id)
    with qtbot.waitSignal(panel.model.renamed) as renamed:
        QTest.keyClick(panel.table, Qt.Key.Key_F2)
        editor = panel.table.findChild(QLineEdit)
        assert editor.text() == "Run 1"
        editor.setText("small steps ")
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert renamed.args == [first.id, "small steps"]


def test_notes_are_written_in_place(panel, qtbot):
    first = run(1)
    panel.model.set_runs([first])
    with qtbot.waitSignal(panel.model.noted) as noted:
        click(panel, 0, Column.NOTES, double=True)
        editor = panel.table.findChild(QLineEdit)
        editor.setText("noisy")
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert noted.args == [first.id, "noisy"]


def test_space_shows_and_hides_what_is_selected(panel, qtbot):
    runs = [run(1), run(2)]
    panel.model.set_runs(runs)
    panel.table.selectAll()
    with qtbot.waitSignal(panel.shownAsked) as asked:
        QTest.keyClick(panel.table, Qt.Key.Key_Space)
    assert asked.args == [(runs[1].id, runs[0].id), True]
    panel.model.set_shown({runs[0].id: 0, runs[1].id: 1})
    with qtbot.waitSignal(panel.shownAsked) as asked:
        QTest.keyClick(panel.table, Qt.Key.Key_Space)
    assert asked.args[1] is False


def test_clicks_on_box_and_pin(panel, qtbot):
    first = run(1)
    panel.model.set_runs([first])
    with qtbot.waitSignal(panel.shownAsked) as shown:
        click(panel, 0, Column.SHOWN)
    assert shown.args == [(first.id,), True]
    with qtbot.waitSignal(panel.pinAsked) as pinned:
        click(panel, 0, Column.PIN)
    assert pinned.args == [(first.id,), True]
    assert panel.table.chosen() == ()


def test_a_run_under_way_is_neither_deleted_nor_continued(panel, qtbot):
    runs = [run(1), run(2)]
    panel.model.set_runs(runs)
    panel.model.set_live((runs[1].id,))
    panel.table.selectAll()
    with qtbot.waitSignal(panel.deleteAsked) as asked:
        QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert asked.args == [(runs[0].id,)]
    panel.table.choose(runs[1].id)
    assert not panel.findChild(QPushButton, "deleteRunButton").isEnabled()
    assert not panel.findChild(QPushButton, "continueRunButton").isEnabled()
    with qtbot.assertNotEmitted(panel.continueAsked, wait=10):
        click(panel, 0, Column.CURVE, double=True)
    with qtbot.waitSignal(panel.continueAsked):
        click(panel, 1, Column.CURVE, double=True)


def test_the_menu_offers_what_makes_sense(panel):
    runs = [run(1, model_bytes=9), run(2)]
    panel.model.set_runs(runs)
    panel.table.choose(runs[0].id)
    panel.set_can_branch(True)
    enabled = {a.text(): a.isEnabled() for a in panel.menu().actions() if a.text()}
    assert enabled["Continue"] and enabled["Branch"] and enabled["Delete"] and enabled["Rename"]
    assert not enabled["Undo delete"]
    panel.table.selectAll()
    enabled = {a.text(): a.isEnabled() for a in panel.menu().actions() if a.text()}
    assert not enabled["Continue"] and not enabled["Rename"] and enabled["Pin"]


def test_box_and_small_curve_have_the_colour_of_the_plot(panel, theme, qtbot):
    first, own = run(1), run(2)
    panel.model.set_runs([first, own])
    panel.model.set_live((own.id,))
    panel.model.set_shown({first.id: 2})
    image = panel.table.viewport().grab().toImage()

    def colours(row: int, column: Column) -> set[str]:
        area = panel.table.visualRect(panel.model.index(row, column))
        return {
            QColor(image.pixel(x, y)).name()
            for x in range(area.left(), area.right())
            for y in range(area.top(), area.bottom())
        }

    curves = theme.scheme.curves
    assert curves[0] in colours(0, Column.SHOWN) and curves[6] in colours(1, Column.SHOWN)
    assert len(colours(1, Column.CURVE)) > 2


def test_what_was_held_out_has_a_column_as_soon_as_any_run_has_read_it(panel):
    table = panel.table
    panel.model.set_runs([run(1), run(2)])
    assert table.isColumnHidden(Column.HELD_OUT)
    assert "held out" not in tip(run(1), "")
    read = run(3, held_out=41.25)
    panel.model.put(read)
    assert not table.isColumnHidden(Column.HELD_OUT)
    assert [text(panel, row, Column.HELD_OUT) for row in range(3)] == ["41.2", "–", "–"]
    assert "Best on the part held out: perplexity 41.2" in tip(read, "")
    panel.model.remove([read.id])
    assert table.isColumnHidden(Column.HELD_OUT)


def test_runs_without_a_figure_stand_last_in_either_order(panel):
    runs = [run(1, held_out=50.0), run(2), run(3, held_out=40.0), run(4, held_out=math.inf)]
    panel.model.set_runs(runs)
    panel.table.sortByColumn(Column.HELD_OUT, Qt.SortOrder.AscendingOrder)
    assert numbers(panel) == [3, 1, 4, 2]
    panel.table.sortByColumn(Column.HELD_OUT, Qt.SortOrder.DescendingOrder)
    assert numbers(panel) == [4, 1, 3, 2]
