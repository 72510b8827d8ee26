"""Whatever happens to the file of the runs, it is said once, and the runs are kept somewhere."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from lstm_gui.core.i18n import Sentence
from lstm_gui.core.runs import database, store_thread
from lstm_gui.core.runs.database import SCHEMA
from lstm_gui.core.runs.run import Run
from lstm_gui.core.runs.store import FILE, MODELS, RunStore, open_store
from lstm_gui.core.runs.store_thread import StoreThread
from tests.core.runs.sql import sql
from tests.core.runs.test_store import ROOT, curve_of, run_of


class Told:
    """The thread of the runs with all that it tells."""

    def __init__(self, folder: Path) -> None:
        self.notices: list[str] = []
        self.troubles: list[str] = []
        self.opened = 0
        self.thread = StoreThread(
            lambda: open_store(folder),
            lambda notice: self.notices.append(str(notice)),
            trouble=self._on_trouble,
            opened=self._on_opened,
        )

    def _on_trouble(self, trouble: Sentence | None) -> None:
        self.troubles.append("" if trouble is None else str(trouble))

    def _on_opened(self, store: RunStore) -> None:
        self.opened += 1
        if store.models is not None:
            store.models.create()

    def put(self, run: Run | None = None, epochs: int = 5) -> Run:
        run = run or run_of()
        return self.ask(lambda store: store.put(run, curve_of(epochs)))

    def ask(self, task: Callable[[RunStore], object]) -> object:
        """Have it done, and wait for it."""
        found: list[object] = []
        done = threading.Event()
        self.thread.ask(task, lambda answer: (found.append(answer), done.set()))
        assert done.wait(30), (self.notices, self.troubles)
        return found[0]

    def close(self) -> None:
        self.thread.close()
        assert self.thread.join(30)


@pytest.fixture
def told(tmp_path):
    told = Told(tmp_path)
    yield told
    told.close()


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(store_thread, "RETRY_S", 0.02)
    monkeypatch.setattr(database, "BUSY_MS", 50)


def filled(folder: Path, runs: int = 6) -> Path:
    """Return the file of a few runs, with nothing beside it."""
    store = open_store(folder)
    for _ in range(runs):
        store.put(run_of(), curve_of())
    store.close()
    return folder / FILE


# Values and bytes that no program of ours has written


def edit_schema(folder: Path, old: bytes, new: bytes) -> None:
    path = folder / FILE
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def drop_index_entries(folder: Path) -> None:
    """Leave out an entry of an index, as a lost write would."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name LIKE 'sqlite_autoindex_curves%'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA journal_mode = DELETE")
    with (folder / FILE).open("r+b") as file:
        file.seek((root - 1) * size + 3)
        count = int.from_bytes(file.read(2), "big")
        file.seek((root - 1) * size + 3)
        file.write((count - 1).to_bytes(2, "big"))


MENDED = {
    "no meta": lambda folder: sql(folder, "DELETE FROM meta"),
    "meta in words": lambda folder: sql(folder, "UPDATE meta SET value = 'many'"),
    "meta in bytes": lambda folder: sql(folder, "UPDATE meta SET value = ?", b"\xff\xfe"),
    "meta too large": lambda folder: sql(folder, "UPDATE meta SET value = ?", 2**63 - 1),
    "meta too small": lambda folder: sql(folder, "UPDATE meta SET value = -5"),
    "deleted in words": lambda folder: sql(folder, "UPDATE runs SET deleted = 'yes'"),
    "deleted in bytes": lambda folder: sql(folder, "UPDATE runs SET deleted = ?", b"\xff"),
    "a mark without a time": lambda folder: sql(
        folder, "INSERT INTO under_way SELECT id, '{}', '', 'noon' FROM runs"
    ),
    "an index without an entry": drop_index_entries,
}


