"""The right half of the phrase panel: the button, the way of a search, and what it found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from lstm_gui.core.inspection import PlacedMatch
from lstm_gui.gui.format import thousands
from lstm_gui.gui.memory.match_list import MatchList
from lstm_gui.gui.memory.wording import shortened
from lstm_gui.gui.theme import GRID, Theme

__all__ = ["PhraseSearchView"]

_State = Literal["idle", "searching", "found", "cancelled", "failed"]
_STEPS = 1000


class PhraseSearchView(QWidget):
    """Asks for a search, shows how far it is and lists its matches.

    Signals:
        searchAsked: The person wants the places like the phrase.
        searchCancelled: The person wants no more of the search under way.
        placeChosen: The person chose the match from the first character up to the second.
    """

    searchAsked = Signal()
    searchCancelled = Signal()
    placeChosen = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("phraseSearch")
        self._state: _State = "idle"
        self._phrase = ""
        self._count = 0
        self._status = QLabel()
        self._status.setObjectName("searchStatus")
        self._status.setProperty("role", "muted")
        self._progress = QProgressBar()
        self._progress.setObjectName("searchProgress")
        self._progress.setRange(0, _STEPS)
        self._progress.setTextVisible(False)
        self._find = QPushButton()
        self._find.setObjectName("findPhraseButton")
        self._find.setProperty("role", "primary")
        self._find.setEnabled(False)
        self._cancel = QPushButton()
        self._cancel.setObjectName("cancelSearchButton")
        self._list = MatchList(theme)
        self._list.setObjectName("matchList")
        self._find.clicked.connect(self.searchAsked)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self._list.placeChosen.connect(self.placeChosen)
        self._lay_out()
        self.retranslate()

    def set_ready(self, ready: bool) -> None:
        """Tell whether there is something to search for."""
        self._find.setEnabled(ready)

    def begin(self, phrase: str) -> None:
        """Show that a search for the like of this phrase is under way."""
        self._phrase = phrase
        self._progress.setValue(0)
        self._list.set_matches(())
        self._enter("searching")

    def set_progress(self, fraction: float) -> None:
        """Show how far the search is, from 0 to 1."""
        if self._state == "searching":
            self._progress.setValue(round(fraction * _STEPS))

    def set_matches(self, matches: Sequence[PlacedMatch]) -> None:
        """Show what was found."""
        self._count = len(matches)
        self._list.set_matches(matches)
        self._enter("found")

    def set_failed(self) -> None:
        """Say that the search came to no end, unless the person has ended it."""
        if self._state == "searching":
            self._enter("failed")

    def clear(self) -> None:
        """Forget what was found, and whatever was under way."""
        self._list.set_matches(())
        self._enter("idle")

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._find.setText(self.tr("Find in the text"))
        self._find.setAccessibleName(self.tr("Find the like in the text"))
        self._find.setToolTip(self.tr("Finds where these cells fire together"))
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Cancel the search"))
        self._progress.setAccessibleName(self.tr("Progress of the search"))
        self._list.setAccessibleName(self.tr("Places found"))
        self._status.setAccessibleName(self.tr("State of the search"))
        self._show_words()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._status, 1)
        top.addWidget(self._progress, 1)
        top.addWidget(self._cancel)
        top.addWidget(self._find)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self._list, 1)
        self._show_state()

    def _enter(self, state: _State) -> None:
        self._state = state
        self._show_state()
        self._show_words()

    def _show_state(self) -> None:
        searching = self._state == "searching"
        self._progress.setVisible(searching)
        self._cancel.setVisible(searching)
        self._find.setVisible(not searching)

    def _show_words(self) -> None:
        status = {
            "idle": "",
            "searching": self.tr("Reading the text"),
            "found": self.tr("Like “{phrase}”: {count}"),
            "cancelled": self.tr("Search cancelled"),
            "failed": self.tr("The search stopped early"),
        }[self._state]
        phrase, count = shortened(self._phrase), thousands(self._count)
        self._status.setText(status.format(phrase=phrase, count=count))
        self._list.set_placeholder(self._placeholder())

    def _placeholder(self) -> str:
        if self._state == "searching":
            return ""
        if self._state == "found":
            return self.tr("These cells fire together nowhere else. A lower threshold finds more.")
        return self.tr("Other places where the same cells fire together appear here.")

    def _on_cancel_clicked(self) -> None:
        self._enter("cancelled")
        self.searchCancelled.emit()
