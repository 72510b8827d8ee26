"""Interventions: what is asked, what is sent, and how the two continuations are compared."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from lstm_gui.core.inspection.forward import Intervention
from lstm_gui.core.inspection.interventions import InterventionTrial
from lstm_gui.core.inspection.jobs import finish
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.gui.memory.cell_names import format_cells, parse_cells
from lstm_gui.gui.memory.heat_strip import HeatStrip
from lstm_gui.gui.memory.intervention.panel import (
    ContinuationView,
    InterventionPanel,
    InterventionView,
    parting_of,
)
from lstm_gui.gui.widgets.theme import Theme
from tests.gui.memory.small_model import HIDDEN, access, unknown


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> InterventionPanel:
    widget = InterventionPanel(theme, seed=lambda: 7)
    qtbot.addWidget(widget)
    widget.resize(656, 240)
    widget.set_cell_kind("lstm", layers=1, cells=HIDDEN)
    widget.set_unknown_check(unknown)
    widget.set_prefix("黄昏")
    widget.show()
    return widget


def part(panel: InterventionPanel, kind: type, name: str):
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def compare(panel: InterventionPanel) -> QPushButton:
    return part(panel, QPushButton, "interventionCompareButton")


def sentence(panel: InterventionPanel) -> str:
    return part(panel, QLabel, "interventionSentence").text()


def ask(panel: InterventionPanel, qtbot: QtBot) -> InterventionTrial:
    with qtbot.waitSignal(panel.interventionRequested) as asked:
        compare(panel).click()
    return asked.args[0]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("37, 40-45", (37, 40, 41, 42, 43, 44, 45)),
        ("3", (3,)),
        ("5，1、1", (1, 5)),
        ("2 – 4", (2, 3, 4)),
        ("", None),
        ("ALL", None),
        ("全部", None),
    ],
)
def test_cells_are_read_as_people_write_them(text: str, cells: tuple[int, ...] | None) -> None:
    assert parse_cells(text, 64, everything=("all", "全部")) == cells


@pytest.mark.parametrize("text", ["x", "64", "5-3", "-1", "1-", "1.5", ",", "60-64"])
def test_what_is_no_cell_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_cells(text, 64)


def test_cells_are_written_as_ranges() -> None:
    assert format_cells((45, 37, 40, 41, 42)) == "37, 40–42, 45"


def test_the_fields_become_a_trial(panel: InterventionPanel, qtbot: QtBot) -> None:
    panel.set_cells("1, 3-4")
    part(panel, QSpinBox, "interventionLengthSpin").setValue(9)
    trial = ask(panel, qtbot)
    assert trial == InterventionTrial(
        prefix="黄昏",
        intervention=Intervention(kind="hold", cells=(1, 3, 4), layer=0, start=2),
        transplant_from=None,
        length=9,
        temperature=0.0,
        seed=0,
    )


def test_the_layer_that_is_changed_is_the_one_shown(panel: InterventionPanel, qtbot: QtBot) -> None:
    panel.set_cell_kind("lstm", layers=2, cells=HIDDEN)
    panel.set_layer(1)
    trial = ask(panel, qtbot)
    assert trial.intervention is not None and trial.intervention.layer == 1
    panel.set_layer(0)  # asked for next; what comes back is still of the other one
    outcome = finish(trial, access(layers=2))
    panel.set_result(outcome)
    shown = part(panel, InterventionView, "interventionView").states
    assert shown is not None
    assert (shown[1] == outcome.with_.trace.quantities["c"][1]).all()
    assert "of layer 2" in part(panel, QLabel, "interventionCaption").text()


def test_a_transplant_is_shown_in_the_chosen_layer(panel: InterventionPanel, qtbot: QtBot) -> None:
    panel.set_cell_kind("lstm", layers=2, cells=HIDDEN)
    panel.set_layer(1)
    panel.set_kind("transplant")
    part(panel, QLineEdit, "interventionSourceEdit").setText("一寸")
    outcome = finish(ask(panel, qtbot), access(layers=2))
    panel.set_result(outcome)
    shown = part(panel, InterventionView, "interventionView").states
    assert shown is not None
    assert (shown[0] == outcome.without.trace.quantities["c"][1]).all()


def test_all_cells_from_the_first_character_with_chance(
    panel: InterventionPanel, qtbot: QtBot
) -> None:
    panel.set_kind("flip")
    part(panel, QComboBox, "interventionStartCombo").setCurrentIndex(1)
    part(panel, QDoubleSpinBox, "interventionTemperatureSpin").setValue(0.8)
    trial = ask(panel, qtbot)
    assert trial.intervention == Intervention(kind="flip", cells=None, layer=0, start=0)
    assert (trial.temperature, trial.seed) == (0.8, 7)


def test_a_transplant_asks_for_another_text(panel: InterventionPanel, qtbot: QtBot) -> None:
    panel.set_kind("transplant")
    assert not part(panel, QLineEdit, "interventionCellsEdit").isVisible()
    source = part(panel, QLineEdit, "interventionSourceEdit")
    assert source.isVisible()
    assert not compare(panel).isEnabled()
    source.setText("皮箱")
    trial = ask(panel, qtbot)
    assert trial.intervention is None
    assert trial.transplant_from == "皮箱"


def test_the_chosen_cell_is_filled_in(panel: InterventionPanel, qtbot: QtBot) -> None:
    panel.set_cell_kind("lstm", layers=2, cells=HIDDEN)
    panel.set_cell(1, 5)
    button = part(panel, QPushButton, "interventionChosenCellButton")
    assert button.text() == "Cell 5"
    button.click()
    trial = ask(panel, qtbot)
    assert trial.intervention is not None
    assert (trial.intervention.cells, trial.intervention.layer) == ((5,), 1)


def test_unknown_characters_and_wrong_cells_are_named(panel: InterventionPanel) -> None:
    panel.set_prefix("黄◊")
    warning = part(panel, QLabel, "interventionWarning")
    assert "◊" in warning.text()
    assert not compare(panel).isEnabled()
    panel.set_prefix("黄")
    assert compare(panel).isEnabled()
    panel.set_cells("99")
    assert warning.text() == "Cells are numbers from 0 to 11, like 37, 40-45."
    assert part(panel, QLineEdit, "interventionCellsEdit").property("state") == "invalid"
    assert panel.trial is None


def test_the_choice_follows_the_kind_of_cell(panel: InterventionPanel) -> None:
    kinds = part(panel, QComboBox, "interventionKindCombo")
    assert "F = 1, I = 0" in kinds.itemText(0)
    panel.set_kind("freeze")
    panel.set_cell_kind("gru", cells=HIDDEN)
    assert "Z = 1" in kinds.itemText(0)
    assert kinds.currentText() == "Freeze H"
    panel.set_cell_kind("rnn", cells=HIDDEN)
    assert kinds.count() == 4
    assert kinds.currentText() == "Freeze H"


def test_setting_fields_asks_for_nothing(panel: InterventionPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.interventionRequested):
        panel.set_prefix("笛")
        panel.set_cells("1")
        panel.set_kind("zero")
        panel.set_cell(0, 3)


def test_while_a_comparison_runs_there_is_no_second_one(
    panel: InterventionPanel, qtbot: QtBot
) -> None:
    ask(panel, qtbot)
    assert not compare(panel).isEnabled()
    assert compare(panel).text() == "Comparing"
    panel.set_running(False)
    assert compare(panel).isEnabled()


def test_a_held_memory_is_reported_unchanged(panel: InterventionPanel, qtbot: QtBot) -> None:
    trial = ask(panel, qtbot)
    panel.set_result(finish(trial, access()))
    assert sentence(panel).endswith("What was held passed through unchanged, bit for bit.")
    assert compare(panel).isEnabled()


@pytest.mark.parametrize("cell", CELLS)
def test_both_texts_are_shown_and_the_first_difference_marked(
    panel: InterventionPanel, qtbot: QtBot, cell: str
) -> None:
    panel.set_cell_kind(cell, cells=HIDDEN)
    panel.set_kind("zero")
    outcome = finish(ask(panel, qtbot), access(cell))
    panel.set_result(outcome)
    parting = parting_of(outcome.without.text, outcome.with_.text)
    assert parting >= 0
    assert f"The texts part at character {parting + 1}." in sentence(panel)
    for name, run in (("Without", outcome.without), ("With", outcome.with_)):
        view = part(panel, ContinuationView, f"interventionText{name}")
        assert view.toPlainText() == (outcome.prefix + run.text).replace(" ", "␣")
        assert view.parting == parting
        assert part(panel, HeatStrip, f"interventionStrip{name}").isVisible()


def test_equal_texts_are_said_to_be_equal(panel: InterventionPanel, qtbot: QtBot) -> None:
    panel.set_kind("transplant")
    part(panel, QLineEdit, "interventionSourceEdit").setText("皮")
    outcome = finish(ask(panel, qtbot), access())
    panel.set_result(type(outcome)(outcome.prefix, outcome.without, outcome.without))
    assert sentence(panel).startswith("Both texts are the same.")
    assert part(panel, QPlainTextEdit, "interventionTextWith").parting == -1


def test_blanks_are_seen_and_copied_as_they_are(qtbot: QtBot, theme: Theme) -> None:
    view = ContinuationView(theme)
    qtbot.addWidget(view)
    view.show_text("分开", "  a\n\n𠀀 b\u3000", 1)
    assert view.toPlainText() == "分开␣␣a␣\n␣\n𠀀␣b␣"

    def copied(start: int, end: int) -> str:
        cursor = view.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
        view.setTextCursor(cursor)
        return view.createMimeDataFromSelection().text()

    whole = len(view.toPlainText().encode("utf-16-le")) // 2
    assert copied(0, whole) == "分开  a\n\n𠀀 b\u3000"
    assert copied(2, 4) == "  " and copied(4, 5) == "a" and copied(1, 3) == "开 "
    assert copied(9, 11) == "𠀀" and copied(9, 12) == "𠀀 " and copied(12, whole) == "b\u3000"


def test_before_a_result_the_panel_explains(panel: InterventionPanel, qtbot: QtBot) -> None:
    explanation = part(panel, QLabel, "interventionExplanation")
    assert "article's claim" in explanation.text()
    panel.set_kind("zero")
    assert "hold 0" in explanation.text()
    panel.set_result(finish(ask(panel, qtbot), access()))
    assert not explanation.isVisible()
    panel.set_result(None)
    assert explanation.isVisible()


def test_it_says_that_nothing_else_changes(panel: InterventionPanel) -> None:
    note = part(panel, QLabel, "interventionNote").text()
    assert note == "Neither the weights nor the training change."


@pytest.mark.parametrize(
    ("one", "other", "place"), [("abc", "abd", 2), ("abc", "abc", -1), ("ab", "abc", 2)]
)
def test_where_texts_part(one: str, other: str, place: int) -> None:
    assert parting_of(one, other) == place


def test_the_panel_follows_the_theme(panel: InterventionPanel, theme: Theme, qtbot: QtBot) -> None:
    panel.set_result(finish(ask(panel, qtbot), access()))
    before = panel.grab().toImage()
    theme.set_mode("dark")
    assert panel.grab().toImage() != before
    theme.set_mode("light")
