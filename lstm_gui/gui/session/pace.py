"""How fast frames follow one another while the engine computes.

The two share the processor's cores. An engine that computes on all of them loses each moment that
the window draws, so frames come as fast as a small share of one core allows.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

__all__ = [
    "FRAME_MS",
    "FramePace",
    "HURRY_S",
    "LONGEST_FRAME_MS",
    "SPARE_SHARE",
    "WINDOW_SHARE",
    "engine_threads",
    "usable_cores",
]

FRAME_MS, LONGEST_FRAME_MS = 33, 333
WINDOW_SHARE, SPARE_SHARE = 0.03, 0.2
"""How much of a core the window may take to show what the engine says. All of it is lost to an
engine that uses every core (measured); where one is to spare, the window takes more of it."""

HURRY_S = 0.3
_WEIGHT = 0.25  # of the newest frame: one that shows the memory too costs twice as much as others


def engine_threads() -> int:
    """Return how many threads the engine computes with, once it is loaded."""
    first = os.environ.get("OMP_NUM_THREADS", "").split(",")[0]
    return int(first) if first.isdigit() else usable_cores()


def usable_cores() -> int:
    """Count the cores that this process may use, siblings included."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class FramePace:
    """When the next frame is due: the dearer the last ones were, the later.

    A frame costs all that its thread has computed since the one before, drawing included. For a
    moment after an act of the person's, cost does not count.

    Args:
        now: Seconds on a clock.
        spent: Seconds that this thread has computed.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.perf_counter,
        spent: Callable[[], float] = time.thread_time,
    ) -> None:
        self._now, self._spent = now, spent
        self._begun, self._spent_before = now(), spent()
        self._cost = 0.0
        self._share = WINDOW_SHARE
        self._hurried = self._begun - HURRY_S

    def share_with(self, threads: int, cores: int) -> None:
        """Take into account how many threads the engine has, and on how many cores."""
        self._share = WINDOW_SHARE if threads >= cores else SPARE_SHARE

    def hurry(self) -> None:
        """Note that a person waits for an answer."""
        self._hurried = self._now()

    def begin_frame(self) -> None:
        """Note that a frame begins."""
        spent = self._spent()
        self._cost += _WEIGHT * (spent - self._spent_before - self._cost)
        self._begun, self._spent_before = self._now(), spent

    def wait_ms(self) -> int:
        """Return how long to wait for the next frame."""
        now = self._now()
        apart = min(max(1000 * self._cost / self._share, FRAME_MS), LONGEST_FRAME_MS)
        if now - self._hurried < HURRY_S:
            apart = FRAME_MS
        return max(round(apart - 1000 * (now - self._begun)), 0)
