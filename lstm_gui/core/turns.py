"""Writing and reading in turns: a little at a time, so that commands are never kept waiting."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from lstm_gui.core.mailbox import Outbox
from lstm_gui.core.messages import (
    EpochDone,
    HeldOutDone,
    SampleDone,
    TextAdded,
    TextDone,
    Write,
)
from lstm_gui.core.training import Training, perplexity
from lstm_gui.core.writing import write, write_batch

__all__ = ["HeldOutTurns", "SampleTurns", "TextTurns", "Writer", "begin_samples"]


class TextTurns:
    """A text for the lyrics panel.

    Args:
        text_id: The number its events carry.
        characters: Yields the characters; see `core.writing.write`.
    """

    def __init__(self, text_id: int, characters: Iterator[str]) -> None:
        self.id = text_id
        self._characters = characters
        self._started = time.perf_counter()

    def advance(self, budget: float) -> tuple[list[TextAdded | TextDone], bool]:
        """Write for `budget` seconds; return the events and whether the text is complete."""
        ends = time.perf_counter() + budget
        written: list[str] = []
        complete = True
        for character in self._characters:
            written.append(character)
            if time.perf_counter() > ends:
                complete = False
                break
        events: list[TextAdded | TextDone] = []
        if any(written):
            events.append(TextAdded(self.id, "".join(written)))
        if complete:
            events.append(self.end(cancelled=False))
        return events, complete

    def end(self, *, cancelled: bool) -> TextDone:
        """Return the event that closes the text."""
        return TextDone(self.id, time.perf_counter() - self._started, cancelled)


class Writer:
    """Writes texts, one at a time with each model: a new one supersedes the one under way."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._texts: dict[bool, TextTurns] = {}  # the twin's is under True

    @property
    def busy(self) -> bool:
        """Whether a text is under way."""
        return bool(self._texts)

    def begin(self, command: Write, training: Training | None) -> None:
        """Begin a text with a model in training, if there is one."""
        request = command.request
        self.cancel(twin=command.twin)
        if training is None:
            self._outbox.put(TextDone(request.id, 0.0, cancelled=True))
            return
        characters = write(training.backend, training.vocabulary, request)
        self._texts[command.twin] = TextTurns(request.id, characters)

    def turn(self, budget: float) -> None:
        """Write for `budget` seconds, shared by the texts under way."""
        for twin, text in tuple(self._texts.items()):
            events, complete = text.advance(budget / len(self._texts))
            for event in events:
                self._outbox.put(event)
            if complete:
                del self._texts[twin]

    def cancel(self, text_id: int | None = None, *, twin: bool | None = None) -> None:
        """Stop what is under way: all, or the text with this number, or one model's."""
        for which, text in tuple(self._texts.items()):
            if text_id in (None, text.id) and twin in (None, which):
                del self._texts[which]
                self._outbox.put(text.end(cancelled=True))


class SampleTurns:
    """The samples that the recipe asks for at the end of an epoch.

    Args:
        epoch: The epoch that has ended.
        prefixes: What the samples begin with.
        progress: Yields what has been written after each; see `core.writing.write_batch`.
    """

    def __init__(
        self, epoch: EpochDone, prefixes: tuple[str, ...], progress: Iterator[tuple[str, ...]]
    ) -> None:
        self._epoch = epoch
        self._prefixes = prefixes
        self._progress = progress
        self._texts: tuple[str, ...] = ("",) * len(prefixes)

    def hand_over(self, run: int) -> None:
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


class HeldOutTurns:
    """The part held out, read after an epoch.

    Args:
        epoch: The epoch that has ended.
        losses: Yields the mean loss so far; see `core.held_out.held_out_loss`.
    """

    def __init__(self, epoch: EpochDone, losses: Iterator[float]) -> None:
        self._epoch = epoch
        self._losses = losses
        self._loss = 0.0
        self._seconds = 0.0

    def hand_over(self, run: int) -> None:
        """Let the reading belong to another run: one that goes on from this moment."""
        self._epoch = replace(self._epoch, run=run)

    def advance(self, budget: float) -> HeldOutDone | None:
        """Read for `budget` seconds; return the outcome once all is read."""
        started = time.perf_counter()
        complete = True
        for loss in self._losses:
            self._loss = loss
            if time.perf_counter() > started + budget:
                complete = False
                break
        self._seconds += time.perf_counter() - started
        if not complete:
            return None
        epoch = self._epoch
        return HeldOutDone(epoch.run, epoch.epoch, perplexity(self._loss), self._seconds)


def begin_samples(training: Training, epoch: EpochDone) -> SampleTurns | None:
    """Begin the samples of an epoch's end, or none where the recipe asks for none."""
    train = training.experiment.train
    prefixes = tuple(p for p in train.prefixes if not training.vocabulary.unknown(p))
    if not prefixes or not training.samples_due():
        return None
    progress = write_batch(training.backend, training.vocabulary, prefixes, train.sample_length)
    return SampleTurns(epoch, prefixes, progress)
