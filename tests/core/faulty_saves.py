"""Saves that go wrong, for `test_faulty_saves`: a process that makes a child for each of them.

It has loaded everything before, so that a child costs a few milliseconds. It reads a request a line
and answers each with a line; whatever is not as it should be ends it with a traceback.
"""

from __future__ import annotations

import errno
import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from lstm_gui.core.errors import OutputError
from lstm_gui.core.model.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from lstm_gui.core.preferences import Preferences, PreferencesFile
from lstm_gui.core.runs.moment_file import SavedMoment, load_moment, save_moment
from tests.core.model.test_checkpoint import model, same
from tests.core.runs.moments import moment
from tests.core.runs.test_moment_file import equal
from tests.core.test_files import Shim

KILLED = 137
FAULTS = {"killed": 0, "no space": errno.ENOSPC, "broken disk": errno.EIO}


@dataclass(frozen=True)
class Kind:
    """What is saved: the n-th of a kind differs from the others in all its bytes that matter."""

    make: Callable[[int], Any]
    save: Callable[[Path, Any], None]
    load: Callable[[Path], Any]
    same: Callable[[Any, Any], bool]


def _model(cell: str, layers: int, adam: bool) -> Kind:
    first = model(cell, layers, adam=adam)

    def make(number: int) -> Checkpoint:
        place = replace(first.snapshot.position, step=number)
        weights = {name: array + number for name, array in first.snapshot.weights.items()}
        return replace(first, snapshot=replace(first.snapshot, position=place, weights=weights))

    return Kind(make, save_checkpoint, load_checkpoint, same)


def _moment() -> Kind:
    first, small = moment(), _model("lstm", 1, True)
    assert small.make(1).snapshot.position != first.model.snapshot.position

    def make(number: int) -> SavedMoment:
        run = first.run.model_copy(update={"notes": str(number)})
        return replace(first, run=run)

    return Kind(make, save_moment, load_moment, equal)


def _save_preferences(path: Path, preferences: Preferences) -> None:
    PreferencesFile(path).save(preferences)


KINDS = {
    "lstm": _model("lstm", 1, True),
    "moment": _moment(),
    "preferences": Kind(
        lambda number: Preferences(smoothing=1 + number % 1000),
        _save_preferences,
        lambda path: PreferencesFile(path).load(),
        lambda one, other: one == other,
    ),
    "gru, two layers": _model("gru", 2, True),
    "rnn, sgd": _model("rnn", 1, False),
    "peephole": _model("peephole", 1, True),
}


class Fault(Shim):
    """Lets one call to the system fail, or ends the process there as a kill does."""

    def count(self, name: str) -> None:
        if self.code == 0 and len(self.calls) + 1 == self.fail_at:
            os._exit(KILLED)
        super().count(name)


def in_child(act: Callable[[], int]) -> int:
    """Do this in a child, and return the status with which it ends; 99 is an exception."""
    child = os.fork()
    if child == 0:
        status = 99
        try:
            status = act()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def left_alone(kind: Kind, path: Path) -> None:
    """Save once more: nothing of what has gone wrong before is left."""
    kind.save(path, kind.make(3))
    assert kind.same(kind.load(path), kind.make(3))
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def at_call(name: str, fault: str, number: int, folder: Path) -> str:
    """Let the n-th call of a save fail.

    Returns:
        "old" or "new", which is there afterwards whole; "over" if there are fewer calls.
    """
    kind, path = KINDS[name], folder / "file"
    kind.save(path, kind.make(1))

    def act() -> int:
        shim = Fault(pytest.MonkeyPatch())
        shim.arm(number, FAULTS[fault])
        try:
            kind.save(path, kind.make(2))
        except (OutputError, OSError):
            return 1
        return 2 if shim.fired else 0

    status, found = in_child(act), kind.load(path)
    assert status in (0, 1, 2, KILLED), status
    new = kind.same(found, kind.make(2))
    assert new if status in (0, 2) else new or kind.same(found, kind.make(1))
    assert status != 1 or not new
    left = len(list(folder.iterdir())) - 1
    assert left <= (status == KILLED), left
    left_alone(kind, path)
    return ("new" if new else "old") if status else "over"


def at_random(name: str, seed: int, folder: Path) -> str:
    """Kill a process that saves over and over, at a moment that the seed tells.

    Returns:
        How many it had saved.
    """
    kind, path, chance = KINDS[name], folder / "file", random.Random(seed)
    kind.save(path, kind.make(0))
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            number = 0
            while True:
                number += 1
                kind.save(path, kind.make(number))
                os.write(write, b".")
        finally:
            os._exit(99)
    os.close(write)
    time.sleep(chance.uniform(0, 0.03))
    os.kill(child, signal.SIGKILL)
    with os.fdopen(read, "rb") as told:
        saved = len(told.read())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    found = kind.load(path)
    assert any(kind.same(found, kind.make(number)) for number in (saved, saved + 1)), saved
    assert len(list(folder.iterdir())) <= 2
    left_alone(kind, path)
    return str(saved)


def on_a_full_disk(name: str, seed: int, folder: Path) -> str:
    """Leave no room beyond a place in the file; what was there stays, and then there is room.

    Returns:
        What is said meanwhile.
    """
    kind, path = KINDS[name], folder / "file"
    kind.save(path, kind.make(1))
    room = random.Random(seed).randrange(path.stat().st_size)

    def act() -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        try:
            kind.save(path, kind.make(2))
        except (OutputError, OSError) as error:
            assert "File too large" in str(error), error  # as this limit calls a full disk
        else:
            return 1
        assert kind.same(kind.load(path), kind.make(1))
        assert [entry.name for entry in folder.iterdir()] == [path.name]
        unlimited = resource.RLIM_INFINITY
        resource.setrlimit(resource.RLIMIT_FSIZE, (unlimited, unlimited))
        kind.save(path, kind.make(2))
        return 0

    assert in_child(act) == 0
    assert kind.same(kind.load(path), kind.make(2))
    left_alone(kind, path)
    return "kept"


ACTS = {"call": at_call, "random": at_random, "full": on_a_full_disk}

if __name__ == "__main__":
    for line in sys.stdin:
        what, *words = json.loads(line)
        print(ACTS[what](*words, Path(sys.argv[1])), flush=True)
