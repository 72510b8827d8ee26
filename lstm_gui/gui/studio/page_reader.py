"""What is shown of the text on the page: candidates at the cursor, colours, and its copies.

While the studio is seen and nothing is being written, the engine reads the page after each change,
and from time to time while it trains; the copies are looked up on a thread of their own.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.copies import Span, longest_copy
from lstm_gui.core.inspection.page_reading import PageReading, ReadPage
from lstm_gui.core.numbers import thousands
from lstm_gui.core.worker.events import InspectDone
from lstm_gui.gui.memory.colors import color_table
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.copy_index import CopyIndex, place_text
from lstm_gui.gui.studio.mattering_reader import MatteringReader
from lstm_gui.gui.studio.page import Coloring, Underline
from lstm_gui.gui.studio.panel import ColorBy, StudioPanel
from lstm_gui.gui.studio.rhyme_reader import RhymeReader
from lstm_gui.gui.studio.sources import CopySearch, FoundCopies, copy_words
from lstm_gui.gui.studio.two_moments import MomentReader, surprise_coloring
from lstm_gui.gui.widgets.formats import percent, tooltip, whole_percent
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.timers import one_shot

__all__ = ["PageReader"]

_PAUSE_MS = 150
_STREAM_MS = 400
_AGAIN_MS = 4000
"""How long after an answer the page is read again while the model trains; a long page, later: each
500 characters are some 20 ms of the engine's."""
_PAGE = 500
_CELL_LIMIT = 4.0


