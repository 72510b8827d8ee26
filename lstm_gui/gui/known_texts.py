"""The whole texts of a run, and where each was opened.

The engine tells which part of a text it uses. Undo can lead back to an earlier text, and of two
texts asked for in quick succession the second can be refused, so the last one asked for need not
be the one in use: it is found again by what it says.
"""

from __future__ import annotations

from pathlib import Path

from lstm_gui.core.corpus import Corpus

__all__ = ["KnownTexts", "Opened"]

Opened = tuple[Corpus, Path | None]
"""A whole text, and the file it was opened from; None for one that comes with the program."""


class KnownTexts:
    """Texts that the engine was asked to use, the newest last."""

    def __init__(self) -> None:
        self._texts: list[Opened] = []

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, corpus: Corpus, source: Path | None) -> None:
        """Take note of a text that is asked for now."""
        self._texts = [
            *(known for known in self._texts if known[0] is not corpus),
            (corpus, source),
        ]

    def of(self, used: Corpus) -> Opened:
        """Return the whole text of which `used` is the first part; itself if none is known."""
        for corpus, source in reversed(self._texts):
            same_file = (corpus.name, corpus.encoding) == (used.name, used.encoding)
            if corpus is used or (same_file and corpus.text.startswith(used.text)):
                return corpus, source
        return used, None

    def forget_before(self, corpus: Corpus) -> None:
        """Drop the texts before this one: a new run does not lead back to them."""
        places = [place for place, known in enumerate(self._texts) if known[0] is corpus]
        if places:
            del self._texts[: places[0]]
