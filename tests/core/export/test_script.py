"""The script of a run: what it says, and which runs it cannot repeat; others run it."""

from __future__ import annotations

import ast

import pytest

from lstm_gui.core.errors import ExportError
from lstm_gui.core.export.script import script_of
from lstm_gui.core.runs.run import KeptChange
from lstm_gui.core.settings.experiment import Experiment, changed
from tests.core.export.runs import exported
from tests.core.worker.driving import corpus_of

SETTINGS = {"train.num_steps": 5, "train.batch_size": 2, "model.hidden": 8}


def script(**settings: object) -> str:
    return script_of(exported(corpus=corpus_of(), **{**SETTINGS, **settings}), "a.py", "a.txt")


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"model.cell": "gru", "model.layers": 2},
        {"model.cell": "rnn", "train.optimizer": "adam"},
        {"model.cell": "peephole", "compute.implementation": "scratch"},
        {"train.sampling": "random", "corpus.held_out": 0.3, "model.forget_bias": 1.0},
    ],
)
def test_it_is_python_and_has_no_more_than_it_needs(settings: dict[str, object]) -> None:
    text = script(**settings)
    names = {node.name for node in ast.walk(ast.parse(text)) if hasattr(node, "name")}
    assert ("adam" in names) == (settings.get("train.optimizer") == "adam")
    assert ("random_batch" in names) == ("train.sampling" in settings)
    assert ("read_held_out" in names) == ("corpus.held_out" in settings)
    assert "{" not in text.replace("{epoch}", "").replace("{curve", "").replace("{seconds", "") or (
        "changes = {" in text
    )
    assert max(map(len, text.splitlines())) <= 120


def test_what_was_changed_on_the_way_stands_where_it_was() -> None:
    text = script()
    assert "dict(lr=3.5)" in text
    assert "(2, " in text  # half through the third epoch


def test_a_name_cannot_end_the_words_at_its_head() -> None:
    given = exported(corpus=corpus_of(), **SETTINGS)
    row = given.run.model_copy(update={"name": '"""\nimport os\n"""\\'})
    text = script_of(
        type(given)(row, given.curve, given.samples, given.corpus), 'x"""y.py', "a.txt"
    )
    assert "os" not in {
        alias.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import)
        for alias in node.names
    }


def test_without_its_text_it_asks_for_it() -> None:
    with pytest.raises(ExportError, match="needs the text"):
        script_of(exported(**SETTINGS), "a.py", "a.txt")


@pytest.mark.parametrize(
    "values", [{"model.hidden": 16}, {"corpus.held_out": 0.3}, {"back_to": 1}, {"text_after": "b"}]
)
def test_a_run_that_became_another_one_is_refused(values: dict[str, object]) -> None:
    given = exported(corpus=corpus_of(), **SETTINGS)
    before = given.run.experiment
    after = before
    for path, value in values.items():
        if "." in path:
            after = changed(after, path, value)
    kept = {path: value for path, value in values.items() if "." not in path}
    change = KeptChange(x=3, before=before, after=after, **kept)
    row = given.run.model_copy(update={"changes": (*given.run.changes, change)})
    with pytest.raises(ExportError, match="cannot repeat this run: after 3 epochs"):
        script_of(type(given)(row, given.curve, (), given.corpus), "a.py", "a.txt")


def test_defaults_are_as_in_the_book() -> None:
    assert Experiment().train.learning_rate == 100  # `exported` changes it to 3.5 on the way
