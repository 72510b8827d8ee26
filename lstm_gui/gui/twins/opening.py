"""Says what becomes of a twin before another model is opened, and waits for a yes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from lstm_gui.core.messages import Built
from lstm_gui.core.sentences import Sentence
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.gui.bridge import WorkerBridge
from lstm_gui.gui.notices import NoticeBar
from lstm_gui.gui.session import Session

__all__ = ["OpeningBesideTwin"]

KEY = "open-model"

_ENDS = QT_TRANSLATE_NOOP(
    "OpeningBesideTwin",
    "Opening the model ends the twin run: the window goes on with that model alone. A and B stay "
    "in the table of runs, and each can go on from there.",
)
_OPEN = QT_TRANSLATE_NOOP("OpeningBesideTwin", "Open and end the twin")


class OpeningBesideTwin(QObject):
    """A notice with a button; whatever else replaces the models takes the question back."""

    def __init__(
        self, notices: NoticeBar, session: Session, bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        self._bridge = bridge
        self._waiting: Callable[[], None] | None = None
        session.before_opening = self.ask
        session.built.connect(self._on_session_built)
        bridge.twin.ended.connect(self._take_back)
        notices.actionTriggered.connect(self._on_notices_action_triggered)
        notices.dismissed.connect(self._on_notices_dismissed)

    def ask(self, act: Callable[[], None]) -> None:
        """Do what opens a model: at once, or beside a twin after a yes."""
        if self._bridge.difference is None:
            act()
            return
        self._waiting = act
        said, action = (Sentence(text, context="OpeningBesideTwin") for text in (_ENDS, _OPEN))
        self._notices.show_notice(said, "info", key=KEY, action=action)

    def _on_notices_action_triggered(self, key: str) -> None:
        if key == KEY and self._waiting is not None:
            act = self._waiting
            self._take_back()
            act()

    def _on_notices_dismissed(self, key: str) -> None:
        if key == KEY:
            self._waiting = None

    def _on_session_built(self, event: Built) -> None:
        if not event.continues:
            self._take_back()

    def _take_back(self) -> None:
        self._waiting = None
        self._notices.dismiss(KEY)
