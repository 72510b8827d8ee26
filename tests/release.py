"""The long checks of a release: `python -m tests.release`, or some tests by a word of their name.

A test marked `release` runs with every change as well, with a handful of cases. Here it runs with
as many as a release promises, which takes hours; `--minutes 5` gives each test five minutes at
most. Of those that stand for a row of `tests.faults`, what came of it is kept in a file, from which
`python -m tests.readme` makes the table in README.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

__all__ = ["CASES", "RESULTS", "Cases", "Result", "at_length", "results", "seconds"]

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("release_results.json")

_VARIABLE = "LSTM_GUI_RELEASE"
_MINUTES = "LSTM_GUI_RELEASE_MINUTES"


def at_length(usual: int, at_release: int) -> int:
    """Return how many cases to try: `usual` with every change, `at_release` here."""
    return at_release if _VARIABLE in os.environ else usual


def seconds() -> float:
    """Return how long a test may go on."""
    return 60 * float(os.environ.get(_MINUTES, "inf"))


class Cases:
    """The cases of a test, one after the other: it says how far it came.

    Attributes:
        tried: How many were begun.
        promised: How many a release tries.
    """

    def __init__(self) -> None:
        self.tried = self.promised = 0

    def __call__(self, usual: int, at_release: int) -> Iterator[int]:
        """Count cases from 0, until they or the time of the test are over."""
        ends = time.monotonic() + seconds()
        self.promised += at_release
        for number in range(at_length(usual, at_release)):
            if number and time.monotonic() > ends:
                return
            self.tried += 1
            yield number

    def all(self, usual: int, at_release: int) -> int:
        """Return how many cases to try, for a test that tries them all at once."""
        count = at_length(usual, at_release)
        self.tried += count
        self.promised += at_release
        return count


CASES = pytest.StashKey[Cases]()


@dataclass
class Result:
    """What came of a test, by its name without parameters."""

    row: str
    tried: int
    promised: int
    failures: int
    date: str
    commit: str


def results() -> dict[str, Result]:
    """Read what came of the tests when they were run last."""
    kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    return {name: Result(**values) for name, values in kept.items()}


class Recorder:
    """Keeps what came of each test as soon as it is known. A pytest plugin."""

    def __init__(self) -> None:
        self.found: dict[str, Result] = {}
        self.items: Counter[str] = Counter()
        self.spent: Counter[str] = Counter()  # seconds
        self.counted: set[str] = set()
        self.failed: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.items.update(_name(item) for item in items)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if self.spent[_name(item)] > seconds():
            pytest.skip("its time is over")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Iterator[None]:
        report = yield
        mark = item.get_closest_marker("release")
        if mark is not None and mark.args:
            self.spent[_name(item)] += call.duration
            if report.when == "call" or report.failed:
                self.note(item, mark.args[0], failed=report.failed)
        return report

    def note(self, item: pytest.Item, row: str, *, failed: bool) -> None:
        """Count a test, and keep what is known by now."""
        name, cases = _name(item), item.stash.get(CASES, None)
        now = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        result = self.found.setdefault(name, Result(row, 0, 0, 0, now, _commit()))
        each = 1 if cases is None else cases.promised
        result.promised = max(result.promised, self.items[name] * each)
        if item.nodeid not in self.counted:
            result.tried += 1 if cases is None else cases.tried
            self.counted.add(item.nodeid)
        if failed and item.nodeid not in self.failed:  # not once more where it is taken down
            result.failures += 1
            self.failed.add(item.nodeid)
        kept = {**results(), **self.found}
        values = {name: asdict(kept[name]) for name in sorted(kept)}
        RESULTS.write_text(json.dumps(values, indent=1) + "\n", "utf-8")


def _name(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _commit() -> str:
    """Return the last commit that changed the program: tests alone do not change what is tried."""
    git = shutil.which("git")
    command = ["log", "-1", "--format=%h", "--", "lstm_gui"]
    if git is None:
        return ""
    return subprocess.run([git, *command], cwd=ROOT, capture_output=True, text=True).stdout.strip()


def pytest_configure(config: pytest.Config) -> None:
    """Begin to keep results: this module is the plugin of a release's run."""
    config.pluginmanager.register(Recorder())


def main(arguments: Sequence[str]) -> int:
    """Run the tests marked `release` whose names contain one of these words, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.release", description=__doc__)
    parser.add_argument("words", nargs="*", help="words of the names of tests")
    parser.add_argument("--minutes", help="how long each test may take; else as long as it takes")
    asked = parser.parse_args(arguments)
    patient = ["--timeout=0", "-o", "faulthandler_timeout=0", "-p", "tests.release"]
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-m", "release", *patient]
    if asked.words:
        command += ["-k", " or ".join(asked.words)]
    platform = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    environment = {**os.environ, **platform, _VARIABLE: "1"}
    if asked.minutes:
        environment[_MINUTES] = asked.minutes
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
