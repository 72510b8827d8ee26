"""Ctrl+C, SIGTERM and SIGHUP: what they end, and how. It is installed before anything is imported.

A process that was told to ignore SIGHUP, such as by nohup, goes on ignoring it.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from types import FrameType

__all__ = [
    "ENDINGS",
    "StopWish",
    "end_at_once",
    "ends_twice",
    "install",
    "restore",
    "unwinding",
]

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_Handler = Callable[[int, FrameType | None], object]


def end_at_once(status: int | None = None) -> None:
    """From now on a signal ends the program where it is, while there is nothing to lose.

    Not by an exception: what is being imported would come up with another one, or swallow it.

    Args:
        status: The exit status; without it, the one that tells a shell which signal it was.
    """
    install(lambda number, _: os._exit(_status_of(number) if status is None else status))


@contextlib.contextmanager
def unwinding() -> Iterator[None]:
    """Within this, a signal ends the program by an exception, so that each `with` is left."""

    def end(number: int, _: FrameType | None) -> None:
        restore(before)  # a second one does not wait
        raise SystemExit(_status_of(number))

    before = install(end)
    try:
        yield
    finally:
        restore(before)


class StopWish:
    """Notes the first signal while it is entered; a second one ends the program as usual."""

    def __init__(self) -> None:
        self.number = 0
        self._before: dict[signal.Signals, _Handler | int | None] = {}

    def __bool__(self) -> bool:
        return self.number != 0

    def __enter__(self) -> StopWish:
        self._before = install(self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        restore(self._before)

    @property
    def status(self) -> int:
        """The exit status that tells a shell which signal it was."""
        return _status_of(self.number)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        self.number = self.number or number
        if ends_twice(number):
            restore({one: how for one, how in self._before.items() if ends_twice(one)})


def ends_twice(number: int) -> bool:
    """Tell whether a second signal of this kind is meant to end what the first one did not.

    SIGHUP comes twice when a terminal is closed, from the system and from the shell in it.
    """
    return number != signal.SIGHUP


def install(handler: _Handler) -> dict[signal.Signals, _Handler | int | None]:
    """Install a handler, and return those that were there."""
    before = {number: signal.getsignal(number) for number in ENDINGS}
    if before[signal.SIGHUP] is signal.SIG_IGN:
        del before[signal.SIGHUP]
    for number in before:
        signal.signal(number, handler)
    return before


def restore(before: dict[signal.Signals, _Handler | int | None]) -> None:
    """Install the handlers that `install` has replaced."""
    for number, handler in before.items():
        signal.signal(number, handler)


def _status_of(number: int) -> int:
    return 128 + number
