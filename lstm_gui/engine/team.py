"""A team of threads that run one compiled function together, each its own part of the work.

The threads share no Python: a compiled function runs without the interpreter's lock, and its
parts wait for one another in `compiled.meet`. The window can be as busy as it likes; it holds a
part up only at the start of a batch.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

import numpy as np

__all__ = ["Team"]

_SPARE = 8  # numbers to a row of `arrived`, so that no two threads write to one line of the cache
Job = tuple[Callable[..., Any], tuple[Any, ...]]  # Any: compiled functions take all kinds


class Team:
    """`threads` threads, this one included, for the life of the process."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self._arrived = np.zeros((threads, _SPARE), np.int64)
        self._jobs: list[SimpleQueue[Job]] = [SimpleQueue() for _ in range(threads - 1)]
        self._done: SimpleQueue[BaseException | None] = SimpleQueue()
        for index, jobs in enumerate(self._jobs):
            threading.Thread(
                target=self._help, args=(index + 1, jobs), name=f"engine-{index + 1}", daemon=True
            ).start()

    def _help(self, part: int, jobs: SimpleQueue[Job]) -> None:
        while True:
            function, arguments = jobs.get()
            try:
                function(part, self._arrived, *arguments)
            except BaseException as error:  # raised in the thread that asked
                self._done.put(error)
            else:
                self._done.put(None)

    def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call `function(part, arrived, *arguments)` in each thread; return part 0's result.

        The function must have been compiled for these arguments, and must not raise: the
        others would wait for it.
        """
        for jobs in self._jobs:
            jobs.put((function, arguments))
        result = function(0, self._arrived, *arguments)
        for error in [self._done.get() for _ in self._jobs]:
            if error is not None:
                raise error
        return result
