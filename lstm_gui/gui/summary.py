"""What is told of all cells of a layer at once: their names and their lifetimes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.backend import Trace
from lstm_gui.core.corpus import Corpus
from lstm_gui.core.inspection import (
    Roll,
    corpus_features,
    dead_cells,
    half_lives,
    histogram,
    memory_shown,
    name_cells,
    saturation,
    state_quantity,
)
from lstm_gui.core.messages import Built
from lstm_gui.gui.bridge import WorkerBridge
from lstm_gui.gui.memory import MemoryPanel
from lstm_gui.gui.memory.cells_panel import CellsPanel
from lstm_gui.gui.memory.lifetimes_panel import LifetimesPanel
from lstm_gui.gui.questions import Questions
from lstm_gui.gui.upkeep import Upkeep

__all__ = ["Summary"]


class Summary(QObject):
    """Works out names and lifetimes, as far as somebody looks at them.

    Signals:
        renewed(): There are new names; show them.
    """

    renewed = Signal()

    def __init__(
        self,
        memory: MemoryPanel,
        cells: CellsPanel,
        lifetimes: LifetimesPanel,
        questions: Questions,
        *,
        bridge: WorkerBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._cells = cells
        self._lifetimes = lifetimes
        self._corpus: Corpus | None = None
        self._num_steps = 0
        self._roll: Roll | None = None
        self._upkeep = Upkeep(memory, cells, questions, bridge=bridge, parent=self)
        self._upkeep.called.connect(self._on_upkeep_called)

    def begin(self, event: Built) -> None:
        """Begin with another model."""
        self._corpus = event.corpus
        self._num_steps = event.experiment.train.num_steps
        self._roll = None
        self._upkeep.forget()

    def set_num_steps(self, num_steps: int) -> None:
        """Take note of how far a gradient reaches."""
        self._num_steps = num_steps

    def hurry(self) -> None:
        """Have the cells named as soon as possible, if somebody looks."""
        self._upkeep.hurry()

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
        if not self._upkeep.wanted:
            self._roll = None  # the model learns on, and these names would not
            self._upkeep.drop_names()
        roll, state = self._roll, trace.quantities[state_quantity(trace.cell)][layer]
        if roll is not None and roll.layer == layer and live:
            named, characters = roll.named, roll.characters
        else:
            values = memory_shown(trace.cell, state)
            named, characters = name_cells(values, corpus_features(text, corpus)), len(text)
        self._memory.set_named(named)
        if self._cells.isVisible():
            self._cells.set_named(named, state.shape[1], characters=characters)
            self._cells.set_trace(trace, layer)

    def _show_lifetimes(self, trace: Trace, layer: int, corpus: Corpus) -> None:
        has_gates = trace.cell != "rnn"
        lives = half_lives(trace, layer)
        lines = max(len(corpus.line_starts), 1)
        self._lifetimes.set_lifetimes(
            histogram(lives) if has_gates else None,
            saturation(trace, layer) if has_gates else {},
            dead_cells(trace, layer),
            num_steps=self._num_steps,
            mean_line_length=len(corpus) / lines,
            half_lives=lives,
        )

    def _on_upkeep_called(self, roll: Roll) -> None:
        self._roll = roll
        self.renewed.emit()
