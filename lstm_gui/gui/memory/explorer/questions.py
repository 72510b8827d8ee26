"""What the views ask the engine for: similar phrases, interventions, what-if, names of cells.

The engine answers one at a time, in slices; a new question supersedes the one under way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.features import FeatureMatrix, corpus_features
from lstm_gui.core.inspection.interventions import (
    InterventionOutcome,
    InterventionTrial,
    WhatIf,
    WhatIfResult,
)
from lstm_gui.core.inspection.lifetimes import dead_cells, half_lives, histogram, saturation
from lstm_gui.core.inspection.naming import (
    NAMING_LENGTH,
    CellNaming,
    NamedLayer,
    is_varied,
    name_cells,
)
from lstm_gui.core.inspection.phrases import PhraseMatches, PhraseSearch
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.model.cell_kinds import CELLS, states
from lstm_gui.core.worker.events import Built, Cells, InspectDone
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.widgets.late_view import LateView
from lstm_gui.gui.widgets.timers import one_shot

if TYPE_CHECKING:
    from lstm_gui.gui.memory.cells.lifetimes_panel import LifetimesPanel
    from lstm_gui.gui.memory.cells.panel import CellsPanel
    from lstm_gui.gui.memory.intervention.panel import InterventionPanel
    from lstm_gui.gui.memory.phrases.panel import PhrasePanel
    from lstm_gui.gui.memory.what_if.panel import WhatIfPanel

__all__ = ["AnswerRefresh", "LayerSummary", "MemoryQuestions", "REFRESH_MS"]


class MemoryQuestions(QObject):
    """Sends the questions of the panels to the engine, and shows the answers in them."""

    def __init__(
        self,
        phrases: LateView[PhrasePanel],
        intervention: LateView[InterventionPanel],
        what_if: LateView[WhatIfPanel],
        *,
        bridge: WorkerBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._phrases = phrases
        self._intervention = intervention
        self._what_if = what_if
        self._bridge = bridge
        self._built: Built | None = None
        self._text = ""
        self._quantity, self._layer = "c", 0
        self._number = 0
        self._asker: QObject | None = None
        self._seen: tuple[int, int] | None = None
        bridge.inspectProgressed.connect(self._on_bridge_inspect_progressed)
        bridge.inspectDone.connect(self._on_bridge_inspect_done)
        phrases.when_made(self._on_phrases_made)
        intervention.when_made(self._on_intervention_made)
        what_if.when_made(self._on_what_if_made)

    def _on_phrases_made(self, phrases: PhrasePanel) -> None:
        phrases.searchRequested.connect(self._on_phrases_search_requested)
        phrases.searchCancelled.connect(self._bridge.cancel_inspection)

    def _on_intervention_made(self, intervention: InterventionPanel) -> None:
        intervention.interventionRequested.connect(self._on_intervention_requested)
        if self._built is not None:
            _begin_intervention(intervention, self._built)

    def _on_what_if_made(self, what_if: WhatIfPanel) -> None:
        what_if.whatIfRequested.connect(self._on_what_if_requested)
        if self._built is not None:
            what_if.set_unknown_check(self._built.corpus.vocabulary.unknown)
        what_if.set_text(self._text)
        what_if.set_layer(self._layer)

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._asker is not None

    def ask_again(self, seen: tuple[int, int]) -> bool:
        """Bring the answer in view up to this run and step; tell whether there was one to ask for.

        What is written after an intervention stays, since it is being read.
        """
        for what_if in self._what_if.made:
            if seen != self._seen and what_if.change is not None and what_if.isVisible():
                self._seen = seen
                what_if.ask_again()
                return True
        return False

    def begin(self, event: Built) -> None:
        """Begin with another model; what was found in the last one is gone."""
        self._built = event
        for phrases in self._phrases.made:
            phrases.clear_matches()
        for intervention in self._intervention.made:
            _begin_intervention(intervention, event)
        for what_if in self._what_if.made:
            what_if.set_unknown_check(event.corpus.vocabulary.unknown)
            what_if.set_result(None)
            what_if.ask_again()

    def set_text(self, text: str) -> None:
        """Ask about this text."""
        self._text = text
        for what_if in self._what_if.made:
            what_if.set_text(text)

    def set_place(self, quantity: str, layer: int) -> None:
        """Ask about this quantity of this layer."""
        self._quantity = quantity
        if layer != self._layer:
            self._layer = layer
            for what_if in self._what_if.made:
                what_if.set_layer(layer)

    def _on_phrases_search_requested(
        self, cells: tuple[int, ...], signs: tuple[int, ...], threshold: float, length: int
    ) -> None:
        job = PhraseSearch(cells, signs, self._quantity, self._layer, threshold, length)
        self._ask(self._phrases, job)

    def _on_intervention_requested(self, trial: InterventionTrial) -> None:
        self._ask(self._intervention, trial)
        self._intervention.view.set_running(True)

    def _on_what_if_requested(self, position: int, character: str) -> None:
        self._ask(self._what_if, WhatIf(self._text, position, character))

    def _ask(self, asker: QObject, job: PhraseSearch | InterventionTrial | WhatIf) -> None:
        self._give_up()
        self._asker, self._number = asker, self._bridge.inspect(job)

    def _give_up(self) -> None:
        """Tell the panel whose question is superseded that no answer will come."""
        asker, self._asker = self._asker, None
        if asker is self._intervention:
            self._intervention.view.set_running(False)
        elif asker is self._phrases:
            self._phrases.view.set_failed()

    def _on_bridge_inspect_progressed(self, number: int, fraction: float) -> None:
        if number == self._number and self._asker is self._phrases:
            self._phrases.view.set_progress(fraction)

    def _on_bridge_inspect_done(self, event: InspectDone) -> None:
        if event.id != self._number:
            return
        match event.result:
            case PhraseMatches(matches=matches):
                self._phrases.view.set_matches(matches)
            case InterventionOutcome() as outcome:
                self._intervention.view.set_running(False)
                self._intervention.view.set_result(outcome)
            case WhatIfResult() as result:
                vocabulary = self._built.corpus.vocabulary if self._built else None
                self._what_if.view.set_result(result, vocabulary)
            case _:
                self._give_up()
        self._asker = None


def _begin_intervention(panel: InterventionPanel, event: Built) -> None:
    """Offer what this model has; what was found in the last one is gone."""
    model, prefixes = event.experiment.model, event.experiment.train.prefixes
    panel.set_cell_kind(model.cell, layers=model.layers, cells=model.hidden)
    panel.set_unknown_check(event.corpus.vocabulary.unknown)
    panel.set_result(None)
    if prefixes:
        panel.set_prefix(prefixes[0])


REFRESH_MS = 4000
"""The engine reads for about 50 ms in all, so this costs training little more than 1 %."""


class AnswerRefresh(QObject):
    """Repeats the questions whose answers are in view while the model learns.

    Signals:
        named(NamedLayer): The cells of a layer by name.
    """

    named = Signal(object)

    def __init__(
        self,
        memory: MemoryPanel,
        cells: LateView[CellsPanel],
        questions: MemoryQuestions,
        *,
        bridge: WorkerBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._cells = cells
        self._questions = questions
        self._bridge = bridge
        self._number = 0
        self._seen: tuple[int, int] | None = None
        self._answered: tuple[tuple[int, int], int] | None = None
        self._asked: tuple[tuple[int, int], int] | None = None
        self._pause = one_shot(self, REFRESH_MS)
        self._pause.timeout.connect(self._ask)
        bridge.run.cellsChanged.connect(self._on_run_cells_changed)
        bridge.inspectDone.connect(self._on_bridge_inspect_done)

    @property
    def wanted(self) -> bool:
        """Whether a view shows names."""
        return self._cells.isVisible() or (
            self._memory.isVisible() and self._memory.sorting.by_role
        )

    def forget(self) -> None:
        """Begin with another model."""
        self._seen = self._answered = self._asked = None
        self._number = 0
        self._pause.stop()

    def drop_names(self) -> None:
        """Forget that the names are up to date, so that they are asked for again."""
        self._answered = None

    def hurry(self) -> None:
        """Ask as soon as possible: other cells, or names, have come into view."""
        if self._seen is not None and self._number == 0:
            self._pause.stop()
            self._ask()

    def _on_run_cells_changed(self, cells: Cells) -> None:
        self._seen = cells.run, cells.step
        if not self._pause.isActive() and self._number == 0:
            self._ask()

    def _ask(self) -> None:
        """Ask for what is out of date, one thing at a time, or for nothing."""
        if self._seen is None or self._questions.busy:
            return
        now = self._seen, self._memory.layer
        if self.wanted and now != self._answered:
            self._asked = now
            self._number = self._bridge.inspect(CellNaming(self._memory.layer))
        elif self._questions.ask_again(self._seen):
            self._pause.start()

    def _on_bridge_inspect_done(self, event: InspectDone) -> None:
        if event.id != self._number or not self._number:
            return
        self._number = 0
        self._pause.start()
        if isinstance(event.result, NamedLayer):
            self._answered = self._asked
            self.named.emit(event.result)


class LayerSummary(QObject):
    """Computes the names and lifetimes of cells while a view shows them.

    Signals:
        renewed(): There are new names; show them.
    """

    renewed = Signal()

    def __init__(
        self,
        memory: MemoryPanel,
        cells: LateView[CellsPanel],
        lifetimes: LateView[LifetimesPanel],
        questions: MemoryQuestions,
        *,
        bridge: WorkerBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._cells = cells
        self._lifetimes = lifetimes
        self._corpus: Corpus | None = None
        self._features: tuple[str, FeatureMatrix] | None = None  # of the text read last
        self._varied = True
        self._num_steps = 0
        self.names: NamedLayer | None = None
        self._refresh = AnswerRefresh(memory, cells, questions, bridge=bridge, parent=self)
        self._refresh.named.connect(self._on_refresh_named)

    def begin(self, event: Built) -> None:
        """Begin with another model."""
        self._corpus, self._features = event.corpus, None
        self._varied = is_varied(event.corpus.text[:NAMING_LENGTH])
        self._num_steps = event.experiment.train.num_steps
        self.names = None
        self._refresh.forget()

    def set_num_steps(self, num_steps: int) -> None:
        """Set how many time steps a gradient reaches back."""
        self._num_steps = num_steps

    def hurry(self) -> None:
        """Have the cells named as soon as possible, if a view shows names."""
        self._refresh.hurry()

    def show(self, trace: Trace, text: str, *, live: bool) -> None:
        """Show what is seen of it; of the past there is only the probe text to name cells by."""
        if self._corpus is None:
            return
        layer = min(self._memory.layer, len(trace.quantities["h"]) - 1)
        if self._cells.isVisible() or self._memory.isVisible():
            self._show_names(trace, text, layer, self._corpus, live=live)
        if self._lifetimes.isVisible():
            self._show_lifetimes(trace, layer, self._corpus)

    def _show_names(
        self, trace: Trace, text: str, layer: int, corpus: Corpus, *, live: bool
    ) -> None:
        if not self._refresh.wanted:
            self.names = None  # the model learns on, and these names would not
            self._refresh.drop_names()
        names, state = self.names, states(trace)[layer]
        if names is not None and names.layer == layer and live:
            named, characters = names.named, names.characters
        elif self._varied:
            if self._features is None or self._features[0] != text:
                self._features = text, corpus_features(text, corpus)
            named, characters = name_cells(state, self._features[1]), len(text)
        else:  # without the same cells untrained nothing can be told
            named, characters = (), len(text)
        self._memory.set_named(named)
        if self._cells.isVisible():
            self._cells.view.set_named(named, state.shape[1], characters=characters)
            self._cells.view.set_trace(trace, layer)

    def _show_lifetimes(self, trace: Trace, layer: int, corpus: Corpus) -> None:
        has_gates = CELLS[trace.cell].keep is not None
        lives = half_lives(trace, layer)
        lines = max(len(corpus.line_starts), 1)
        self._lifetimes.view.set_lifetimes(
            histogram(lives) if has_gates else None,
            saturation(trace, layer) if has_gates else {},
            dead_cells(trace, layer),
            num_steps=self._num_steps,
            mean_line_length=len(corpus) / lines,
            half_lives=lives,
        )

    def _on_refresh_named(self, names: NamedLayer) -> None:
        self.names = names
        self.renewed.emit()
