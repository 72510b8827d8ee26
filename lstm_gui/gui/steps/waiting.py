"""What stands in the place of the pictures: an invitation, or how far the computing is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from lstm_gui.gui.theme import GRID

__all__ = ["Waiting"]

_STEPS = 100
_WIDTH = 240


class Waiting(QWidget):
    """Invites to take a batch apart; while that is computed, shows progress and offers to cancel.

    Signals:
        beginClicked: Take the next batch apart.
        cancelClicked: Give it up.
    """

    beginClicked = Signal()
    cancelClicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepWaiting")
        self._computing = self._given_up = False
        self._possible = False
        self._text = QLabel()
        self._text.setObjectName("stepMessage")
        self._text.setProperty("role", "muted")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        self._progress = QProgressBar()
        self._progress.setObjectName("stepProgress")
        self._progress.setRange(0, _STEPS)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(_WIDTH)
        self._begin = QPushButton()
        self._begin.setObjectName("stepBeginButton")
        self._cancel = QPushButton()
        self._cancel.setObjectName("stepCancelButton")
        self._begin.clicked.connect(self.beginClicked)
        self._cancel.clicked.connect(self.cancelClicked)
        self._lay_out()
        self.retranslate()

    def set_computing(self, computing: bool, *, given_up: bool = False) -> None:
        """Show progress, or the invitation."""
        self._computing, self._given_up = computing, given_up
        if computing:
            self._progress.setValue(0)
        self._show()

    def set_progress(self, fraction: float) -> None:
        """Show how far it is, 0 to 1."""
        self._progress.setValue(round(fraction * _STEPS))

    def set_possible(self, possible: bool) -> None:
        """Tell whether a batch can be trained on now."""
        self._possible = possible
        self._show()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._begin.setText(self.tr("Take the next batch apart"))
        self._begin.setAccessibleName(self._begin.text())
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Cancel the slow step"))
        self._progress.setAccessibleName(self.tr("Progress of the slow step"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addStretch(1)
        column.addWidget(self._text)
        for widget in (self._progress, self._begin, self._cancel):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(widget)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)

    def _show(self) -> None:
        if self._computing:
            text = self.tr("Computing the batch once more, with every number kept…")
        elif not self._possible:
            text = self.tr("Slow motion needs a model that can go on training.")
        elif self._given_up:
            text = self.tr("Given up; this batch was not trained on.")
        else:
            text = self.tr(
                "One training step, slowly: forward, loss, backward, clip, update, with the "
                "numbers of each."
            )
        self._text.setText(text)
        self._progress.setVisible(self._computing)
        self._cancel.setVisible(self._computing)
        self._begin.setVisible(not self._computing)
        self._begin.setEnabled(self._possible)
