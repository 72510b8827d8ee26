"""What survives a dead process: runs on record, whose they are, and damage of every kind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from lstm_gui.core import files, process
from lstm_gui.core.model import sealed_file
from lstm_gui.core.model.backend import Position, Snapshot
from lstm_gui.core.model.checkpoint import Checkpoint, load_checkpoint
from lstm_gui.core.model.weights import initial_weights
from lstm_gui.core.process import myself
from lstm_gui.core.runs.recovery import AFTER_FAILURE_S, INTERVAL_S, RunCopy, examine, put_on_record
from lstm_gui.core.runs.run import Curve, new_run
from lstm_gui.core.runs.store import FILE, open_store
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.groups import ModelConfig
from tests.core.runs.sql import sql
from tests.core.worker.driving import corpus_of

ROOT = Path(__file__).resolve().parents[3]
EXPERIMENT = Experiment(model=ModelConfig(hidden=4))
TWIN = Difference("train.learning_rate", 0.5)
BATCHES = 4


def curve_to(step: int) -> Curve:
    steps = np.arange(1.0, step + 1)
    epochs = np.arange(1.0, step // BATCHES + 1)
    return Curve(
        np.stack([epochs, 50 / epochs, epochs]),
        np.stack([steps / BATCHES, steps, np.full(step, 3.0), steps / 10]),
    )


def model_at(step: int) -> Checkpoint:
    weights = initial_weights(EXPERIMENT.model, len(corpus_of().vocabulary.characters))
    weights = {name: np.full_like(array, step) for name, array in weights.items()}
    place = Position(step // BATCHES, step % BATCHES, step)
    return Checkpoint(
        EXPERIMENT,
        corpus_of().vocabulary.characters,
        "song.txt",
        Snapshot(place, weights, {}, None),
    )


def entry_at(step: int, run=None) -> RunCopy:
    run = run or new_run(EXPERIMENT, corpus_of())
    return RunCopy(run, curve_to(step), corpus_of(), model_at(step))


def living_process() -> subprocess.Popen[bytes]:
    """Start a process that lives until it is killed."""
    return subprocess.Popen(["sleep", "600"])


def owner_of(child: subprocess.Popen[bytes]) -> dict[str, str | int]:
    return process.owner_of(child.pid)


@pytest.fixture
def dead():
    """The owner of a process that has been killed."""
    child = living_process()
    owner = owner_of(child)
    child.kill()
    child.wait()
    return owner


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path)
    store.models.create()
    yield store
    store.close()


# Whose runs they are


def test_what_a_dead_process_was_training_is_found_once(store, dead, tmp_path):
    entry = entry_at(6)
    outcome = put_on_record(store, [entry], dead)
    assert outcome.run_ids == (entry.run.id,) and outcome.wait >= INTERVAL_S
    assert not store.run(entry.run.id).interrupted
    other = open_store(tmp_path)
    (left,) = other.owners.claim()
    assert left.run_id == entry.run.id and left.twin_id == ""
    assert store.owners.claim() == () and other.owners.claim() == ()
    other.close()
    assert store.run(left.run_id).interrupted
    found = examine(store, left)
    assert found.position == Position(1, 2, 6) and not found.complete and found.problem is None
    assert found.run.number == 1 and store.curve(left.run_id).batches[1, -1] == 6


def test_of_many_windows_that_start_at_once_one_finds_it(store, dead, tmp_path):
    put_on_record(store, [entry_at(6)], dead)
    found: list[object] = []
    barrier = threading.Barrier(4)

    def look() -> None:
        mine = open_store(tmp_path)
        barrier.wait()
        found.extend(mine.owners.claim())
        mine.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


def test_a_window_that_is_open_is_never_taken_for_a_dead_one(store):
    child = living_process()
    try:
        entry = entry_at(6)
        put_on_record(store, [entry], owner_of(child))
        assert store.owners.claim() == () and not store.run(entry.run.id).interrupted
    finally:
        child.kill()
        # It is a zombie until somebody waits for it, and does not work any more.
        while store.owners.claim() == () and (left := store.run(entry.run.id)).interrupted is False:
            time.sleep(0.01)
        child.wait()
    assert store.run(entry.run.id).interrupted, left


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"host": "another machine"}, 0),
        ({"born": 1}, 1),  # the number of the dead process is another's by now
        ({"boot": "before the power cut"}, 1),
        ({"pid": -1}, 1),
        ({"pid": "x"}, 1),
    ],
)
def test_owners_are_told_apart(store, change, found):
    put_on_record(store, [entry_at(6)], {**myself(), **change})
    assert len(store.owners.claim()) == found


def test_one_that_has_ended_as_it_should_leaves_nothing(store, dead):
    put_on_record(store, [entry_at(6)], dead)
    store.owners.set(dead)
    assert store.owners.claim() == ()


def test_a_process_has_one_run_at_a_time(store, dead):
    first, second = entry_at(6), entry_at(2)
    put_on_record(store, [first], dead)
    put_on_record(store, [second], dead)
    (left,) = store.owners.claim()
    assert left.run_id == second.run.id
    assert not store.run(first.run.id).interrupted


def test_two_that_died_are_two_and_the_newest_comes_first(store, dead):
    first, second = entry_at(6), entry_at(2)
    put_on_record(store, [first], dead)
    put_on_record(store, [second], {**dead, "born": 1})
    assert [left.run_id for left in store.owners.claim()] == [second.run.id, first.run.id]


def test_a_twin_is_found_beside_its_run(store, dead):
    pair = [entry_at(6), entry_at(6)]
    put_on_record(store, pair, dead, TWIN)
    (left,) = store.owners.claim()
    assert (left.run_id, left.twin_id) == tuple(entry.run.id for entry in pair)
    assert left.difference == TWIN
    assert examine(store, left).twin.id == pair[1].run.id


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '["train.nothing", 1]', '["train.learning_rate", "x"]', "[1, [[]]]"]
)
def test_a_difference_that_makes_no_sense_leaves_the_run_alone(store, dead, tmp_path, text):
    pair = [entry_at(6), entry_at(6)]
    put_on_record(store, pair, dead, TWIN)
    sql(tmp_path, "UPDATE under_way SET difference = ? WHERE difference <> ''", text)
    (left,) = store.owners.claim()
    assert left.run_id in {entry.run.id for entry in pair} and left.twin_id == ""


@pytest.mark.parametrize("text", ["x", "[1]", "{}", "null"])
def test_an_owner_that_makes_no_sense_is_left_alone(store, dead, tmp_path, text):
    put_on_record(store, [entry_at(6)], dead)
    sql(tmp_path, "UPDATE under_way SET owner = ?", text)
    assert store.owners.claim() == ()


def test_a_deleted_run_is_not_offered(store, dead):
    entry = entry_at(6)
    put_on_record(store, [entry], dead)
    store.delete([entry.run.id])
    assert store.owners.claim() == ()


def test_going_on_ends_the_interruption(store, dead):
    entry = entry_at(6)
    put_on_record(store, [entry], dead)
    store.owners.claim()
    put_on_record(store, [entry_at(7, entry.run)], myself())
    assert not store.run(entry.run.id).interrupted
    store.owners.set(myself())
    assert not store.run(entry.run.id).interrupted


def test_a_table_from_before_there_were_marks_gets_them(store, dead, tmp_path):
    entry = entry_at(6)
    store.put(entry.run, entry.curve)
    store.close()
    sql(tmp_path, "DROP TABLE under_way")
    sql(tmp_path, "ALTER TABLE runs DROP COLUMN reading")
    sql(tmp_path, "PRAGMA user_version = 2")
    again = open_store(tmp_path)
    assert again.notice is None and len(again.runs()) == 1
    put_on_record(again, [entry], dead)
    assert len(again.owners.claim()) == 1
    again.close()


# Damage


def damaged(path: Path, kind: str) -> None:
    good = path.read_bytes()
    match kind:
        case "gone":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "half":
            path.write_bytes(good[: len(good) // 2])
        case "flipped":
            path.write_bytes(good[:-3] + bytes([good[-3] ^ 1]) + good[-2:])
        case "garbage":
            path.write_bytes(random.Random(1).randbytes(len(good)))
        case "folder":
            path.unlink()
            path.mkdir()


@pytest.mark.parametrize("kind", ["gone", "empty", "half", "flipped", "garbage", "folder"])
def test_a_damaged_record_is_told_and_the_curve_is_there(store, dead, kind):
    entry = entry_at(6)
    put_on_record(store, [entry], dead)
    damaged(store.models.path(entry.run.id), kind)
    (left,) = store.owners.claim()
    found = examine(store, left)
    assert found.position is None and str(found.problem)
    assert store.curve(entry.run.id).batches.shape == (4, 6)
    assert store.run(entry.run.id).interrupted


def test_a_row_that_cannot_be_read_is_not_offered(store, dead, tmp_path):
    entry = entry_at(6)
    put_on_record(store, [entry], dead)
    sql(tmp_path, "UPDATE runs SET experiment = '{'")
    (left,) = store.owners.claim()
    assert examine(store, left) is None


def test_what_was_half_written_is_swept_away(store, dead):
    entry = entry_at(6)
    put_on_record(store, [entry], dead)
    half = store.models.folder / f".{entry.run.id}.safetens.abc.tmp"
    others = store.models.folder / f".{'0' * 32}.safetens.abc.tmp"  # of a window that is open
    half.write_bytes(b"half")
    others.write_bytes(b"half")
    examine(store, *store.owners.claim())
    assert not half.exists() and others.exists()


def test_the_end_of_the_crash_log_is_told_if_it_is_of_that_time(store, dead, tmp_path):
    put_on_record(store, [entry_at(6)], dead)
    (left,) = store.owners.claim()
    log = tmp_path / "crash.log"
    log.write_text("Fatal Python error: Segmentation fault", "utf-8")
    assert examine(store, left, log).crash == "Fatal Python error: Segmentation fault"
    os.utime(log, (left.seen - 3600,) * 2)
    assert examine(store, left, log).crash == ""
    assert examine(store, left, tmp_path / "missing").crash == ""


# Disks


def test_a_full_disk_leaves_the_last_record_and_is_told(store, dead, monkeypatch):
    entry = entry_at(6)
    put_on_record(store, [entry], dead)
    monkeypatch.setattr(sealed_file, "free_enough", lambda *_: False)
    outcome = put_on_record(store, [entry_at(9, entry.run)], dead)
    assert outcome.run_ids == () and outcome.wait == AFTER_FAILURE_S
    assert "No space left" in str(outcome.refused)
    assert load_checkpoint(store.models.path(entry.run.id)).snapshot.position.step == 6
    assert store.curve(entry.run.id).batches.shape[1] == 9  # at least as far as the model


def test_a_large_model_is_written_less_often(store, dead, monkeypatch):
    import lstm_gui.core.runs.recovery as module

    monkeypatch.setattr(module, "BYTES_A_SECOND", 10)
    entry = entry_at(6)
    outcome = put_on_record(store, [entry], dead)
    assert outcome.wait == store.models.path(entry.run.id).stat().st_size / 10


def test_records_take_no_more_room_than_kept_models(store, dead):
    for _ in range(30):
        put_on_record(store, [entry_at(2)], dead)
    assert len(store.models.sizes()) == 20
    assert all(size for size in store.models.sizes().values())


class Killed(BaseException):
    """Stands for the end of the process."""


def test_killed_at_any_call_the_old_or_the_new_record_is_whole(store, dead, monkeypatch, tmp_path):
    """The n-th call that touches the disk is the last one, for each n until all are made."""
    entry = entry_at(6)
    put_on_record(store, [entry], dead)
    calls, last = 0, 0

    def counted(module: object, name: str) -> None:
        real = getattr(module, name)

        def call(*args: object, **more: object) -> object:
            nonlocal calls
            calls += 1
            if calls == last:
                raise Killed
            return real(*args, **more)

        monkeypatch.setattr(module, name, call)

    for name in ("open", "fsync", "replace", "fdopen", "close"):
        counted(files.os, name)
    step = 6
    while True:
        last, calls, step = last + 1, 0, step + 1
        try:
            put_on_record(store, [entry_at(step, entry.run)], dead)
        except Killed:
            pass
        else:
            break
        finally:
            done, last = last, 0
        kept = load_checkpoint(store.models.path(entry.run.id)).snapshot
        assert kept.position.step <= step
        assert all(np.all(array == kept.position.step) for array in kept.weights.values())
        assert store.curve(entry.run.id).batches[1, -1] >= kept.position.step
        last = done
    assert done > 5  # there was something to be killed at


_CRASHING = """
import os, sys
from pathlib import Path
from lstm_gui.core.runs.recovery import examine
from lstm_gui.core.runs.store import open_store

