"""Beside the pictures of a step: which sequence and layer is shown, and the numbers of it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.numbers import thousands
from lstm_gui.gui.widgets.formats import tooltip
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.number_boxes import CountBox
from lstm_gui.gui.widgets.theme import GRID, sized, tabular
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["MomentMargin", "SequenceChooser"]


class SequenceChooser(Retranslated, QWidget):
    """A number to choose the sequence with, and the layer where there are several.

    Signals:
        chosen: `sequence` or `layer` is another one.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepWhich")
        self._batch = ""
        self._label = PlainLabel()
        self._spin = CountBox()
        self._spin.setObjectName("stepSequenceSpin")
        self._spin.setRange(1, 1)
        self._layer = QComboBox()
        self._layer.setObjectName("stepLayerCombo")
        self._layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._layer.hide()
        self._caption = PlainLabel()
        self._caption.setObjectName("stepCaption")
        self._caption.setMinimumWidth(1)
        for label in (self._label, self._caption):
            label.setProperty("role", "muted")
        self._label.setBuddy(self._spin)
        self._spin.valueChanged.connect(self.chosen)
        self._layer.currentIndexChanged.connect(self.chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self._label)
        row.addWidget(self._spin)
        row.addWidget(self._layer)
        row.addSpacing(GRID)
        row.addWidget(self._caption, 1)
        self.retranslate()

    @property
    def sequence(self) -> int:
        """The number of the sequence, from 0."""
        return self._spin.value() - 1

    @property
    def layer(self) -> int:
        """The number of the layer, from 0."""
        return max(self._layer.currentIndex(), 0)

    def set_batch(self, sequences: int, layers: int) -> None:
        """Offer so many sequences and layers; what was chosen stays if it is there."""
        with QSignalBlocker(self._spin), QSignalBlocker(self._layer):
            self._spin.setMaximum(sequences)
            layer = min(self.layer, layers - 1)
            self._layer.clear()
            self._layer.addItems([self.tr("layer {n}").format(n=n + 1) for n in range(layers)])
            self._layer.setCurrentIndex(layer)
        self._layer.setVisible(layers > 1)
        self._show_count()
        self._fit()

    def set_caption(self, text: str) -> None:
        """Say which batch it is; where there is no room for it, the tooltip does."""
        self._batch = text
        self._spin.setAccessibleDescription(text)
        self._fit()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._label.setText(self.tr("Sequence"))
        self._spin.setAccessibleName(self._label.text())
        self._layer.setAccessibleName(self.tr("Layer"))
        self._spin.setToolTip(self.tr("One of the sequences that the batch has side by side"))
        self._layer.setToolTip(self.tr("The layer whose states and gradients are shown"))
        for n in range(self._layer.count()):
            self._layer.setItemText(n, self.tr("layer {n}").format(n=n + 1))
        self._show_count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the batch if there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self.minimumSizeHint().width()
        fits = self._caption.fontMetrics().horizontalAdvance(self._batch) <= room
        self._caption.setText(self._batch if fits else "")
        self.setToolTip("" if fits else tooltip(self._batch))

    def _show_count(self) -> None:
        self._spin.setSuffix(f" / {thousands(self._spin.maximum())}")


_WIDTH = 232


class MomentMargin(Retranslated, QWidget):
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
        self._words, self._scroll = PlainLabel(), QScrollArea()
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
        sized(scroll.setFixedWidth, _WIDTH)

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
