"""Ctrl+C and SIGTERM: a run ends after the batch under way, not in the middle of it."""

from __future__ import annotations

import signal
from types import FrameType

__all__ = ["StopWish"]


class StopWish:
    """Notes the first signal while it is entered; a second one ends the program as usual."""

    def __init__(self) -> None:
        self.number = 0
        self._before = {
            number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)
        }

    def __bool__(self) -> bool:
        return self.number != 0

    def __enter__(self) -> StopWish:
        for number in self._before:
            signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @property
    def status(self) -> int:
        """The exit status that tells a shell which signal it was."""
        return 128 + self.number

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        self.number = number
        self.__exit__()
