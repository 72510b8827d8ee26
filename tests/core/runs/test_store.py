"""The table of runs in its file: round trips, damage, other processes, full and read-only disks."""

from __future__ import annotations

import math
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from lstm_gui.core.runs.database import SCHEMA
from lstm_gui.core.runs.run import MOST_BATCHES, Curve, KeptChange, new_run, thinned, with_digest
from lstm_gui.core.runs.store import FILE, ModelFolder, RunStore, open_store
from lstm_gui.core.runs.store_thread import StoreThread
from lstm_gui.core.settings.experiment import Experiment, changed
from tests.core.runs.sql import sql
from tests.core.worker.driving import corpus_of
from tests.release import at_length

ROOT = Path(__file__).resolve().parents[3]


def curve_of(epochs: int = 5, batches: int = 40) -> Curve:
    numbers = np.arange(1.0, epochs + 1)
    x = np.arange(1.0, batches + 1) * epochs / batches
    return Curve(
        np.stack([numbers, 100 / numbers, numbers / 2]),
        np.stack([x, np.arange(1.0, batches + 1), np.log(100 / x), x / 2]),
    )


def run_of(**values: object):
    return new_run(Experiment(), corpus_of()).model_copy(update=values)


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path)
    yield store
    store.close()


def test_a_run_comes_back_as_it_was_written(store, tmp_path):
    later = changed(Experiment(), "train.learning_rate", 0.5)
    change = KeptChange(x=2.5, before=Experiment(), after=later, text_before="a", text_after="b")
    given = with_digest(run_of(experiment=later, changes=(change,), source="zh"), corpus_of())
    written = store.put(given, curve_of())
    store.rename(given.id, "  the best ")
    store.note(given.id, "lower the rate sooner")
    store.pin(given.id, True)
    store.close()
    again = open_store(tmp_path)
    (read,) = again.runs()
    assert read.number == written.number == 1
    assert (read.name, read.notes, read.pinned) == ("the best", "lower the rate sooner", True)
    assert read.experiment == later and read.changes == (change,)
    assert read.digest == given.digest and len(read.digest) == 64
    assert (read.best, read.last, read.epochs, read.seconds) == (20.0, 20.0, 5, 2.5)
    assert read.spark[0] == pytest.approx(2, abs=1e-4)
    curve = again.curve(read.id)
    assert np.array_equal(curve.epochs, curve_of().epochs)
    assert np.array_equal(curve.batches, curve_of().batches)
    again.close()


def test_what_is_measured_replaces_and_what_a_person_wrote_stays(store):
    run = run_of()
    store.put(run, curve_of(2))
    store.rename(run.id, "mine")
    again = store.put(run, curve_of(5))
    assert (again.name, again.number, again.epochs) == ("mine", 1, 5)


def test_a_run_without_epochs_has_no_perplexity_yet(store):
    read = store.put(run_of(), Curve())
    assert math.isnan(read.best) and math.isnan(read.last) and read.spark == ()


def test_infinite_perplexity_is_kept(store):
    read = store.put(run_of(), Curve.of_epochs([math.inf, 3.0, math.inf], 1.0))
    assert read.best == 3.0 and math.isinf(read.last) and read.seconds == 3.0


def test_numbers_are_not_given_twice(store):
    runs = [run_of() for _ in range(3)]
    for run in runs:
        store.put(run, curve_of())
    store.delete([runs[2].id])
    store.purge([runs[2].id])
    assert store.put(run_of(), curve_of()).number == 4


def test_delete_restore_and_purge_with_the_model(store):
    run = run_of()
    store.put(run, curve_of())
    assert store.models is not None and store.models.create()
    store.models.path(run.id).write_bytes(b"model")
    store.delete([run.id])
    assert store.runs() == ()
    store.purge()  # it was deleted a moment ago, perhaps in another window
    assert store.models.path(run.id).exists()
    store.restore([run.id])
    assert store.runs()[0].model_bytes == 5
    assert len(store.curve(run.id).epochs[0]) == 5
    store.delete([run.id])
    store.purge([run.id])
    assert not store.models.path(run.id).exists() and store.run(run.id) is None
    assert store.curve(run.id).epochs.size == 0


