"""Writing and reading in turns: a little at a time, so that commands are never kept waiting."""

from __future__ import annotations

import time
from collections.abc import Iterator

from lstm_gui.core.messages import EpochDone, HeldOutDone, SampleDone, TextAdded, TextDone
from lstm_gui.core.training import perplexity

__all__ = ["HeldOutTurns", "SampleTurns", "TextTurns"]


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
