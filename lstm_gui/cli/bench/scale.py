"""`lstm-gui bench --scale`: how the cost of a character grows with the model and the text.

One factor at a time is changed around the recipe, on made-up text: characters drawn from a Zipf
distribution, as in real text, so that vocabulary and length can be chosen. Each point trains on a
few batches in a process of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np

from lstm_gui.cli.bench.bench_report import ScaleRow, machine, print_table
from lstm_gui.cli.bench.measuring_process import BenchJob, MeasuringProcess
from lstm_gui.cli.bench.measuring_process import ScalePoint as Found
from lstm_gui.cli.output import ProgressBar, print_json
from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.settings.experiment import Experiment, changed

__all__ = ["made_up_text", "run_scale"]

SWEEPS: dict[str, tuple[int, ...]] = {
    "hidden": (64, 128, 256, 512, 1024),
    "layers": (1, 2, 3),
    "vocabulary": (1000, 2000, 3000, 4000, 5000, 6000, 20_000),
    "characters": (10_000, 100_000, 1_000_000, 5_000_000, 60_000_000),
}
VOCABULARY, CHARACTERS = 1000, 10_000  # where they are not swept
BESIDES = {"layers": {"hidden": 1024}, "vocabulary": {"characters": 60_000}}  # while it is swept
MOST_BATCHES = 40

LINE, LINES = 20, 5000  # so many lines are made at a time
SEED = 0
_FIRST_HAN = 0x4E00

_HEADS = (
    ("sweep", ""),
    ("cost", "µs/character"),
    ("floor", "µs/character"),
    ("times", "the floor"),
    ("characters", "trained/s"),
    ("read", "s"),
    ("read to", "first batch, s"),
    ("text and ids", "MB"),
    ("memory above", "them, MB"),
    ("in all", "MB"),
)


@dataclass(frozen=True, slots=True)
class _Point:
    """A place in the sweeps."""

    hidden: int
    layers: int
    vocabulary: int
    characters: int


def run_scale(experiments: Sequence[Experiment], *, json: bool) -> int:
    """Sweep for each experiment; return the exit status."""
    for experiment in experiments:
        rows = _Sweeper(experiment).rows()
        if json:
            for row in rows:
                print_json(**asdict(row), machine=machine())
        else:
            first = rows[0]
            title = (f"{first.cell} {first.implementation}", "")
            print_table((title, *_HEADS[1:]), [_cells(row) for row in rows])
    return 0


class _Sweeper:
    """Measures the points of all sweeps, each once."""

    def __init__(self, experiment: Experiment) -> None:
        self._experiment = changed(experiment, "corpus.max_chars", None)
        self._found: dict[_Point, Found] = {}
        self._bar = ProgressBar()
        self._planned = sum(map(len, SWEEPS.values()))

    def rows(self) -> list[ScaleRow]:
        """Measure and return the sweeps, one after the other."""
        model = self._experiment.model
        recipe = _Point(model.hidden, model.layers, VOCABULARY, CHARACTERS)
        places = [
            (name, value, replace(recipe, **BESIDES.get(name, {}) | {name: value}))
            for name, values in SWEEPS.items()
            for value in values
        ]
        try:
            with tempfile.TemporaryDirectory(prefix="lstm-gui-bench-") as folder:
                return [self._row(name, value, at, Path(folder)) for name, value, at in places]
        finally:
            self._bar.hide()

    def _row(self, name: str, value: int, place: _Point, folder: Path) -> ScaleRow:
        model, train = self._experiment.model, self._experiment.train
        self._bar.show(f"{name} {value:,}", len(self._found) / self._planned)
        if place not in self._found:
            self._found[place] = self._measure(place, folder)
        found = self._found[place]
        each = median(found.batches)
        size = train.batch_size * train.num_steps
        floor = min(median(seconds) for seconds in found.floor.values())
        return ScaleRow(
            sweep=name,
            value=value,
            cell=model.cell,
            implementation=self._experiment.compute.implementation,
            character_us=1e6 * each / size,
            floor_us=1e6 * floor / size,
            batch_seconds=each,
            characters_per_second=size / each,
            read_seconds=found.read_seconds,
            first_batch_seconds=found.first_batch_seconds,
            corpus_mb=found.corpus_mb,
            above_corpus_mb=found.above_corpus_mb,
            peak_mb=found.summary.peak_mb,
            hidden=place.hidden,
            layers=place.layers,
            vocabulary=found.summary.vocabulary,
            characters=found.summary.characters,
            parameters=found.summary.parameters,
        )

    def _measure(self, place: _Point, folder: Path) -> Found:
        file = folder / f"{place.vocabulary}-{place.characters}.txt"
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(made_up_text(place.characters, place.vocabulary))
        experiment = changed(self._experiment, "model.hidden", place.hidden)
        experiment = changed(experiment, "model.layers", place.layers)
        job = BenchJob(
            corpus=str(file),
            reading=FileReading(encoding="utf-8"),
            experiment=experiment,
            batches=MOST_BATCHES,
        )
        try:
            with MeasuringProcess(job) as process:
                return process.hear(Found)
        finally:
            file.unlink()


def made_up_text(characters: int, vocabulary: int, seed: int = SEED) -> Iterator[str]:
    """Yield lines of a text in which exactly `vocabulary` characters occur, line ends included.

    All of them come once at the beginning; after that the n-th most frequent one is drawn with a
    probability that is proportional to 1/n. Line ends come regularly.
    """
    rng = np.random.default_rng(seed)
    han = _FIRST_HAN + rng.permutation(vocabulary - 1)
    shares = 1 / np.arange(1, vocabulary)
    edges = np.cumsum(shares / shares.sum())
    pending = han
    left = characters
    while left > 0:
        places = np.searchsorted(edges, rng.random(LINES * (LINE - 1)))
        letters = np.concatenate([pending, han[np.minimum(places, vocabulary - 2)]])
        whole = len(letters) // (LINE - 1)
        letters, pending = np.split(letters, [whole * (LINE - 1)])
        lines = np.full((whole, LINE), ord("\n"), "<u4")
        lines[:, :-1] = letters.reshape(whole, LINE - 1)
        yield lines.tobytes().decode("utf-32-le")[:left]
        left -= lines.size


def _cells(row: ScaleRow) -> tuple[str, ...]:
    return (
        f"{row.sweep} {row.value:,}" + (f" × {row.hidden:,}" if row.sweep == "layers" else ""),
        f"{row.character_us:.1f}",
        f"{row.floor_us:.1f}",
        f"{row.character_us / row.floor_us:.2f}",
        f"{row.characters_per_second:,.0f}",
        f"{row.read_seconds:.2f}",
        f"{row.first_batch_seconds:.2f}",
        f"{row.corpus_mb:.1f}",
        f"{row.above_corpus_mb:.0f}",
        f"{row.peak_mb:,.0f}",
    )
