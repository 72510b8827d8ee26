"""Where a text comes from: its copies looked up on a thread of their own, and shown in their song.

The index of the text trained on is made once, beside training, when the first text is looked up.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from itertools import pairwise
from queue import Empty, SimpleQueue

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.copies import (
    Novelty,
    Span,
    TextIndex,
    novelty,
    novelty_of_songs,
    place_of,
    spans,
)
from lstm_gui.core.numbers import thousands
from lstm_gui.gui.widgets.labels import WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, lyrics_font, translucent
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["CopySearch", "FoundCopies", "SourceView", "place_text"]

_POLL_MS = 20

_log = logging.getLogger(__name__)


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


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    given: int
    least: int


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a thread brings back; `corpus` tells whether it is still of use."""

    corpus: Corpus
    index: TextIndex
    found: FoundCopies | None
    least: int
    songs: Novelty | None
    measured: bool


class CopySearch(QObject):
    """Looks texts up, one at a time; of several that wait only the newest is looked up.

    The thread leaves its answer in a queue and knows no object of Qt's: the window may be gone.

    Signals:
        found(FoundCopies): The copies in the text that was asked about last.
    """

    found = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corpus: Corpus | None = None
        self._trained = 0
        self._index: TextIndex | None = None
        self._songs: dict[int, Novelty | None] = {}
        self._waiting: _Question | None = None
        self._last: FoundCopies | None = None
        self._busy = False
        self._least = 0
        self._answers: SimpleQueue[_Answer | None] = SimpleQueue()
        self._due = one_shot(self, _POLL_MS)
        self._due.timeout.connect(self._on_due_timeout)

    @property
    def ready(self) -> bool:
        """Whether the text trained on has been read."""
        return self._index is not None

    def set_corpus(self, corpus: Corpus, trained: int) -> None:
        """Look up in this text, of which the first `trained` characters are trained on."""
        if corpus is not self._corpus or trained != self._trained:
            self._corpus, self._trained = corpus, trained
            self._index, self._songs, self._last = None, {}, None

    def ask(self, text: str, given: int, least: int) -> None:
        """Look for copies of at least so many characters."""
        self._waiting = _Question(text, given, least)
        self._go_on()

    def _go_on(self) -> None:
        """Answer what waits, or measure the songs for the last answer."""
        if self._busy or self._corpus is None:
            return
        question, self._waiting = self._waiting, None
        last = self._last
        if question is not None:
            self._start(question, question.least, measure=False)
        elif last is not None and self._least not in self._songs:
            self._start(None, self._least, measure=True)

    def _start(self, question: _Question | None, least: int, *, measure: bool) -> None:
        self._busy, self._least = True, least
        corpus, trained, index = self._corpus, self._trained, self._index
        assert corpus is not None
        songs, answers = self._songs.get(least), self._answers
        self._due.start()

        def work() -> None:
            answer: _Answer | None = None
            try:
                known = index or TextIndex.of(corpus, trained)
                found = None if question is None else _look_up(question, known, songs)
                measured = novelty_of_songs(corpus, known, least) if measure else None
                answer = _Answer(corpus, known, found, least, measured, measure)
            except Exception as error:  # such as no memory; the page does without
                _log.info("a text could not be looked up", exc_info=error)
            answers.put(answer)

        threading.Thread(target=work, name="copies", daemon=True).start()

    def _on_due_timeout(self) -> None:
        try:
            answer = self._answers.get_nowait()
        except Empty:
            self._due.start()
            return
        self._busy = False
        if answer is None:
            return
        if answer.corpus is self._corpus:
            self._index = answer.index
            if answer.measured:
                self._songs[answer.least] = answer.songs
            self._tell(answer)
        self._go_on()

    def _tell(self, answer: _Answer) -> None:
        found = answer.found
        if found is None and self._last is not None and self._waiting is None:
            last = self._last
            found = FoundCopies(last.text, last.given, last.spans, last.novelty, answer.songs)
        if found is not None:
            self._last = found
            self.found.emit(found)


def _look_up(question: _Question, index: TextIndex, songs: Novelty | None) -> FoundCopies:
    found = spans(question.text, index, question.least)
    summed = novelty(question.text, found, question.given)
    return FoundCopies(question.text, question.given, found, summed, songs)


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
        self._text.setTabChangesFocus(True)
        self._text.setFont(lyrics_font(self.font()))
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
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
            title = self.tr("{place} · {count} places").format(place=title, count=span.count)
        self._title.set_message(title)
        first, lines = _lines_around(self._corpus, span.source)
        self._text.setPlainText("\n".join(lines))
        # Each line is as long as in the text, so places in it are those of the text.
        self._mark(span.source - first, span.source - first + span.stop - span.start)

    def _mark(self, start: int, stop: int) -> None:
        text = self._text.toPlainText()
        start += len(text[start:stop]) - len(text[start:stop].lstrip())  # it may begin with a blank
        start, stop = (_utf16(text, min(place, len(text))) for place in (start, stop))
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


def _utf16(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def place_text(corpus: Corpus, offset: int) -> str:
    """Name a place of the text: song and line."""
    place = place_of(corpus, offset)
    if place.song:
        template = QCoreApplication.translate("SourceView", "“{song}”, line {line}")
    else:
        template = QCoreApplication.translate("SourceView", "line {line}")
    return template.format(song=place.song, line=thousands(place.number))
