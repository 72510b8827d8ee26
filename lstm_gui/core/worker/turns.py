"""Work done a little at a time between batches: texts, samples, questions and slow steps."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Generic, TypeVar

from lstm_gui.core.inspection.anatomy import StepAnatomy, take_apart
from lstm_gui.core.inspection.jobs import ModelAccess
from lstm_gui.core.model.writing import write_batch, write_variants
from lstm_gui.core.training.loop import Training
from lstm_gui.core.training.progress import EpochDone, SampleDone, StepDone
from lstm_gui.core.worker.commands import Inspect, Place, Write
from lstm_gui.core.worker.events import (
    InspectDone,
    InspectProgress,
    SlowStepDone,
    TextAdded,
    TextDone,
)
from lstm_gui.core.worker.mailbox import Outbox

__all__ = [
    "INSPECT_BUDGET_S",
    "PendingQuestions",
    "SampleTurns",
    "SlowStep",
    "TextTurns",
    "Writer",
    "begin_samples",
]


class TextTurns:
    """A text for the lyrics panel.

    Args:
        text_id: The number its events carry.
        characters: Yields those of each variant; see `core.model.writing.write_variants`.
    """

    def __init__(self, text_id: int, characters: Iterator[tuple[str, ...]]) -> None:
        self.id = text_id
        self._characters = characters
        self._started = time.perf_counter()

    def advance(self, budget: float) -> tuple[list[TextAdded | TextDone], bool]:
        """Write for `budget` seconds; return the events and whether the text is complete."""
        ends = time.perf_counter() + budget
        written: list[tuple[str, ...]] = []
        complete = True
        for characters in self._characters:
            written.append(characters)
            if time.perf_counter() > ends:
                complete = False
                break
        texts = ("".join(characters) for characters in zip(*written, strict=True))
        events: list[TextAdded | TextDone] = [
            TextAdded(self.id, text, variant) for variant, text in enumerate(texts) if text
        ]
        if complete:
            events.append(self.end(cancelled=False))
        return events, complete

    def end(self, *, cancelled: bool) -> TextDone:
        """Return the event that closes the text."""
        return TextDone(self.id, time.perf_counter() - self._started, cancelled)


class Writer:
    """Writes texts, one at a time in each place: a new one supersedes the one under way."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._texts: dict[Place, TextTurns] = {}

    @property
    def busy(self) -> bool:
        """Whether a text is under way."""
        return bool(self._texts)

    def begin(self, command: Write, training: Training | None) -> None:
        """Begin a text with a model in training, if there is one."""
        request = command.request
        self.cancel(place=command.place)
        if training is None:
            self._outbox.put(TextDone(request.id, 0.0, cancelled=True))
            return
        characters = write_variants(training.backend, training.vocabulary, request)
        self._texts[command.place] = TextTurns(request.id, characters)

    def turn(self, budget: float) -> None:
        """Write for `budget` seconds, shared by the texts under way."""
        for place, text in tuple(self._texts.items()):
            events, complete = text.advance(budget / len(self._texts))
            for event in events:
                self._outbox.put(event)
            if complete:
                del self._texts[place]

    def cancel(self, text_id: int | None = None, *, place: Place | None = None) -> None:
        """Stop what is under way: all, or the text with this number, or that in one place."""
        for which, text in tuple(self._texts.items()):
            if text_id in (None, text.id) and place in (None, which):
                del self._texts[which]
                self._outbox.put(text.end(cancelled=True))


class SampleTurns:
    """The samples that the recipe asks for at the end of an epoch.

    Args:
        epoch: The epoch that has ended.
        prefixes: What the samples begin with.
        progress: Yields what has been written after each; see `core.model.writing.write_batch`.
    """

    def __init__(
        self, epoch: EpochDone, prefixes: tuple[str, ...], progress: Iterator[tuple[str, ...]]
    ) -> None:
        self._epoch = epoch
        self._prefixes = prefixes
        self._progress = progress
        self._texts: tuple[str, ...] = ("",) * len(prefixes)

    def set_run(self, run: int) -> None:
        """Let the samples belong to another run: one that goes on from this moment."""
        self._epoch = replace(self._epoch, run=run)

    def advance(self, budget: float) -> list[SampleDone]:
        """Write for `budget` seconds; return the samples once all are complete."""
        ends = time.perf_counter() + budget
        for texts in self._progress:
            self._texts = texts
            if time.perf_counter() > ends:
                return []
        epoch = self._epoch
        return [
            SampleDone(epoch.run, epoch.epoch, epoch.perplexity, epoch.seconds, prefix, text)
            for prefix, text in zip(self._prefixes, self._texts, strict=True)
        ]