def test_models_beyond_the_budget_go_unless_pinned(tmp_path):
    store = open_store(tmp_path)
    assert store.models is not None
    store.models = ModelFolder(store.models.folder, most=2, budget=25)
    store.models.create()
    runs = [run_of() for _ in range(4)]
    for run in runs:
        store.put(run, curve_of())
        store.models.path(run.id).write_bytes(b"0123456789")
    store.pin(runs[0].id, True)
    store.trim_models()
    assert [run.model_bytes for run in store.runs()] == [10, 0, 10, 10]
    store.models = ModelFolder(store.models.folder, most=2, budget=15)
    store.trim_models()
    assert [run.model_bytes for run in store.runs()] == [10, 0, 0, 10]
    store.close()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"this is no database" * 100,
        lambda data: data[:2000],
        lambda data: data[:100] + os.urandom(len(data) - 100),
        lambda data: data[:5000] + b"\xff" * (len(data) - 5000),
    ],
)
def test_a_damaged_file_is_set_aside(tmp_path, damage):
    store = open_store(tmp_path)
    for _ in range(20):
        store.put(run_of(), curve_of())
    store.close()
    path = tmp_path / FILE
    path.write_bytes(damage(path.read_bytes()))
    again = open_store(tmp_path)
    assert again.notice is not None and "set aside" in str(again.notice)
    assert again.runs() == ()
    again.put(run_of(), curve_of())
    again.close()
    assert list(tmp_path.glob(f"{FILE}.bad-*"))
    assert len(open_store(tmp_path).runs()) == 1


def test_the_file_of_another_program_is_not_written_to(tmp_path):
    with sqlite3.connect(tmp_path / FILE) as other:
        other.execute("CREATE TABLE runs (colour TEXT)")
        other.execute("PRAGMA user_version = 1")
    other.close()
    before = (tmp_path / FILE).read_bytes()
    for number in (1, 2):
        store = open_store(tmp_path)
        assert "belongs to another program" in str(store.notice) and FILE in str(store.notice)
        assert store.put(run_of(), curve_of()).number == number
        store.close()
    assert (tmp_path / FILE).read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["runs-lstm-gui.sqlite3", FILE]


def test_a_newer_file_stays_as_it_is(tmp_path):
    store = open_store(tmp_path)
    store.put(run_of(), curve_of())
    store.close()
    sql(tmp_path, f"PRAGMA user_version = {SCHEMA + 1}")
    before = (tmp_path / FILE).read_bytes()
    newer = open_store(tmp_path)
    assert newer.notice is not None and "newer version" in str(newer.notice)
    assert newer.runs() == () and newer.models is None
    newer.put(run_of(), curve_of())
    assert len(newer.runs()) == 1
    newer.close()
    assert (tmp_path / FILE).read_bytes() == before


def test_without_a_place_runs_are_kept_in_memory(tmp_path):
    (tmp_path / "home").write_text("not a folder")
    store = open_store(tmp_path / "home" / "data")
    assert store.notice is not None and "cannot be kept" in str(store.notice)
    store.put(run_of(), curve_of())
    assert len(store.runs()) == 1 and store.models is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("experiment", '{"model": {"hidden": -5}}'),
        ("experiment", "[" * 5000),
        ("changes", '[{"x": 1}]'),
        ("epochs", -1),
        ("began", "yesterday"),
        ("spark", b"abc"),
        ("origin", "elsewhere"),
        ("parent", "../../etc/passwd"),
    ],
)
def test_a_row_that_does_not_fit_is_left_alone(store, tmp_path, column, value):
    bad, good = run_of(), run_of()
    store.put(bad, curve_of())
    store.put(good, curve_of())
    sql(tmp_path, f"UPDATE runs SET {column} = ? WHERE id = ?", value, bad.id)
    assert [run.id for run in store.runs()] == [good.id]
    assert store.unreadable == 1


