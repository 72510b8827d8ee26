"""The rhymes of the page: found on a thread, shown as colours of line ends, and counted."""

from __future__ import annotations

from functools import cache

from pyqtgraph import ColorMap
from PySide6.QtCore import QObject, Signal

from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.inspection.rhymes import (
    RhymeGroup,
    Rhymes,
    finals_by_pypinyin,
    read_rhymes,
)
from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.session.copy_index import CopyIndex, IndexedText
from lstm_gui.gui.studio.page import Coloring
from lstm_gui.gui.widgets.theme import Scheme
from lstm_gui.gui.widgets.translation import error_text

__all__ = ["RhymeReader"]

_COLORS = 6
"""Of the curves; with more groups than these, colours come again."""
_STEP = 255 // (_COLORS - 1)
_SCHEMES = {1: "AA", 2: "ABA", 3: "ABBA"}
_NAMED = 4
"""So many groups are counted in words."""


class RhymeReader(QObject):
    """Knows the rhymes of the text that it was asked about last.

    Args:
        copies: Whose thread is used.
        parent: The reader of the page.

    Signals:
        found: They are known, or why they are not.
    """

    found = Signal()

    def __init__(self, copies: CopyIndex, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._copies = copies
        self._text: str | None = None
        self._asked: str | None = None
        self._rhymes = Rhymes(())
        self._error: PlaygroundError | None = None
        copies.changed.connect(self._on_copies_changed)

    def of(self, text: str) -> Rhymes | None:
        """Return the rhymes of a text; None while they are looked for, and without pypinyin."""
        if text != self._text and text != self._asked:
            self._asked = text

            def work(_text: IndexedText) -> tuple[Rhymes, PlaygroundError | None]:
                try:
                    return read_rhymes(text, finals_by_pypinyin()), None
                except PlaygroundError as error:
                    return Rhymes(()), error

            def done(answer: tuple[Rhymes, PlaygroundError | None]) -> None:
                self._text = text
                self._rhymes, self._error = answer
                self.found.emit()

            self._copies.ask("rhymes", work, done)
        return self._rhymes if text == self._text and self._error is None else None

    def words(self, text: str) -> str:
        """Say how many lines of a text rhyme, and how, or why nobody knows."""
        if self._error is not None:
            return error_text(self._error)
        if text != self._text or not text:
            return ""
        rhymes = self._rhymes
        if len(rhymes.ends) < 2:
            return self.tr("Rhymes are those of lines that end in a Chinese character.")
        template = self.tr("{count} of {lines} lines rhyme")
        said = template.format(count=len(rhymes.rhyming), lines=len(rhymes.ends))
        if not rhymes.rhyming:
            return said
        comma = self.tr(", ")
        groups = comma.join(f"-{g.final} {count}" for g, count in rhymes.groups()[:_NAMED])
        ways = comma.join(f"{_SCHEMES[way]} {count}" for way, count in rhymes.ways().items())
        return self.tr("{said}: {groups} · {ways}").format(said=said, groups=groups, ways=ways)

    def tip(self, place: int) -> str:
        """Say with which line the end of a line rhymes."""
        end = self._rhymes.at(place)
        if end is None or end.group is None:
            return ""
        if not end.partner:
            template = self.tr("end of line {line}: -{final} ({name})")
        else:
            template = self.tr("end of line {line}: -{final} ({name}), as in line {other}")
        name, final = end.group.name, end.group.final
        return template.format(line=end.line, final=final, name=name, other=end.partner)

    def coloring(self, text: str, scheme: Scheme) -> Coloring | None:
        """Return a colour for each line end that rhymes, the same for each group."""
        rhymes = self.of(text)
        if rhymes is None:
            return None
        indices = [-1] * len(text)
        order: dict[RhymeGroup | None, int] = {}
        for end in rhymes.rhyming:
            number = order.setdefault(end.group, len(order))
            indices[end.place] = _STEP * (number % _COLORS)
        return Coloring(_table(scheme), indices)

    def _on_copies_changed(self) -> None:
        self._asked = None


@cache  # one for each scheme
def _table(scheme: Scheme) -> ColorTable:
    """Return a table in which each curve's colour stands `_STEP` after the one before."""
    places = [index / (_COLORS - 1) for index in range(_COLORS)]
    return ColorTable(ColorMap(places, list(scheme.curves[:_COLORS])))