@pytest.mark.parametrize("damage", MENDED.values(), ids=MENDED)
def test_what_can_be_mended_is_mended_and_no_run_is_lost(tmp_path, damage):
    filled(tmp_path)
    damage(tmp_path)
    told = Told(tmp_path)
    assert told.put().number == 7
    told.ask(lambda store: store.owners.claim())
    told.ask(lambda store: store.purge())
    runs = told.ask(lambda store: store.runs())
    assert len(runs) == 7
    assert all(told.ask(lambda store, run=run: store.curve(run.id).batches.size) for run in runs)
    assert told.ask(lambda store: store.curve(runs[0].id)).epochs.size
    told.close()
    assert told.notices == [] and not list(tmp_path.glob("*.bad-*"))
    assert sql(tmp_path, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize(
    "damage",
    [case for name, case in MENDED.items() if name != "an index without an entry"],
    ids=[name for name in MENDED if name != "an index without an entry"],
)
def test_also_while_the_window_is_open(told, tmp_path, damage):
    told.put()
    damage(tmp_path)
    told.ask(lambda store: store.purge())
    assert told.put().number == 2
    assert len(told.ask(lambda store: store.runs())) == 2 and told.notices == []


def text_schema(folder: Path) -> None:
    edit_schema(folder, b"CREATE TABLE runs", b"CREATE TABLE ru\xffs")


def column_name(folder: Path) -> None:
    edit_schema(folder, b"pinned INTEGER", b"pinn\xffd INTEGER")


def trigger(folder: Path) -> None:
    sql(folder, "CREATE TRIGGER no BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'no'); END")


def write_format(folder: Path) -> None:
    with (folder / FILE).open("r+b") as file:
        file.seek(18)
        file.write(b"\7")


SET_ASIDE = {
    "write format": write_format,
    "schema": text_schema,
    "column": column_name,
    "trigger": trigger,
    "no table": lambda folder: sql(folder, "DROP TABLE under_way"),
    "no number of a program": lambda folder: sql(folder, "PRAGMA application_id = 0"),
    "no version": lambda folder: sql(folder, "PRAGMA user_version = 0"),
    "one byte": lambda folder: (folder / FILE).write_bytes(b"S"),
    "words": lambda folder: (folder / FILE).write_bytes(b"my runs, as I remember them"),
    "half": lambda folder: os.truncate(folder / FILE, (folder / FILE).stat().st_size // 2),
}


@pytest.mark.parametrize("damage", SET_ASIDE.values(), ids=SET_ASIDE)
def test_what_cannot_be_mended_is_set_aside_and_said_once(tmp_path, damage):
    filled(tmp_path)
    damage(tmp_path)
    before = (tmp_path / FILE).read_bytes()
    told = Told(tmp_path)
    assert told.put().number == 1
    told.close()
    (aside,) = tmp_path.glob(f"{FILE}.bad-*[0-9]")
    (notice,) = told.notices
    assert f"is set aside as {aside.name}" in notice
    assert aside.read_bytes()[100:] == before[100:]
    again = Told(tmp_path)
    assert len(again.ask(lambda store: store.runs())) == 1 and again.notices == []
    again.close()


def test_two_that_are_set_aside_within_a_second_are_two(tmp_path):
    for _ in range(2):
        (tmp_path / FILE).write_bytes(b"no database")
        open_store(tmp_path).close()
    assert len(list(tmp_path.glob(f"{FILE}.bad-*"))) == 2


def test_of_windows_that_find_a_damaged_file_at_once_one_sets_it_aside(tmp_path, monkeypatch):
    (tmp_path / FILE).write_bytes(b"no database")
    both, look, here = threading.Barrier(2), database.identity, threading.local()

    def look_together(path: Path) -> database.Identity:
        found = look(path)
        if not hasattr(here, "looked"):
            here.looked = both.wait(30)
        return found

    monkeypatch.setattr(database, "identity", look_together)
    stores: list[RunStore] = []

    def start() -> None:
        stores.append(open_store(tmp_path))

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    monkeypatch.undo()
    assert len(list(tmp_path.glob("*.bad-*"))) == 1
    for number, store in enumerate(stores, start=1):
        assert store.put(run_of(), curve_of()).number == number
    for store in stores:
        store.close()


@pytest.mark.parametrize("kind", ["empty", "gone"])
def test_an_empty_or_missing_file_beside_models_is_said(tmp_path, kind):
    path = filled(tmp_path)
    (tmp_path / MODELS).mkdir()
    (tmp_path / MODELS / f"{'a' * 32}.safetensors").write_bytes(b"model")
    path.unlink()
    if kind == "empty":
        path.touch()
    store = open_store(tmp_path)
    assert "missing or empty" in str(store.notice) and str(tmp_path / MODELS) in str(store.notice)
    store.put(run_of(), curve_of())
    store.close()
    assert open_store(tmp_path).notice is None


def foreign_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE songs (title TEXT)")


def foreign_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA application_id = 7")


def foreign_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE runs (colour TEXT)")
        other.execute(f"PRAGMA user_version = {SCHEMA}")


@pytest.mark.parametrize("make", [foreign_tables, foreign_program, foreign_version])
def test_a_foreign_database_is_left_alone(tmp_path, make):
    make(tmp_path / FILE)
    before = (tmp_path / FILE).read_bytes()
    told = Told(tmp_path)
    assert told.put().number == 1
    told.close()
    assert (tmp_path / FILE).read_bytes() == before
    (notice,) = told.notices
    assert "belongs to another program" in notice and "runs-lstm-gui.sqlite3" in notice
    assert not list(tmp_path.glob("*.bad-*"))


# Files that go away


def disappear(folder: Path, what: str) -> None:
    if what == "folder":
        shutil.rmtree(folder)
    elif what == "moved":
        folder.rename(folder.with_name("elsewhere"))
    else:
        (folder / f"{FILE}{what}").unlink()


@pytest.mark.parametrize("what", ["folder", "moved", "", "-wal", "-shm"])
def test_what_is_deleted_while_it_is_in_use_is_written_again(tmp_path, what):
    folder = tmp_path / "data"
    told = Told(folder)
    runs = [told.put() for _ in range(3)]
    disappear(folder, what)
    told.put(runs[2], 7)
    told.close()
    assert told.opened == 2
    assert len(told.notices) == (0 if what.startswith("-") else 1)
    assert all("deleted or moved while it was in use" in notice for notice in told.notices)
    store = open_store(folder)
    assert [run.epochs for run in store.runs()] == [5, 5, 7] and store.notice is None
    assert store.curve(runs[0].id).batches.size
    store.close()
    assert (folder / MODELS).is_dir()
    assert sql(folder, "PRAGMA integrity_check") == [("ok",)]


def test_another_file_in_its_place_is_used_and_not_mixed_with_what_was(tmp_path):
    (tmp_path / "other").mkdir()
    other = filled(tmp_path / "other", 2)
    told = Told(tmp_path / "data")
    run = told.put()
    for _ in range(3):
        told.put()
    os.replace(other, tmp_path / "data" / FILE)
    told.put(run, 7)
    told.close()
    (notice,) = told.notices
    assert "Another file took the place" in notice
    store = open_store(tmp_path / "data")
    assert [(run.number, run.epochs) for run in store.runs()] == [(1, 5), (2, 5), (3, 7)]
    store.close()
    assert sql(tmp_path / "data", "PRAGMA integrity_check") == [("ok",)]


def test_the_folder_of_models_is_made_anew_and_that_is_said(told, tmp_path):
    told.put()
    (tmp_path / MODELS).rmdir()
    told.put()
    assert (tmp_path / MODELS).is_dir() and told.opened == 2
    (notice,) = told.notices
    assert str(tmp_path / MODELS) in notice


# What passes


class Lock:
    """Another program that has the file for itself."""

    def __init__(self, folder: Path, kind: str = "IMMEDIATE") -> None:
        self._connection = sqlite3.connect(
            folder / FILE, isolation_level=None, check_same_thread=False
        )
        self._connection.execute(f"BEGIN {kind}")

    def release(self) -> None:
        self._connection.execute("ROLLBACK")
        self._connection.close()


def wait_until(true: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(1500):
        if true():
            return
        pause.wait(0.02)
    raise AssertionError("waited for too long")


def test_a_lock_is_called_a_lock_and_nothing_is_lost_when_it_is_over(told, tmp_path):
    run = told.put()
    lock = Lock(tmp_path)
    told.thread.ask(lambda store: store.rename(run.id, "first"))
    told.thread.ask(lambda store: store.rename(run.id, "second"))
    wait_until(lambda: bool(told.troubles))
    assert len(told.ask(lambda store: store.runs())) == 1  # reading goes on
    lock.release()
    wait_until(lambda: told.troubles[-1] == "")
    assert len(told.troubles) == 2 and "has locked the table of runs" in told.troubles[0]
    assert told.ask(lambda store: store.run(run.id).name) == "second" and told.notices == []


def test_what_is_only_to_be_written_does_not_overtake_what_waits(told):
    done: list[str] = []
    left = [2]

    def first(store: RunStore) -> None:
        if left[0]:
            left[0] -= 1
            raise sqlite3.OperationalError("database is locked")
        done.append("first")

    told.thread.ask(first)
    told.thread.ask(lambda store: done.append("second"))
    wait_until(lambda: len(done) == 2)
    assert done == ["first", "second"]


def test_a_file_that_is_locked_at_the_start_is_waited_for(tmp_path):
    sql_file = filled(tmp_path)
    with closing(sqlite3.connect(sql_file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE runs SET notes = 'held'")
        told = Told(tmp_path)
        told.thread.ask(lambda store: store.put(run_of(), curve_of()))
        wait_until(lambda: bool(told.troubles))
        other.execute("COMMIT")
    assert len(told.ask(lambda store: store.runs())) == 7
    told.close()
    assert "locked" in told.troubles[0] and told.troubles[-1] == "" and told.notices == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("database or disk is full", "The disk is full"),
        ("attempt to write a readonly database", "can be read but not written"),
        ("disk I/O error", "could not be written (disk I/O error)"),
        ("unable to open database file", "could not be written (unable to open"),
    ],
)
def test_what_may_pass_is_said_once_by_its_name_and_tried_again(told, error, said):
    left = [3]

    def task(store: RunStore) -> int:
        if left[0]:
            left[0] -= 1
            raise sqlite3.OperationalError(error)
        return store.put(run_of(), curve_of()).number

    assert told.ask(task) == 1
    wait_until(lambda: told.troubles[-1:] == [""])
    (first, _) = told.troubles
    assert said in first and told.notices == []


# Disks that cannot be written, as a user without rights meets them

OTHER_USER = """
import os, sys
from pathlib import Path
from lstm_gui.core.runs.store import open_store
from tests.core.runs.test_store import curve_of, run_of
run = run_of()
os.setuid(65534)
for folder in sys.argv[1:]:
    store = open_store(Path(folder))
    before, _ = len(store.runs()), store.put(run, curve_of())
    print(before, len(store.runs()), store.models, store.notice)
"""


@pytest.mark.skipif(os.getuid() != 0, reason="becomes another user")
def test_what_may_only_be_read_is_shown_and_new_runs_are_kept_in_memory():
    rights = {"file": (0o777, 0o444), "folder": (0o555, 0o666), "both": (0o555, 0o444)}
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folders = [Path(place) / name for name in rights]
        for folder, (of_folder, of_file) in zip(folders, rights.values(), strict=True):
            folder.mkdir()
            filled(folder).chmod(of_file)
            folder.chmod(of_folder)
        command = [sys.executable, "-c", OTHER_USER, *map(str, folders)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == [
            "6 7 None Runs cannot be kept on this computer (Permission denied). The table forgets "
            "them when the window closes."
        ] * len(rights)
        assert [sql(folder, "SELECT count(*) FROM runs") for folder in folders] == [[(6,)]] * 3


FULL_DISK = """
import resource, signal, sys, threading
from pathlib import Path
from lstm_gui.core.runs import store_thread
from lstm_gui.core.runs.store import open_store
from lstm_gui.core.runs.store_thread import StoreThread
from tests.core.runs.test_store import curve_of, run_of
store_thread.RETRY_S = 0.02
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
numbers, troubles, done = [], [], threading.Event()
def listen(trouble):
    if trouble is not None:
        troubles.append(str(trouble))
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    elif troubles:
        done.set()
thread = StoreThread(lambda: open_store(Path(sys.argv[1])), print, trouble=listen)
for _ in range(int(sys.argv[2])):
    thread.ask(lambda store: store.put(run_of(), curve_of()).number, numbers.append)
    room = int(sys.argv[3])
    thread.ask(lambda store: resource.setrlimit(resource.RLIMIT_FSIZE, (room, -1)))
    done.clear()
    for _ in range(20):
        thread.ask(lambda store: store.put(run_of(), curve_of(50, 4000)).number, numbers.append)
    done.wait(30)
thread.close()
thread.join(30)
print(numbers == list(range(1, 21 * int(sys.argv[2]) + 1)), len(troubles), set(troubles))
"""


@pytest.mark.release("D1")
def test_on_a_full_disk_what_is_to_be_written_waits_until_there_is_room(tmp_path, cases):
    rooms = [300_000, *range(150_000, 1_500_000, 90_000)]
    for number in cases(1, len(rooms)):
        room = rooms[number]
        folder = tmp_path / str(room)
        command = [sys.executable, "-c", FULL_DISK, str(folder), "1", str(room)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
        assert done.returncode == 0, done.stderr
        (said,) = done.stdout.splitlines()
        assert said.startswith("True 1 {") and ("The disk is full" in said or "I/O" in said), said
        store = open_store(folder)
        assert len(store.runs()) == 21 and store.notice is None
        store.close()


# Many

STATEMENTS = (
    "UPDATE {table} SET {column} = {value}",
    "DELETE FROM {table}",
    "DROP TABLE {table}",
    "ALTER TABLE {table} RENAME TO other",
    "ALTER TABLE {table} RENAME COLUMN {column} TO other",
    "ALTER TABLE {table} ADD COLUMN other TEXT",
    "CREATE TRIGGER other AFTER UPDATE ON {table} BEGIN DELETE FROM runs; END",
    "CREATE VIEW other AS SELECT * FROM {table}",
    "CREATE INDEX other ON {table} ({column})",
    "PRAGMA user_version = {number}",
    "PRAGMA application_id = {number}",
    "PRAGMA journal_mode = DELETE",
)
VALUES = ("NULL", "-1", "9223372036854775807", "1e308", "-9e999", "''", "'x'", "x'ff00'", "0.5")
COLUMNS = tuple(
    (table, column)
    for table, columns in {
        "meta": "key value",
        "curves": "run epochs batches",
        "held_out": "run readings",
        "under_way": "run owner difference seen",
        "runs": "id number name notes pinned deleted began corpus digest source experiment "
        "changes origin parent best last epochs seconds spark held_out",
    }.items()
    for column in columns.split(" ")
)


def change_by_sql(chance: random.Random, path: Path) -> str:
    table, column = chance.choice(COLUMNS)
    statement = chance.choice(STATEMENTS).format(
        table=table,
        column=column,
        value=chance.choice(VALUES),
        number=chance.choice((0, 1, -1, SCHEMA + 1, 2**31 - 1)),
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        try:
            other.execute(statement)
        except sqlite3.Error as error:
            return f"{statement}: {error}"
    return statement


def change_bytes(chance: random.Random, path: Path) -> str:
    data = bytearray(path.read_bytes())
    page = 4096
    kind = chance.choice(("flip", "flip", "cut", "swap", "zero", "header", "schema", "grow"))
    if kind == "flip":
        for _ in range(chance.choice((1, 1, 3, 30))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del data[chance.randrange(len(data)) :]
    elif kind == "swap":
        one, two = (chance.randrange(len(data) // page) * page for _ in range(2))
        data[one : one + page], data[two : two + page] = (
            data[two : two + page],
            data[one : one + page],
        )
    elif kind == "zero":
        start = chance.randrange(len(data))
        data[start : start + page] = bytes(len(data[start : start + page]))
    elif kind == "header":
        data[chance.randrange(100)] = chance.randrange(256)
    elif kind == "schema":
        data[chance.randrange(100, page)] = chance.randrange(256)
    else:
        data += chance.randbytes(chance.choice((1, 100, page)))
    path.write_bytes(data)
    if chance.random() < 0.1:
        path.with_name(f"{FILE}-wal").write_bytes(chance.randbytes(chance.choice((0, 32, 5000))))
    return kind


def make_foreign(chance: random.Random, path: Path) -> str:
    path.unlink()
    with closing(sqlite3.connect(path)) as other, other:
        table = chance.choice(("runs", "songs", "meta"))
        other.execute(f"CREATE TABLE {table} (a TEXT, b BLOB)")
        for _ in range(chance.randrange(50)):
            other.execute(f"INSERT INTO {table} VALUES (?, ?)", ("x", chance.randbytes(100)))
        other.execute(f"PRAGMA application_id = {chance.choice((0, 1, 2**31 - 1))}")
        other.execute(f"PRAGMA user_version = {chance.choice((0, 1, SCHEMA, 99))}")
    return "foreign"


@pytest.mark.release("M3")
def test_of_many_damaged_files_none_ends_the_thread_or_loses_what_comes_next(tmp_path, cases):
    sound = tmp_path / "sound"
    sound.mkdir()
    whole = filled(sound).read_bytes()
    outcomes: dict[str, int] = {}
    for seed in cases(40, 2000):
        chance = random.Random(seed)
        folder = tmp_path / "data"
        folder.mkdir()
        (folder / FILE).write_bytes(whole)
        change = chance.choice((change_by_sql, change_bytes, change_bytes, make_foreign))
        what = f"{seed} {change(chance, folder / FILE)}"
        before = (folder / FILE).read_bytes()
        told = Told(folder)
        run = told.put()
        told.ask(lambda store: store.owners.claim())
        for other in told.ask(lambda store: store.runs()):
            told.ask(lambda store, other=other: store.curve(other.id))
        told.ask(lambda store: store.purge())
        told.ask(lambda store: store.trim_models())
        told.put(run, 8)
        told.close()
        assert len(told.notices) <= 1 and told.troubles == [], (what, told.notices)
        if change is make_foreign:
            assert (folder / FILE).read_bytes() == before, what
        again = Told(folder)
        found = [one.epochs for one in again.ask(lambda store: store.runs()) if one.id == run.id]
        again.close()
        kept = not any("are not kept" in notice for notice in told.notices)
        assert found == ([8] if kept else []), (what, told.notices, again.notices)
        assert not kept or again.notices in ([], told.notices), (what, again.notices)
        outcome = told.notices[0][:40] if told.notices else "nothing to say"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        shutil.rmtree(folder)
    print(f"{cases.tried} damaged files: {outcomes}")
