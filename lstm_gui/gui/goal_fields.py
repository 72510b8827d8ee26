"""What a person wants to be told: a perplexity reached, and that nothing moves any more."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from lstm_gui.core.figures import ungrouped
from lstm_gui.core.watch import Goals
from lstm_gui.gui.format import compact
from lstm_gui.gui.theme import GRID, tabular

__all__ = ["GoalFields"]

_FIELD_WIDTH = 72


class GoalFields(QWidget):
    """A field for a perplexity, and a box to tick.

    Signals:
        goalsChosen(Goals): The person set or took away a goal.
    """

    goalsChosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("goalFields")
        self._goals = Goals()
        self._label = QLabel()
        self._below = QLineEdit()
        self._below.setObjectName("goalPerplexityEdit")
        self._below.setFont(tabular(self._below.font()))
        self._below.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._below.setFixedWidth(_FIELD_WIDTH)
        self._below.textEdited.connect(self._on_below_text_edited)
        self._below.editingFinished.connect(self._on_below_editing_finished)
        self._label.setBuddy(self._below)
        self._flat = QCheckBox()
        self._flat.setObjectName("stopWhenFlatCheck")
        self._flat.clicked.connect(self._on_flat_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._label)
        row.addWidget(self._below)
        row.addSpacing(GRID)
        row.addWidget(self._flat)
        row.addStretch(1)
        self.retranslate()

    @property
    def goals(self) -> Goals:
        """The goals in force."""
        return self._goals

    def set_goals(self, goals: Goals) -> None:
        """Show these goals."""
        self._goals = goals
        below = goals.perplexity_below
        self._below.setText("" if below is None else compact(below))
        self._flat.setChecked(goals.stop_when_flat)
        self._mark(valid=True)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setAccessibleName(self.tr("Goals"))
        self._label.setText(self.tr("Tell me when perplexity is below"))
        self._below.setAccessibleName(self.tr("Tell me when perplexity is below"))
        self._below.setPlaceholderText(self.tr("none"))
        self._below.setToolTip(self.tr("A number above 1. Empty: no goal."))
        self._flat.setText(self.tr("Stop when flat"))
        self._flat.setAccessibleName(self.tr("Stop when flat"))
        self._flat.setToolTip(
            self.tr("Stop training once the perplexity has hardly moved for a good while.")
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _on_below_text_edited(self, text: str) -> None:
        self._mark(valid=not text.strip() or _number(text) is not None)

    def _on_below_editing_finished(self) -> None:
        text = self._below.text()
        if not text.strip() or _number(text) is not None:
            self._choose(Goals(_number(text), self._goals.stop_when_flat))

    def _on_flat_clicked(self, ticked: bool) -> None:
        self._choose(Goals(self._goals.perplexity_below, ticked))

    def _choose(self, goals: Goals) -> None:
        if goals != self._goals:
            self._goals = goals
            self.goalsChosen.emit(goals)

    def _mark(self, *, valid: bool) -> None:
        state = "" if valid else "invalid"
        if (self._below.property("state") or "") != state:
            self._below.setProperty("state", state)
            self._below.style().unpolish(self._below)
            self._below.style().polish(self._below)


def _number(text: str) -> float | None:
    """Read a perplexity; None for what cannot be one."""
    try:
        value = float(ungrouped(text.strip()).replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 1 else None
