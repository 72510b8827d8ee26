"""Ties the views of the memory together: one trace, one cell, one character, one moment.

The memory panel leads; the other views follow it, and cost nothing while they are hidden. Names
and lifetimes are expensive, and are computed at most once a second.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QTimer

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.time_machine import MomentStore
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.numbers import thousands
from lstm_gui.core.worker.commands import WatchMemory
from lstm_gui.core.worker.events import Built, Cells, MomentRecorded
from lstm_gui.gui.memory.explorer.questions import LayerSummary, MemoryQuestions
from lstm_gui.gui.memory.explorer.views import Views
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.memory.map.time_machine_bar import CompareMode
from lstm_gui.gui.memory.memory_view import MemoryPlace
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.timers import one_shot

__all__ = ["Explorer", "ProbeController"]

SUMMARY_MS = 1000
MOMENTS_MS = 250
LEAST_TEXT, MOST_TEXT = 40, 64
"""How many characters of a place in the text the memory is shown of."""


class Explorer(QObject):
    """Shows one trace in all views, live or from the past."""

    def __init__(self, views: Views, bridge: WorkerBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._views = views
        self._corpus: Corpus | None = None
        self.moments = MomentStore()
        self.live: tuple[Trace, str] | None = None
        self.past: tuple[Trace, str] | None = None
        self._questions = MemoryQuestions(
            views.phrases, views.intervention, views.what_if, bridge=bridge, parent=self
        )
        self._summary = LayerSummary(
            views.memory,
            views.cells,
            views.lifetimes,
            self._questions,
            bridge=bridge,
            parent=self,
        )
        self._summary.renewed.connect(self._show_at_once)
        self._calm = self._timer(SUMMARY_MS, self._summarize)
        self._offer = self._timer(MOMENTS_MS, self._offer_moments)
        self._connect(bridge)

    def _timer(self, interval: int, slot: Callable[[], None]) -> QTimer:
        timer = one_shot(self, interval)
        timer.timeout.connect(slot)
        return timer

    def _connect(self, bridge: WorkerBridge) -> None:
        views = self._views
        bridge.run.cellsChanged.connect(self._on_run_cells_changed)
        bridge.run.recorded.connect(self._on_run_recorded)
        memory = views.memory
        memory.cellChosen.connect(self._on_memory_cell_chosen)
        memory.positionChosen.connect(self._on_memory_position_chosen)
        memory.quantityChosen.connect(self._on_memory_quantity_chosen)
        memory.layerChosen.connect(self._on_memory_layer_chosen)
        memory.momentChosen.connect(self._on_memory_moment_chosen)
        memory.compareChosen.connect(self._on_memory_compare_chosen)
        memory.rangeChosen.connect(views.reading.set_range)
        views.reading.positionChosen.connect(self._choose_position)
        views.what_if.positionChosen.connect(self._choose_position)
        views.ledger.positionStepped.connect(self._on_ledger_position_stepped)
        views.cells.cellChosen.connect(self._choose_cell)
        views.phrases.cellChosen.connect(self._choose_cell)
        views.lifetimes.cellsChosen.connect(self._on_lifetimes_cells_chosen)
        views.phrases.placeChosen.connect(self._on_phrases_place_chosen)
        shown = (views.reading, views.cells, views.lifetimes, views.phrases, *views.following)
        for view in shown:
            view.visibilityChanged.connect(self._on_view_visibility_changed)

    # What is shown

    @property
    def shown(self) -> tuple[Trace, str] | None:
        """The trace in the views and its text: a past one, or the live one."""
        return self.past or self.live

    def begin(self, event: Built) -> None:
        """Begin with another model."""
        self._corpus = event.corpus
        self._summary.begin(event)
        if not event.continues:
            self.live = self.past = None
            self.moments.clear()
            self._offer_moments()
            self._views.memory.set_trace(None)
        self._questions.begin(event)

    def set_num_steps(self, num_steps: int) -> None:
        """Set how many time steps a gradient reaches back."""
        self._summary.set_num_steps(num_steps)

    def _show(self) -> None:
        """Bring what is shown to the views that are seen."""
        if self.shown is None:
            return
        trace, text = self.shown
        views = self._views
        self._questions.set_text(text)
        views.what_if.set_position(views.memory.position)
        self._questions.set_place(views.memory.quantity, views.memory.layer)
        if views.reading.isVisible():
            vocabulary = self._corpus.vocabulary if self._corpus else None
            views.reading.set_trace(trace, text, vocabulary)
            self._point()
        self._tell_place()
        if not self._calm.isActive():
            self._summarize()
            self._calm.start()

    def _show_at_once(self) -> None:
        self._calm.stop()
        self._show()

    def _point(self) -> None:
        """Let the views follow the chosen cell, character and quantity."""
        memory, reading = self._views.memory, self._views.reading
        reading.set_quantity(memory.quantity)
        reading.set_cell(memory.layer, memory.cell)
        reading.set_position(memory.position)

    def _tell_place(self) -> None:
        """Let the views that follow show the chosen cell and character."""
        following = [view for view in self._views.following if view.isVisible()]
        if self.shown is None or not following:
            return
        trace, text = self.shown
        memory = self._views.memory
        layers, _, cells = next(iter(trace.quantities.values())).shape
        place = MemoryPlace(
            trace=trace,
            text=text,
            vocabulary=self._corpus.vocabulary if self._corpus else None,
            quantity=memory.quantity,
            layer=min(memory.layer, layers - 1),
            cell=min(memory.cell, cells - 1),
            position=min(memory.position, len(text) - 1),
        )
        for view in following:
            view.set_place(place)

    def _summarize(self) -> None:
        """Show names and lifetimes in the visible views; at every trace they could not be read."""
        if self.shown is None:
            return
        trace, text = self.shown
        views, memory = self._views, self._views.memory
        self._summary.show(trace, text, live=self.past is None)
        if views.phrases.isVisible():
            views.phrases.set_trace(trace, text, memory.quantity, memory.layer)

    # Acts

    def _choose_cell(self, cell: int) -> None:
        self._views.memory.set_cell(cell)
        self._on_memory_cell_chosen(cell)

    def _choose_position(self, position: int) -> None:
        self._views.memory.set_position(position)
        self._on_memory_position_chosen(position)

    def _on_memory_cell_chosen(self, cell: int) -> None:
        views = self._views
        layer = views.memory.layer
        views.reading.set_cell(layer, cell)
        views.cells.set_cell(cell)
        views.lifetimes.set_cell(cell)
        views.intervention.set_cell(layer, cell)
        self._tell_place()

    def _on_memory_position_chosen(self, position: int) -> None:
        self._views.reading.set_position(position)
        self._views.what_if.set_position(position)
        self._tell_place()

    def _on_memory_quantity_chosen(self, _key: str) -> None:
        self._point()
        self._show_at_once()

    def _on_memory_layer_chosen(self, layer: int) -> None:
        self._views.intervention.set_layer(layer)
        self._views.intervention.set_cell(layer, self._views.memory.cell)
        self._point()
        self._show_at_once()
        self._summary.hurry()

    def _on_ledger_position_stepped(self, delta: int) -> None:
        if self.shown is not None:
            last = len(self.shown[1]) - 1
            self._choose_position(min(max(self._views.memory.position + delta, 0), last))

    def _on_lifetimes_cells_chosen(self, cells: tuple[int, ...]) -> None:
        self._views.memory.set_marked(cells)
        if cells:
            self._choose_cell(cells[0])
            self._views.intervention.set_layer(self._views.memory.layer)
            self._views.intervention.set_cells(", ".join(map(str, cells)))

    def _on_view_visibility_changed(self, visible: bool) -> None:
        if visible:
            self._show_at_once()
            self._summary.hurry()

    # Time

    def _on_run_cells_changed(self, cells: Cells) -> None:
        if self.live is None or self.live[1] != cells.text:
            self._calm.stop()  # another text is shown at once
        self.live = (cells.trace, cells.text)
        if self.past is None:
            self._show()

    def _on_run_recorded(self, event: MomentRecorded) -> None:
        history = self.moments.history
        self.moments.add(
            event.step, event.epoch, event.x, event.perplexity, event.text, event.trace
        )
        if history != self.moments.history:
            self._leave_the_past()
        if not self._offer.isActive():
            self._offer.start()

    def _leave_the_past(self) -> None:
        """Come back to now: the moments were of another text, or of a model of another shape."""
        away, self.past = self.past is not None, None
        self._views.memory.set_moments((), ())
        if away:
            self._show_at_once()

    def _offer_moments(self) -> None:
        self._views.memory.set_moments(
            np.asarray(self.moments.positions), np.asarray(self.moments.perplexities)
        )

    def _on_memory_moment_chosen(self, index: int | None) -> None:
        if index is None or index >= len(self.moments):
            self.past = None
            self._views.memory.set_moment(None)
        else:
            moment = self.moments.moment(index)
            self.past = (moment.trace, moment.text)
            self._views.memory.set_moment(moment.trace, moment.text)
        self._show_at_once()

    def _on_memory_compare_chosen(self, index: int | None, mode: CompareMode) -> None:
        if index is None or index >= len(self.moments):
            self._views.memory.set_comparison(mode)
        else:
            moment = self.moments.moment(index)
            self._views.memory.set_comparison(mode, moment.trace, moment.text)

    def _on_phrases_place_chosen(self, start: int, stop: int) -> None:
        """Read the memory there: the place becomes the probe text, whole lines around it."""
        if self._corpus is None:
            return
        starts = self._corpus.line_starts
        first = int(starts[max(bisect_right(starts, start) - 1, 0)])
        after = bisect_left(starts, max(stop, first + LEAST_TEXT))
        last = int(starts[after]) if after < len(starts) else len(self._corpus)
        text = self._corpus.text[first : min(last, first + MOST_TEXT)].rstrip()
        self._views.memory.set_probe(text)
        self._views.memory.probeChanged.emit(text)


PROBE_LENGTH = 40


class ProbeController(QObject):
    """Has the engine read the probe text while it is visible: a typed one, or the text's start."""

    def __init__(
        self, memory: MemoryPanel, session: Session, bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._session = session
        self._bridge = bridge
        self._text = ""
        self._is_own = False
        self._looking = False
        self._cells: Cells | None = None
        bridge.run.cellsChanged.connect(self._on_run_cells_changed)
        memory.probeChanged.connect(self._on_memory_probe_changed)
        memory.visibilityChanged.connect(self._on_memory_visibility_changed)

    def retranslate(self) -> None:
        """Name the moment again, in another language."""
        if self._cells is not None:
            self._on_run_cells_changed(self._cells)

    def begin(self, event: Built) -> None:
        """Have the text read by another model, or the beginning of another text."""
        if not event.continues:
            self._cells = None
        if not self._is_own:
            self._take_default()
        self._watch()

    def _on_run_cells_changed(self, cells: Cells) -> None:
        self._cells = cells
        moment = (
            self.tr("epoch {epoch}").format(epoch=thousands(cells.epoch))
            if cells.step
            else self.tr("untrained")
        )
        self._memory.set_trace(cells.trace, cells.text, moment)

    def _on_memory_probe_changed(self, text: str) -> None:
        self._is_own = bool(text.strip())
        if self._is_own:
            self._text = text
        else:
            self._take_default()
        self._watch()

    def _on_memory_visibility_changed(self, visible: bool) -> None:
        self._looking = visible
        self._watch()

    def _take_default(self) -> None:
        self._text = self._beginning()
        self._memory.set_probe(self._text)

    def _watch(self) -> None:
        used = self._session.used
        if used is not None:
            self._memory.set_unknown(used.vocabulary.unknown(self._text))
        self._bridge.post(WatchMemory(self._text if self._looking else None))

    def _beginning(self) -> str:
        """Return whole lines of the text used, as many as fit beside each other."""
        used = self._session.used
        if used is None:
            return ""
        starts = used.line_starts[: bisect_right(used.line_starts, PROBE_LENGTH)]
        stop = int(starts[-1]) if len(starts) > 1 else PROBE_LENGTH
        return used.text[:stop].rstrip()
