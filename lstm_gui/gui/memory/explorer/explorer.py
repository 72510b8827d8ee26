"""Ties the views of the memory together: one trace, one cell, one character, one moment.

The memory panel leads; the other views follow it, and cost nothing while they are hidden. Names
and lifetimes are expensive, and are computed at most once a second.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.time_machine import MomentStore
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.numbers import thousands
from lstm_gui.core.runs.moment_file import SavedMoment
from lstm_gui.core.worker.commands import WatchMemory
from lstm_gui.core.worker.events import Built, Cells, MomentRecorded
from lstm_gui.gui.memory.explorer.followers import (
    JointFollower,
    MatteringFollower,
    ReachFollower,
    SpanFollower,
)
from lstm_gui.gui.memory.explorer.questions import LayerSummary, MemoryQuestions
from lstm_gui.gui.memory.explorer.views import Views
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.memory.map.time_machine_bar import CompareMode
from lstm_gui.gui.memory.memory_view import MemoryPlace
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.view import View

if TYPE_CHECKING:
    from lstm_gui.gui.memory.cells.lifetimes_panel import LifetimesPanel
    from lstm_gui.gui.memory.cells.panel import CellsPanel
    from lstm_gui.gui.memory.intervention.panel import InterventionPanel
    from lstm_gui.gui.memory.phrases.panel import PhrasePanel
    from lstm_gui.gui.memory.reading.panel import ReadingPanel
    from lstm_gui.gui.memory.what_if.panel import WhatIfPanel

__all__ = ["Explorer", "PlaceInMemory", "ProbeController"]

SUMMARY_MS = 1000
MOMENTS_MS = 250


@dataclass(frozen=True, slots=True)
class PlaceInMemory:
    """What is chosen in a reading."""

    quantity: str
    layer: int
    cell: int
    position: int


LEAST_TEXT, MOST_TEXT = 40, 64
"""How many characters of a place in the text the memory is shown of."""


class Explorer(QObject):
    """Shows one trace in all views, live or from the past."""

    def __init__(self, views: Views, bridge: WorkerBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._views = views
        self._corpus: Corpus | None = None
        self._cell: int | None = None
        """The cell that was chosen last, if one was."""
        self._range: tuple[float | None, bool] = None, False
        """Where the person wants the colours to end, and whether each cell has its own range."""
        self.moments = MomentStore()
        self.live: tuple[Trace, str] | None = None
        self.past: tuple[Trace, str] | None = None
        self.moment: int | None = None
        """The stored moment that was chosen last; None for now."""
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
        self._reach = ReachFollower(views.distance, bridge, parent=self)
        self._joints = JointFollower(views.memory, bridge, parent=self)
        self._mattering = MatteringFollower(views.reading, bridge, parent=self)
        self._span = SpanFollower(views.distance, bridge, parent=self)
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
        memory.rangeChosen.connect(self._on_memory_range_chosen)
        views.reading.when_made(self._on_reading_made)
        stepped = self._on_position_stepped
        views.ledger.when_made(lambda ledger: ledger.positionStepped.connect(stepped))
        views.cells.when_made(self._on_cells_made)
        views.lifetimes.when_made(self._on_lifetimes_made)
        views.phrases.when_made(self._on_phrases_made)
        views.intervention.when_made(self._on_intervention_made)
        views.what_if.when_made(self._on_what_if_made)
        for late in views.late:
            late.when_made(self._on_view_made)

    # Views that are made: they hear of what is new, and are shown what there is

    def _on_view_made(self, view: QWidget) -> None:
        if isinstance(view, View):
            view.visibilityChanged.connect(self._on_view_visibility_changed)

    def _on_reading_made(self, reading: ReadingPanel) -> None:
        reading.positionChosen.connect(self._choose_position)
        reading.set_range(*self._range)
        self._point(reading)

    def _on_cells_made(self, cells: CellsPanel) -> None:
        cells.cellChosen.connect(self._choose_cell)
        if self._cell is not None:
            cells.set_cell(self._cell)

    def _on_lifetimes_made(self, lifetimes: LifetimesPanel) -> None:
        lifetimes.cellsChosen.connect(self._on_lifetimes_cells_chosen)
        if self._cell is not None:
            lifetimes.set_cell(self._cell)

    def _on_phrases_made(self, phrases: PhrasePanel) -> None:
        phrases.cellChosen.connect(self._choose_cell)
        phrases.placeChosen.connect(self._on_phrases_place_chosen)

    def _on_intervention_made(self, intervention: InterventionPanel) -> None:
        memory = self._views.memory
        intervention.set_layer(memory.layer)
        intervention.set_cell(memory.layer, memory.cell)

    def _on_what_if_made(self, what_if: WhatIfPanel) -> None:
        what_if.positionChosen.connect(self._choose_position)
        what_if.set_position(self._views.memory.position)

    # What is shown

    @property
    def shown(self) -> tuple[Trace, str] | None:
        """The trace in the views and its text: a past one, or the live one."""
        return self.past or self.live

    def begin(self, event: Built) -> None:
        """Begin with another model."""
        self._corpus = event.corpus
        self._summary.begin(event)
        self._reach.begin(event)
        self._joints.begin(event)
        self._span.begin(event)
        if not event.continues:
            self.live = self.past = None
            self.moments.clear()
            self._offer_moments()
            self._views.memory.set_trace(None)
        self._questions.begin(event)

    def restore(self, moment: SavedMoment) -> None:
        """Offer the snapshots of a moment that was saved, whose model stands now."""
        if moment.history is None or self._corpus is None:
            return
        ids = self._corpus.vocabulary.encode(moment.history.text)
        self.moments.restore(moment.history, moment.shapes, ids)
        self._offer_moments()

    def look_at(self, quantity: str, layer: int, cell: int, position: int) -> None:
        """Show a quantity of a layer, and choose a cell and a character, as far as there are."""
        if self.live is None:
            return
        layers, length, cells = next(iter(self.live[0].quantities.values())).shape
        memory = self._views.memory
        memory.set_quantity(quantity, min(layer, layers - 1))
        self._on_memory_layer_chosen(memory.layer)
        self._choose_cell(min(cell, cells - 1))
        self._choose_position(min(position, length - 1))

    def set_num_steps(self, num_steps: int) -> None:
        """Set how many time steps a gradient reaches back."""
        self._summary.set_num_steps(num_steps)
        self._reach.set_num_steps(num_steps)

    def set_run_names(self, names: tuple[str, str] | None) -> None:
        """Call the run and its twin so; None while there is none."""
        self._reach.set_names(names)
        self._span.set_names(names)

    def _show(self) -> None:
        """Bring what is shown to the views that are seen."""
        if self.shown is None:
            return
        trace, text = self.shown
        views = self._views
        self._questions.set_text(text)
        for what_if in views.what_if.made:
            what_if.set_position(views.memory.position)
        self._questions.set_place(views.memory.quantity, views.memory.layer)
        for reading in views.reading.made:
            if reading.isVisible():
                vocabulary = self._corpus.vocabulary if self._corpus else None
                reading.set_live(self.past is None)
                reading.set_trace(trace, text, vocabulary)
                self._point(reading)
        self._tell_place()
        if not self._calm.isActive():
            self._summarize()
            self._calm.start()

    def _show_at_once(self) -> None:
        self._calm.stop()
        self._show()

    def _point(self, reading: ReadingPanel) -> None:
        """Let the reading follow the chosen cell, character and quantity."""
        memory = self._views.memory
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
        for phrases in views.phrases.made:
            if phrases.isVisible():
                phrases.set_trace(trace, text, memory.quantity, memory.layer)

    @property
    def place(self) -> PlaceInMemory:
        """What is chosen."""
        memory = self._views.memory
        return PlaceInMemory(memory.quantity, memory.layer, memory.cell, memory.position)

    def choose(self, place: PlaceInMemory) -> None:
        """Choose a place in all views."""
        self._views.memory.set_quantity(place.quantity, place.layer)
        self._choose_cell(place.cell)
        self._choose_position(place.position)
        self._on_memory_layer_chosen(place.layer)

    def show_reading(self, traced: tuple[Trace, str], title: str, place: PlaceInMemory) -> None:
        """Show a reading in all views until the person, or `show_moment`, goes back."""
        self.past = traced
        self._views.memory.set_moment(*traced, title)
        self.choose(place)

    def show_moment(self, index: int | None) -> None:
        """Go to a stored moment, or back to now."""
        self._on_memory_moment_chosen(index)

    # Acts

    def _choose_cell(self, cell: int) -> None:
        self._views.memory.set_cell(cell)
        self._on_memory_cell_chosen(cell)

    def _choose_position(self, position: int) -> None:
        self._views.memory.set_position(position)
        self._on_memory_position_chosen(position)

    def _on_memory_cell_chosen(self, cell: int) -> None:
        self._cell, views = cell, self._views
        layer = views.memory.layer
        for reading in views.reading.made:
            reading.set_cell(layer, cell)
        for cells in views.cells.made:
            cells.set_cell(cell)
        for lifetimes in views.lifetimes.made:
            lifetimes.set_cell(cell)
        for intervention in views.intervention.made:
            intervention.set_cell(layer, cell)
        self._tell_place()

    def _on_memory_position_chosen(self, position: int) -> None:
        for reading in self._views.reading.made:
            reading.set_position(position)
        for what_if in self._views.what_if.made:
            what_if.set_position(position)
        self._tell_place()

    def _on_memory_range_chosen(self, limit: float | None, own: bool) -> None:
        self._range = limit, own
        for reading in self._views.reading.made:
            reading.set_range(limit, own)

    def _on_memory_quantity_chosen(self, _key: str) -> None:
        for reading in self._views.reading.made:
            self._point(reading)
        self._show_at_once()

    def _on_memory_layer_chosen(self, layer: int) -> None:
        for intervention in self._views.intervention.made:
            intervention.set_layer(layer)
            intervention.set_cell(layer, self._views.memory.cell)
        for reading in self._views.reading.made:
            self._point(reading)
        self._show_at_once()
        self._summary.hurry()

    def _on_position_stepped(self, delta: int) -> None:
        if self.shown is not None:
            last = len(self.shown[1]) - 1
            self._choose_position(min(max(self._views.memory.position + delta, 0), last))

    def _on_lifetimes_cells_chosen(self, cells: tuple[int, ...]) -> None:
        self._views.memory.set_marked(cells)
        if cells:
            self._choose_cell(cells[0])
            intervention = self._views.intervention.view  # it keeps them until it is looked at
            intervention.set_layer(self._views.memory.layer)
            intervention.set_cells(", ".join(map(str, cells)))

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
        self.moment = index
        if index is None or index >= len(self.moments):
            self.past = None
            self._views.memory.set_moment(None)
            self._span.set_moment(None)
        else:
            moment = self.moments.moment(index)
            self.past = (moment.trace, moment.text)
            self._views.memory.set_moment(moment.trace, moment.text)
            self._span.set_moment(moment.step)
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
        self._awaited: str | None = None
        self._cells: Cells | None = None
        bridge.run.cellsChanged.connect(self._on_run_cells_changed)
        memory.probeChanged.connect(self._on_memory_probe_changed)
        memory.visibilityChanged.connect(self._on_memory_visibility_changed)

    def retranslate(self) -> None:
        """Name the moment again, in another language."""
        if self._cells is not None:
            self._on_run_cells_changed(self._cells)

    @property
    def own_text(self) -> str:
        """The text that the person has typed; nothing if it is the beginning of the text."""
        return self._text if self._is_own else ""

    def take(self, text: str) -> None:
        """Have another text read, or the beginning of the text if it is empty."""
        self._memory.set_probe(text)
        self._on_memory_probe_changed(text)

    def expect(self, text: str | None) -> None:
        """Have this text read by the next model that is opened, as `take` would; None: not any."""
        self._awaited = text

    def begin(self, event: Built) -> None:
        """Have the text read by another model, or the beginning of another text."""
        if not event.continues:
            self._cells = None
            if self._awaited is not None:
                self._text, self._is_own = self._awaited, bool(self._awaited.strip())
                self._memory.set_probe(self._text)
                self._awaited = None
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
            self._memory.text.probe.set_unknown("".join(used.vocabulary.unknown(self._text)))
        self._bridge.post(WatchMemory(self._text if self._looking else None))

    def _beginning(self) -> str:
        """Return whole lines of the text used, as many as fit beside each other."""
        used = self._session.used
        if used is None:
            return ""
        starts = used.line_starts[: bisect_right(used.line_starts, PROBE_LENGTH)]
        stop = int(starts[-1]) if len(starts) > 1 else PROBE_LENGTH
        return used.text[:stop].rstrip()
