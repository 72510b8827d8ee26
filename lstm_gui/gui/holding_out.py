"""Shows the part held out: on the plot, in the status line, on the card, and to the watch."""

from __future__ import annotations

from PySide6.QtCore import QObject

from lstm_gui.core.held_out import songs_held_out, training_length
from lstm_gui.core.messages import BackToBest, Built, HeldOutDone
from lstm_gui.gui.bridge import WorkerBridge
from lstm_gui.gui.parts import Parts
from lstm_gui.gui.session import Session
from lstm_gui.gui.watchman import Watchman

__all__ = ["HoldingOut"]


class HoldingOut(QObject):
    """Shows the readings of the part held out. Made after the presenter, whose curve it extends."""

    def __init__(
        self,
        parts: Parts,
        watchman: Watchman,
        *,
        session: Session,
        bridge: WorkerBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._watchman = watchman
        self._bridge = bridge
        session.built.connect(self._on_session_built)
        bridge.heldOutDone.connect(self._on_bridge_held_out_done)
        watchman.bestAsked.connect(self._on_watchman_best_asked)

    def _on_session_built(self, event: Built) -> None:
        corpus = event.corpus
        trained = training_length(corpus, event.experiment.corpus.held_out)
        self._parts.card.set_held_out(len(corpus) - trained, len(songs_held_out(corpus, trained)))
        self._show_last(float(event.position.epoch))

    def _show_last(self, epoch: float) -> None:
        found = self._parts.plot.held_out_at(epoch)
        self._parts.status.set_held_out(None if found is None else found[1])

    def _on_bridge_held_out_done(self, event: HeldOutDone) -> None:
        self._parts.plot.append_held_out(event.epoch, event.perplexity)
        self._parts.status.set_held_out(event.perplexity)
        self._watchman.add_held_out(event)

    def _on_watchman_best_asked(self) -> None:
        self._bridge.post(BackToBest())
