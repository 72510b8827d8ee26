"""The numbers of views as tables that follow a run, and what each view says of itself in words."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QTableView

from lstm_gui.core.export.data_table import DataTable
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.export.numbers_dialog import NumbersTable, column_title
from lstm_gui.gui.session.run_model import RunModel
from tests.gui.conftest import Stage
from tests.gui.export.test_pictures_of_views import VIEWS, view_of

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def shown(model: NumbersTable, row: int, column: int, role=Qt.ItemDataRole.DisplayRole) -> object:
    return model.index(row, column).data(role)


def numbers(stage: Stage, key: str) -> QDialog:
    stage.window.exporting.show_numbers(key)
    dialog = stage.window.findChild(QDialog, "numbersDialog")
    assert dialog is not None and dialog.key == key
    return dialog


@pytest.fixture
def rested(stage: Stage) -> Stage:
    """A run of some epochs, which rests."""
    stage.parts.config.propose(changed(stage.session.experiment, "train.sample_every", 1))
    stage.train()
    stage.until(lambda: len(stage.bridge.run.curves.epochs) > 3)
    stage.until(lambda: len(stage.bridge.run.samples) > 0)
    stage.window.parts.actions.by_name["pause"].trigger()
    stage.wait_for(RunState.PAUSED)
    return stage


# The table


def test_numbers_are_written_alike_in_a_column_and_spoken_with_its_name(qapp):
    model = NumbersTable()
    model.set_table(
        DataTable({"epoch": [1.0, 2.0], "perplexity": [342.1, 14.25], "held_out": [None, 1e-7]})
    )
    assert [shown(model, 0, column) for column in range(3)] == ["1", "342.100", ""]
    assert shown(model, 1, 1) == "14.250" and shown(model, 1, 2) == "1.0e−07"
    assert shown(model, 0, 1, SPOKEN) == "perplexity: 342.100"
    assert shown(model, 0, 2, SPOKEN) == "held out: nothing measured"
    assert model.headerData(2, Qt.Orientation.Horizontal) == "held out"


def test_rows_that_come_are_added_and_the_rest_stays(qapp):
    model, told = NumbersTable(), []
    model.modelReset.connect(lambda: told.append("reset"))
    model.rowsInserted.connect(lambda _, first, last: told.append((first, last)))
    model.dataChanged.connect(lambda *_: told.append("changed"))
    one = {"epoch": [1], "perplexity": [3.5]}
    model.set_table(DataTable(one))
    model.set_table(DataTable(one))
    assert told == ["reset"]
    model.set_table(DataTable({"epoch": [1, 2, 3], "perplexity": [3.5, 2.5, 1.5]}))
    assert told == ["reset", (1, 2)]
    model.set_table(DataTable({"epoch": [1, 2, 3], "perplexity": [3.5, 2.5, 1.25]}))
    assert told[-1] == "changed"
    model.set_table(DataTable({"epoch": [1], "perplexity": [9.5]}))
    assert told[-1] == "reset" and shown(model, 0, 1) == "9.50000"


def test_columns_have_names_in_the_language_in_use(rested):
    names = set()
    for key in VIEWS:
        table = view_of(rested, key).exported().table()
        names |= set(table.columns)
    rested.language.set_choice("zh_CN")
    english = {name for name in names if column_title(name).isascii() and len(name) > 2}
    assert english <= {"c~"}


# The dialog


def test_it_follows_the_run_while_it_is_seen(stage):
    dialog = numbers(stage, "perplexity")
    assert dialog.table.isHidden()
    stage.train()
    stage.until(lambda: dialog.model.rowCount() > 4)
    epochs = stage.bridge.run.curves.epochs
    written = str(shown(dialog.model, 0, 1)).replace(",", "")
    assert float(written) == pytest.approx(10 ** epochs["level"][0], abs=0.01)
    assert not dialog.table.isHidden()
    dialog.hide()
    rows = dialog.model.rowCount()
    done = stage.bridge.run.curves.epochs["x"][-1]
    stage.until(lambda: stage.bridge.run.curves.epochs["x"][-1] > done + 5)
    stage.qtbot.wait(700)
    assert dialog.model.rowCount() == rows
    dialog.close()


def test_cells_of_the_moment_shown_are_the_heat_map_s(rested):
    dialog = numbers(rested, "memory")
    frame = rested.parts.memory.exported().table()
    assert dialog.model.rowCount() == len(frame)
    assert dialog.model.columnCount() == len(frame.columns)
    value = float(frame.columns["cell 3"][1])
    assert float(str(shown(dialog.model, 1, 5)).replace("−", "-")) == pytest.approx(value, abs=1e-4)
    said = str(shown(dialog.model, 1, 5, SPOKEN))
    assert said.startswith("cell 3: ")
    dialog.close()


def test_what_is_selected_is_copied_or_all(rested):
    dialog = numbers(rested, "perplexity")
    table = dialog.findChild(QTableView, "numbersTable")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:2] == ["epoch", "perplexity"]
    assert len(lines) == dialog.model.rowCount() + 1
    first = float(10 ** rested.bridge.run.curves.epochs["level"][0])
    assert float(lines[1].split("\t")[1]) == pytest.approx(first)
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2
    dialog.close()


def test_another_view_is_chosen_and_comes_forward(rested):
    dialog = numbers(rested, "perplexity")
    combo = dialog.findChild(QComboBox, "numbersViewCombo")
    combo.setCurrentIndex(combo.findData("ledger"))
    combo.activated.emit(combo.currentIndex())
    assert dialog.key == "ledger"
    view = rested.parts.views.ledger
    rested.until(lambda: view.isVisible() and dialog.model.rowCount() > 0)
    rested.language.set_choice("zh_CN")
    rested.until(lambda: dialog.windowTitle() == "数值" and dialog.key == "ledger")
    dialog.close()


# In words


def in_words(stage: Stage, key: str) -> str:
    return view_of(stage, key).exported().summary()


def values(run: RunModel, column: str = "level") -> list[float]:
    return (10 ** run.curves.epochs[column]).tolist()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_curve_says_where_it_came_from_and_its_lowest(rested, language):
    rested.language.set_choice(language)
    said = in_words(rested, "perplexity")
    run = values(rested.bridge.run)
    lowest = run.index(min(run)) + 1
    for number in (run[0], min(run)):
        assert f"{number:,.1f}".split(".")[0] in said
    assert (f"epoch {lowest:,}" if language == "en" else f"第 {lowest:,} 个周期") in said


def test_the_curve_says_the_twin_s_as_well(stage):
    stage.plan(5000)
    stage.session.begin_twin(Difference("model.seed", 5))
    stage.until(stage.parts.actions.by_name["saveTwin"].isVisible)
    stage.parts.actions.by_name["start"].trigger()
    twin = stage.bridge.models[1]
    stage.until(lambda: len(twin.curves.epochs) > 2)
    stage.parts.actions.by_name["pause"].trigger()
    stage.wait_for(RunState.PAUSED)
    assert in_words(stage, "perplexity").count("lowest ") == 2


def test_every_view_of_numbers_says_what_it_shows(rested):
    for key in VIEWS:
        view = view_of(rested, key)
        if not view.exported().table().empty:
            said = view.exported().summary()
            assert any(letter.isdigit() for letter in said), (key, said)


def test_the_heat_map_says_where_it_is_farthest_from_nothing(rested):
    table = rested.parts.memory.exported().table()
    cells = [name for name in table.columns if name.startswith("cell ")]
    said = in_words(rested, "memory")
    named = re.search(r"farthest from 0: (cell \d+) at ", said)
    sizes = {name: float(abs(table.columns[name]).max()) for name in cells}
    assert named is not None and sizes[named[1]] == max(sizes.values())
    assert f"{len(cells)} cells by {len(table)} characters" in said


def test_the_words_stand_above_the_table(rested):
    dialog = numbers(rested, "perplexity")
    label = dialog.findChild(QLabel, "numbersSummary")
    assert label.text() == in_words(rested, "perplexity") and label.isVisible()
    dialog.close()
