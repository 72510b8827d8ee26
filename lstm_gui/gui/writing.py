"""Connects the lyrics panel to the engine: what is asked for, and what is written."""

from __future__ import annotations

from PySide6.QtCore import QObject

from lstm_gui.core.messages import Built, TextDone
from lstm_gui.core.states import Act, RunState, allowed
from lstm_gui.gui.bridge import WorkerBridge
from lstm_gui.gui.lyrics_panel import LyricsPanel
from lstm_gui.gui.session import Session

__all__ = ["Writing"]


class Writing(QObject):
    """Lets the model write where a person asks for it, and the twin beside it if it is wanted."""

    def __init__(
        self, lyrics: LyricsPanel, session: Session, bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._lyrics = lyrics
        self._bridge = bridge
        session.built.connect(self._on_session_built)
        session.stateChanged.connect(self._on_session_state_changed)
        bridge.textAdded.connect(self._on_bridge_text_added)
        bridge.textDone.connect(self._on_bridge_text_done)
        lyrics.writeRequested.connect(self._on_lyrics_write_requested)
        lyrics.writeStopped.connect(bridge.cancel_write)
        self._on_session_state_changed(session.state)

    def _on_session_built(self, event: Built) -> None:
        unknown, prefixes = event.corpus.vocabulary.unknown, event.experiment.train.prefixes
        self._lyrics.set_unknown_check(unknown)
        usable = self._lyrics.prefix and not unknown(self._lyrics.prefix)
        if prefixes and not usable:
            self._lyrics.set_prefix(prefixes[0])

    def _on_session_state_changed(self, state: RunState) -> None:
        self._lyrics.set_engine_ready(allowed(state, Act.WRITE))

    def _on_lyrics_write_requested(
        self, prefix: str, length: int, temperature: float, seed: int
    ) -> None:
        self._lyrics.begin(prefix)
        for twin in self._lyrics.twin.asked:
            self._bridge.write(prefix, length, temperature, seed, twin=twin)

    def _on_bridge_text_added(self, _text_id: int, text: str) -> None:
        self._lyrics.append_text(text)

    def _on_bridge_text_done(self, event: TextDone) -> None:
        self._lyrics.finish(event.seconds, cancelled=event.cancelled)