class PageReader(QObject):
    """Keeps what is shown of the page up to date.

    Args:
        panel: The studio.
        bridge: To the engine.
        theme: Colours.
        chosen_cell: Tells the layer and the cell that are chosen in the map.
        copies: Where texts are looked up.
        parent: The controller.
    """

    def __init__(
        self,
        panel: StudioPanel,
        bridge: WorkerBridge,
        theme: Theme,
        chosen_cell: Callable[[], tuple[int, int]],
        copies: CopyIndex,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self._bridge, self._theme = panel, bridge, theme
        self._chosen_cell = chosen_cell
        self._corpus: Corpus | None = None
        self.reading: PageReading | None = None
        self.copies: FoundCopies | None = None
        self._given = 0
        self._writing = self._stale = False
        self._number = 0
        self._search = CopySearch(copies, self)
        self._rhymes = RhymeReader(copies, self)
        self.moments = MomentReader(panel.moments, bridge, theme, self)
        self._mattering = MatteringReader(bridge, self)
        self._read = one_shot(self, _PAUSE_MS)
        self._again = one_shot(self, _AGAIN_MS)
        self._look_up = one_shot(self, _STREAM_MS)
        self._connect()

    def _connect(self) -> None:
        panel = self._panel
        self._read.timeout.connect(self._ask)
        self._again.timeout.connect(self._on_again_timeout)
        self._look_up.timeout.connect(self._search_copies)
        self._search.found.connect(self._on_search_found)
        self._rhymes.found.connect(self._show_marks)
        self._mattering.found.connect(self._show_marks)
        self._bridge.inspectDone.connect(self._on_bridge_inspect_done)
        self._bridge.run.stepsAdded.connect(self._on_run_steps_added)
        panel.visibilityChanged.connect(self._on_panel_visibility_changed)
        panel.page.placeChanged.connect(self._show_place)
        panel.page.set_tip(self._tip)
        panel.colorChosen.connect(self._on_panel_color_chosen)
        panel.languageChanged.connect(self._on_panel_language_changed)
        panel.settings.leastSpanChanged.connect(self._search_copies)
        self._theme.changed.connect(self._show_marks)

    # What is there

    def set_model(self, corpus: Corpus) -> None:
        """Read with another model, which is trained on this text."""
        if corpus is not self._corpus:
            self.copies = None
            self._panel.source.clear()
        self._corpus = corpus
        self.reading = None
        self.follow(self._given)

    def set_writing(self, writing: bool) -> None:
        """Tell whether the page grows; it is read when it is complete."""
        self._writing = writing
        if not writing:
            self.follow(self._given)

    def follow(self, given: int) -> None:
        """Take in that the page has changed; its first `given` characters were not written."""
        self._given = given
        self._show_place()
        if not self._panel.isVisible():
            return
        if self._writing:
            if not self._look_up.isActive():
                self._look_up.start()
            return
        self._read.start()
        self._look_up.start(_PAUSE_MS)

    def cell_changed(self) -> None:
        """Take in that another cell is chosen in the map."""
        if self._panel.color_by == "cell" and self._panel.isVisible():
            self._read.start()

    def span_at(self, place: int) -> Span | None:
        """Return the copy in which a character of the page lies, if it is known."""
        copies = self.copies
        if copies is None or not self._panel.page.text.startswith(copies.text[: place + 1]):
            return None
        return copies.at(place)

    # Asking

    def _ask(self) -> None:
        text = self._panel.page.text
        if self._writing or not text or not self._panel.isVisible() or self._corpus is None:
            return
        if self._panel.unknown(text):
            return
        self._stale = False
        self._number = self._bridge.inspect(ReadPage(text, *self._chosen_cell()))

    def _search_copies(self) -> None:
        text = self._panel.page.text
        if self._corpus is None or not self._panel.isVisible():
            return
        if not text:
            self.copies = None
            self._show_novelty()
            return
        self._search.ask(text, min(self._given, len(text)), self._panel.settings.least_span)
        self._show_novelty()

    # Answers

    def _on_bridge_inspect_done(self, event: InspectDone) -> None:
        if event.id != self._number:
            return
        if isinstance(event.result, PageReading):
            self.reading = event.result
            self._again.start(_AGAIN_MS * max(1, len(event.result.text) // _PAGE))
            self._show_marks()
            self._show_place()
        elif self._panel.isVisible() and not self._writing:
            self._again.start(_STREAM_MS)  # another view has asked meanwhile
            self._stale = True

    def _on_search_found(self, copies: FoundCopies) -> None:
        self.copies = copies
        self._show_novelty()
        self._show_marks()
        self._show_place()

    def _on_run_steps_added(self) -> None:
        self._stale = True
        if self._panel.isVisible() and not self._again.isActive() and not self._read.isActive():
            self._again.start()

    def _on_again_timeout(self) -> None:
        if self._stale:
            self._ask()

    def _on_panel_visibility_changed(self, visible: bool) -> None:
        if visible:
            self.follow(self._given)
            return
        self._mattering.stop()
        for timer in (self._read, self._again, self._look_up):
            timer.stop()

    def _on_panel_language_changed(self) -> None:
        self._show_novelty()
        self._show_rhymes()
        self._show_place()

    def _on_panel_color_chosen(self) -> None:
        self._show_marks()
        self._show_place()
        self._read.start()

    # Showing

    def _ask_who_mattered(self) -> None:
        """Have it found for the character before the cursor, while the page is coloured by it."""
        panel, text = self._panel, self._panel.page.text
        wanted = panel.color_by == "mattered" and panel.isVisible() and not self._writing
        if wanted and self._corpus is not None and not panel.unknown(text):
            self._mattering.ask(text, panel.page.place - 1)
        else:
            self._mattering.stop()

    def _show_marks(self) -> None:
        page, copies = self._panel.page, self.copies
        underlines: tuple[Underline, ...] = ()
        if copies is not None and page.text.startswith(copies.text):
            underlines = tuple(Underline(s.start, s.stop, s.held_out) for s in copies.spans)
        coloring = None
        if self._panel.color_by == "rhyme":
            coloring = self._rhymes.coloring(page.text, self._theme.scheme)
        elif self._panel.color_by == "mattered":
            coloring = self._mattering.coloring(page.text, self._theme.scheme)
        elif self.reading is not None and self.reading.text == page.text:
            coloring = _coloring(self.reading, self._panel.color_by, self._theme)
        page.mark(coloring, underlines)
        self._show_rhymes()
        self._show_moments()

    def _show_moments(self) -> None:
        if self._panel.color_by != "moments":
            self.moments.hide()
        elif not self._writing and self._corpus is not None:
            self.moments.show(self._panel.page.text, self.reading, lines=self._panel.lines)

    def _show_rhymes(self) -> None:
        """Say in words what the colours of rhymes, or of who mattered, show."""
        words, text = "", self._panel.page.text
        if self._panel.color_by == "rhyme":
            words = self._rhymes.words(text)
        elif self._panel.color_by == "mattered":
            words = self._mattering.words(text)
        self._panel.set_rhymes(words)

    def _show_place(self) -> None:
        """Show what may come at the cursor, and where the character before it comes from."""
        self._ask_who_mattered()
        page, reading = self._panel.page, self.reading
        place = page.place
        fits = reading is not None and page.text[:place] == reading.text[:place]
        guesses = reading.candidates(place) if reading is not None and fits else ()
        self._panel.strip.set_candidates(guesses, page.text[place : place + 1])
        span = self.span_at(max(place - 1, 0))
        text = "" if span is None or self._corpus is None else place_text(self._corpus, span.source)
        self._panel.set_source(text)

    def _show_novelty(self) -> None:
        if self.copies is None or self._corpus is None:
            waits = bool(self._panel.page.text) and not self._search.ready
            self._panel.set_novelty("…" if waits else "")
            return
        novelty, songs = self.copies.novelty, self.copies.songs
        new = whole_percent(novelty.share_new)
        parts = [self.tr("{share} new").format(share=new)]
        if songs is not None:
            template = self.tr("{share} new (real songs: {songs})")
            parts = [template.format(share=new, songs=whole_percent(songs.share_new))]
        longest = longest_copy(self.copies.spans, self.copies.given)
        if longest is not None:
            template = self.tr("longest copy {count}: {place}")
            place = place_text(self._corpus, longest.source)
            count = thousands(longest.stop - longest.start)
            parts.append(template.format(count=count, place=place))
        self._panel.set_novelty(" · ".join(parts))

    def _tip(self, place: int) -> str:
        """Say what is known of a character: where it stands, and how likely it was."""
        parts = []
        span = self.span_at(place)
        if span is not None and self._corpus is not None:
            parts.append(copy_words(span, self._corpus))
        if self._panel.color_by == "rhyme":
            parts.append(self._rhymes.tip(place))
        if self._panel.color_by == "mattered":
            parts.append(self._mattering.tip(self._panel.page.text, place))
        reading = self.reading
        if reading is not None and reading.text == self._panel.page.text and place:
            chance = float(np.exp(-reading.surprise[place]))
            parts.append(self.tr("expected with {share}").format(share=percent(chance)))
            parts.append(self.moments.tip(place))
        return tooltip(*parts)


def _coloring(reading: PageReading, color_by: ColorBy, theme: Theme) -> Coloring | None:
    """Return the colours of a page; a first character, of which nothing was expected, has none."""
    if not color_by:
        return None
    if color_by == "cell":
        table = color_table(theme.scheme, gate=False)
        most = float(np.abs(reading.state).max(initial=1.0))
        limit = min(most, _CELL_LIMIT)
        return Coloring(table, Scale(-limit, limit, gate=False).indices(reading.state).tolist())
    if color_by != "probability":
        return surprise_coloring(reading.surprise, len(reading.characters), theme.scheme)
    table = color_table(theme.scheme, gate=True)
    places: list[int] = Scale(0.0, 1.0, gate=True).indices(np.exp(-reading.surprise)).tolist()
    return Coloring(table, [-1, *places[1:]])
