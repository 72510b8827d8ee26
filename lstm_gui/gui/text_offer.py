"""Offers a text that was opened while a model learns: go on with the model, or begin anew."""

from __future__ import annotations

from PySide6.QtCore import QObject

from lstm_gui.core.corpus import Corpus
from lstm_gui.core.sentences import Sentence
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.gui.notices import NoticeBar
from lstm_gui.gui.session import Session

__all__ = ["OFFERED_TEXT", "TextOffer"]

OFFERED_TEXT = "offered-text"

_LOADED = QT_TRANSLATE_NOOP("TextOffer", "{name} is loaded. What the model has learnt can go on.")
_KEEP = QT_TRANSLATE_NOOP("TextOffer", "Keep learning on it")
_RESTART = QT_TRANSLATE_NOOP("TextOffer", "Begin anew on it")


class TextOffer(QObject):
    """Asks what becomes of the model, and says before it happens what would not carry over."""

    def __init__(self, notices: NoticeBar, session: Session, *, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        self._session = session
        session.textOffered.connect(self._on_session_text_offered)
        session.built.connect(self._on_session_built)
        notices.actionTriggered.connect(self._on_notices_action_triggered)
        notices.otherTriggered.connect(self._on_notices_other_triggered)

    def _on_session_text_offered(self, corpus: Corpus) -> None:
        said = [Sentence(_LOADED, {"name": corpus.name}, "TextOffer")]
        said += self._session.losses_to_text()
        values = {f"part{number}": sentence for number, sentence in enumerate(said)}
        lines = "\n".join(f"{{{name}}}" for name in values)
        self._notices.show_notice(
            Sentence(lines, values, "TextOffer"),
            "info",
            key=OFFERED_TEXT,
            action=Sentence(_KEEP, context="TextOffer"),
            other=Sentence(_RESTART, context="TextOffer"),
        )

    def _on_session_built(self) -> None:
        self._notices.dismiss(OFFERED_TEXT)

    def _on_notices_action_triggered(self, key: str) -> None:
        if key == OFFERED_TEXT:
            self._session.carry_to_text()

    def _on_notices_other_triggered(self, key: str) -> None:
        if key == OFFERED_TEXT:
            self._session.accept_text()
