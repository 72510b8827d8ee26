"""`lstm-gui bench`: which combinations are measured, in what order, and what the window costs.

The window is opened by another process; there is no Qt in this one.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import get_args

from lstm_gui.cli.bench.bench_report import BenchRow, StartRow, print_rows, print_starts
from lstm_gui.cli.bench.measuring_process import (
    BenchJob,
    BenchReady,
    BenchSummary,
    BenchTurn,
    Latency,
    MeasuringProcess,
    environment,
)
from lstm_gui.cli.bench.scale import run_scale
from lstm_gui.cli.flags import add_corpus, experiment_of, open_corpus, reading_of
from lstm_gui.cli.output import ProgressBar
from lstm_gui.core.errors import EngineError
from lstm_gui.core.settings.experiment import (
    CELL,
    IMPLEMENTATION,
    KNOBS,
    Experiment,
    changed,
    changed_together,
    fits,
)
from lstm_gui.core.settings.groups import CellKind, Implementation
from lstm_gui.core.settings.options import PROGRAM, Manual, Parser, WindowCost, WindowJob
from lstm_gui.core.stopping import unwinding

__all__ = ["launch", "measure_starts", "measure_window", "run"]

FRESH = (
    "PYTHONPYCACHEPREFIX",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
)
"""Folders that a first start finds empty."""

ALTERNATIONS = 8
PHASE_S = 2.0
LAUNCHES = 3
TIMEOUT_S = 900


def measure_window(
    job: BenchJob, *, alternations: int = ALTERNATIONS, seconds: float = PHASE_S
) -> WindowCost:
    """Open the window several times, and let it train the last time.

    Raises:
        EngineError: There is no window to be had here, or it could not train.
    """
    launches = [_ask(job, 0, seconds) for _ in range(LAUNCHES - 1)]
    cost = _ask(job, alternations, seconds)
    medians = {
        name: median(getattr(one, name) for one in (*launches, cost))
        for name in ("launch_seconds", "ready_seconds")
    }
    return cost.model_copy(update=medians)


def measure_starts(job: BenchJob) -> list[StartRow]:
    """Launch the window as the first time on a machine, and as later, in turns.

    The first time there is no folder of this program's, and nothing of Python's is compiled.

    Raises:
        EngineError: There is no window to be had here.
    """
    found: dict[str, list[WindowCost]] = {"first": [], "later": []}
    bar = ProgressBar()
    try:
        for turn in range(LAUNCHES):
            bar.show("launching the window", turn / LAUNCHES)
            with TemporaryDirectory() as folder:
                fresh = {name: str(Path(folder, name)) for name in FRESH}
                for start in found:  # the second finds what the first has left there
                    found[start].append(_ask(job, 0, PHASE_S, fresh))
    finally:
        bar.hide()
    return [
        StartRow(
            start=start,
            launch_seconds=median(cost.launch_seconds or math.nan for cost in costs),
            ready_seconds=median(cost.ready_seconds or math.nan for cost in costs),
            launches=len(costs),
        )
        for start, costs in found.items()
    ]


def _ask(
    job: BenchJob, alternations: int, seconds: float, folders: Mapping[str, str] | None = None
) -> WindowCost:
    wanted = WindowJob(
        corpus=job.corpus,
        reading=job.reading,
        experiment=job.experiment,
        alternations=alternations,
        seconds=seconds,
        launched=time.monotonic(),
    )
    child = launch(wanted, folders or {})
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


def launch(wanted: WindowJob, folders: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Launch the window in a process of its own, with these variables; return what it said."""
    surroundings = {**environment(), **folders}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's start is not compiled each time
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


RECIPE = "book-lstm"
ALL = "all"
CELLS: tuple[CellKind, ...] = get_args(CellKind)
IMPLEMENTATIONS: tuple[Implementation, ...] = get_args(Implementation)
SHAPES = ("model.layers", "model.hidden", "train.num_steps", "train.batch_size")


MANUAL = Manual(
    examples={
        "lstm-gui bench": "all cells and implementations, some minutes",
        "lstm-gui bench --cell lstm --implementation fast --no-window": "one of them",
        "lstm-gui bench --scale": "how the cost grows with the model and the text",
    },
    statuses={0: "measured", 2: "bad input, and one sentence says what"},
    environment={
        "OMP_NUM_THREADS": "how many threads compute",
        "LSTM_GUI_KERNELS": "keep to the kernels of this level, x86-64-v3 or x86-64-v4",
    },
)


