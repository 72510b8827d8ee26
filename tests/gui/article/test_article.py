"""The article page in the window, over a fake engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QLabel, QTextBrowser

from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.training.article import is_recipe, printed
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.memory.ledger.ledger_table import LedgerTable
from tests.fakes import FakeBackend
from tests.gui.conftest import Stage


def opened(stage: Stage) -> Stage:
    """Let the article be read."""
    stage.window.parts.actions.by_name["article"].trigger()
    stage.until(lambda: bool(stage.window.parts.article.made))
    stage.until(lambda: stage.parts.article.isVisible() and bool(stage.parts.article.text))
    return stage


@pytest.fixture
def reader(stage: Stage) -> Stage:
    stage.until(lambda: stage.window.explorer.shown is not None)
    return opened(stage)


def click(stage: Stage, address: str) -> None:
    stage.find(QTextBrowser, "articleText").anchorClicked.emit(QUrl(address))


def dock(stage: Stage, name: str) -> QDockWidget:
    found = stage.find(QDockWidget, f"{name}Dock")
    assert isinstance(found, QDockWidget)
    return found


def show_claim(stage: Stage, claim: str) -> None:
    click(stage, f"claim:{claim}")
    shower = stage.window.late.article.shower
    stage.until(lambda: shower.tested[claim].finding is not None)


def test_it_is_made_when_it_is_asked_for(stage: Stage) -> None:
    assert not dock(stage, "article").isVisible()
    assert stage.window.late.article is None and not stage.window.parts.article.made
    opened(stage)
    assert "The long short-term memory" in stage.parts.article.text
    page = stage.find(QTextBrowser, "articleText")
    assert page.viewport().width() <= 71 * page.fontMetrics().averageCharWidth()
    stage.window.remembering.choose("language", "zh_CN")
    stage.until(lambda: "长短期记忆" in stage.parts.article.text)
    assert dock(stage, "article").windowTitle() == "文章"


def test_it_stands_in_a_narrow_window_where_the_lyrics_are(stage: Stage) -> None:
    stage.window.resize(stage.window.minimumSize())
    stage.qtbot.wait(50)
    opened(stage)
    lyrics = dock(stage, "lyrics")
    assert dock(stage, "article") in stage.window.tabifiedDockWidgets(lyrics)


def test_an_equation_opens_the_ledger_at_its_numbers(reader: Stage) -> None:
    click(reader, "ledger:f")
    reader.until(lambda: dock(reader, "ledger").widget().isVisible())
    assert reader.parts.memory.quantity == "f"
    table = reader.find(LedgerTable, "ledgerTable")
    reader.until(lambda: bool(table.rows))

    def stressed() -> list[str]:
        return [
            row.key
            for index, row in enumerate(table.rows)
            if table.item(index, 0).background().color().alpha() < 255
            and table.item(index, 0).background().style().value
        ]

    reader.until(lambda: stressed() == ["f"])
    click(reader, "graph:")
    reader.until(lambda: stressed() == [])


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        ("gates", "ledger"),
        ("carry", "ledger"),
        ("distance", "whatIf"),
        ("gradients", "distance"),
        ("output", "ledger"),
    ],
)
def test_a_claim_is_shown_and_everything_comes_back(reader: Stage, claim: str, shown: str) -> None:
    memory, explorer = reader.parts.memory, reader.window.explorer
    memory.set_quantity("o")
    memory.set_cell(3)
    memory.set_position(2)
    dock(reader, "runs").raise_()
    reader.until(lambda: dock(reader, "runs").widget().isVisible())
    before, back = explorer.place, reader.find(QAbstractButton, "articleBackButton")
    assert not back.isEnabled()
    show_claim(reader, claim)
    finding = reader.window.late.article.shower.tested[claim].finding
    reader.until(lambda: dock(reader, shown).widget().isVisible())
    if claim != "gradients":
        place = finding.place
        assert explorer.shown == (finding.trace, finding.text)
        assert (memory.quantity, memory.cell) == (place.quantity, place.cell)
        assert memory.position == place.position
    assert str(finding.sentence) in reader.parts.article.text.replace("\u2028", "\n")
    back.click()
    reader.until(lambda: dock(reader, "runs").widget().isVisible())
    assert explorer.place == before and explorer.past is None
    assert not back.isEnabled()


def test_a_reading_stands_still_while_the_model_learns_on(reader: Stage) -> None:
    show_claim(reader, "output")
    finding = reader.window.late.article.shower.tested["output"].finding
    reader.train()
    steps = reader.backend.steps
    reader.until(lambda: reader.backend.steps > steps + 50)
    assert reader.window.explorer.shown == (finding.trace, finding.text)
    now = reader.find(QAbstractButton, "nowButton")
    assert now.isVisible() and now.isEnabled()
    now.click()
    assert reader.window.explorer.past is None


def test_what_was_put_in_place_is_shown_with_what_it_did(reader: Stage) -> None:
    show_claim(reader, "distance")
    finding = reader.window.late.article.shower.tested["distance"].finding
    panel = reader.parts.views.what_if
    assert panel.change == finding.place.change
    assert panel.result is finding.place.altered
    panel.ask_again()  # what is seen is of a moment, not of now
    reader.qtbot.wait(50)
    assert panel.result is finding.place.altered
    reader.find(QAbstractButton, "articleBackButton").click()
    assert panel.change is None


def test_another_run_forgets_what_was_found(reader: Stage) -> None:
    show_claim(reader, "gates")
    label = reader.find(QLabel, "memoryMoment")
    assert label.text() == "as it was read for the article"
    reader.session.reset()
    reader.until(lambda: not reader.window.late.article.shower.tested)
    reader.until(lambda: label.text() != "as it was read for the article")
    assert reader.window.explorer.past is None


def test_the_question_is_put_again_when_another_takes_its_place(reader: Stage) -> None:
    from lstm_gui.core.inspection.naming import CellNaming

    click(reader, "claim:distance")
    reader.bridge.inspect(CellNaming(0))
    reader.until(
        lambda: (
            getattr(reader.window.late.article.shower.tested.get("distance"), "finding", None)
            is not None
        )
    )


@pytest.fixture
def twins(make_stage: Callable[..., Stage]) -> Stage:
    """A window whose engine thread makes another fake engine for each run."""
    return make_stage(make=lambda: FakeBackend(step_seconds=0.001)).open()


def test_one_button_runs_the_recipe_and_fills_the_table(twins: Stage) -> None:
    opened(twins)
    run = twins.find(QAbstractButton, "articleRunButton")
    run.click()
    twins.until(lambda: twins.bridge.difference is not None)
    twins.until(lambda: not run.isEnabled())
    models = twins.bridge.models
    assert all(is_recipe(model.experiment) for model in models)
    assert [model.experiment.model.cell for model in models] == ["lstm", "gru"]
    assert twins.session.experiment.train.epochs == 200
    assert len(twins.parts.plot.curves.printed) == len(printed())
    twins.until(lambda: all((model.last_epoch() or (0,))[0] >= 41 for model in models))
    first = models[0].curves.epochs["perplexity"][39]
    twins.until(lambda: f"{first:.3f}" in twins.parts.article.text)
    twins.until(lambda: "GRU, epoch 40" in twins.parts.article.text)
    twins.find(QAbstractButton, "endTwinButton").click()
    twins.until(lambda: twins.bridge.difference is None)
    assert "GRU, epoch 40" in twins.parts.article.text
    twins.session.restart(changed(twins.session.experiment, "train.learning_rate", 1.0))
    twins.until(lambda: len(twins.parts.plot.curves.printed) == 0)


def test_a_plain_network_is_trained_beside_it(twins: Stage) -> None:
    opened(twins)
    twins.until(lambda: twins.window.explorer.shown is not None)
    show_claim(twins, "gradients")
    assert "Train one beside it: RNN" in twins.parts.article.text
    click(twins, "beside:rnn")
    twins.until(lambda: twins.bridge.difference is not None)
    assert twins.bridge.twin.experiment.model.cell == "rnn"
    twins.wait_for(RunState.RUNNING)
    show_claim(twins, "gradients")
    finding = twins.window.late.article.shower.tested["gradients"].finding
    assert finding.verdict in ("holds", "fails") and "plain" in finding.sentence.values
    assert "Train one beside it" not in twins.parts.article.text


def test_the_slip_of_the_pen_is_trained_beside_the_recipe(twins: Stage) -> None:
    opened(twins)
    click(twins, "theta:")
    twins.until(lambda: twins.bridge.difference is not None)
    run, twin = twins.bridge.models
    assert (run.experiment.train.clipping_theta, twin.experiment.train.clipping_theta) == (0.01, 98)
    assert is_recipe(run.experiment) and not is_recipe(twin.experiment)
    twins.wait_for(RunState.RUNNING)


def test_the_catalogue_is_a_click_away(reader: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[bool] = []
    monkeypatch.setattr(
        "lstm_gui.gui.texts.texts_controller._bring_up", lambda _: shown.append(True)
    )
    click(reader, "texts:")
    assert shown == [True]