def test_a_curve_of_the_wrong_size_is_empty(store, tmp_path):
    run = run_of()
    store.put(run, curve_of())
    sql(tmp_path, "UPDATE curves SET batches = ?", b"1234567")
    assert store.curve(run.id).batches.shape == (4, 0)


WRITER = """
import sys
from pathlib import Path
from lstm_gui.core.runs.store import open_store
from tests.core.runs.test_store import curve_of, run_of
store = open_store(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    run = run_of()
    for epochs in (1, 2, 3):
        store.put(run, curve_of(epochs))
print(store.notice)
"""


@pytest.mark.release("C1")
def test_two_processes_write_at_once_and_lose_nothing(tmp_path, cases):
    """A third one writes beside them, and is killed."""
    count = at_length(25, 500)

    def begin(folder: Path, runs: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", WRITER, str(folder), str(runs)]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    for number in cases(1, 20):
        folder = tmp_path / str(number)
        children, doomed = [begin(folder, count), begin(folder, count)], begin(folder, 10**6)
        try:
            for child in children:
                said, _ = child.communicate(timeout=500)
                assert child.returncode == 0 and said.strip() == "None"
        finally:
            doomed.kill()
            doomed.communicate()
        store = open_store(folder)
        runs = store.runs()
        assert store.notice is None and len(runs) >= 2 * count
        assert [run.number for run in runs] == list(range(1, len(runs) + 1))
        assert sum(run.epochs == 3 for run in runs) >= max(2 * count, len(runs) - 1)
        store.close()
        assert sql(folder, "PRAGMA integrity_check") == [("ok",)]


def test_it_is_seen_when_another_process_has_written(store, tmp_path):
    before = store.changed_elsewhere()
    store.put(run_of(), curve_of())
    assert store.changed_elsewhere() == before
    other = open_store(tmp_path)
    other.put(run_of(), curve_of())
    other.close()
    assert store.changed_elsewhere() != before
    assert len(store.runs()) == 2


KILLED = """
import os, sys
from pathlib import Path
from lstm_gui.core.runs.store import open_store
from tests.core.runs.test_store import curve_of, run_of
store = open_store(Path(sys.argv[1]))
store.put(run_of(), curve_of())
os.kill(os.getpid(), 9)
"""


def test_a_killed_process_has_lost_nothing_that_was_written(tmp_path):
    child = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, timeout=60)
    assert child.returncode == -9
    store = open_store(tmp_path)
    assert store.notice is None and [run.epochs for run in store.runs()] == [5]
    store.close()


def test_a_very_long_curve_is_thinned_and_keeps_its_extremes():
    count = 5 * MOST_BATCHES + 3
    x = np.arange(1.0, count + 1)
    loss = np.sin(x)
    loss[777], loss[4321] = 9.0, -9.0
    kept = thinned(np.stack([x, x, loss, x]))
    assert MOST_BATCHES / 2 < kept.shape[1] <= 2 * MOST_BATCHES
    assert kept[2].max() == 9.0 and kept[2].min() == -9.0
    assert np.all(np.diff(kept[0]) > 0) and kept[0, -1] == count


def test_the_thread_works_in_order_on_one_thread_and_reports_what_fails(tmp_path):
    said: list[str] = []
    seen: list[object] = []
    thread = StoreThread(lambda: open_store(tmp_path), lambda sentence: said.append(str(sentence)))

    def fail(store: RunStore) -> None:
        raise KeyError("what nobody expects")

    thread.ask(lambda store: store.put(run_of(), curve_of()).number, seen.append)
    thread.ask(fail)
    thread.ask(fail)
    thread.ask(lambda store: threading.current_thread().name, seen.append)
    thread.ask(lambda store: len(store.runs()), seen.append)
    thread.close()
    thread.ask(lambda store: 0, seen.append)
    assert thread.join(60)
    assert seen == [1, "runs", 1]
    assert len(said) == 1 and "what nobody expects" in said[0]