store = open_store(Path(sys.argv[1]))
left = store.owners.claim()
assert len(left) == int(sys.argv[2]), left
for each in left:
    assert examine(store, each).position.step == 6
os.kill(os.getpid(), 9)
"""


@pytest.mark.release("K5")
def test_a_crash_while_a_run_is_restored_is_not_repeated_at_each_start(store, dead, tmp_path):
    entry = entry_at(6)
    put_on_record(store, [entry], dead)
    for offered in (1, 0, 0):  # the first start finds it, and dies of it; the next ones are clean
        command = [sys.executable, "-c", _CRASHING, str(tmp_path), str(offered)]
        assert subprocess.run(command, cwd=ROOT, timeout=100).returncode == -signal.SIGKILL
    (run,) = store.runs()
    assert run.interrupted and store.curve(run.id).batches[1, -1] == 6
    assert load_checkpoint(store.models.path(run.id)).snapshot.position.step == 6


_WRITER = """
import sys, json
from pathlib import Path
from tests.core.runs.test_recovery import entry_at
from lstm_gui.core.process import myself
from lstm_gui.core.runs.store import open_store
from lstm_gui.core.runs.recovery import put_on_record

store = open_store(Path(sys.argv[1]))
store.models.create()
first = entry_at(1)
for step in range(1, 100_000):
    assert put_on_record(store, [entry_at(step, first.run)], myself()).run_ids
    print(step, flush=True)
"""


def test_killed_at_a_random_moment_of_writing_nothing_is_lost(tmp_path):
    chance = random.Random(7)
    for round_ in range(4):
        folder = tmp_path / str(round_)
        child = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(folder)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.random() / 4)
        child.send_signal(signal.SIGKILL)
        told = [int(line) for line in child.stdout.read().split()]
        child.wait()
        child.stdout.close()
        store = open_store(folder)
        assert store.notice is None
        (left,) = store.owners.claim()
        found = examine(store, left)
        assert found.position is not None
        assert found.position.step >= max(told, default=1)
        assert store.curve(left.run_id).batches[1, -1] >= found.position.step
        assert not list(store.models.folder.glob(".*"))
        store.close()
        assert (folder / FILE).exists()
