"""The processes that measure, with their questions and answers: one JSON object a line.

Each combination of cell and implementation runs in a process of its own, so that memory can be
measured by itself and one that crashes takes none of the others with it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

import lstm_gui
from lstm_gui.core.errors import EngineError
from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.engine._compat import physical_cores

__all__ = [
    "BenchJob",
    "BenchReady",
    "BenchSummary",
    "BenchTurn",
    "ERROR",
    "Latency",
    "MeasuringProcess",
    "ScalePoint",
    "environment",
]

ERROR = "error"


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BenchJob(_Line):
    """What to train; `batches`: one `ScalePoint` of a sweep, of at most that many batches."""

    corpus: str
    reading: FileReading = AS_FOUND
    experiment: Experiment
    epochs: int = 1
    warm_up_epochs: int = 2
    batches: int | None = None


class BenchReady(_Line):
    """Compiled and warmed up; says with how many threads the engine computes."""

    threads: int


class BenchTurn(_Line):
    """What one turn gave: seconds by epoch, the floor's by library, characters written a second."""

    epochs: list[float]
    floor: dict[str, list[float]]
    written_per_second: float
    perplexity: float | None


class BenchSummary(_Line):
    """What is known of a process once all its turns are over. Memory is in units of 10⁶ bytes."""

    peak_mb: float
    training_mb: float
    parameters: int
    vocabulary: int
    characters: int
    batches: int


class Latency(_Line):
    """How long the first character of a text takes while a real worker trains, by request."""

    seconds: list[float]


class ScalePoint(_Line):
    """What one point of a sweep gave; times are by batch."""

    batches: list[float]
    floor: dict[str, list[float]]
    read_seconds: float
    first_batch_seconds: float
    corpus_mb: float
    above_corpus_mb: float
    summary: BenchSummary


L = TypeVar("L", bound=_Line)


class MeasuringProcess:
    """A child that carries out a job; it is ended when the `with` is left."""

    def __init__(self, job: BenchJob) -> None:
        self._job = job
        self._child = subprocess.Popen(
            [sys.executable, "-m", "lstm_gui.cli.bench.trial"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
            encoding="utf-8",
        )

    def __enter__(self) -> MeasuringProcess:
        self.send(self._job.model_dump_json())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.kill()
        self.end()

    def end(self) -> None:
        """Wait until it has ended, after its last answer."""
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._child.wait()

    def send(self, line: str) -> None:
        """Ask for something."""
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(line + "\n")
            self._child.stdin.flush()
        except BrokenPipeError:  # it has ended; what it said tells why
            return

    def hear(self, kind: type[L]) -> L:
        """Wait for an answer.

        Raises:
            EngineError: The child could not do it, or ended.
        """
        assert self._child.stdout is not None
        for line in self._child.stdout:
            if not line.startswith("{"):  # a library that talks
                continue
            values = json.loads(line)
            if ERROR in values:
                raise EngineError("{reason}", reason=values[ERROR])
            return kind.model_validate(values)
        model, compute = self._job.experiment.model, self._job.experiment.compute
        raise EngineError(
            "The process that measures {cell}, {implementation}, has ended with status {status}.",
            cell=model.cell,
            implementation=compute.implementation,
            status=self._child.wait(),
        )


def environment() -> dict[str, str]:
    """Return the environment of a child: this package, and one number of threads for all."""
    package = str(Path(lstm_gui.__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    threads = os.environ.get("OMP_NUM_THREADS", "") or str(physical_cores())
    # numpy's BLAS, which measures the floor, reads the number when it loads.
    return {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": threads, "PYTHONSAFEPATH": "1"}
