"""The report of the bench: a table for people, or one JSON object a line for programs."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from lstm_gui import __version__
from lstm_gui.cli.output import print_json, print_text
from lstm_gui.core.processor import processor_says

__all__ = [
    "BenchRow",
    "ScaleRow",
    "StartRow",
    "machine",
    "print_rows",
    "print_starts",
    "print_table",
]

NOT_MEASURED = "-"


@dataclass(frozen=True, slots=True)
class BenchRow:
    """What was measured of one cell in one implementation; None where it was not.

    Seconds are medians; memory is in units of 10⁶ bytes; overhead and share are fractions. Field
    names are the keys of the JSON objects.
    """

    cell: str
    implementation: str
    epoch_seconds: float
    floor_seconds: float
    window_overhead: float | None
    characters_per_second: float
    generation_per_second: float
    first_character_ms: float
    first_character_worst_ms: float
    peak_mb: float
    training_mb: float
    launch_seconds: float | None
    ready_seconds: float | None
    frames_per_second: float | None
    inspection_share: float | None
    window_open_seconds: float | None
    window_muted_seconds: float | None
    floor_library: str
    perplexity: float | None
    parameters: int
    hidden: int
    layers: int
    batch_size: int
    num_steps: int
    vocabulary: int
    characters: int
    batches: int
    epochs: int
    rounds: int
    threads: int


@dataclass(frozen=True, slots=True)
class StartRow:
    """What a kind of start took, `first` or `later`: medians in seconds after the launch."""

    start: str
    launch_seconds: float
    ready_seconds: float
    launches: int


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """What was measured at one point of a sweep; the cost is in microseconds a character."""

    sweep: str
    value: int
    cell: str
    implementation: str
    character_us: float
    floor_us: float
    batch_seconds: float
    characters_per_second: float
    read_seconds: float
    first_batch_seconds: float
    corpus_mb: float
    above_corpus_mb: float
    peak_mb: float
    hidden: int
    layers: int
    vocabulary: int
    characters: int
    parameters: int


def print_rows(rows: Sequence[BenchRow], *, json: bool) -> None:
    """Print what was measured."""
    if json:
        for row in rows:
            print_json(**asdict(row), machine=machine())
        return
    first = rows[0]
    _print(f"{machine()}, {first.threads} threads, version {__version__}")
    _print(
        f"{first.characters:,} characters, {first.vocabulary:,} of them distinct; an epoch is "
        f"{first.batches} batches of {first.batch_size} x {first.num_steps}; {first.layers} x "
        f"{first.hidden} units; medians of {first.epochs} epochs in {first.rounds} rounds\n"
    )
    print_table(_HEADS, [_cells(row) for row in rows])
    for row in rows:
        _print_window(row)


def print_starts(rows: Sequence[StartRow], *, json: bool) -> None:
    """Print how long the window took to start."""
    if json:
        for row in rows:
            print_json(**asdict(row), machine=machine())
        return
    _print(f"{machine()}, version {__version__}\n")
    heads = (("start", ""), ("window", "s"), ("ready", "to train, s"), ("launches", ""))
    print_table(
        heads,
        [
            (r.start, f"{r.launch_seconds:.2f}", f"{r.ready_seconds:.2f}", str(r.launches))
            for r in rows
        ],
    )


_HEADS = (
    ("cell", ""),
    ("", "s/epoch"),
    ("floor", "s/epoch"),
    ("times", "the floor"),
    ("characters", "trained/s"),
    ("characters", "written/s"),
    ("first one", "ms (worst)"),
    ("memory", "MB (training)"),
    ("window", "costs"),
)


def _cells(row: BenchRow) -> tuple[str, ...]:
    overhead = row.window_overhead
    return (
        f"{row.cell} {row.implementation}",
        f"{row.epoch_seconds:.3f}",
        f"{row.floor_seconds:.3f}",
        f"{row.epoch_seconds / row.floor_seconds:.2f}",
        f"{row.characters_per_second:,.0f}",
        f"{row.generation_per_second:,.0f}",
        f"{row.first_character_ms:.0f} ({row.first_character_worst_ms:.0f})",
        f"{row.peak_mb:,.0f} ({row.training_mb:,.0f})",
        NOT_MEASURED if overhead is None else f"{100 * overhead:+.1f} %",
    )


def _print_window(row: BenchRow) -> None:
    if row.window_open_seconds is None or row.window_muted_seconds is None:
        return
    parts = [
        f"\nwith the window, {row.cell} {row.implementation}: {row.window_open_seconds:.3f} s an "
        f"epoch live, {row.window_muted_seconds:.3f} s hidden"
    ]
    if row.frames_per_second is not None:
        parts.append(f"{row.frames_per_second:.0f} frames a second")
    if row.inspection_share is not None:
        parts.append(f"reading the memory takes {100 * row.inspection_share:.1f} % of the time")
    if row.launch_seconds is not None:
        parts.append(f"usable {row.launch_seconds:.2f} s after launch")
    if row.ready_seconds is not None:
        parts.append(f"ready to train after {row.ready_seconds:.2f} s")
    _print("; ".join(parts))


def print_table(heads: Sequence[tuple[str, ...]], rows: Sequence[Sequence[str]]) -> None:
    """Print columns under heads of two lines; the first column is flush left."""
    lines = [*zip(*heads, strict=True), *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        first, *rest = line
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        _print("  ".join(cells).rstrip())


def machine() -> str:
    """Name the processor, the system and Python."""
    name = processor_says("model name") or platform.processor() or platform.machine()
    return f"{name}, {platform.system()}, Python {platform.python_version()}"


def _print(line: str) -> None:
    print_text(line + "\n")
