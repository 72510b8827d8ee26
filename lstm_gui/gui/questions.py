"""The longer questions to the model: find a phrase's like, touch the memory, what if.

The engine answers one at a time, in slices; a new question supersedes the one under way.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from lstm_gui.core.corpus import Vocabulary
from lstm_gui.core.inspection import (
    PhraseMatches,
    PhraseSearch,
    Touch,
    Touched,
    WhatIf,
    WhatIfResult,
)
from lstm_gui.core.messages import Built, InspectDone
from lstm_gui.gui.bridge import WorkerBridge
from lstm_gui.gui.memory.phrase_panel import PhrasePanel
from lstm_gui.gui.memory.touch_panel import TouchPanel
from lstm_gui.gui.memory.what_if_panel import WhatIfPanel

__all__ = ["Questions"]


class Questions(QObject):
    """Puts the panels' questions to the engine, and brings the answers back."""

    def __init__(
        self,
        phrases: PhrasePanel,
        touch: TouchPanel,
        what_if: WhatIfPanel,
        *,
        bridge: WorkerBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._phrases = phrases
        self._touch = touch
        self._what_if = what_if
        self._bridge = bridge
        self._vocabulary: Vocabulary | None = None
        self._text = ""
        self._quantity, self._layer = "c", 0
        self._number = 0
        self._asker: QObject | None = None
        self._seen: tuple[int, int] | None = None
        bridge.inspectProgressed.connect(self._on_bridge_inspect_progressed)
        bridge.inspectDone.connect(self._on_bridge_inspect_done)
        phrases.searchRequested.connect(self._on_phrases_search_requested)
        phrases.searchCancelled.connect(bridge.cancel_inspection)
        touch.touchRequested.connect(self._on_touch_requested)
        what_if.whatIfRequested.connect(self._on_what_if_requested)

    @property
    def busy(self) -> bool:
        """Whether somebody waits for an answer."""
        return self._asker is not None

    def ask_again(self, seen: tuple[int, int]) -> bool:
        """Bring the answer in view up to this run and step; tell whether there was one to ask for.

        What is written after a touch stays, since it is being read.
        """
        if seen == self._seen or self._what_if.change is None or not self._what_if.isVisible():
            return False
        self._seen = seen
        self._what_if.ask_again()
        return True

    def begin(self, event: Built) -> None:
        """Begin with another model; what was found in the last one is gone."""
        model, vocabulary = event.experiment.model, event.corpus.vocabulary
        self._vocabulary = vocabulary
        self._phrases.clear_matches()
        self._touch.set_cell_kind(model.cell, layers=model.layers, cells=model.hidden)
        self._touch.set_unknown_check(vocabulary.unknown)
        self._touch.set_result(None)
        if event.experiment.train.prefixes:
            self._touch.set_prefix(event.experiment.train.prefixes[0])
        self._what_if.set_unknown_check(vocabulary.unknown)
        self._what_if.set_result(None)
        self._what_if.ask_again()

    def set_text(self, text: str) -> None:
        """Ask about this text."""
        self._text = text
        self._what_if.set_text(text)

    def set_place(self, quantity: str, layer: int) -> None:
        """Ask about this quantity of this layer."""
        self._quantity = quantity
        if layer != self._layer:
            self._layer = layer
            self._what_if.set_layer(layer)

    def _on_phrases_search_requested(
        self, cells: tuple[int, ...], signs: tuple[int, ...], threshold: float, length: int
    ) -> None:
        job = PhraseSearch(cells, signs, self._quantity, self._layer, threshold, length)
        self._ask(self._phrases, job)

    def _on_touch_requested(self, touch: Touch) -> None:
        self._ask(self._touch, touch)
        self._touch.set_running(True)

    def _on_what_if_requested(self, position: int, character: str) -> None:
        self._ask(self._what_if, WhatIf(self._text, position, character))

    def _ask(self, asker: QObject, job: PhraseSearch | Touch | WhatIf) -> None:
        self._give_up()
        self._asker, self._number = asker, self._bridge.inspect(job)

    def _give_up(self) -> None:
        """Tell the panel whose question is superseded that no answer will come."""
        asker, self._asker = self._asker, None
        if asker is self._touch:
            self._touch.set_running(False)
        elif asker is self._phrases:
            self._phrases.set_failed()

    def _on_bridge_inspect_progressed(self, number: int, fraction: float) -> None:
        if number == self._number and self._asker is self._phrases:
            self._phrases.set_progress(fraction)

    def _on_bridge_inspect_done(self, event: InspectDone) -> None:
        if event.id != self._number:
            return
        match event.result:
            case PhraseMatches(matches=matches):
                self._phrases.set_matches(matches)
            case Touched() as touched:
                self._touch.set_running(False)
                self._touch.set_result(touched)
            case WhatIfResult() as result:
                self._what_if.set_result(result, self._vocabulary)
            case _:
                self._give_up()
        self._asker = None
