"""A signal ends the program from the first moment on, with the status that it is known by."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from lstm_gui.core.settings.options import VERBS
from lstm_gui.core.stopping import ENDINGS, StopWish, end_at_once, unwinding
from tests.commands import environment


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in ENDINGS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", ENDINGS, ids=lambda number: number.name)
class TestStopWish:
    def test_the_first_signal_is_a_wish(self, number: signal.Signals) -> None:
        with StopWish() as stop:
            assert not stop
            os.kill(os.getpid(), number)
            assert stop and stop.status == 128 + number

    def test_a_second_one_ends_it_but_for_that_of_a_closed_terminal(
        self, number: signal.Signals
    ) -> None:
        ended: list[int] = []
        for one in ENDINGS:
            signal.signal(one, lambda number, _: ended.append(number))
        with StopWish() as stop:
            for one in (number, number, signal.SIGHUP):
                os.kill(os.getpid(), one)
            assert stop.number == number
        assert ended == ([] if number == signal.SIGHUP else [number])

    def test_with_blocks_are_left(self, number: signal.Signals) -> None:
        with pytest.raises(SystemExit) as ended, unwinding():
            os.kill(os.getpid(), number)
        assert ended.value.code == 128 + number

    def test_it_ends_at_once(self, number: signal.Signals, monkeypatch) -> None:
        ends: list[int] = []
        monkeypatch.setattr(os, "_exit", ends.append)
        end_at_once()
        os.kill(os.getpid(), number)
        end_at_once(0)
        os.kill(os.getpid(), number)
        assert ends == [128 + number, 0]


def test_who_was_told_to_ignore_a_closed_terminal_does_so() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    end_at_once()
    with unwinding(), StopWish() as stop:
        os.kill(os.getpid(), signal.SIGHUP)
        assert not stop


AT_THE_FIRST_IMPORT = """
import os, sys

class Signals:
    def find_spec(self, name, path=None, target=None):
        if name == "pydantic":  # the first of all that takes long
            os.kill(os.getpid(), int(os.environ["NUMBER"]))

sys.meta_path.insert(0, Signals())
from lstm_gui.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize("verb", [*VERBS, "--start"])
def test_a_signal_ends_it_while_it_is_imported(verb: str) -> None:
    for number in ENDINGS:
        done = subprocess.run(
            [sys.executable, "-c", AT_THE_FIRST_IMPORT, verb],
            env=environment(NUMBER=str(int(number))),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
        )
        assert done.stderr == b"" and done.stdout == b""
        assert done.returncode == (128 + number if verb in VERBS else 0)