def begin_samples(training: Training, epoch: EpochDone) -> SampleTurns | None:
    """Begin the samples of an epoch's end, or none where the recipe asks for none."""
    train = training.experiment.train
    prefixes = tuple(p for p in train.prefixes if not training.vocabulary.unknown(p))
    if not prefixes or not training.samples_due():
        return None
    progress = write_batch(training.backend, training.vocabulary, prefixes, train.sample_length)
    return SampleTurns(epoch, prefixes, progress)


INSPECT_BUDGET_S = 0.006
INSPECT_SHARE, INSPECT_LONGEST_S = 0.2, 0.05
"""How long a turn may hold up training: at least so long, and a fifth of what a long batch took,
for beside batches of 0.2 s a search of the text would take minutes."""

PROGRESS_INTERVAL_S = 0.1

T = TypeVar("T")


class _Slices(Generic[T]):
    """A computation that yields how far it is, run a little at a time.

    Args:
        number: The number of the question that it answers.
        slices: Yields 0 to 1, and returns the result.
        outbox: Where progress goes.
    """

    def __init__(self, number: int, slices: Generator[float, None, T], outbox: Outbox) -> None:
        self._number = number
        self._slices = slices
        self._outbox = outbox
        self._reported_at = 0.0

    def turn(self, budget: float) -> tuple[T] | None:
        """Compute for `budget` seconds; return the result, in a tuple of one, once it is there."""
        ends = time.perf_counter() + budget
        fraction = 0.0
        while time.perf_counter() < ends:
            try:
                fraction = next(self._slices)
            except StopIteration as end:
                return (end.value,)
        now = time.perf_counter()
        if now - self._reported_at > PROGRESS_INTERVAL_S:
            self._reported_at = now
            self._outbox.put(InspectProgress(self._number, fraction))
        return None


def access_to(training: Training, twin: Training | None = None) -> ModelAccess:
    """Return what a job may look at."""
    return ModelAccess(
        training.backend,
        training.vocabulary,
        training.corpus,
        training.experiment.model,
        training.trained,
        None if twin is None else access_to(twin),
    )


class PendingQuestions:
    """Answers one question at a time: a new one supersedes the one under way."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._number = 0
        self._slices: _Slices[object] | None = None

    @property
    def busy(self) -> bool:
        """Whether a question is under way."""
        return self._slices is not None

    def begin(
        self, command: Inspect, training: Training | None, twin: Training | None = None
    ) -> None:
        """Put a question to a model in training; without one it is given up at once."""
        self.cancel()
        if training is None:
            self._outbox.put(InspectDone(command.id, None))
            return
        self._number = command.id
        slices = command.job.steps(access_to(training, twin))
        self._slices = _Slices(command.id, slices, self._outbox)

    def turn(self, trained_s: float) -> None:
        """Go on for the share that is due beside a batch of `trained_s` seconds."""
        assert self._slices is not None
        share = min(INSPECT_SHARE * trained_s, INSPECT_LONGEST_S)
        answer = self._slices.turn(max(share, INSPECT_BUDGET_S))
        if answer is not None:
            self._slices = None
            self._outbox.put(InspectDone(self._number, answer[0]))

    def cancel(self, number: int | None = None) -> None:
        """Give up what is under way, or only the question with this number."""
        if self.busy and number in (None, self._number):
            self._slices = None
            self._outbox.put(InspectDone(self._number, None))


class SlowStep:
    """The next batch, taken apart in slices before the engine takes it as always.

    The parts are computed from copies, so the run goes on exactly as if nobody had looked.

    Args:
        number: The number its answer carries.
        outbox: Where progress and answer go.
    """

    def __init__(self, number: int, outbox: Outbox) -> None:
        self.id = number
        self._outbox = outbox
        self._slices: _Slices[StepAnatomy] | None = None
        self._anatomy: StepAnatomy | None = None

    @property
    def ready(self) -> bool:
        """Whether all is computed, so that the engine can take the step."""
        return self._anatomy is not None

    def restart(self) -> None:
        """Forget what was computed, since settings have changed."""
        self._slices = self._anatomy = None

    def turn(self, training: Training, budget: float) -> None:
        """Compute for `budget` seconds."""
        if self._slices is None:
            self._slices = _Slices(self.id, take_apart(training.upcoming()), self._outbox)
        done = self._slices.turn(budget)
        if done is not None:
            (self._anatomy,) = done

    def finish(self, training: Training, step: StepDone | None) -> None:
        """Send the answer, now that the engine has taken the step."""
        assert self._anatomy is not None
        place = training.position
        if step is not None:
            epoch, batch = step.epoch, step.batch
        else:
            epoch, batch = place.epoch + 1, place.batch + 1
        done = SlowStepDone(training.run, epoch, batch, training.batches, self._anatomy, step)
        self._outbox.put(InspectDone(self.id, done))

    def cancel(self) -> None:
        """Give it up."""
        self._outbox.put(InspectDone(self.id, None))