def run(argv: Sequence[str]) -> int:
    """Measure as `argv` asks; return the exit status."""
    given = _parser().parse_args(argv)
    base = experiment_of(given)
    jobs = [
        BenchJob(
            corpus=given.corpus,
            reading=reading_of(given),
            experiment=_combined(base, cell, implementation),
            epochs=given.epochs,
        )
        for cell in _chosen(given.cell, CELLS, given.scale)
        for implementation in _chosen(given.implementation, IMPLEMENTATIONS, given.scale)
        if given.implementation == implementation or _has(cell, implementation)
    ]
    if not given.scale:
        open_corpus(given, base)  # complains before anything is started
    with unwinding():  # so that no child and no made-up text is left behind
        if given.scale:
            return run_scale([job.experiment for job in jobs], json=given.json)
        if given.first_start:
            print_starts(measure_starts(jobs[0]), json=given.json)
            return 0
        print_rows(_Bench(jobs, given).measure(), json=given.json)
    return 0


@dataclass(slots=True)
class _Subject:
    """One combination: its process, and what that has found so far."""

    job: BenchJob
    process: MeasuringProcess
    ready: BenchReady
    turns: list[BenchTurn] = field(default_factory=list)
    summary: BenchSummary | None = None
    latency: Latency | None = None
    window: WindowCost | None = None

    @property
    def name(self) -> str:
        """What the progress bar calls it."""
        experiment = self.job.experiment
        return f"{experiment.model.cell}, {experiment.compute.implementation}"


class _Bench:
    """The whole measurement, in its order."""

    def __init__(self, jobs: list[BenchJob], given: argparse.Namespace) -> None:
        self._jobs = jobs
        self._rounds: int = given.rounds
        self._no_window: bool = given.no_window
        self._window_all: bool = given.window_all
        self._bar = ProgressBar()
        self._done = 0
        self._planned = len(jobs) * (self._rounds + 3)

    def measure(self) -> list[BenchRow]:
        """Warm up, take turns, ask workers, open windows."""
        try:
            with ExitStack() as stack:
                subjects = [self._start(job, stack) for job in self._jobs]
                for _ in range(self._rounds):
                    for subject in subjects:
                        self._show(subject.name)
                        subject.process.send("turn")
                        subject.turns.append(subject.process.hear(BenchTurn))
                for subject in subjects:
                    self._finish(subject)
            for subject in subjects:
                self._open_window(subject)
        finally:
            self._bar.hide()
        floors = _floors(subjects)
        return [_row(subject, *floors[subject.job.experiment.model.cell]) for subject in subjects]

    def _start(self, job: BenchJob, stack: ExitStack) -> _Subject:
        # One after the other, and each is waited for: none warms up while another is timed.
        self._show(f"warming up {job.experiment.model.cell}")
        process = stack.enter_context(MeasuringProcess(job))
        return _Subject(job, process, process.hear(BenchReady))

    def _finish(self, subject: _Subject) -> None:
        self._show(f"{subject.name}: a worker that writes and trains")
        subject.process.send("finish")
        subject.summary = subject.process.hear(BenchSummary)
        subject.latency = subject.process.hear(Latency)
        subject.process.end()

    def _open_window(self, subject: _Subject) -> None:
        experiment = subject.job.experiment
        default = (experiment.model.cell, experiment.compute.implementation) == ("lstm", "fast")
        self._show(f"{subject.name}: with the window open")
        if self._window_all or (default and not self._no_window):
            subject.window = measure_window(subject.job)

    def _show(self, text: str) -> None:
        self._bar.show(text, self._done / self._planned)
        self._done += 1


def _floors(subjects: list[_Subject]) -> dict[CellKind, tuple[float, str]]:
    """Find for each cell the quicker library's floor, over all its implementations' turns."""
    found: dict[CellKind, dict[str, list[float]]] = {}
    for subject in subjects:
        by_library = found.setdefault(subject.job.experiment.model.cell, {})
        for turn in subject.turns:
            for library, seconds in turn.floor.items():
                by_library.setdefault(library, []).extend(seconds)
    return {
        cell: min((median(seconds), library) for library, seconds in by_library.items())
        for cell, by_library in found.items()
    }


