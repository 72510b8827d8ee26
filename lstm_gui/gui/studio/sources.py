"""Where a text comes from: its copies looked up, and shown in their song."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.copies import Novelty, Span, novelty, spans
from lstm_gui.core.numbers import thousands
from lstm_gui.gui.session.copy_index import CopyIndex, IndexedText, place_text
from lstm_gui.gui.widgets.characters import length_in_qt
from lstm_gui.gui.widgets.labels import WrapLabel
from lstm_gui.gui.widgets.theme import (
    GRID,
    LYRICS_SCALE,
    Theme,
    enlarged,
    sized,
    translucent,
)
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["CopySearch", "FoundCopies", "SourceView", "copy_words"]


@dataclass(frozen=True, slots=True)
class FoundCopies:
    """The copies in a text, how much of it is new behind its first `given` characters.

    `songs` is the same of the songs among themselves: None where there are none, or not yet.
    """

    text: str
    given: int
    spans: tuple[Span, ...]
    novelty: Novelty
    songs: Novelty | None

    def at(self, place: int) -> Span | None:
        """Return the copy in which a character lies."""
        return next((span for span in self.spans if span.start <= place < span.stop), None)


def copy_words(span: Span, corpus: Corpus) -> str:
    """Say how long a copy is, and where it stands."""
    template = QCoreApplication.translate("Copies", "{count} characters as in {place}")
    if span.held_out:
        template = QCoreApplication.translate(
            "Copies", "{count} characters as in {place}, which was held out"
        )
    place = place_text(corpus, span.source)
    return template.format(count=thousands(len(span)), place=place)


class CopySearch(QObject):
    """Looks texts up, one at a time; of several that wait only the newest is looked up.

    Signals:
        found(FoundCopies): The copies in the text that was asked about last.
    """

    found = Signal(object)

    def __init__(
        self, copies: CopyIndex, parent: QObject | None = None, *, asker: str = "page"
    ) -> None:
        super().__init__(parent)
        self._copies, self._asker = copies, asker
        self._last: FoundCopies | None = None

    @property
    def ready(self) -> bool:
        """Whether the text trained on has been read."""
        return self._copies.ready

    def ask(self, text: str, given: int, least: int) -> None:
        """Look for copies of at least so many characters; then measure the songs as well."""

        def look_up(indexed: IndexedText) -> FoundCopies:
            found = spans(text, indexed.index, least)
            summed = novelty(text, found, given)
            return FoundCopies(text, given, found, summed, indexed.known_songs(least))

        self._copies.ask(self._asker, look_up, partial(self._on_found, least))

    def _on_found(self, least: int, found: FoundCopies) -> None:
        self._last = found
        self.found.emit(found)
        corpus = self._copies.corpus
        if found.songs is None and corpus is not None and corpus.songs:
            on_songs = partial(self._on_songs, found)
            self._copies.ask("songs", lambda indexed: indexed.songs(least), on_songs)

    def _on_songs(self, found: FoundCopies, songs: Novelty | None) -> None:
        if self._last is found:
            self._last = replace(found, songs=songs)
            self.found.emit(self._last)


_LEAST = 5 * GRID
"""How high the text is at least: in a low window the curve below it is seen as well."""


class SourceView(Retranslated, QWidget):
    """A place of the text trained on, its line marked and the copied characters in it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sourceView")
        self._theme = theme
        self._corpus: Corpus | None = None
        self._span: Span | None = None
        self._title = WrapLabel()
        self._title.setObjectName("sourceTitle")
        self._title.setProperty("role", "heading")
        self._text = QTextEdit()
        self._text.setObjectName("sourceText")
        self._text.setReadOnly(True)
        sized(self._text.setMinimumHeight, _LEAST)
        self._text.setTabChangesFocus(True)
        # It takes the room there is, and leaves the curve below it in view while it is empty.
        policy = QSizePolicy.Policy
        self._text.setSizePolicy(policy.Expanding, policy.Ignored)
        enlarged(self._text, LYRICS_SCALE)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID // 4, GRID, GRID // 4)
        column.setSpacing(GRID // 2)
        column.addWidget(self._title)
        column.addWidget(self._text, 1)
        theme.changed.connect(self._show)
        self.retranslate()

    @property
    def shown(self) -> str:
        """What is read at the top: song and line."""
        return self._title.text()

    def show_span(self, corpus: Corpus, span: Span) -> None:
        """Show where a copy stands first."""
        self._corpus, self._span = corpus, span
        self._show()

    def clear(self) -> None:
        """Show nothing: the text is another one."""
        self._corpus = self._span = None
        self._show()

    def retranslate(self) -> None:
        """Set all texts."""
        self._text.setAccessibleName(self.tr("The text it stands in"))
        self._text.setPlaceholderText(
            self.tr("Click an underlined place to see where it stands in the text trained on.")
        )
        self._show()

    def _show(self) -> None:
        if self._corpus is None or self._span is None:
            self._title.set_message("")
            self._text.clear()
            return
        span = self._span
        title = place_text(self._corpus, span.source)
        if span.held_out:
            title = self.tr("{place} · only in the part held out").format(place=title)
        elif span.count > 1:
            title = self.tr("{place} · {count} places", "", span.count).format(
                place=title, count=span.count
            )
        self._title.set_message(title)
        first, lines = _lines_around(self._corpus, span.source)
        self._text.setPlainText("\n".join(lines))
        # Each line is as long as in the text, so places in it are those of the text.
        self._mark(span.source - first, span.source - first + span.stop - span.start)

    def _mark(self, start: int, stop: int) -> None:
        text = self._text.toPlainText()
        start += len(text[start:stop]) - len(text[start:stop].lstrip())  # it may begin with a blank
        start, stop = (length_in_qt(text[:place]) for place in (start, stop))
        cursor = QTextCursor(self._text.document())
        line = QTextEdit.ExtraSelection()
        cursor.setPosition(start)
        line.cursor = cursor
        line.format.setBackground(translucent(self._theme.scheme.accent, 0.14))
        line.format.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        copied = QTextEdit.ExtraSelection()
        copied.cursor = QTextCursor(cursor)
        copied.cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
        copied.format.setForeground(QColor(self._theme.scheme.accent))
        copied.format.setFontUnderline(True)
        self._text.setExtraSelections([line, copied])
        self._text.setTextCursor(cursor)
        self._scroll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place in view."""
        super().resizeEvent(event)
        self._scroll()

    def _scroll(self) -> None:
        """Bring the place into the upper third."""
        bar, room = self._text.verticalScrollBar(), self._text.viewport().height()
        bar.setValue(bar.value() + self._text.cursorRect().center().y() - room // 3)


_AROUND = 400


def _lines_around(corpus: Corpus, offset: int) -> tuple[int, list[str]]:
    """Return where the lines around a place begin, and these lines; no song but its own."""
    first, last = max(offset - _AROUND, 0), min(offset + _AROUND, len(corpus))
    song = next((s for s in corpus.songs if s.start <= offset < s.stop), None)
    if song is not None:
        first, last = max(first, song.start), min(last, song.stop)
    starts = corpus.line_starts
    low, high = starts.searchsorted((first, last)).tolist()
    cuts = [place for place in starts[low:high].tolist() if place > first]
    if cuts and cuts[0] <= offset:  # no part of a line that is cut off
        first = cuts.pop(0)
    edges = [first, *cuts, last]
    # The blank that ends a line is shown as its end.
    pieces = [corpus.text[a:b] for a, b in pairwise(edges)]
    return first, [piece.removesuffix(" ") for piece in pieces[:-1]] + pieces[-1:]
