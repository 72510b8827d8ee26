"""A moment comes back whole, or its file is refused with a sentence and nothing has happened."""

from __future__ import annotations

import json
import random
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load, save

from lstm_gui.core.errors import CheckpointError, OutputError
from lstm_gui.core.inspection.time_machine import MomentStore
from lstm_gui.core.model import sealed_file
from lstm_gui.core.model.checkpoint import load_checkpoint, looks_like_model, save_checkpoint
from lstm_gui.core.model.sealed_file import DIGEST, digest_of
from lstm_gui.core.runs import moment_file as module
from lstm_gui.core.runs.moment_file import (
    SavedMoment,
    load_moment,
    looks_like_moment,
    save_moment,
)
from lstm_gui.core.training.curves import RunCurves
from tests.core.model import damage
from tests.core.model.mutations import mutated
from tests.core.model.test_checkpoint import same
from tests.core.runs.moments import STEPS, moment
from tests.release import Cases

KEY = "lstm-moment"
FIRST = Path(__file__).with_name("moment_v1.lstm")
"""As the first version has written it: it must open for ever."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("good") / "a.lstm"
    save_moment(path, moment())
    return path.read_bytes()


def equal(one: SavedMoment, other: SavedMoment) -> bool:
    def plain(each: SavedMoment) -> tuple[object, ...]:
        run = each.run.model_copy(update={"id": "", "parent": "", "origin": "window", "spark": ()})
        names = ("best", "last", "held_out", "epochs", "seconds")
        run = run.model_copy(update=dict.fromkeys(names, 0))
        return run, each.samples, each.view, each.text

    arrays = [
        (each.curve.epochs, each.curve.batches, each.curve.held_out, each.gradients)
        for each in (one, other)
    ]
    curves = all(np.array_equal(a, b, equal_nan=True) for a, b in zip(*arrays, strict=True))
    return plain(one) == plain(other) and curves and same(one.model, other.model)


@pytest.mark.parametrize("with_text", [True, False])
def test_a_moment_comes_back_whole(tmp_path: Path, with_text: bool) -> None:
    before = moment(with_text=with_text)
    save_moment(tmp_path / "a.lstm", before)
    after = load_moment(tmp_path / "a.lstm")
    assert equal(before, after)
    assert after.run.parent == before.run.id != after.run.id and after.run.number == 0
    assert after.run.digest == before.run.digest and after.run.last == 7.5
    store = MomentStore()
    ids = before.text.vocabulary.encode(after.history.text) if before.text else np.zeros(5)
    store.restore(after.history, after.shapes, ids)
    assert store.steps == tuple(range(1, STEPS + 1))
    again = store.moment(-1).trace
    assert again.quantities["h"].shape == (1, 5, 3) and again.start.c is not None


def test_snapshots_go_on_in_the_same_history(tmp_path: Path) -> None:
    before = moment()
    save_moment(tmp_path / "a.lstm", before)
    after = load_moment(tmp_path / "a.lstm")
    store = MomentStore()
    store.restore(after.history, after.shapes, after.text.vocabulary.encode(after.history.text))
    trace = store.moment(0).trace
    number = store.history
    store.add(STEPS + 1, 1, 9.0, 2.0, after.history.text, trace)
    assert len(store) == STEPS + 1 and store.history == number


def test_the_curves_of_gradients_come_back_too(tmp_path: Path) -> None:
    save_moment(tmp_path / "a.lstm", moment())
    after = load_moment(tmp_path / "a.lstm")
    curves = RunCurves()
    curve = after.curve
    curves.restore((curve.epochs, curve.batches, curve.held_out), after.gradients)
    assert np.array_equal(curves.gradients(), after.gradients) and curves.restored == 0
    assert curves.batches["share"].tolist() == pytest.approx([0, 0, 0, 25, 40, 50, 400 / 7])


def test_an_untrained_model_is_a_moment_too(tmp_path: Path) -> None:
    full = moment()
    place = replace(full.model.snapshot.position, batch=0, step=0, epoch=0, loss_sum=0.0, seconds=0)
    before = SavedMoment(
        model=replace(full.model, snapshot=replace(full.model.snapshot, position=place)),
        run=full.run,
        curve=replace(full.curve, epochs=np.empty((3, 0)), held_out=np.empty((3, 0))),
        gradients=full.gradients[:, :0],
    )
    before = replace(before, curve=replace(before.curve, batches=np.empty((4, 0))))
    save_moment(tmp_path / "a.lstm", before)
    after = load_moment(tmp_path / "a.lstm")
    assert not after.curve.batches.size and after.history is None and after.text is None


def test_a_run_that_diverged_before_it_had_a_good_moment_is_one_too(tmp_path: Path) -> None:
    full = moment()
    place = replace(full.model.snapshot.position, batch=0, step=0, epoch=0, loss_sum=0.0, seconds=0)
    start = replace(full.model, snapshot=replace(full.model.snapshot, position=place))
    save_moment(tmp_path / "a.lstm", replace(full, model=start))
    after = load_moment(tmp_path / "a.lstm")
    assert np.array_equal(after.curve.batches, full.curve.batches)


def test_snapshots_of_another_network_are_left_out(tmp_path: Path) -> None:
    before = moment()
    history = replace(before.history, values=before.history.values[:, 1:])
    save_moment(tmp_path / "a.lstm", replace(before, history=history))
    assert load_moment(tmp_path / "a.lstm").history is None


def test_of_many_snapshots_the_later_are_farther_apart() -> None:
    full = moment()
    store, trace = MomentStore(), None
    first = MomentStore()
    first.restore(full.history, full.shapes, full.text.vocabulary.encode(full.history.text))
    trace = first.moment(0).trace
    for step in range(1, 101):
        store.add(step, 0, step / 10, 2.0, full.history.text, trace)
    thin = store.history_within(10 * store._each(store._shape))
    assert thin.places.shape == (4, 10) and thin.places[0, 0] == 1 and thin.places[0, -1] == 100
    assert len(store) == 100
    gaps = np.diff(thin.places[0])
    assert gaps[0] == 1 and gaps[-1] > 10


def test_no_path_of_this_machine_leaves_it(tmp_path: Path) -> None:
    before = moment()
    run = before.run.model_copy(update={"source": "/home/somebody/songs.txt"})
    save_moment(tmp_path / "a.lstm", replace(before, run=run))
    assert b"somebody" not in (tmp_path / "a.lstm").read_bytes()
    assert load_moment(tmp_path / "a.lstm").run.source == ""


def test_a_moment_is_told_from_a_model(good: bytes, tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "model.safetensors", moment().model)
    (tmp_path / "renamed").write_bytes(good)
    assert looks_like_moment(tmp_path / "renamed") and looks_like_model(tmp_path / "renamed")
    assert looks_like_moment(tmp_path / "gone.lstm")
    assert not looks_like_moment(tmp_path / "model.safetensors")
    assert not looks_like_moment(tmp_path) and not looks_like_moment(tmp_path / "gone")
    with pytest.raises(CheckpointError, match="is not a moment"):
        load_moment(tmp_path / "model.safetensors")
    with pytest.raises(CheckpointError, match="is not a model"):
        load_checkpoint(tmp_path / "renamed")


def test_the_first_version_opens(tmp_path: Path) -> None:
    first = load_moment(FIRST)
    assert equal(first, load_moment(FIRST))
    assert first.model.snapshot.position.step == STEPS and len(first.history.values) == STEPS
    assert first.samples[0].text == "开 abc" and first.view.pins == ((1, 2),)
    assert first.text.songs[1].title == "二" and first.run.changes[0].x == pytest.approx(2 / 6)
    save_moment(tmp_path / "again.lstm", first)
    assert equal(first, load_moment(tmp_path / "again.lstm"))


# What is refused


def refused(path: Path) -> str:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.thread_time()
    with pytest.raises(CheckpointError) as caught:
        load_moment(path)
    assert time.thread_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024
    sentence = str(caught.value)
    assert "\n" not in sentence and sentence.count(". ") <= 2 and len(sentence) < 400
    return sentence


def forged(
    good: bytes,
    *,
    header: Callable[[dict], None] | None = None,
    document: Callable[[dict], None] | None = None,
    arrays: Callable[[dict], None] | None = None,
) -> bytes:
    """Change a moment and give it the digest that goes with that."""
    outer, _ = damage.split(good)
    inner, values = json.loads(outer["__metadata__"][KEY]), dict(load(good))
    found = json.loads(values["document"].tobytes())
    for edit, given in ((header, inner), (document, found), (arrays, values)):
        if edit is not None:
            edit(given)
    if document is not None:
        raw = json.dumps(found, ensure_ascii=False).encode("utf-8", "surrogatepass")
        values["document"] = np.frombuffer(raw, np.uint8)
    text = json.dumps(inner, ensure_ascii=False)
    return save(values, {KEY: text, DIGEST: digest_of(text, values)})


def test_a_newer_version_is_refused_with_a_sentence(good: bytes, tmp_path: Path) -> None:
    newer = forged(good, header=lambda values: values.update(schema_version=2, more=1))
    (tmp_path / "a.lstm").write_bytes(newer)
    assert refused(tmp_path / "a.lstm") == (
        "a.lstm was saved by a newer version of the playground. Update the program to open it."
    )


def at(*path: object, value: object) -> Callable[[dict], None]:
    """Put a value where this path leads."""

    def edit(values: dict) -> None:
        for step in path[:-1]:
            values = values[step]
        values[path[-1]] = value

    return edit


DOCUMENTS = {
    "no run": lambda values: values.pop("run"),
    "a word too many": at("more", value=1),
    "a view too many": at("view", "more", value=1),
    "a layout that is long": at("view", "layout", value="A" * 200_000),
    "pins of no cell": at("view", "pins", value=[[-1]]),
    "a probe that is long": at("view", "probe", value="a" * 200_000),
    "an axis that is none": at("view", "axis", value="mood"),
    "a digest of another text": at("run", "digest", value="0" * 64),
    "a text of this machine": at("run", "source", value="/etc/passwd"),
    "an id that is a path": at("run", "id", value="../../x"),
    "a run from the future": at("run", "began", value=1e300),
    "many changes": lambda values: values["run"].update(changes=values["run"]["changes"] * 1001),
    "a sample too many": lambda values: values["samples"].append({"prefix": "", "text": ""}),
    "no snapshots": at("history", value=None),
    "snapshots of another text": at("history", "text", value="分开 a"),
    "snapshots of unknown characters": at("history", "text", value="分开 aX"),
    "snapshots of other names": lambda values: (
        values["history"]["names"].reverse() or values["history"]["names"].append("x")
    ),
    "a name twice": lambda values: values["history"]["names"].append("h"),
    "a song too many": lambda values: values["text"]["titles"].append("x"),
    "a text without a kind": lambda values: values["text"].pop("how"),
    "another language": at("text", "language", value="tlh"),
    "no text": at("text", value=None),
}
DOCUMENTS.pop("no snapshots"), DOCUMENTS.pop("no text")  # these are moments, only poorer


@pytest.mark.parametrize("name", DOCUMENTS)
def test_words_that_do_not_fit_are_refused(name: str, good: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.lstm").write_bytes(forged(good, document=DOCUMENTS[name]))
    assert "is damaged" in refused(tmp_path / "a.lstm")


def put(name: str, change: Callable[[np.ndarray], np.ndarray]) -> Callable[[dict], None]:
    def edit(values: dict) -> None:
        values[name] = np.ascontiguousarray(change(values[name].copy()))

    return edit


def with_value(place: tuple[int, ...], value: float) -> Callable[[np.ndarray], np.ndarray]:
    def change(array: np.ndarray) -> np.ndarray:
        array[place] = value
        return array

    return change


ARRAYS = {
    "no document": lambda values: values.pop("document"),
    "a document that is none": put("document", lambda array: array[:-1]),
    "a document of letters": put("document", lambda array: array[:0:-1]),
    "an array too many": lambda values: values.update(more=np.ones(3, np.float32)),
    "weights that are no numbers": put("weights/b_q", with_value((0,), np.nan)),
    "weights for another model": put("weights/b_q", lambda array: array[:-1]),
    "weights in doubles": put("weights/b_q", lambda array: array.astype(np.float64)),
    "a batch at no place": put("curve/batches", with_value((0, 1), np.nan)),
    "a batch before the start": put("curve/batches", with_value((0, 0), -1.0)),
    "batches out of order": put("curve/batches", lambda array: array[:, ::-1]),
    "a batch far away": put("curve/batches", with_value((1, 1), 1e300)),
    "fewer gradients": put("curve/gradients", lambda array: array[:, 1:]),
    "a rate below 0": put("curve/gradients", with_value((2, 1), -1.0)),
    "curves with a row too many": put("curve/epochs", lambda array: np.vstack([array, array])),
    "curves in floats": put("curve/epochs", lambda array: array.astype(np.float32)),
    "a reading that never was": put("curve/held_out", with_value((0, 0), np.inf)),
    "half an epoch's sample": put("samples", with_value((0, 0), 0.5)),
    "a sample that took forever": put("samples", with_value((2, 0), np.inf)),
    "a snapshot fewer": put("history/values", lambda array: array[1:]),
    "a snapshot of other cells": put("history/values", lambda array: array[:, 1:]),
    "a snapshot of no numbers": put("history/values", with_value((0, 0), np.nan)),
    "snapshots out of order": put("history/places", lambda array: array[:, ::-1]),
    "snapshots at no place": put("history/places", with_value((2, 4), np.nan)),
    "a text that is no text": put("text/characters", with_value((0,), 0xFF)),
    "another text": put("text/characters", with_value((7,), ord("x"))),
    "a text of new lines": put("text/characters", with_value((7,), ord("\n"))),
    "a text that steers": put("text/characters", with_value((7,), 0x1B)),
    "lines beyond the text": put("text/lines", with_value((-1,), 10_000)),
    "lines out of order": put("text/lines", lambda array: array[::-1]),
    "songs beyond the text": put("text/songs", with_value((1, 1), 10_000)),
    "songs in each other": put("text/songs", with_value((0, 1), 0)),
    "no characters": lambda values: values.pop("text/characters"),
    "no places": lambda values: values.pop("history/places"),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_numbers_that_do_not_fit_are_refused(name: str, good: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.lstm").write_bytes(forged(good, arrays=ARRAYS[name]))
    assert "is damaged" in refused(tmp_path / "a.lstm")


@pytest.mark.release("M1")
def test_mutated_moments_are_refused(good: bytes, tmp_path: Path, cases: Cases) -> None:
    """None of them is anything but a sentence, or else exactly the moment that was saved."""
    rng, path, opened = random.Random(14), tmp_path / "a.lstm", 0
    (tmp_path / "good.lstm").write_bytes(good)
    whole = load_moment(tmp_path / "good.lstm")
    for number in cases(100, 1000):
        path.write_bytes(mutated(good, number, rng))
        if path.read_bytes() == good:
            continue
        try:
            refused(path)
        except pytest.fail.Exception:  # such as a blank more in the padding of the header
            opened += 1
            assert equal(load_moment(path), whole)
    print(f"\n{cases.tried} mutated moments, {opened} of which are the same moment")
    assert opened <= cases.tried / 50


def test_a_full_disk_leaves_the_old_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: bytes
) -> None:
    path = tmp_path / "a.lstm"
    path.write_bytes(good)
    monkeypatch.setattr(sealed_file, "free_enough", lambda folder, size: False)
    with pytest.raises(OutputError, match="No space left"):
        save_moment(path, moment())
    assert path.read_bytes() == good and list(tmp_path.iterdir()) == [path]


def test_what_is_too_large_is_refused_before_it_is_read(
    good: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(module._OTHERS, "document", ("U8", (-1,), 100))
    (tmp_path / "a.lstm").write_bytes(good)
    assert "document" in refused(tmp_path / "a.lstm")
