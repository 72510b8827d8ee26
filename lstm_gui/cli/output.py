"""What `train` prints: as the book does, or as JSON; and a progress bar on a terminal."""

from __future__ import annotations

import contextlib
import errno
import json
import math
import shutil
import sys
import time
from pathlib import Path
from typing import Protocol

from lstm_gui.core.corpus.tasks import LONGEST
from lstm_gui.core.errors import OutputError
from lstm_gui.core.model.weights import parameter_count
from lstm_gui.core.settings.options import PROGRAM
from lstm_gui.core.settings.presets import Preset
from lstm_gui.core.training.curves import perplexity_of
from lstm_gui.core.training.held_out import songs_held_out
from lstm_gui.core.training.loop import Training
from lstm_gui.core.training.progress import (
    Diverged,
    EpochDone,
    HeldOutDone,
    RightDone,
    SampleDone,
    StepDone,
)

__all__ = [
    "BookReport",
    "JsonReport",
    "ProgressBar",
    "Report",
    "print_json",
    "print_text",
    "remark",
]

INTERVAL_S = 0.1
WIDEST = 40
_TO_LINE_START, _ERASE = "\r", "\x1b[K"


def print_text(text: str) -> None:
    """Print on standard output, at once.

    Raises:
        BrokenPipeError: Nobody reads it, or the terminal is gone.
        OutputError: It cannot be written, such as on a full disk.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno == errno.EIO:
            raise BrokenPipeError(errno.EPIPE, error.strerror) from error
        template = "What is printed cannot be written ({reason}). Give it another place."
        raise OutputError(template, reason=error.strerror) from error


def remark(sentence: str) -> None:
    """Say something beside the output; where nobody is left to hear it, that is no matter."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{PROGRAM}: {sentence}\n")
        sys.stderr.flush()


class ProgressBar:
    """Shows how far a run is, below the lines that are printed."""

    def __init__(self, *, on: bool | None = None) -> None:
        self._on = sys.stderr.isatty() if on is None else on
        self._started = time.perf_counter()
        self._shown_at = 0.0
        self._first: float | None = None

    def show(self, text: str, done: float) -> None:
        """Show `text`, a bar that is `done` (0 to 1) full, and the time left."""
        now = time.perf_counter()
        if self._first is None:
            self._started, self._first = now, done
        if not self._on or now - self._shown_at < INTERVAL_S:
            return
        self._shown_at = now
        left = f"{_clock(self._left(now, done))} left"
        room = shutil.get_terminal_size().columns - len(text) - len(left) - 6
        full = min(max(room, 0), WIDEST)
        cells = round(full * done)
        bar = f"  [{'#' * cells}{'.' * (full - cells)}]" if full > 3 else ""
        self._write(f"{_TO_LINE_START}{text}{bar}  {left}{_ERASE}")

    def hide(self) -> None:
        """Clear the line."""
        if self._on and self._shown_at:
            self._write(_TO_LINE_START + _ERASE)
            self._shown_at = 0.0

    def print_above(self, line: str) -> None:
        """Print a line on standard output, at once, where the bar has been."""
        self.hide()
        print_text(line + "\n")

    def _left(self, now: float, done: float) -> float | None:
        gone = done - (self._first or 0.0)
        return (now - self._started) * (1 - done) / gone if gone > 0 else None

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:  # the terminal is gone, and the work goes on
            self._on = False


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return "?"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class Report(Protocol):
    """What is reported of a run, in this order: a beginning, steps, epochs, samples, an end."""

    def begin(self, training: Training, preset: Preset) -> None:
        """Tell what is trained."""

    def step(self, step: StepDone) -> None:
        """Tell that a batch was trained on."""

    def epoch(self, epoch: EpochDone, *, sampled: bool, right: RightDone | None = None) -> None:
        """Tell that an epoch is complete, whether samples follow, and what of a task is right."""

    def held_out(self, reading: HeldOutDone) -> None:
        """Tell how the part held out was read after that epoch."""

    def sample(self, sample: SampleDone) -> None:
        """Tell what the model wrote."""

    def diverged(self, event: Diverged) -> None:
        """Tell that training broke down."""

    def done(self, last: EpochDone, seconds: float) -> None:
        """Tell that the last epoch is complete; `seconds` passed since the first batch."""

    def saved(self, path: Path) -> None:
        """Tell where the model lies."""

    def close(self) -> None:
        """Leave the terminal clean."""


def print_json(**values: object) -> None:
    """Print one object on a line of its own, at once; a number that JSON lacks becomes null."""
    tidy = {
        key: None if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in values.items()
    }
    print_text(json.dumps(tidy, ensure_ascii=False, allow_nan=False) + "\n")


