"""What a search is to do, and the command lines of the processes that do it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass

from lstm_gui.core.config import Experiment
from lstm_gui.core.flag_words import flag_words
from lstm_gui.core.search_space import Range

__all__ = ["Order", "Place", "results_command", "worker_command", "worker_environment"]

PROGRAM = (sys.executable, "-m", "lstm_gui", "search")
NICENESS = "10"
"""A search gives way to the window and to the run in it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which study, and where it is kept: "" stands for its own journal."""

    study: str
    storage: str = ""

    @property
    def words(self) -> list[str]:
        """Return the flags."""
        where = ["--storage", self.storage] if self.storage else []
        return ["--study", self.study, *where]


@dataclass(frozen=True, slots=True)
class Order:
    """A search: what it tries, on which text, and by how many processes.

    Without `ranges` it goes on with a study that exists, as that was begun.
    """

    place: Place
    trials: int
    workers: int
    experiment: Experiment
    ranges: tuple[Range, ...] = ()
    text: tuple[str, ...] = ()


def worker_command(order: Order) -> list[str]:
    """Return the command of a process that trains."""
    nice = shutil.which("nice")
    gently = [nice, "-n", NICENESS] if nice else []
    words = [*gently, *PROGRAM, *order.place.words, "--trials", str(order.trials), "--json"]
    if not order.ranges:
        return words
    ranges = [word for item in order.ranges for word in ("--range", _written(item))]
    flags = flag_words(order.experiment, name_preset=True)
    return [*words, *order.text, *ranges, *flags]


def results_command(place: Place, *, follow: bool) -> list[str]:
    """Return the command of a process that tells what has come of a study."""
    words = [*PROGRAM, *place.words, "--json", "--results"]
    return [*words, "--follow"] if follow else words


def worker_environment(workers: int) -> dict[str, str]:
    """Share the processor, and leave one core to the window."""
    threads = max(((os.cpu_count() or 1) - 1) // workers, 1)
    return {"OMP_NUM_THREADS": str(threads)}


def _written(item: Range) -> str:
    if item.choices:
        return f"{item.name}={','.join(str(choice) for choice in item.choices)}"
    return f"{item.name}={item.low!r}:{item.high!r}"
