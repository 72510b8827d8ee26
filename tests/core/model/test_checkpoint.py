"""A model comes back bit by bit, or the file is refused with a sentence; nothing in between."""

from __future__ import annotations

import errno
import json
import math
import os
import random
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import save as dump_safetensors

from lstm_gui.core.corpus.text import load_corpus
from lstm_gui.core.errors import CheckpointError, CorpusError, OutputError
from lstm_gui.core.model import checkpoint as module
from lstm_gui.core.model import sealed_file
from lstm_gui.core.model.backend import EpochProgress, Memory, Position, Snapshot
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.checkpoint import (
    Checkpoint,
    StoredPosition,
    load_checkpoint,
    looks_like_model,
    require_saveable,
    save_checkpoint,
    saved_size,
)
from lstm_gui.core.model.sealed_file import DIGEST, digest_of
from lstm_gui.core.model.weights import weight_shapes
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import ComputeConfig, ModelConfig, TrainConfig
from tests.core.model import damage
from tests.core.model.mutations import mutated
from tests.release import Cases

VOCABULARY = " abc分开"


def model(cell: str = "lstm", layers: int = 1, *, adam: bool = True) -> Checkpoint:
    config = ModelConfig(cell=cell, layers=layers, hidden=3, seed=4)
    rng = np.random.default_rng(1)

    def draw(shape: tuple[int, ...]) -> np.ndarray:
        return rng.normal(size=shape).astype(np.float32)

    shapes = weight_shapes(config, len(VOCABULARY))
    optimizer = {f"mean.{n}": draw(s) for n, s in shapes.items()}
    optimizer |= {f"var.{n}": abs(draw(s)) for n, s in shapes.items()}
    state = (layers, 2, 3)
    return Checkpoint(
        experiment=Experiment(
            model=config,
            train=TrainConfig(batch_size=2, optimizer="adam" if adam else "sgd", prefixes=("分",)),
            compute=ComputeConfig(implementation="scratch"),
        ),
        vocabulary=VOCABULARY,
        corpus_name="song 歌.txt",
        snapshot=Snapshot(
            position=Position(epoch=3, batch=2, step=11, loss_sum=0.1 + 0.2, seconds=1 / 3),
            weights={name: draw(shape) for name, shape in shapes.items()},
            optimizer={**optimizer, "t": np.ones(1, np.float32)} if adam else {},
            memory=Memory(draw(state), draw(state) if CELLS[cell].has_c else None),
        ),
    )


def test_peepholes_of_another_size_are_refused(tmp_path: Path) -> None:
    kept = model("peephole")
    kept.snapshot.weights["l0.p"] = np.zeros(4 * 3, np.float32)
    save_checkpoint(tmp_path / "kept", kept)
    with pytest.raises(CheckpointError, match="do not fit its settings"):
        load_checkpoint(tmp_path / "kept")
    del kept.snapshot.weights["l0.p"]
    save_checkpoint(tmp_path / "kept", kept)
    with pytest.raises(CheckpointError, match="do not fit its settings"):
        load_checkpoint(tmp_path / "kept")


def same(one: Checkpoint, other: Checkpoint) -> bool:
    plain = (one.experiment, one.vocabulary, one.corpus_name, one.snapshot.position) == (
        other.experiment,
        other.vocabulary,
        other.corpus_name,
        other.snapshot.position,
    )
    return plain and arrays_of(one) == arrays_of(other)


def arrays_of(checkpoint: Checkpoint) -> dict[str, tuple[str, tuple[int, ...], bytes]]:
    return {
        name: (str(array.dtype), array.shape, array.tobytes())
        for name, array in module._flatten(checkpoint.snapshot).items()
    }


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("good") / "model.safetensors"
    save_checkpoint(path, model())
    return path.read_bytes()


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("adam", [True, False])
def test_a_round_trip_is_exact(tmp_path: Path, cell: str, layers: int, adam: bool) -> None:
    before = model(cell, layers, adam=adam)
    save_checkpoint(tmp_path / "a", before)
    after = load_checkpoint(tmp_path / "a")
    assert same(before, after)
    assert all(array.dtype == np.float32 for array in after.snapshot.weights.values())
    save_checkpoint(tmp_path / "b", after)
    assert same(before, load_checkpoint(tmp_path / "b"))


def test_extreme_values_survive(tmp_path: Path) -> None:
    before = model()
    tiny = np.finfo(np.float32)
    before.snapshot.weights["b_q"][:4] = [tiny.max, tiny.min, tiny.smallest_subnormal, -0.0]
    save_checkpoint(tmp_path / "a", before)
    assert same(before, load_checkpoint(tmp_path / "a"))