class JsonReport:
    """One JSON object a line, for programs."""

    def begin(self, training: Training, preset: Preset) -> None:
        """Say nothing."""

    def step(self, step: StepDone) -> None:
        """Say nothing."""

    def epoch(self, epoch: EpochDone, *, sampled: bool, right: RightDone | None = None) -> None:
        """Print an epoch, and how much of a task is right."""
        of_task: dict[str, object] = {}
        if right is not None:
            of_task["right"] = right.right
            if right.longer is not None:
                of_task |= {"right_longer": right.longer.right, "holds": right.longer.holds}
        print_json(
            event="epoch",
            epoch=epoch.epoch,
            perplexity=epoch.perplexity,
            seconds=epoch.seconds,
            **of_task,
        )

    def held_out(self, reading: HeldOutDone) -> None:
        """Print a reading."""
        print_json(
            event="held_out",
            epoch=reading.epoch,
            perplexity=reading.perplexity,
            seconds=reading.seconds,
        )

    def sample(self, sample: SampleDone) -> None:
        """Print a sample with its prefix, as the book prints it."""
        text = sample.prefix + sample.text
        print_json(event="sample", epoch=sample.epoch, prefix=sample.prefix, text=text)

    def diverged(self, event: Diverged) -> None:
        """Print where training broke down."""
        print_json(event="diverged", epoch=event.epoch, step=event.step, loss=event.loss)

    def done(self, last: EpochDone, seconds: float) -> None:
        """Print the end."""
        print_json(event="done", epochs=last.epoch, perplexity=last.perplexity, seconds=seconds)

    def saved(self, path: Path) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Do nothing."""


class BookReport:
    """What the book prints, with a few lines before and after, and a bar on a terminal."""

    def __init__(self) -> None:
        self._bar = ProgressBar()
        self._epochs = 1
        self._printed = False

    def begin(self, training: Training, preset: Preset) -> None:
        """Print what is trained, on which text."""
        self._epochs = training.experiment.train.epochs
        model, compute = training.experiment.model, training.experiment.compute
        count = parameter_count(model, len(training.vocabulary))
        self._print(
            f"text        {training.corpus.name}, {len(training.corpus):,} characters, "
            f"{len(training.vocabulary):,} of them distinct"
        )
        for sentence in training.corpus.remarks:
            self._print(f"{'':12}{sentence}")
        self._print_held_out(training)
        self._print(
            f"model       {preset.label}: {model.cell.upper()}, {model.layers} x {model.hidden} "
            f"units, {count:,} parameters"
        )
        self._print(
            f"training    {self._epochs} epochs of {training.batches} batches, "
            f"{compute.implementation} on {compute.context}"
        )

    def _print_held_out(self, training: Training) -> None:
        held = len(training.corpus) - training.trained
        if held:
            songs = len(songs_held_out(training.corpus, training.trained))
            what = f", {songs:,} songs" if songs else ""
            share = held / len(training.corpus)
            self._print(f"held out    the last {held:,} characters ({share:.1%}){what}")

    def step(self, step: StepDone) -> None:
        """Move the bar."""
        text = f"epoch {step.epoch}/{self._epochs}  perplexity {perplexity_of(step.loss):.3f}"
        self._bar.show(text, (step.epoch - 1 + step.batch / step.batches) / self._epochs)

    def epoch(self, epoch: EpochDone, *, sampled: bool, right: RightDone | None = None) -> None:
        """Print the epochs that have samples, as the book does, and the last."""
        self._printed = sampled or epoch.epoch >= self._epochs
        if self._printed:
            self._print(
                f"epoch {epoch.epoch}, perplexity {epoch.perplexity:.3f}, "
                f"time {epoch.seconds:.2f} sec"
            )
            if right is not None:
                self._print_right(right)

    def _print_right(self, right: RightDone) -> None:
        """Print how much of a task is right."""
        text = f"right {right.right:.1%} up to size {right.size}"
        if right.longer is not None:
            text += f", {right.longer.right:.1%} up to {LONGEST * right.size}"
            text += f"; all right up to {right.longer.holds}" if right.longer.holds else ""
        self._print(text)

    def held_out(self, reading: HeldOutDone) -> None:
        """Print it below the epochs that are printed."""
        if self._printed:
            self._print(
                f"held out, perplexity {reading.perplexity:.3f}, time {reading.seconds:.2f} sec"
            )

    def sample(self, sample: SampleDone) -> None:
        """Print a sample as the book does."""
        self._print(f" - {sample.prefix}{sample.text}")

    def diverged(self, event: Diverged) -> None:
        """Leave it to the sentence on standard error."""

    def done(self, last: EpochDone, seconds: float) -> None:
        """Print how long it took."""
        self._print(f"done: {last.epoch} epochs in {seconds:.1f} sec")

    def saved(self, path: Path) -> None:
        """Print where the model lies."""
        self._print(f"saved in {path}")

    def close(self) -> None:
        """Clear the bar."""
        self._bar.hide()

    def _print(self, line: str) -> None:
        self._bar.print_above(line)
