"""`lstm-gui train`: the recipe of the book from beginning to end, without a window."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lstm_gui.cli.flags import (
    add_corpus,
    add_knobs,
    experiment_of,
    open_corpus,
    preset_of,
    source_of,
)
from lstm_gui.cli.output import BookReport, JsonReport, Report, remark
from lstm_gui.core.errors import OutputError
from lstm_gui.core.model.checkpoint import require_saveable, save_checkpoint
from lstm_gui.core.model.writing import write_batch
from lstm_gui.core.outputs import require_place
from lstm_gui.core.settings.options import PROGRAM, Manual, Parser
from lstm_gui.core.stopping import StopWish
from lstm_gui.core.training.held_out_reading import HeldOutReading
from lstm_gui.core.training.loop import Training
from lstm_gui.core.training.progress import (
    Diverged,
    EpochDone,
    RightDone,
    SampleDone,
    StepDone,
)
from lstm_gui.core.training.task_reading import TaskReading

__all__ = ["TrainingRun", "run"]

DIVERGED = 1

STOP_S = 0.1
"""A request to stop is looked for this often while the part held out is read."""


MANUAL = Manual(
    examples={
        "lstm-gui train --out model.safetensors": "train on the Chinese lyrics, and keep the model",
        "lstm-gui train --corpus lyrics.txt --preset book-lstm --held-out 10%": "the book's recipe "
        "on your own text, measured on its last songs too",
        "lstm-gui train --cell gru --epochs 20 --json": "for a program to read",
    },
    statuses={
        0: "trained to its end",
        1: "training broke down",
        2: "bad input, and one sentence says what",
        129: "the terminal was closed (SIGHUP); as with the next two, --out is saved",
        130: "ended by Ctrl+C",
        143: "ended by SIGTERM",
    },
    files={"FILE of --out": "one .safetensors with weights, settings and characters"},
    environment={"OMP_NUM_THREADS": "how many threads compute; another number, other roundings"},
)


def run(argv: Sequence[str]) -> int:
    """Train as `argv` asks; return the exit status."""
    given = _parser().parse_args(argv)
    experiment = experiment_of(given)
    corpus, experiment = open_corpus(given, experiment)
    if given.out is not None:
        require_place(given.out, source_of(given))
        require_saveable(experiment, len(corpus.vocabulary))
    preset = preset_of(given)
    if preset.warning and "train.clipping_theta" not in vars(given):
        remark(preset.warning)
    from lstm_gui.engine import create_backend

    training = Training(create_backend(), corpus, experiment)
    report: Report = JsonReport() if given.json else BookReport()
    try:
        report.begin(training, preset)
        exams = TaskReading("epoch" if given.json else "samples")
        return TrainingRun(training, report, given.out, exams).finish()
    finally:
        report.close()


@dataclass(slots=True)
class TrainingRun:
    """One training run on the command line."""

    training: Training
    report: Report
    out: Path | None
    exams: TaskReading = field(default_factory=lambda: TaskReading("samples"))
    last: EpochDone | None = None
    broke: Diverged | None = None
    reading: HeldOutReading = field(default_factory=HeldOutReading)

    def finish(self) -> int:
        """Train until the end, a request to stop or a breakdown; save; return the exit status."""
        started = time.perf_counter()
        with StopWish() as stop:
            try:
                self._train(stop)
            except (BrokenPipeError, OutputError):  # nobody reads it: what was learned is kept
                self._save()
                if stop:  # which is how a terminal ends
                    return stop.status
                raise
        if self.broke is not None:
            return self._end_diverged(self.broke)
        self._save()
        if stop:
            self.report.close()
            remark(f"stopped in epoch {self.training.position.epoch + 1}.{self._where_saved()}")
            return stop.status
        if self.last is not None:
            self.report.done(self.last, time.perf_counter() - started)
        if self.out is not None:
            self.report.saved(self.out)
        return 0

    def _train(self, stop: StopWish) -> None:
        while not (self.training.done or stop or self.broke):
            for event in self.training.step():
                self._handle(event, stop)

    def _handle(self, event: StepDone | EpochDone | Diverged, stop: StopWish) -> None:
        match event:
            case StepDone():
                self.report.step(event)
            case EpochDone():
                self.last = event
                due = self.training.samples_due()
                self.report.epoch(event, sampled=due, right=self._examine(event, stop))
                self._read_held_out(event, stop)
                if due:
                    self._sample(event, stop)
            case Diverged():
                self.broke = event
                self.report.diverged(event)

    def _read_held_out(self, epoch: EpochDone, stop: StopWish) -> None:
        self.reading.begin(self.training, epoch)
        while self.reading.under_way:
            done = self.reading.advance(self.training, STOP_S)
            if done is not None:
                self.report.held_out(done)
            elif stop:
                self.reading.drop()

    def _examine(self, epoch: EpochDone, stop: StopWish) -> RightDone | None:
        """Return how much of a task is right; None for another text."""
        self.exams.begin(self.training, epoch)
        while self.exams.under_way:
            done = self.exams.advance(STOP_S)
            if done is not None:
                return done
            if stop:
                self.exams.drop()
        return None

    def _sample(self, epoch: EpochDone, stop: StopWish) -> None:
        training = self.training
        train = training.experiment.train
        texts: tuple[str, ...] = ()
        for written in write_batch(
            training.backend, training.vocabulary, train.prefixes, train.sample_length
        ):
            texts = written
            if stop:
                return
        for prefix, text in zip(train.prefixes, texts, strict=False):
            self.report.sample(
                SampleDone(
                    run=epoch.run,
                    epoch=epoch.epoch,
                    perplexity=epoch.perplexity,
                    seconds=epoch.seconds,
                    prefix=prefix,
                    text=text,
                )
            )

    def _end_diverged(self, event: Diverged) -> int:
        self.report.close()
        learned = event.epoch > 0  # otherwise there are only the weights of the beginning
        if learned:
            self._save()
        remark(
            f"training broke down at step {event.step} (the loss became {event.loss:g}). Lower "
            f"the learning rate (--lr) or the clipping θ (--clip)."
            f"{self._where_saved(event.epoch) if learned else ''}"
        )
        return DIVERGED

    def _where_saved(self, epoch: int | None = None) -> str:
        if self.out is None:
            return ""
        moment = "" if epoch is None else f" as of epoch {epoch}"
        return f" The model{moment} is saved in {self.out}."

    def _save(self) -> None:
        if self.out is None:
            return
        save_checkpoint(self.out, self.training.checkpoint())


def _parser() -> Parser:
    parser = Parser(
        prog=f"{PROGRAM} train",
        description="Train a model, as the book does, and print what it learns. Ctrl+C stops "
        "after the batch under way.",
        manual=MANUAL,
    )
    add_corpus(parser)
    add_knobs(parser)
    output = parser.add_argument_group("output")
    output.add_argument("--out", type=Path, metavar="FILE", help="save the model here at the end")
    output.add_argument("--json", action="store_true", help="print one JSON object a line")
    return parser
