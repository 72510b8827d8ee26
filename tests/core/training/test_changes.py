"""Undo and redo are exact, and the record stays even where memory is short."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_gui.core.model.backend import Memory, Position, Snapshot
from lstm_gui.core.settings.difference import differences
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import TrainConfig
from lstm_gui.core.training.changes import Change, ChangeLog, described, size_of
from tests.core.worker.driving import corpus_of
from tests.release import Cases

START = Experiment()


def snapshot(step: int, floats: int = 10) -> Snapshot:
    weights = {"b_q": np.full(floats, step, np.float32)}
    return Snapshot(Position(step=step), weights, {}, None)


def edit(log: ChangeLog, path: str, value: object, step: int, floats: int = 10) -> Change:
    before = log.current
    change = Change(
        step, step / 10, step, "user", before, changed(before, path, value), snapshot(step, floats)
    )
    log.append(change)
    return change


edits = st.one_of(
    st.tuples(st.just("train.learning_rate"), st.sampled_from([0.003, 0.01, 1.0, 100.0])),
    st.tuples(st.just("train.clipping_theta"), st.sampled_from([0.01, 1.0])),
    st.tuples(st.just("model.hidden"), st.integers(1, 300)),
    st.tuples(st.just("train.sampling"), st.sampled_from(["random", "consecutive"])),
    st.tuples(st.just("train.prefixes"), st.sampled_from([(), ("a",), ("a", "b")])),
)


@settings(deadline=None, max_examples=30)
@given(st.lists(edits, min_size=200, max_size=200))
def test_undo_all_is_the_start_and_redo_all_the_end(made: list[tuple[str, object]]) -> None:
    undo_all_and_redo_all(made)


@pytest.mark.release("U2")
def test_many_records_of_200_changes_are_undone_and_redone(cases: Cases) -> None:
    rng, paths = random.Random(2), {"train.learning_rate": (0.003, 0.01, 1.0, 100.0)}
    paths |= {"train.clipping_theta": (0.01, 1.0), "model.hidden": tuple(range(1, 300))}
    paths |= {"train.sampling": ("random", "consecutive"), "train.prefixes": ((), ("a",))}
    for _ in cases(5, 5000):
        made = [(path, rng.choice(paths[path])) for path in rng.choices(list(paths), k=200)]
        undo_all_and_redo_all(made)


def undo_all_and_redo_all(made: list[tuple[str, object]]) -> None:
    log = ChangeLog(START)
    entries = [edit(log, path, value, step) for step, (path, value) in enumerate(made)]
    end, now = log.current, snapshot(1000)
    for entry in reversed(entries):
        back = log.undo(now if entry is entries[-1] else snapshot(2000))
        assert back is not None and back.snapshot is entry.snapshot
        assert back.experiment == entry.before == log.current and back.change is entry
    assert log.current == START and log.undo(now) is None and len(log.undone) == 200
    for place, entry in enumerate(entries):
        forward = log.redo()
        assert forward is not None and forward.experiment == entry.after == log.current
        expected = entries[place + 1].snapshot if place + 1 < len(entries) else now
        assert forward.snapshot is expected
    assert log.current == end and log.redo() is None
    assert log.changes == tuple(entries)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(edits, st.sampled_from(["undo", "redo", "branch"])), max_size=200))
def test_any_walk_keeps_the_record_consistent(walk: list[object]) -> None:
    log, model = ChangeLog(START), [START]  # the settings at each moment of the chain
    place = 0
    for step, act in enumerate(walk):
        match act:
            case "undo":
                place -= log.undo(snapshot(step)) is not None
            case "redo":
                place += log.redo() is not None
            case "branch":
                twin = log.branch()
                assert twin.changes == log.changes and not twin.undone
                assert twin.current == log.current
            case (str(path), value):
                edit(log, path, value, step)
                model = [*model[: place + 1], log.current]
                place += 1
        assert 0 <= place < len(model) and log.current == model[place]
        assert (len(log.changes), len(log.undone)) == (place, len(model) - 1 - place)


def test_a_branch_and_its_origin_do_not_disturb_each_other() -> None:
    log = ChangeLog(START)
    edit(log, "train.learning_rate", 1.0, 1)
    second = edit(log, "train.learning_rate", 2.0, 2)
    log.undo(snapshot(3))
    twin = log.branch()
    edit(twin, "train.learning_rate", 3.0, 4)
    assert log.undone == (second,) and twin.current.train.learning_rate == 3.0
    forward = log.redo()
    assert forward is not None and forward.snapshot.position.step == 3


def test_a_change_that_begins_elsewhere_is_refused() -> None:
    log = ChangeLog(START)
    other = changed(START, "model.hidden", 3)
    with pytest.raises(ValueError, match="begin"):
        log.append(Change(1, 0.0, 0, "watch", other, START, None))


def test_the_oldest_snapshots_go_first_and_their_entries_stay() -> None:
    log = ChangeLog(START, budget=3 * 40)
    for step in range(1, 7):
        edit(log, "train.learning_rate", float(step), step)
    assert [change.snapshot is None for change in log.changes] == [True] * 3 + [False] * 3
    assert log.dropped == 3 and log.held_bytes == 120
    assert log.undo(snapshot(9)) is not None  # the present is kept too, so the oldest one goes
    assert log.held_bytes <= 120 and log.dropped == 4
    assert log.undo(snapshot(9)) is not None
    assert log.undo(snapshot(9)) is None
    assert "snapshot was dropped" in str(log.undo_refusal())
    assert log.current.train.learning_rate == 4.0
    assert log.redo() is not None and log.redo() is not None and log.redo_refusal() is not None


def test_the_last_change_can_be_undone_however_large_the_model() -> None:
    log = ChangeLog(START, budget=1)
    for step in range(1, 4):
        edit(log, "train.learning_rate", float(step), step)
    back = log.undo(snapshot(4))
    assert back is not None and back.snapshot.position.step == 3
    forward = log.redo()
    assert forward is not None and forward.snapshot.position.step == 4


def test_nothing_to_undo_is_said() -> None:
    log = ChangeLog(START)
    assert str(log.undo_refusal()) == "There is no change to undo."
    assert str(log.redo_refusal()) == "There is no change to redo."


def test_all_arrays_are_counted() -> None:
    h = np.zeros((1, 2, 3), np.float32)
    whole = Snapshot(Position(), {"a": h}, {"t": np.zeros(1, np.float32)}, Memory(h, h))
    assert size_of(whole) == 24 + 4 + 48


def test_a_change_is_described_as_the_form_names_it() -> None:
    before = Experiment(train=TrainConfig(learning_rate=0.01))
    after = changed(changed(before, "train.learning_rate", 0.003), "model.cell", "gru")
    after = changed(changed(after, "corpus.max_chars", None), "train.prefixes", ("a", "b"))
    old, new = corpus_of(name="a.txt"), corpus_of(name="b.txt")
    change = Change(1, 0.5, 3, "user", before, after, None, old, new)
    assert [str(sentence) for sentence in described(change)] == [
        "Use the first 10,000 → all",
        "Cell LSTM → GRU",
        "Learning rate 0.01 → 0.003",
        "Prefixes 分开, 不分开 → a, b",
        "Text a.txt → b.txt",
    ]


def test_a_new_text_comes_back_with_undo_and_redo() -> None:
    log = ChangeLog(START)
    old, new = corpus_of(name="a.txt"), corpus_of(name="b.txt")
    log.append(Change(1, 0.5, 3, "user", START, START, snapshot(1), old, new))
    back = log.undo(snapshot(2))
    assert back is not None and back.corpus is old
    forward = log.redo()
    assert forward is not None and forward.corpus is new


def test_numbers_that_nobody_typed_are_told_in_brief():
    def told(old: float, new: float) -> str:
        experiments = [changed(Experiment(), "train.learning_rate", rate) for rate in (old, new)]
        (said,) = differences(*experiments)
        return f"{said.values['old']} → {said.values['new']}"

    assert told(0.0014187990379644366, 0.01) == "0.001419 → 0.01"
    assert told(0.012345, 1e-05) == "0.012345 → 1e-05"
    close = (0.0014187990379644366, 0.0014187990379644364)
    assert told(*close) == "0.0014187990379644366 → 0.0014187990379644364"
