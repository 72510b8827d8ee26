"""What a view of the memory is shown: one cell at one character of the text that was read."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.model.backend import Trace
from lstm_gui.gui.widgets.view import View

__all__ = ["MemoryPlace", "MemoryView"]


@dataclass(frozen=True, slots=True)
class MemoryPlace:
    """A trace, live or from the past, and what is chosen in it; each number is within the trace."""

    trace: Trace
    text: str
    vocabulary: Vocabulary | None
    quantity: str
    layer: int
    cell: int
    position: int


class MemoryView(View):
    """A view that follows the memory while it is seen; a line in `Views` is all it needs beside."""

    @abstractmethod
    def set_place(self, place: MemoryPlace) -> None:
        """Show this place: another trace has come, or something else is chosen."""
