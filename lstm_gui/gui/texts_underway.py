"""The texts that the run and its twin write: which of them are still wanted. No engine here."""

from __future__ import annotations

from lstm_gui.core.messages import TextAdded, TextDone
from lstm_gui.gui.run_signals import RunSignals

__all__ = ["TextsUnderway"]


class TextsUnderway:
    """Numbers the texts, and passes on what is written of the last one that each was asked for.

    Args:
        run: Says what the run writes.
        twin: Says what its twin writes.
    """

    def __init__(self, run: RunSignals, twin: RunSignals) -> None:
        self._writers = (run, twin)
        self._numbers = [0, 0]  # of the run and of its twin
        self._written: dict[int, str] = {}

    @property
    def numbers(self) -> tuple[int, ...]:
        """The number of the text under way, or of the last one, of the run and of its twin."""
        return tuple(self._numbers)

    def begin(self, *, twin: bool) -> int:
        """Return the number of a new text, which supersedes the one under way by that model."""
        number = max(self._numbers) + 1
        self._numbers[twin] = number
        return number

    def add(self, event: TextAdded) -> None:
        """Keep more of a text for `flush`."""
        self._written[event.id] = self._written.get(event.id, "") + event.text

    def finish(self, event: TextDone) -> None:
        """Say that a text is complete, after all that was kept."""
        self.flush()
        for writer, number in zip(self._writers, self._numbers, strict=True):
            if number == event.id:
                writer.textDone.emit(event)

    def flush(self) -> None:
        """Emit what was kept: the drain is over."""
        for writer, number in zip(self._writers, self._numbers, strict=True):
            if number in self._written:
                writer.textAdded.emit(number, self._written[number])
        self._written.clear()
