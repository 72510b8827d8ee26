"""The margin beside the pictures: the moment in words and numbers, and where to go from it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.gui.theme import GRID, tabular

__all__ = ["Margin"]

_WIDTH = 232


class Margin(QWidget):
    """Says what the pictures show.

    Signals:
        cellsClicked: Show the cells of this moment.
        nextClicked: Take the next batch apart.
    """

    cellsClicked = Signal()
    nextClicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepMargin")
        self._words, self._scroll = QLabel(), QScrollArea()
        self._cells, self._next = QPushButton(), QPushButton()
        self._cells.clicked.connect(self.cellsClicked)
        self._next.clicked.connect(self.nextClicked)
        self._set_up_words()
        self._lay_out()
        self.retranslate()

    def set_lines(self, lines: Iterable[str]) -> None:
        """Say this: a paragraph each, in rich text."""
        self._words.setText("".join(f"<p style='margin:0 0 4px 0'>{line}</p>" for line in lines))

    def offer_cells(self, offered: bool) -> None:
        """Tell whether this moment can be shown cell by cell."""
        self._cells.setVisible(offered)

    def set_possible(self, possible: bool) -> None:
        """Tell whether a batch can be trained on now."""
        self._next.setEnabled(possible)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._words.setAccessibleName(self.tr("This moment in numbers"))
        self._scroll.setAccessibleName(self._words.accessibleName())
        self._cells.setText(self.tr("Cell by cell"))
        self._cells.setAccessibleName(self._cells.text())
        self._cells.setToolTip(
            self.tr(
                "Open the ledger at this character: the model as it is now reads the sequence, "
                "beginning with an empty memory."
            )
        )
        self._next.setText(self.tr("Next batch"))
        self._next.setAccessibleName(self._next.text())
        self._next.setToolTip(self.tr("Take the next batch apart, and train on it"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _set_up_words(self) -> None:
        words, scroll = self._words, self._scroll
        words.setObjectName("stepWords")
        words.setFont(tabular(words.font()))
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        scroll.setObjectName("stepWordsScroll")
        scroll.setWidget(words)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFixedWidth(_WIDTH)

    def _lay_out(self) -> None:
        self._cells.setObjectName("stepCellsButton")
        self._next.setObjectName("stepNextButton")
        for button in (self._cells, self._next):
            button.setFlat(True)
        below = QHBoxLayout()
        below.addWidget(self._cells)
        below.addStretch(1)
        below.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID // 2, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addLayout(below)
