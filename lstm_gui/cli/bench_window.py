"""Asks for what the open window costs, from a process that opens it; there is no Qt in this one."""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

from lstm_gui.cli.bench_job import Job, environment
from lstm_gui.core.errors import EngineError
from lstm_gui.core.window_cost import WindowCost, WindowJob

__all__ = ["measure_window"]

ALTERNATIONS = 8
PHASE_S = 2.0
LAUNCHES = 3
TIMEOUT_S = 900


def measure_window(
    job: Job, *, alternations: int = ALTERNATIONS, seconds: float = PHASE_S
) -> WindowCost:
    """Open the window several times, and let it train the last time.

    Raises:
        EngineError: There is no window to be had here, or it could not train.
    """
    launches = [_ask(job, 0, seconds).launch_seconds for _ in range(LAUNCHES - 1)]
    cost = _ask(job, alternations, seconds)
    known = [launch for launch in (*launches, cost.launch_seconds) if launch is not None]
    return cost.model_copy(update={"launch_seconds": median(known) if known else None})


def _ask(job: Job, alternations: int, seconds: float) -> WindowCost:
    wanted = WindowJob(
        corpus=job.corpus,
        encoding=job.encoding,
        experiment=job.experiment,
        alternations=alternations,
        seconds=seconds,
        launched=time.monotonic(),
    )
    child = _run(wanted)
    answers = [line for line in child.stdout.splitlines() if line.startswith("{")]
    if not answers:
        complaint = (child.stderr.strip().splitlines() or ["it says nothing"])[-1]
        template = (
            "The window cannot be measured: {reason}. Use --no-window, or see lstm-gui doctor."
        )
        raise EngineError(template, reason=complaint.rstrip("."))
    cost = WindowCost.model_validate_json(answers[-1])
    if cost.error:
        raise EngineError("{reason}", reason=cost.error)
    return cost


def _run(wanted: WindowJob) -> subprocess.CompletedProcess[str]:
    surroundings = environment()
    surroundings.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "lstm_gui", "bench-window", wanted.model_dump_json()],
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        raise EngineError(
            "The window was not measured within {limit} s.", limit=TIMEOUT_S
        ) from None