def _row(subject: _Subject, floor: float, library: str) -> BenchRow:
    assert subject.summary is not None and subject.latency is not None
    experiment, window = subject.job.experiment, subject.window
    seconds = median(epoch for turn in subject.turns for epoch in turn.epochs)
    summary, train = subject.summary, experiment.train
    waits = subject.latency.seconds
    return BenchRow(
        cell=experiment.model.cell,
        implementation=experiment.compute.implementation,
        epoch_seconds=seconds,
        floor_seconds=floor,
        window_overhead=None if window is None else window.overhead,
        characters_per_second=summary.batches * train.batch_size * train.num_steps / seconds,
        generation_per_second=median(turn.written_per_second for turn in subject.turns),
        first_character_ms=1000 * median(waits),
        first_character_worst_ms=1000 * max(waits),
        peak_mb=summary.peak_mb,
        training_mb=summary.training_mb,
        launch_seconds=None if window is None else window.launch_seconds,
        ready_seconds=None if window is None else window.ready_seconds,
        frames_per_second=None if window is None else window.frames_per_second,
        inspection_share=None if window is None else window.inspection_share,
        window_open_seconds=None if window is None else window.open_seconds,
        window_muted_seconds=None if window is None else window.muted_seconds,
        floor_library=library,
        perplexity=subject.turns[-1].perplexity,
        parameters=summary.parameters,
        hidden=experiment.model.hidden,
        layers=experiment.model.layers,
        batch_size=train.batch_size,
        num_steps=train.num_steps,
        vocabulary=summary.vocabulary,
        characters=summary.characters,
        batches=summary.batches,
        epochs=sum(len(turn.epochs) for turn in subject.turns),
        rounds=len(subject.turns),
        threads=subject.ready.threads,
    )


def _combined(base: Experiment, cell: str, implementation: str) -> Experiment:
    return changed_together(base, {CELL: cell, IMPLEMENTATION: implementation})


def _has(cell: str, implementation: str) -> bool:
    """Tell whether a cell can be computed that way; what was asked for by name is refused."""
    return fits(changed(Experiment(), CELL, cell), IMPLEMENTATION, implementation)


def _chosen(given: str | None, every: tuple[str, ...], scale: bool) -> tuple[str, ...]:
    if given is None:
        return every[:1] if scale else every
    return every if given == ALL else (given,)


def _parser() -> Parser:
    parser = Parser(
        prog=f"{PROGRAM} bench",
        description="Measure how fast the book's recipe runs on this machine: every cell and "
        "implementation in turns, beside the matrix products that none of them can avoid, with "
        "and without the window. Leave the machine alone meanwhile.",
        manual=MANUAL,
    )
    parser.set_defaults(preset=RECIPE)
    add_corpus(parser)
    knob = KNOBS["corpus.max_chars"]
    parser.add_argument(
        knob.flag,
        dest=knob.path,
        type=_count,
        default=argparse.SUPPRESS,
        metavar="N|all",
        help=f"{knob.help}",
    )
    _add_subjects(parser)
    _add_course(parser)
    return parser


def _add_subjects(parser: Parser) -> None:
    group = parser.add_argument_group("what is measured")
    text = "{} ({}; with --scale, {})"
    group.add_argument(
        "--cell", choices=(*CELLS, ALL), help=text.format("the recurrent cell", ALL, CELLS[0])
    )
    group.add_argument(
        "--implementation",
        choices=(*IMPLEMENTATIONS, ALL),
        help=text.format("how it is computed", ALL, IMPLEMENTATIONS[0]),
    )
    for knob in (KNOBS[path] for path in SHAPES):
        default = getattr(getattr(Experiment(), knob.path.split(".")[0]), knob.path.split(".")[1])
        group.add_argument(
            knob.flag,
            dest=knob.path,
            type=int,
            default=argparse.SUPPRESS,
            metavar="N",
            help=f"{knob.label.lower()} ({default})",
        )
    instead = group.add_mutually_exclusive_group()
    instead.add_argument(
        "--scale",
        action="store_true",
        help="sweep hidden units, vocabulary and length of a made-up text instead",
    )
    instead.add_argument(
        "--first-start",
        action="store_true",
        help="launch the window as the first time on a machine and as later, in turns, instead",
    )


def _add_course(parser: Parser) -> None:
    group = parser.add_argument_group("how it is measured")
    group.add_argument(
        "--epochs", type=_at_least_one, default=8, metavar="N", help="epochs timed in a turn (8)"
    )
    group.add_argument("--rounds", type=_at_least_one, default=3, metavar="N", help="turns (3)")
    window = group.add_mutually_exclusive_group()
    window.add_argument("--no-window", action="store_true", help="do not open the window")
    window.add_argument(
        "--window-all",
        action="store_true",
        help="open the window for all, not for the fast LSTM alone",
    )
    group.add_argument("--json", action="store_true", help="print one JSON object a line")


def _count(text: str) -> int | None:
    return None if text == ALL else int(text)


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


_count.__name__ = _at_least_one.__name__ = "number"  # as argparse calls it in its sentence
