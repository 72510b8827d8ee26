"""The numbers of a what-if change: the likeliest next characters before and after it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.inspection.interventions import WhatIfResult
from lstm_gui.core.inspection.predictions import Guess, next_characters
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.numbers import marked
from lstm_gui.gui.memory.what_if.fading import Fading, Pointed
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.formats import fixed, named_character, plain, signed
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, sized, tabular, translucent
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["GuessTable", "WhatIfReading"]

_ROWS = 5
_SHARE = 0.22


class GuessTable(Retranslated, QWidget):
    """Five characters a column; a bar behind each is as long as its probability."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guessTable")
        self._theme = theme
        self._columns: tuple[Sequence[Guess], Sequence[Guess]] = ((), ())
        self._heads = ("", "")
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.retranslate()

    def set_guesses(self, before: Sequence[Guess], after: Sequence[Guess]) -> None:
        """Show these, the likeliest first."""
        self._columns = (before, after)
        self._describe()
        self.update()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._heads = (self.tr("before"), self.tr("after"))
        self.setAccessibleName(self.tr("Likeliest next characters before and after"))
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """Have room for a head and five rows of two columns."""
        return QSize(20 * GRID, (_ROWS + 1) * self._row_height())

    def minimumSizeHint(self) -> QSize:
        """Need all rows."""
        number = self.fontMetrics().horizontalAdvance("0.00")
        return QSize(2 * (number + 5 * GRID), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both columns."""
        with QPainter(self) as painter:
            width = (self.width() - GRID) / 2
            for column, (head, guesses) in enumerate(zip(self._heads, self._columns, strict=True)):
                left = column * (width + GRID)
                painter.setPen(QColor(self._theme.scheme.muted))
                room = QRectF(left, 0, width, self._row_height())
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft, head)
                for row, guess in enumerate(guesses[:_ROWS], start=1):
                    place = QRectF(left, row * self._row_height(), width, self._row_height())
                    self._draw_row(painter, place, guess)

    def _draw_row(self, painter: QPainter, place: QRectF, guess: Guess) -> None:
        scheme = self._theme.scheme
        bar = QRectF(place.adjusted(0, 1, 0, -1))
        bar.setWidth(max(bar.width() * guess.probability, 1.0))
        painter.fillRect(bar, translucent(scheme.accent, _SHARE))
        inner = place.adjusted(GRID / 2, 0, -GRID / 2, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(scheme.text))
        letter = visible_character(guess.character)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, letter)
        number = _number(guess.probability)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, number)

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 1

    def _describe(self) -> None:
        parts = []
        for head, guesses in zip(self._heads, self._columns, strict=True):
            words = [f"{visible_character(g.character)} {_number(g.probability)}" for g in guesses]
            parts.append(f"{head}: {', '.join(words)}")
        self.setAccessibleDescription("; ".join(parts) if self._columns[0] else "")


def _number(probability: float) -> str:
    """Write a probability with two decimals, and what would be nothing as less than one of them."""
    return fixed(probability, 2) if probability >= 0.005 else marked("<0.01")


_WIDTH = 21 * GRID


class WhatIfReading(Retranslated, QWidget):
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
        self._head = PlainLabel()
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
        sized(self.setFixedWidth, _WIDTH)

    @property
    def words(self) -> str:
        """Everything that is written here."""
        parts = (self._head.text(), self._numbers.text(), self._guesses.accessibleDescription())
        return " · ".join(part for part in parts if part)

    def clear(self) -> None:
        """Show nothing."""
        self._characters, self._result = "", None
        self.retranslate()

    def show_place(self, characters: str, changed: int, place: Pointed, *, layer: int) -> None:
        """Speak of this place of the text, `changed` being where it was changed (−1: nowhere)."""
        self._characters, self._changed, self._place = characters, changed, place
        self._layer = layer

    def show_result(self, result: WhatIfResult | None, vocabulary: Vocabulary | None) -> None:
        """Show the numbers of this result at the place, or none."""
        self._result, self._vocabulary = result, vocabulary
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language in use."""
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
        state = CELLS[result.original.cell].symbol
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
        key = CELLS[result.original.cell].memory
        layer = min(self._layer, len(result.difference) - 1)
        cell, position = self._place.cell, self._place.position
        before = float(result.original.quantities[key][layer, position, cell])
        after = float(result.altered.quantities[key][layer, position, cell])
        template = self.tr("cell {cell}: {before} → {after}")
        return template.format(cell=cell, before=signed(before), after=signed(after))
