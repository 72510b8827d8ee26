"""The likeliest characters at the cursor: a click or a number chooses one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from lstm_gui.core.inspection.page_reading import CANDIDATES
from lstm_gui.core.inspection.predictions import Guess
from lstm_gui.core.numbers import marked
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.formats import named_character, percent, tooltip
from lstm_gui.gui.widgets.theme import GRID, Theme, px, sized, text_scale, translucent
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["CandidateStrip"]

_LEAST, _MOST, _HEIGHT = QSize(34, 38), 76, 38
_BAR = 3
_LEAST_WRITTEN = 0.001


class _Candidate(QToolButton):
    """One character, its number and its probability, with a bar as long as it is likely."""

    def __init__(self, number: int, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(f"candidateButton_{number}")
        self.number, self._theme = number, theme
        self.guess: Guess | None = None
        self.came = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        sized(self.setMinimumWidth, _LEAST.width())
        sized(self.setMaximumWidth, _MOST)
        sized(self.setFixedHeight, _HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(px(_MOST), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return _LEAST * text_scale()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.guess is None:
            return
        scheme = self._theme.scheme
        with QPainter(self) as painter:
            inner = self.rect().adjusted(4, 3, -4, -3)
            bar = round(inner.width() * self.guess.probability)
            painter.fillRect(inner.left(), inner.bottom() - _BAR + 1, bar, _BAR, self._bar_color())
            font = painter.font()
            small = max(font.pointSizeF() * 0.78, 6.0)
            font.setPointSizeF(font.pointSizeF() * 1.2)
            painter.setFont(font)
            painter.setPen(QColor(scheme.accent if self.came else scheme.text))
            top = inner.adjusted(0, -2, 0, -inner.height() // 2 + 2)
            character = visible_character(self.guess.character)
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, character)
            font.setPointSizeF(small)
            painter.setFont(font)
            painter.setPen(QColor(scheme.muted))
            painter.drawText(top, Qt.AlignmentFlag.AlignLeft, str(self.number))
            low = inner.adjusted(0, inner.height() // 2 - 1, 0, -_BAR)
            chance = _brief(self.guess.probability)
            painter.drawText(low, Qt.AlignmentFlag.AlignCenter, chance)

    def _bar_color(self) -> QColor:
        return translucent(self._theme.scheme.accent, 0.9 if self.came else 0.55)


def _brief(chance: float) -> str:
    """Write a probability in few letters: 44 %, 4.7 %, <0.1 %."""
    if chance >= _LEAST_WRITTEN:
        return percent(chance)
    return QCoreApplication.translate("Format", "{number} %").format(number=marked("<0.1"))


class CandidateStrip(Retranslated, QWidget):
    """The likeliest characters in a row, the likeliest first.

    Signals:
        chosen(str): The text is to go on with this character.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("candidateStrip")
        self._came = ""
        self._buttons = [_Candidate(number, theme) for number in range(1, CANDIDATES + 1)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        for button in self._buttons:
            row.addWidget(button)
            button.clicked.connect(self._on_button_clicked)
        row.addStretch(1)
        theme.changed.connect(self.update)
        self.retranslate()
        self.set_candidates(())

    @property
    def candidates(self) -> tuple[Guess, ...]:
        """What is shown."""
        return tuple(button.guess for button in self._buttons if button.guess is not None)

    def set_candidates(self, guesses: Sequence[Guess], came: str = "") -> None:
        """Show these; `came` is the character that follows in the text."""
        self._came = came
        padded = [*guesses, *[None] * len(self._buttons)]
        for button, guess in zip(self._buttons, padded, strict=False):
            button.guess, button.came = guess, guess is not None and guess.character == came
            button.setEnabled(guess is not None)
            button.update()
        self.retranslate()

    def choose(self, number: int) -> None:
        """Choose a candidate by its number, from 1 on."""
        guess = self._buttons[number - 1].guess
        if guess is not None:
            self.chosen.emit(guess.character)

    def retranslate(self) -> None:
        """Name what is shown."""
        self.setAccessibleName(self.tr("Likeliest next characters"))
        name, hint = self.tr("{number}: {character}, {share}"), self.tr("Ctrl+{number}: go on so")
        for button in self._buttons:
            if button.guess is None:
                button.setAccessibleName(self.tr("No candidate"))
                button.setToolTip(self.tr("Put the cursor behind a character"))
                continue
            text = name.format(
                number=button.number,
                character=named_character(button.guess.character),
                share=percent(button.guess.probability),
            )
            button.setAccessibleName(text)
            button.setToolTip(tooltip(text, hint.format(number=button.number)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take plain digits: nothing is typed here."""
        if event.text().isdigit() and 1 <= int(event.text()) <= len(self._buttons):
            self.choose(int(event.text()))
            return
        super().keyPressEvent(event)

    def _on_button_clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, _Candidate)
        self.choose(button.number)
