"""The numbers at one character of a changed text, and what the model expects after it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from lstm_gui.core.corpus import Vocabulary
from lstm_gui.core.inspection import WhatIfResult, next_characters, state_quantity
from lstm_gui.gui.memory.fading import Fading, Pointed
from lstm_gui.gui.memory.guess_table import GuessTable
from lstm_gui.gui.memory.wording import named_character, plain, signed
from lstm_gui.gui.theme import GRID, Theme, tabular
from lstm_gui.gui.wrap_label import WrapLabel

__all__ = ["WhatIfReading"]

_WIDTH = 21 * GRID


class WhatIfReading(QWidget):
    """Where the cursor is, how large the change is there, and the likeliest next characters."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("whatIfReading")
        self._characters = ""
        self._changed = -1
        self._place = Pointed(0)
        self._layer = 0
        self._result: WhatIfResult | None = None
        self._vocabulary: Vocabulary | None = None
        self._head = QLabel()
        self._head.setObjectName("whatIfHead")
        self._head.setProperty("role", "heading")
        self._numbers = WrapLabel()
        self._numbers.setObjectName("whatIfNumbers")
        self._numbers.setFont(tabular(self.font()))
        self._guesses = GuessTable(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._head)
        layout.addWidget(self._numbers)
        layout.addWidget(self._guesses)
        layout.addStretch(1)
        self.setFixedWidth(_WIDTH)

    @property
    def words(self) -> str:
        """Everything that is written here."""
        parts = (self._head.text(), self._numbers.text(), self._guesses.accessibleDescription())
        return " · ".join(part for part in parts if part)

    def clear(self) -> None:
        """Show nothing."""
        self._characters, self._result = "", None
        self._show()

    def show_place(self, characters: str, changed: int, place: Pointed, *, layer: int) -> None:
        """Speak of this place of the text, `changed` being where it was changed (−1: nowhere)."""
        self._characters, self._changed, self._place = characters, changed, place
        self._layer = layer

    def show_result(self, result: WhatIfResult | None, vocabulary: Vocabulary | None) -> None:
        """Show the numbers of this result at the place, or none."""
        self._result, self._vocabulary = result, vocabulary
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()

    def _show(self) -> None:
        self._head.setText(self._heading())
        self._numbers.set_message(self._number_lines())
        position, result = self._place.position, self._result
        self._guesses.setVisible(result is not None and self._vocabulary is not None)
        if result is not None and self._vocabulary is not None:
            self._guesses.set_guesses(
                next_characters(result.original, self._vocabulary, position),
                next_characters(result.altered, self._vocabulary, position),
            )

    def _heading(self) -> str:
        if not self._characters:
            return ""
        character = named_character(self._characters[self._place.position])
        distance = self._place.position - self._changed
        if self._changed < 0:
            template = self.tr("{number}: {character}")
        elif distance < 0:
            template = self.tr("{character}, before the change")
        elif distance == 0:
            template = self.tr("{character}, the change")
        else:
            template = self.tr("{character}, {distance} after")
        return template.format(
            number=self._place.position + 1, character=character, distance=distance
        )

    def _number_lines(self) -> str:
        if not self._characters:
            return ""
        if self._result is None:
            if self._changed >= 0:
                return self.tr("Reading both texts")
            return self.tr("Click a character and type another: the difference appears here.")
        position, result = self._place.position, self._result
        state = "C" if result.original.cell == "lstm" else "H"
        lines = [
            self.tr("KL {value} nats").format(value=plain(float(result.divergence[position]))),
            self._cell_line(result, state)
            if self._place.cell >= 0
            else self.tr("mean |Δ{state}| {value}").format(
                state=state, value=plain(self._mean_change(result))
            ),
        ]
        return "\n".join(lines)

    def _mean_change(self, result: WhatIfResult) -> float:
        return float(Fading.of(result, self._layer).distance[self._place.position])

    def _cell_line(self, result: WhatIfResult, state: str) -> str:
        key = state_quantity(result.original.cell)
        layer = min(self._layer, len(result.difference) - 1)
        cell, position = self._place.cell, self._place.position
        before = float(result.original.quantities[key][layer, position, cell])
        after = float(result.altered.quantities[key][layer, position, cell])
        template = self.tr("cell {cell}: {before} → {after}")
        return template.format(cell=cell, before=signed(before), after=signed(after))
