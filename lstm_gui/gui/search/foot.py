"""The foot of the search: how it goes, the best so far, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from lstm_gui.gui.footed_form import Foot
from lstm_gui.gui.format import thousands
from lstm_gui.gui.search.board import Board
from lstm_gui.gui.search.words import best_text, settings_text
from lstm_gui.gui.theme import GRID, Theme
from lstm_gui.gui.wrap_label import WrapLabel

__all__ = ["SearchFoot"]


class SearchFoot(Foot):
    """Stays in sight while the form scrolls."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("searchFoot")
        self._bar = QProgressBar()
        self._bar.setObjectName("searchProgressBar")
        self._bar.setTextVisible(False)
        self._status, self._best, self.problem = WrapLabel(), WrapLabel(), WrapLabel()
        self._status.setObjectName("searchStateText")
        self._best.setObjectName("searchBest")
        self._best.setProperty("role", "muted")
        self.problem.setObjectName("searchProblem")
        self.problem.setProperty("role", "error")
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.start, self.use, self.results = QPushButton(), QPushButton(), QPushButton()
        self.start.setObjectName("searchStartButton")
        self.use.setObjectName("useBestButton")
        self.results.setObjectName("searchPictureButton")
        self._lay_out()

    def show_buttons(
        self, board: Board, *, running: bool, stopping: bool, hindrance: str = ""
    ) -> None:
        """Offer what can be done now; a hindrance is why nothing can be started."""
        texts = (self.tr("Start the search"), self.tr("Stop the search"))
        text = self.tr("Stopping …") if stopping else texts[running]
        self.start.setText(text)
        self.start.setAccessibleName(text)
        self.start.setEnabled(not (stopping or hindrance))
        self.start.setToolTip(hindrance)
        role = "" if running else "primary"
        if self.start.property("role") != role:
            self.start.setProperty("role", role)
            self.start.style().unpolish(self.start)
            self.start.style().polish(self.start)
        self.use.setVisible(board.best is not None)
        self.results.setVisible(bool(board.results))

    def show_progress(self, board: Board, *, running: bool, total: int) -> None:
        """Show how far the search is, and the best so far."""
        self._bar.setVisible(running)
        self._bar.setRange(0, total if board.study is not None else 0)  # 0: it only moves
        self._bar.setValue(min(board.ended, total))
        self._status.set_message(self._said(board, running, total))
        best = board.best
        self._best.set_message(settings_text(best.settings) if best is not None else "")

    def retranslate(self) -> None:
        """Set the texts that stay; the others are set as the search goes on."""
        self._bar.setAccessibleName(self.tr("Progress of the search"))
        self.use.setText(self.tr("Use these settings"))
        self.use.setAccessibleName(self.tr("Use these settings"))
        self.use.setToolTip(self.tr("Put the settings of the best trial into the experiment"))
        self.results.setText(self.tr("Results …"))
        self.results.setAccessibleName(self.tr("Results"))
        self.results.setToolTip(self.tr("See all trials, and which settings mattered"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        for widget in (self.problem, self._status, self._bar, self._best):
            column.addWidget(widget)
            widget.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.use, 1)
        buttons.addWidget(self.results)
        column.addLayout(buttons)
        column.addWidget(self.start)

    def _said(self, board: Board, running: bool, total: int) -> str:
        if running and board.study is None:
            return self.tr("Loading the engine …")
        parts: list[str] = []
        if running or board.trials:
            number = min(max(board.begun, 1), total) if running else board.ended
            text = (
                self.tr("Trial {number} of {total}")
                if running
                else self.tr("{number} of {total} trials")
            )
            parts.append(text.format(number=thousands(number), total=thousands(total)))
        if board.best is not None:
            parts.append(best_text(board.best.score, held_out=board.holds_out))
        return " · ".join(parts)