def test_a_model_without_memory_comes_back_without(tmp_path: Path) -> None:
    full = model()
    snapshot = Snapshot(full.snapshot.position, full.snapshot.weights, {}, None)
    save_checkpoint(tmp_path / "a", Checkpoint(full.experiment, VOCABULARY, "", snapshot))
    loaded = load_checkpoint(tmp_path / "a")
    assert loaded.snapshot.memory is None and loaded.snapshot.optimizer == {}


def test_how_far_an_epoch_had_come_is_kept_and_checked(tmp_path: Path) -> None:
    full = model()
    place = replace(full.snapshot.position, batch=0, loss_sum=0.0, reached=EpochProgress(1, 8, 3.5))
    before = replace(full, snapshot=replace(full.snapshot, position=place))
    save_checkpoint(tmp_path / "a", before)
    assert same(before, load_checkpoint(tmp_path / "a"))
    assert b"reached" in (tmp_path / "a").read_bytes()
    save_checkpoint(tmp_path / "b", full)
    assert b"reached" not in (tmp_path / "b").read_bytes()
    with pytest.raises(ValueError, match="further than its end"):
        StoredPosition.of(replace(place, reached=EpochProgress(8, 8, 3.5)))


def refused(path: Path) -> str:
    """Load, and return the sentence; anything else than a `CheckpointError` fails the test."""
    started = time.thread_time()
    with pytest.raises(CheckpointError) as caught:
        load_checkpoint(path)
    assert time.thread_time() - started < 2
    sentence = str(caught.value)
    assert path.name in sentence
    assert "\n" not in sentence and sentence.count(". ") <= 2 and len(sentence) < 400
    return sentence


def test_there_are_enough_damaged_files() -> None:
    assert len(damage.FILES) + len(damage.PLACES) >= 60