def test_the_thread_begins_anew_when_the_file_breaks_under_it(tmp_path):
    said: list[str] = []
    seen: list[int] = []
    thread = StoreThread(lambda: open_store(tmp_path), lambda sentence: said.append(str(sentence)))

    def break_it(store: RunStore) -> None:
        if not said:
            raise sqlite3.DatabaseError("database disk image is malformed")

    def spoil(store: RunStore) -> None:
        sql(tmp_path, "PRAGMA wal_checkpoint(TRUNCATE)")
        (tmp_path / FILE).write_bytes(b"spoiled" * 1000)

    thread.ask(lambda store: store.put(run_of(), curve_of()))
    thread.ask(spoil)
    thread.ask(break_it)
    thread.ask(lambda store: store.put(run_of(), curve_of()).number, seen.append)
    thread.close()
    assert thread.join(60)
    assert seen == [1] and len(said) == 1 and "set aside" in said[0]


# Held out

FIRST_VERSION = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE runs (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, name TEXT NOT NULL, notes TEXT NOT NULL,
  pinned INTEGER NOT NULL, deleted REAL, began REAL NOT NULL, corpus TEXT NOT NULL,
  digest TEXT NOT NULL, source TEXT NOT NULL, experiment TEXT NOT NULL, changes TEXT NOT NULL,
  origin TEXT NOT NULL, parent TEXT NOT NULL, best REAL, last REAL, epochs INTEGER NOT NULL,
  seconds REAL NOT NULL, spark BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE curves (
  run TEXT PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
  epochs BLOB NOT NULL, batches BLOB NOT NULL
);
INSERT INTO meta VALUES ('next', 3);
PRAGMA application_id = 1280529490;
PRAGMA user_version = 1;
"""
"""The file as the program made it before it kept what is held out: never to be changed."""


def old_file(folder: Path) -> list[str]:
    """Write a file of the first version with two runs; return their ids."""
    connection = sqlite3.connect(folder / FILE)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(FIRST_VERSION)
    ids = ["0" * 31 + "1", "0" * 31 + "2"]
    for number, run_id in enumerate(ids, start=1):
        connection.execute(
            "INSERT INTO runs VALUES (?, ?, ?, 'a note', 1, NULL, 1.7e9, 'song.txt', '', 'zh', ?, "
            "'[]', 'window', '', 20.0, 25.0, 5, 2.5, ?)",
            (run_id, number, f"old {number}", Experiment().model_dump_json(), b"\0" * 16),
        )
        columns = [
            np.ascontiguousarray(rows, "<f8").tobytes() for rows in (OLD.epochs, OLD.batches)
        ]
        connection.execute("INSERT INTO curves VALUES (?, ?, ?)", (run_id, *columns))
    connection.commit()
    connection.close()
    return ids


OLD = curve_of()


def with_readings(*values: float) -> Curve:
    curve = curve_of(len(values))
    places = np.arange(1.0, len(values) + 1)
    return Curve(curve.epochs, curve.batches, np.stack([places, np.array(values), places / 2]))


def test_an_old_file_goes_on_with_its_runs_and_takes_new_ones(tmp_path):
    ids = old_file(tmp_path)
    store = open_store(tmp_path)
    assert store.notice is None and store.unreadable == 0
    read = store.runs()
    assert [run.id for run in read] == ids
    assert [(run.name, run.notes, run.pinned) for run in read] == [
        ("old 1", "a note", True),
        ("old 2", "a note", True),
    ]
    assert (read[0].best, read[0].last, read[0].seconds) == (20.0, 25.0, 2.5)
    assert math.isnan(read[0].held_out)
    curve = store.curve(ids[0])
    assert np.array_equal(curve.batches, OLD.batches) and curve.held_out.shape == (3, 0)
    new = store.put(run_of(), with_readings(50.0, 40.0, 45.0))
    assert (new.number, new.held_out) == (3, 40.0)
    store.put(read[1], with_readings(9.0, 8.0))
    store.close()
    again = open_store(tmp_path)
    assert again.notice is None
    assert [run.held_out for run in again.runs()[1:]] == [8.0, 40.0]
    again.close()
    assert sql(tmp_path, "PRAGMA user_version") == [(SCHEMA,)]
    assert not list(tmp_path.glob(f"{FILE}.bad-*"))


def test_a_window_of_the_version_before_goes_on_writing(tmp_path):
    ids = old_file(tmp_path)
    older = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    store = open_store(tmp_path)
    older.execute("UPDATE runs SET last = 3.0 WHERE id = ?", (ids[0],))
    older.execute(
        "INSERT INTO curves VALUES (?, ?, ?) ON CONFLICT (run) DO UPDATE SET epochs = ?",
        (ids[0], b"", b"", b""),
    )
    older.close()
    assert store.runs()[0].last == 3.0
    store.close()


def test_an_old_file_that_is_not_what_it_says_is_set_aside(tmp_path):
    old_file(tmp_path)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("ALTER TABLE runs DROP COLUMN notes")
    connection.close()
    store = open_store(tmp_path)
    assert store.notice is not None and "set aside" in str(store.notice)
    store.put(run_of(), curve_of())
    store.close()
    assert list(tmp_path.glob(f"{FILE}.bad-*"))


def test_processes_that_open_an_old_file_at_once_bring_it_up_to_date_together(tmp_path):
    old_file(tmp_path)
    command = [sys.executable, "-c", WRITER, str(tmp_path), "40"]
    children = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in "ab"
    ]
    for child in children:
        said, _ = child.communicate(timeout=100)
        assert child.returncode == 0 and said.strip() == "None"
    store = open_store(tmp_path)
    assert len(store.runs()) == 82
    store.close()


def test_the_best_reading_is_kept_and_its_curve_comes_back(store, tmp_path):
    run, curve = run_of(), with_readings(50.0, math.inf, 45.0, 47.0)
    assert store.put(run, curve).held_out == 45.0
    assert np.array_equal(store.curve(run.id).held_out, curve.held_out)
    assert math.isnan(store.put(run, curve_of()).held_out)
    assert store.curve(run.id).held_out.shape == (3, 0)
    store.put(run, curve)
    store.delete([run.id])
    store.purge([run.id])
    assert sql(tmp_path, "SELECT COUNT(*) FROM held_out") == [(0,)]


def test_readings_of_another_part_do_not_count(store):
    curve = with_readings(5.0, 6.0, 50.0, 40.0)
    more = changed(Experiment(), "corpus.held_out", 0.2)
    part = KeptChange(x=2.0, before=Experiment(), after=more)
    text = KeptChange(x=3.0, before=more, after=more, text_before="a", text_after="b")
    rate = KeptChange(x=3.5, before=more, after=changed(more, "train.learning_rate", 0.1))
    assert store.put(run_of(changes=(rate,)), curve).held_out == 5.0
    assert store.put(run_of(changes=(part, rate)), curve).held_out == 40.0
    assert store.put(run_of(changes=(part, text, rate)), curve).held_out == 40.0
    assert math.isnan(
        store.put(run_of(changes=(text.model_copy(update={"x": 4.0}),)), curve).held_out
    )


def test_a_trial_may_have_been_read_after_some_epochs_only():
    curve = Curve.of_epochs([9.0, 8.0, 7.0], 2.0, [math.nan, 30.0, 31.0])
    assert curve.held_out.tolist() == [[2.0, 3.0], [30.0, 31.0], [4.0, 6.0]]
    assert Curve.of_epochs([9.0], 1.0).held_out.shape == (3, 0)


def test_a_folder_in_the_place_of_the_old_one_is_another(tmp_path: Path) -> None:
    models = ModelFolder(tmp_path / "models")
    for _ in range(10):  # a file system likes to give the same number again
        assert models.create() and not models.vanished
        shutil.rmtree(models.folder)
        models.folder.mkdir()
        assert models.vanished
