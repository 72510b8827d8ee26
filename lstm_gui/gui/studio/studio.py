"""The studio at work: the model writes, a person chooses, and every text stays as a branch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from lstm_gui.core.corpus.known_forms import nearest_forms
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.copies import Span
from lstm_gui.core.inspection.pieces import Piece
from lstm_gui.core.model.branches import BranchTree, Origin
from lstm_gui.core.numbers import thousands
from lstm_gui.core.settings.groups import MAX_SEED, GenerateRequest
from lstm_gui.core.training.progress import EpochDone
from lstm_gui.core.worker.events import Built, TextDone
from lstm_gui.core.worker.states import Act, RunState, allowed
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.copy_index import CopyIndex
from lstm_gui.gui.session.sample_novelty import SampleNovelty
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.studio.kept_store import KeptStore
from lstm_gui.gui.studio.page_reader import PageReader
from lstm_gui.gui.studio.panel import StudioPanel
from lstm_gui.gui.studio.text_columns import ColumnReader, TextColumn
from lstm_gui.gui.widgets.formats import duration
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.timers import one_shot

__all__ = ["StudioController"]


class StudioController(QObject):
    """Lets the model write in the studio, and keeps the branches of what was written.

    Args:
        panel: The studio.
        session: The text and the run.
        bridge: To the engine.
        theme: Colours.
        chosen_cell: Tells the layer and the cell that are chosen in the map.
        copies: Where texts are looked up.
        samples: How much of the samples is new.
        store: Where pieces and prefixes are kept from one session to the next.
        parent: The window.
    """

    def __init__(
        self,
        panel: StudioPanel,
        *,
        session: Session,
        bridge: WorkerBridge,
        theme: Theme,
        chosen_cell: Callable[[], tuple[int, int]],
        copies: CopyIndex,
        samples: SampleNovelty,
        store: KeptStore,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self._bridge, self._store = panel, bridge, store
        self.tree = BranchTree()
        self.current: int | None = None
        """The branch on the page."""
        self._corpus: Corpus | None = None
        self._writes: dict[int, int] = {}  # the branch of each variant under way
        self._number = 0
        self._next: tuple[GenerateRequest, int] | None = None  # the greedy text, written after
        self._beside: tuple[int, ...] = ()
        self._repeated = ""
        self._seconds = 0.0
        self._written: tuple[int, int, bool] | None = (
            None  # characters, seed, and if it was stopped
        )
        self._changed = one_shot(self)
        self._changed.timeout.connect(self._on_changed_timeout)
        self.reader = PageReader(panel, bridge, theme, chosen_cell, copies, self)
        least = panel.settings
        self.beside = ColumnReader(panel.columns, copies, lambda: least.least_span, self)
        panel.curve.connect_to(samples, bridge.run)
        self._connect(session)
        run = bridge.run
        if run.corpus is not None:
            self._take_model(run.corpus)
            self._offer_prefix(run.experiment.train.prefixes)
        self._on_session_state_changed(session.state)

    def _connect(self, session: Session) -> None:
        panel, bridge = self._panel, self._bridge
        session.stateChanged.connect(self._on_session_state_changed)
        bridge.run.began.connect(self.begin)
        bridge.run.wentTo.connect(self.begin)
        bridge.run.epochsAdded.connect(self._on_run_epochs_added)
        bridge.studio.textAdded.connect(self._on_studio_text_added)
        bridge.studio.textDone.connect(self._on_studio_text_done)
        panel.writeAsked.connect(self._on_panel_write_asked)
        panel.stopAsked.connect(self._on_panel_stop_asked)
        panel.goOnAsked.connect(self._on_panel_go_on_asked)
        panel.strip.chosen.connect(self._on_strip_chosen)
        panel.keepAsked.connect(self._on_panel_keep_asked)
        panel.sourceAsked.connect(self._on_panel_source_asked)
        panel.linesChosen.connect(self._on_panel_lines_chosen)
        panel.languageChanged.connect(self._say)
        panel.page.edited.connect(self._on_page_edited)
        panel.page.spanClicked.connect(self._on_page_span_clicked)
        panel.branches.chosen.connect(self._show)
        panel.branches.pruned.connect(self._on_branches_pruned)
        panel.branches.compared.connect(self._on_branches_compared)
        panel.columns.chosen.connect(self._show)
        panel.columns.clicked.connect(self._on_columns_clicked)
        panel.settings.leastSpanChanged.connect(self.beside.look_up)
        panel.languageChanged.connect(self.beside.say)
        panel.kept.chosen.connect(self._on_kept_chosen)
        panel.kept.dropped.connect(self._store.drop)
        panel.kept.restored.connect(self._store.restore)
        self._store.loaded.connect(panel.add_older)
        self._store.load()

    # The model

    def begin(self, event: Built) -> None:
        """Go on with another model; what was written stays."""
        self._take_model(event.corpus)
        self._offer_prefix(event.experiment.train.prefixes)

    def _take_model(self, corpus: Corpus) -> None:
        self._corpus = corpus
        vocabulary = corpus.vocabulary
        nearest = partial(nearest_forms, vocabulary=vocabulary)
        self._panel.set_model(vocabulary.unknown, nearest, line_ends=vocabulary.has_line_ends)
        self._panel.page.set_lines(self._panel.lines)
        self.reader.set_model(corpus)

    def _offer_prefix(self, prefixes: Sequence[str]) -> None:
        usable = self._panel.prefix and not self._panel.unknown(self._panel.prefix)
        if prefixes and not usable:
            self._panel.set_prefix(prefixes[0])

    def _on_session_state_changed(self, state: RunState) -> None:
        self._panel.set_ready(allowed(state, Act.WRITE))

    # Writing

    @property
    def writing(self) -> bool:
        """Whether a text is under way."""
        return bool(self._writes)

    def _on_panel_write_asked(self, prefix: str) -> None:
        self._settle()
        self._panel.remember_prefix(prefix)
        self._store.remember(prefix)
        self._repeated = prefix
        self._panel.settings.renew_seed()
        self._write(prefix, None)

    def _on_panel_go_on_asked(self) -> None:
        page = self._panel.page
        self._go_on(page.text[: page.place])

    def _on_strip_chosen(self, character: str) -> None:
        page = self._panel.page
        if not self.writing:
            self._go_on(page.text[: page.place] + character)

    def _go_on(self, kept: str) -> None:
        if not kept or self._panel.unknown(kept):
            return
        self._settle()
        self._panel.settings.renew_seed()
        self._write(kept, self.current)

    def _write(self, kept: str, under: int | None) -> None:
        """Write after these characters, as new branches of one, or of none."""
        settings = self._panel.settings
        request = settings.request(kept)
        count = request.variants
        base = under
        if count + settings.greedy_beside > 1 and base is None:
            base = self.tree.begin(kept)
        branches = [self._branch(base, request, number) for number in range(count)]
        self._next = None
        if settings.greedy_beside:
            greedy = request.model_copy(update={"temperature": 0.0, "variants": 1, "seed": 0})
            self._next = greedy, self._branch(base, greedy, 0)
        self._show_new(branches + ([self._next[1]] if self._next else []), kept)
        self._seconds = 0.0
        self._ask(request, branches)

    def _branch(self, base: int | None, request: GenerateRequest, number: int) -> int:
        """Add the branch of one variant, and remember by what it is written."""
        seed = (request.seed + number) % (MAX_SEED + 1)
        epoch, perplexity = self._bridge.run.last_epoch() or (0, None)
        own = request.model_copy(update={"seed": seed, "variants": 1})
        origin = Origin(own, epoch, perplexity)
        if base is None:
            return self.tree.begin(request.prefix, origin)
        return self.tree.fork(base, request.prefix, origin)

    def _ask(self, request: GenerateRequest, branches: Sequence[int]) -> None:
        self._writes = dict(enumerate(branches))
        self._number = self._bridge.write(request, "studio")
        self._panel.set_writing(True)
        self.reader.set_writing(True)
        self._written = None
        self._say()

    def _show_new(self, branches: Sequence[int], kept: str) -> None:
        """Put what is about to be written on the page, or several texts beside one another."""
        self.current = branches[0]
        self._panel.page.set_text(kept, given=len(kept))
        self._beside = tuple(branches) if len(branches) > 1 else ()
        if self._beside:
            self._show_columns(self._beside, len(kept))
        self._panel.show_page(beside=bool(self._beside))
        self._refresh_tree()

    def _on_studio_text_added(self, number: int, variant: int, text: str) -> None:
        branch = self._writes.get(variant)
        if number != self._number or branch is None:
            return
        self.tree.extend(branch, text)
        if branch == self.current:
            self._panel.page.add(text)
            self.reader.follow(self._given)
        self._panel.columns.add(branch, text)
        self.beside.follow()

    def _on_studio_text_done(self, event: TextDone) -> None:
        if event.id != self._number:
            return
        self._seconds += event.seconds
        written, self._writes = self._writes, {}
        if self._next is not None and not event.cancelled:
            (request, branch), self._next = self._next, None
            self._ask(request, [branch])
            return
        self._next = None
        self._panel.set_writing(False)
        self.reader.set_writing(False)
        self._panel.page.ensureCursorVisible()
        self.beside.look_up()
        self._refresh_tree()
        self._note_done(written, cancelled=event.cancelled)

    def _note_done(self, written: dict[int, int], *, cancelled: bool) -> None:
        origin = None if self.current is None else self.tree[self.current].origin
        count = sum(self._length(branch) for branch in self._beside or written.values())
        self._written = count, origin.request.seed if origin is not None else 0, cancelled
        self._say()

    def _say(self) -> None:
        """Say what is being written, or how the last text came to be."""
        if self._written is None:
            self._panel.set_status(self.tr("Writing") if self.writing else "")
            return
        count, seed, cancelled = self._written
        template = self.tr("{count} characters · {time} · seed {seed}", "", count)
        if cancelled:
            template = self.tr("Stopped after {count} characters · {time} · seed {seed}", "", count)
        time = duration(self._seconds)
        self._panel.set_status(template.format(count=thousands(count), time=time, seed=seed))

    def _length(self, branch: int) -> int:
        """Return how many characters the model wrote of a branch."""
        if branch not in self.tree:
            return 0
        origin, whole = self.tree[branch].origin, self.tree.whole(branch)
        return len(whole) - len(origin.request.prefix) if origin is not None else 0

    def _on_panel_stop_asked(self) -> None:
        self._bridge.cancel_write("studio")

    def _on_run_epochs_added(self, epochs: list[EpochDone]) -> None:
        """Write the last request again, if that is wanted and there is somebody to read it."""
        every, page = self._panel.settings.every, self._panel.page
        due = every and any(epoch.epoch % every == 0 for epoch in epochs)
        if not due or self.writing or not self._panel.isVisible() or not self._repeated:
            return
        untouched = self.current is None or page.text == self.tree.whole(self.current)
        if untouched and not self._panel.unknown(self._repeated):
            self._write(self._repeated, None)

    # Branches

    @property
    def _given(self) -> int:
        """How many characters of the page were there before the model wrote."""
        return 0 if self.current is None else self._given_of(self.current)

    def _given_of(self, branch: int) -> int:
        origin = self.tree[branch].origin
        return len(origin.request.prefix) if origin is not None else 0

    def _settle(self) -> None:
        """Keep what was typed as a branch, before something else comes onto the page."""
        text = self._panel.page.text
        if self.current is None:
            self.current = self.tree.begin(text) if text else None
        elif text != self.tree.whole(self.current) and text:
            self.current = self.tree.fork(self.current, text)

    def _show(self, number: int) -> None:
        """Put a branch on the page."""
        if number not in self.tree or (self.writing and number not in self._writes.values()):
            return
        if not self.writing:
            self._settle()
        self.current = number
        given = self._given
        self._panel.page.set_text(self.tree.whole(number), given, given=given)
        self._panel.show_page()
        self.reader.follow(given)
        self._refresh_tree()

    def _refresh_tree(self) -> None:
        """Show the branches, but not while the tree itself has just been clicked."""
        self._changed.start()

    def _on_changed_timeout(self) -> None:
        self._panel.branches.show_tree(self.tree, self.current)

    def _on_page_edited(self) -> None:
        self.reader.follow(min(self._given, self._panel.page.place))

    def _on_branches_pruned(self, number: int) -> None:
        if self.writing:
            return
        parent = self.tree[number].parent
        gone = self.tree.prune(number)
        self._beside = tuple(branch for branch in self._beside if branch not in gone)
        if self.current in gone:
            self.current = parent
            text = self.tree.whole(parent) if parent is not None else ""
            self._panel.page.set_text(text, given=self._given)
            self._panel.show_page()
            self.reader.follow(self._given)
        self._refresh_tree()

    def _on_branches_compared(self, first: int, second: int) -> None:
        common = len(self.tree.compare(first, second).common)
        self._show_columns((first, second), common)
        self._panel.show_page(beside=True)

    def _show_columns(self, branches: Sequence[int], common: int) -> None:
        columns = [
            TextColumn(
                branch, self._title(branch), self.tree.whole(branch), common, self._given_of(branch)
            )
            for branch in branches
        ]
        self._panel.columns.show_columns(columns, lines=self._panel.lines)

    def _title(self, branch: int) -> str:
        origin = self.tree[branch].origin
        if origin is None:
            return self.tr("typed")
        if origin.request.temperature == 0:
            return self.tr("greedy")
        return self.tr("seed {seed}").format(seed=origin.request.seed)

    # Keeping

    def _on_panel_keep_asked(self) -> None:
        self._settle()
        if self.current is None or self._corpus is None:
            return
        copies, text = self.reader.copies, self.tree.whole(self.current)
        novelty = copies.novelty if copies is not None and copies.text == text else None
        lines = self._corpus.vocabulary.has_line_ends
        piece = Piece(text, lines, self.tree[self.current].origin, novelty)
        self._panel.kept.keep(piece)
        self._store.keep(piece)
        self._panel.show_at_side(self._panel.kept)

    def _on_kept_chosen(self, piece: Piece) -> None:
        """Put a kept piece on the page: its branch if it is still there, or a new one."""
        if self.writing:
            return
        self._settle()
        numbers = (branch.number for _, branch in self.tree.walk())
        same = (number for number in numbers if self.tree.whole(number) == piece.text)
        self._show(next(same, None) or self.tree.begin(piece.text, piece.origin))

    # Sources

    def _on_page_span_clicked(self, place: int) -> None:
        self._show_source(place)

    def _on_panel_source_asked(self) -> None:
        self._show_source(max(self._panel.page.place - 1, 0))

    def _on_columns_clicked(self, number: int, place: int) -> None:
        self._show_span(self.beside.span_at(number, place))

    def _show_source(self, place: int) -> None:
        self._show_span(self.reader.span_at(place))

    def _show_span(self, span: Span | None) -> None:
        if span is not None and self._corpus is not None:
            self._panel.show_at_side(self._panel.source)  # it scrolls to the place once it is seen
            self._panel.source.show_span(self._corpus, span)

    def _on_panel_lines_chosen(self) -> None:
        self._panel.page.set_lines(self._panel.lines)
