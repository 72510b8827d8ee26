"""How a search is told: one JSON object a line for programs, or lines for people."""

from __future__ import annotations

import shlex
from typing import Protocol

from pydantic import BaseModel

from lstm_gui.cli.flags import DEFAULT_CORPUS
from lstm_gui.cli.output import ProgressBar, print_text
from lstm_gui.core.corpus.tasks import names_task
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.search.messages import (
    BestMessage,
    EpochMessage,
    HeldOutMessage,
    ImportanceMessage,
    RefusalMessage,
    StudyMessage,
    TrialMessage,
    UnderWayMessage,
)
from lstm_gui.core.search.plan import Measure, Plan, Settings, read_every
from lstm_gui.core.search.study import BestTrial, SharedStudy
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.knob import percent_text
from lstm_gui.core.settings.options import PROGRAM, flag_words
from lstm_gui.core.training.progress import EpochDone, HeldOutDone

__all__ = ["JsonSearchReport", "SearchReport", "TableSearchReport", "train_command"]


def train_command(experiment: Experiment, corpus: str, reading: FileReading) -> str:
    """Return the `lstm-gui train` that trains exactly so on a text."""
    words = [PROGRAM, "train"]
    if corpus != DEFAULT_CORPUS:
        words += ["--corpus", corpus]
    flags = flag_words(experiment, name_preset=names_task(corpus))  # or it would bring its own
    return shlex.join([*words, *reading.words, *flags])


METHOD = "PED-ANOVA"
ENOUGH = 10
"""What mattered is said from so many complete trials on; fewer make a lottery of it."""

_INDENT = " " * 12


class SearchReport(Protocol):
    """What is told of a search, in this order."""

    def begin(self, study: SharedStudy, corpus: Corpus | None, limit: int | None) -> None:
        """Tell what is searched, where it is kept, and on which text, if that was read."""

    def moved(self, number: int, part: float) -> None:
        """Tell how far a trial is."""

    def epoch(self, number: int, done: EpochDone) -> None:
        """Tell that a trial has trained for another epoch."""

    def held_out(self, number: int, done: HeldOutDone) -> None:
        """Tell how a trial has read the part held out."""

    def trial(self, done: TrialMessage) -> None:
        """Tell how a trial ended."""

    def under_way(self, told: UnderWayMessage) -> None:
        """Tell what other processes do just now."""

    def best(self, best: BestTrial, command: str) -> None:
        """Tell the best trial of all processes, and the command that repeats it."""

    def mattered(self, shares: dict[str, float], trials: int) -> None:
        """Tell how much each setting mattered, by so many complete trials."""

    def close(self) -> None:
        """Leave the terminal clean."""


class JsonSearchReport:
    """One JSON object a line, for programs: the events of `core.search.messages`."""

    def __init__(self) -> None:
        self._measure: Measure = "perplexity"

    def begin(self, study: SharedStudy, corpus: Corpus | None, limit: int | None) -> None:
        """Print which study it is."""
        plan = study.plan
        self._measure = plan.measure
        told = StudyMessage(
            study=study.name,
            storage=study.place,
            trials=limit,
            epochs=plan.epochs,
            measure=plan.measure,
            source=plan.source,
            digest=plan.digest,
            ranges=plan.ranges,
            experiment=plan.experiment,
        )
        _print_event(told)

    def moved(self, number: int, part: float) -> None:
        """Say nothing."""

    def epoch(self, number: int, done: EpochDone) -> None:
        """Print an epoch of a trial."""
        perplexity, seconds = done.perplexity, done.seconds
        told = EpochMessage(number=number, epoch=done.epoch, perplexity=perplexity, seconds=seconds)
        _print_event(told)

    def held_out(self, number: int, done: HeldOutDone) -> None:
        """Print a reading of a trial."""
        perplexity, seconds = done.perplexity, done.seconds
        told = HeldOutMessage(
            number=number, epoch=done.epoch, perplexity=perplexity, seconds=seconds
        )
        _print_event(told)

    def trial(self, done: TrialMessage) -> None:
        """Print a trial."""
        _print_event(done)

    def under_way(self, told: UnderWayMessage) -> None:
        """Print what is under way."""
        _print_event(told)

    def best(self, best: BestTrial, command: str) -> None:
        """Print the best trial."""
        told = BestMessage(
            number=best.number,
            settings=best.settings,
            score=best.score,
            perplexity=best.perplexity,
            held_out=best.score if self._measure == "held_out" else None,
            command=command,
        )
        _print_event(told)

    def mattered(self, shares: dict[str, float], trials: int) -> None:
        """Print the shares, or none when there are too few trials."""
        enough = shares if trials >= ENOUGH else {}
        _print_event(ImportanceMessage(method=METHOD, trials=trials, shares=enough))

    def refused(self, error: PlaygroundError) -> None:
        """Print why the search cannot begin or go on."""
        _print_event(RefusalMessage.of(error))

    def close(self) -> None:
        """Do nothing."""