@pytest.mark.parametrize("name", list(damage.FILES))
def test_a_damaged_file_is_refused(name: str, good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    damage.FILES[name](path, good)
    assert path.read_bytes() != good
    refused(path)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", list(damage.PLACES))
def test_what_is_no_file_is_refused(name: str, good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    damage.PLACES[name](path, good)
    refused(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_what_may_not_be_read_is_refused(
    good: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(good)

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(
        sealed_file, "open_at_once", forbidden
    )  # root may read everything, so it is acted
    assert "Permission denied" in refused(path)


def test_a_newer_file_and_a_foreign_one_say_so(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    damage.FILES["schema newer"](path, good)
    assert "newer version" in refused(path)
    damage.FILES["a PNG"](path, good)
    assert "not a model of the LSTM playground" in refused(path)
    damage.FILES["cut by one byte"](path, good)
    assert "damaged" in refused(path)
    damage.FILES["digest of something else"](path, good)
    assert "checksum" in refused(path)
    path.unlink()
    damage.PLACES["a file of 3 GB"](path, good)
    assert "larger than any file of the playground (3072 MB)" in refused(path)


def test_the_forger_can_make_a_file_that_is_accepted(good: bytes, tmp_path: Path) -> None:
    """Otherwise the files above could be refused for the forger's own mistakes."""
    path = tmp_path / "model.safetensors"
    path.write_bytes(damage.forged(good))
    assert same(load_checkpoint(path), model())
    damage.setting(damage.put("corpus_name", "x"))(path, good)
    assert load_checkpoint(path).corpus_name == "x"
    damage.header(lambda values: None)(path, good)
    assert same(load_checkpoint(path), model())


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_mutation_is_half_accepted(data: st.DataObject, good: bytes, tmp_path: Path) -> None:
    mutated = bytearray(good)
    header = 8 + int.from_bytes(good[:8], "little")
    for _ in range(data.draw(st.integers(1, 4))):
        end = data.draw(st.sampled_from([8, header, len(mutated)]))
        place = data.draw(st.integers(0, min(end, len(mutated)) - 1))
        match data.draw(st.sampled_from(["flip", "set", "insert", "delete", "repeat"])):
            case "flip":
                mutated[place] ^= 1 << data.draw(st.integers(0, 7))
            case "set":
                mutated[place] = data.draw(st.sampled_from(b'\x00\xff"{}[],:09 '))
            case "insert":
                mutated[place:place] = data.draw(st.binary(min_size=1, max_size=9))
            case "delete":
                del mutated[place : place + data.draw(st.integers(1, 40))]
            case _:
                mutated[place:place] = mutated[place : place + 40]
        if not mutated:
            break
    path = tmp_path / "model.safetensors"
    path.write_bytes(bytes(mutated))
    try:
        loaded = load_checkpoint(path)
    except CheckpointError as error:
        assert "\n" not in str(error)
    else:
        assert same(loaded, model())


@pytest.mark.release("M1")
def test_mutated_models_are_refused(good: bytes, tmp_path: Path, cases: Cases) -> None:
    rng, path, opened = random.Random(7), tmp_path / "model.safetensors", 0
    for number in cases(100, 100_000):
        path.write_bytes(mutated(good, number, rng))
        try:
            loaded = load_checkpoint(path)
        except CheckpointError as error:
            assert "\n" not in str(error) and len(str(error)) < 400
        else:
            opened += 1
            assert same(loaded, model())
    print(f"\n{cases.tried} mutated models, {opened} of which are the same model")
    assert opened <= max(2, cases.tried / 50)


class TestSaving:
    def test_a_model_that_is_no_longer_numbers_is_not_saved(self, tmp_path: Path) -> None:
        path = tmp_path / "model"
        save_checkpoint(path, model())
        before = path.read_bytes()
        broken = model()
        broken.snapshot.weights["b_q"][0] = np.nan
        with pytest.raises(CheckpointError, match="no longer numbers"):
            save_checkpoint(path, broken)
        assert path.read_bytes() == before

    def test_a_folder_or_a_device_is_not_replaced(self, tmp_path: Path) -> None:
        for name in ("a folder", "a pipe"):
            path = tmp_path / name
            damage.PLACES[name](path, b"")
            with pytest.raises(OutputError, match="cannot be written"):
                save_checkpoint(path, model())
            assert path.exists() and not path.is_file()

    def test_a_missing_folder_is_a_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(OutputError, match="cannot be written"):
            save_checkpoint(tmp_path / "no" / "model", model())

    def test_a_model_that_is_too_large_is_a_sentence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "MAX_BYTES", 100)
        with pytest.raises(CheckpointError, match="too large"):
            save_checkpoint(tmp_path / "a", model())
        assert list(tmp_path.iterdir()) == []

    def test_a_full_disk_is_found_out_before_writing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sealed_file, "free_enough", lambda folder, size: False)
        with pytest.raises(OutputError, match="No space left"):
            save_checkpoint(tmp_path / "a", model())
        assert list(tmp_path.iterdir()) == []

    def test_names_of_any_kind(self, tmp_path: Path) -> None:
        for name in ("歌 词.safetensors", "a" * 250, "-", "ünïcödé"):
            save_checkpoint(tmp_path / name, model())
            assert same(load_checkpoint(tmp_path / name), model())
        assert len(list(tmp_path.iterdir())) == 4


FIRST = Path(__file__).with_name("model_v1.safetensors")
"""As the first version has written it: it must open for ever."""


def test_the_first_version_opens(tmp_path: Path) -> None:
    first = load_checkpoint(FIRST)
    assert first.snapshot.position == model().snapshot.position
    assert first.vocabulary == VOCABULARY and first.experiment == model().experiment
    assert len(arrays_of(first)) == len(arrays_of(model()))
    save_checkpoint(tmp_path / "again", first)
    assert same(first, load_checkpoint(tmp_path / "again"))


def test_a_model_from_before_songs_were_held_out_opens(tmp_path: Path) -> None:
    path = tmp_path / "old.safetensors"
    old = model()
    arrays = module._flatten(old.snapshot)
    place = {
        name: getattr(old.snapshot.position, name)
        for name in ("epoch", "batch", "step", "loss_sum", "seconds")
    }
    settings = json.loads(old.experiment.model_dump_json())
    del settings["corpus"]["held_out"]
    header = json.dumps(
        {
            "schema_version": 1,
            "experiment": settings,
            "vocabulary": old.vocabulary,
            "corpus_name": old.corpus_name,
            "place": place,
        }
    )
    metadata = {damage.KEY: header, DIGEST: digest_of(header, arrays)}
    path.write_bytes(dump_safetensors(arrays, metadata))
    found = load_checkpoint(path)
    assert found.experiment.corpus.held_out == 0
    assert same(found, old)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("folder", "is a folder"),
        ("pipe", "is a device or a pipe"),
        ("/dev/zero", "is a device or a pipe"),
        ("/proc/kmsg", "not a model"),  # a file of no size, from which a reader waits for ever
        ("empty", "not a model"),
    ],
)
def test_what_is_said_of_what_is_no_file(place: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    assert words in refused(tmp_path / place)
    for impossible in ("a\0b", "n" * 300):
        with pytest.raises(CheckpointError, match="could not be read"):
            load_checkpoint(tmp_path / impossible)
    assert not looks_like_model(tmp_path / place)


def test_a_file_of_another_size_is_refused_before_its_arrays_are_read(
    good: bytes, tmp_path: Path
) -> None:
    header, _ = damage.split(good)
    start = header["memory/c"]["data_offsets"][0]
    header["memory/c"] = {
        "dtype": "F32",
        "shape": [2**28 - start // 4],
        "data_offsets": [start, 2**30],
    }
    path = tmp_path / "sparse.safetensors"
    path.write_bytes(damage.join(header, b""))
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size + 2**30)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "do not fit its settings" in refused(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_the_size_of_a_file_is_known_from_the_settings(tmp_path: Path) -> None:
    for adam in (True, False):
        checkpoint = model("lstm", 2, adam=adam)
        path = tmp_path / "model"
        save_checkpoint(path, checkpoint)
        arrays = damage.split(path.read_bytes())[1]
        assert saved_size(checkpoint.experiment, len(checkpoint.vocabulary)) == len(arrays)


def test_a_model_that_would_be_too_large_is_known_before_it_is_trained() -> None:
    book = changed(Experiment(), "train.optimizer", "adam")
    large = changed(changed(book, "model.hidden", 2560), "model.layers", 3)
    require_saveable(changed(large, "model.layers", 1), 1027)
    with pytest.raises(CheckpointError, match=r"too large to be saved \(\d+ MB, and 1024 MB is"):
        require_saveable(large, 1027)


def test_a_model_is_known_by_its_content(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "song.txt"
    path.write_bytes(good)
    assert looks_like_model(path)
    with pytest.raises(CorpusError, match="a model that this program has saved"):
        load_corpus(path)
    for name in ("a PNG", "a zip", "a pickle"):
        damage.FILES[name](path, good)
        assert not looks_like_model(path)
    path.write_text("{ la la la\n" * 100)
    assert not looks_like_model(path)


_WHOLE = 10**400
_ODD = st.one_of(
    st.sampled_from(
        [_WHOLE, -_WHOLE, 2**63, -1, -0.5, 1e308, -1e308, 1.5, True, None, "1", [], {}]
    ),
    st.integers(),
    st.floats(),
    st.text(max_size=3),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_a_header_says_what_is_loaded_can_be_worked_with(
    data: st.DataObject, good: bytes, tmp_path: Path
) -> None:
    def edit(header: dict[str, object]) -> None:
        damage.put("place/reached", {"batch": 1, "batches": 2, "loss_sum": 0.5})(header)
        fields = sorted(name for name, _ in _leaves(header))
        for name in data.draw(st.lists(st.sampled_from(fields), max_size=3, unique=True)):
            damage.put(name, data.draw(_ODD))(header)

    path = tmp_path / "model.safetensors"
    damage.setting(edit)(path, good)
    try:
        loaded = load_checkpoint(path)
    except CheckpointError as error:
        assert "\n" not in str(error) and len(str(error)) < 400
        return
    place = loaded.snapshot.position
    for count in (place.epoch, place.batch):
        assert type(count) is int and 0 <= count < 2**31
    assert type(place.step) is int and 0 <= place.step <= 2**53
    assert 0 <= place.seconds <= 1e12 and abs(place.loss_sum) <= 1e15
    for name, value in _leaves(loaded.experiment.model_dump()):
        assert not isinstance(value, float) or math.isfinite(value), name


def _leaves(values: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(values, dict):
        for name, value in values.items():
            yield from _leaves(value, f"{path}/{name}" if path else name)
    else:
        yield path, values


@pytest.mark.parametrize(
    ("name", "value"),
    [("var.b_q", -1e-9), ("var.l0.W_xi", -1.0), ("t", -5.0), ("t", 0.5), ("t", 3e38)],
)
def test_what_adam_cannot_have_come_to_is_refused(
    name: str, value: float, good: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "model.safetensors"
    names = [n for n in damage.split(good)[0] if n.startswith(f"optimizer/{name.split('.')[0]}")]
    wanted = f"optimizer/{name}" if f"optimizer/{name}" in names else names[-1]
    damage.arrays(damage.spoiled(wanted, value))(path, good)
    assert wanted in refused(path)
