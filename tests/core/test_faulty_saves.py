"""Killed at any moment or on a disk that fails, a save leaves the old file or the new one whole."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands import ROOT, environment
from tests.core.faulty_saves import FAULTS, KINDS
from tests.release import Cases, at_length

Ask = Callable[..., str]
NAMES = list(KINDS)[: at_length(3, len(KINDS))]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """Ask for a save that goes wrong; the answer tells what came of it.

    With every change the files lie in memory, where no disk is waited for; at a release on a disk.
    """
    memory = Path("/dev/shm")
    place = memory if memory.is_dir() and not at_length(0, 1) else tmp_path
    with (
        (tmp_path / "said").open("w+") as said,
        tempfile.TemporaryDirectory(dir=place, prefix="lstm-gui-") as saves,
    ):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.core.faulty_saves", saves],
            cwd=ROOT,
            env=environment(OMP_NUM_THREADS="1"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )

        def asked(*words: object) -> str:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(f"{json.dumps(words)}\n")
            process.stdin.flush()
            answer = process.stdout.readline().strip()
            assert answer, (words, (tmp_path / "said").read_text()[-3000:])
            return answer

        yield asked
        process.kill()
        process.communicate()


@pytest.mark.release("K1")
def test_at_every_call_that_a_save_makes(ask: Ask, cases: Cases) -> None:
    for name in NAMES:
        # With every change `test_files` has the other faults, but for moments.
        for fault in FAULTS if at_length(name == "moment", 1) else ("killed",):
            outcomes = []
            while (outcome := ask("call", name, fault, len(outcomes) + 1)) != "over":
                outcomes.append(outcome)
                cases.all(1, 1)
            # The file is replaced at once; what fails after that comes too late.
            assert outcomes == sorted(outcomes, reverse=True)
            assert len(outcomes) > 6 and {"old", "new"} == set(outcomes), (name, fault, outcomes)


@pytest.mark.release("K2")
def test_killed_at_a_random_moment(ask: Ask, cases: Cases) -> None:
    saved = [int(ask("random", NAMES[number % 3], number)) for number in cases(40, 5000)]
    assert len(set(saved)) > 3  # some were killed early and some late


@pytest.mark.release("D1")
def test_a_disk_that_is_full_at_any_place_of_the_file(ask: Ask, cases: Cases) -> None:
    for number in cases(20, 200):
        assert ask("full", NAMES[number % len(NAMES)], number) == "kept"