class TableSearchReport:
    """Lines for people, and a bar on a terminal."""

    def __init__(self) -> None:
        self._bar = ProgressBar()
        self._shown = -1
        self._held_out = False

    def begin(self, study: SharedStudy, corpus: Corpus | None, limit: int | None) -> None:
        """Print what is searched."""
        count = "trials until the time is up" if limit is None else f"{limit} trials"
        plan = study.plan
        self._held_out = plan.measure == "held_out"
        self._print(f"study       {study.name}, {count}, kept in {study.place}")
        text = plan.source if corpus is None else f"{corpus.name}, {len(corpus):,} characters"
        self._print(f"text        {text}")
        self._print(f"trying      {', '.join(map(str, plan.ranges))}")
        self._print(f"compared    {_compared(plan)}")

    def moved(self, number: int, part: float) -> None:
        """Move the bar; each trial has its own."""
        if number != self._shown:
            self._bar.hide()
            self._bar, self._shown = ProgressBar(), number
        self._bar.show(f"trial {number}", part)

    def epoch(self, number: int, done: EpochDone) -> None:
        """Say nothing; the bar moves."""

    def held_out(self, number: int, done: HeldOutDone) -> None:
        """Say nothing."""

    def under_way(self, told: UnderWayMessage) -> None:
        """Say nothing."""

    def trial(self, done: TrialMessage) -> None:
        """Print a trial on a line."""
        measured = _measured(done.held_out, done.perplexity)
        parts = [_told(done.settings), measured, f"{done.seconds:.1f} sec"]
        if done.outcome != "complete":
            parts.append(f"{done.outcome}: {done.reason}")
        self._print(f"trial {done.number:<5} {', '.join(parts)}")

    def best(self, best: BestTrial, command: str) -> None:
        """Print the best trial, and how to repeat it."""
        settings, held_out = _told(best.settings), best.score if self._held_out else None
        measured = _measured(held_out, best.perplexity)
        self._print(f"best        trial {best.number}, {settings}, {measured}")
        self._print(f"{_INDENT}{command}")

    def mattered(self, shares: dict[str, float], trials: int) -> None:
        """Print the shares, or from when on they are known."""
        if trials < ENOUGH or not shares:
            self._print(f"mattered    known from {ENOUGH} complete trials on; these are {trials}")
            return
        told = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
        self._print(f"mattered    {told} ({METHOD}, {trials} complete trials)")

    def close(self) -> None:
        """Clear the bar."""
        self._bar.hide()

    def _print(self, line: str) -> None:
        self._bar.print_above(line)


def _print_event(event: BaseModel) -> None:
    """Print an event on a line of its own, at once."""
    print_text(event.model_dump_json() + "\n")


def _compared(plan: Plan) -> str:
    """Say what trials are compared by."""
    if plan.measure == "perplexity":
        return f"perplexity after {plan.epochs} epochs"
    share, every = percent_text(plan.experiment.corpus.held_out), read_every(plan.epochs)
    often = "each" if every == 1 else f"every {every}"
    return (
        f"perplexity on the {share} held out after {plan.epochs} epochs; it is read after {often}"
    )


def _measured(held_out: float | None, perplexity: float | None) -> str:
    trained = "perplexity ?" if perplexity is None else f"perplexity {perplexity:.3f}"
    return trained if held_out is None else f"held out {held_out:.3f}, {trained}"


def _told(settings: Settings) -> str:
    return ", ".join(
        f"{name} {value:.4g}" if isinstance(value, float) else f"{name} {value}"
        for name, value in settings.items()
    )
