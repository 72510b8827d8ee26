"""The pieces that were kept: a list with what is known of each, to copy and to save."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.inspection.pieces import Piece, as_text
from lstm_gui.core.numbers import compact, significant
from lstm_gui.gui.widgets.formats import percent, shortened, tooltip
from lstm_gui.gui.widgets.theme import GRID
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["KeptList"]

_SNIPPET = 40


class KeptList(Retranslated, QWidget):
    """The newest piece is on top.

    Signals:
        chosen(Piece): The person wants to see this one on the page.
        saveRequested(tuple): These pieces are to be saved.
        dropped(tuple): These pieces are not kept any more.
        restored(tuple): They are kept after all.
    """

    chosen = Signal(object)
    saveRequested = Signal(tuple)
    dropped = Signal(tuple)
    restored = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("keptList")
        self.pieces: list[Piece] = []
        self._list = _List()
        self._dropped: list[list[tuple[int, Piece]]] = []  # with their rows, the last at the end
        self._buttons = {name: QPushButton() for name in ("copy", "save", "drop", "restore")}
        for name, button in self._buttons.items():
            button.setObjectName(f"{name}PiecesButton")
        self._buttons["copy"].clicked.connect(self._on_copy_clicked)
        self._buttons["save"].clicked.connect(self._on_save_clicked)
        self._buttons["drop"].clicked.connect(self._on_drop_clicked)
        self._buttons["restore"].clicked.connect(self._on_restore_clicked)
        self._list.deleteAsked.connect(self._on_drop_clicked)
        self._list.itemActivated.connect(self._on_list_item_activated)
        self._list.itemClicked.connect(self._on_list_item_activated)
        self._lay_out()
        self.retranslate()

    def keep(self, piece: Piece) -> None:
        """Put a piece on top."""
        self.pieces.insert(0, piece)
        self._list.insertItem(0, QListWidgetItem())
        self._list.setCurrentRow(0)
        self.retranslate()

    def add_older(self, pieces: Sequence[Piece]) -> None:
        """Put the pieces of earlier sessions below those that are there."""
        self.pieces.extend(pieces)
        for _ in pieces:
            self._list.addItem(QListWidgetItem())
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self._list.setAccessibleName(self.tr("Kept pieces"))
        texts = {
            "copy": (self.tr("Copy"), self.tr("Copy the pieces that are selected, or all")),
            "save": (self.tr("Save…"), self.tr("As text, Markdown, JSON or a picture of the page")),
            "drop": (self.tr("Delete"), self.tr("Delete the pieces that are selected (Del)")),
            "restore": (self.tr("Undo delete"), self.tr("Keep what was deleted last after all")),
        }
        for name, (text, tip) in texts.items():
            button = self._buttons[name]
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(text)
            button.setEnabled(bool(self.pieces))
        self._buttons["restore"].setEnabled(True)
        self._buttons["restore"].setVisible(bool(self._dropped))
        for row, piece in enumerate(self.pieces):
            item = self._list.item(row)
            item.setSizeHint(QSize(0, 2 * self._list.fontMetrics().lineSpacing() + GRID))
            item.setText(f"{shortened(piece.text.strip(), _SNIPPET)}\n{self._facts(piece)}")
            item.setToolTip(tooltip(shortened(piece.text, 20 * _SNIPPET), self._details(piece)))

    def _facts(self, piece: Piece) -> str:
        facts = []
        if piece.origin is not None:
            facts.append(self.tr("epoch {number}").format(number=piece.origin.epoch))
            if piece.origin.perplexity is not None:
                template = self.tr("perplexity {value}")
                facts.append(template.format(value=significant(piece.origin.perplexity)))
        if piece.novelty is not None:
            facts.append(self.tr("{share} new").format(share=percent(piece.novelty.share_new)))
        return " · ".join(facts) or self.tr("typed")

    def _details(self, piece: Piece) -> str:
        if piece.origin is None:
            return self._facts(piece)
        request = piece.origin.request
        template = self.tr(
            "temperature {temperature}, top-k {k}, top-p {p}, repetition penalty {penalty}, "
            "seed {seed}"
        )
        return template.format(
            temperature=compact(request.temperature),
            k=request.top_k or "–",
            p=compact(request.top_p),
            penalty=compact(request.repetition_penalty),
            seed=request.seed,
        )

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GRID // 2)
        for button in self._buttons.values():
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(self._list, 1)
        column.addLayout(foot)

    def _selected(self) -> tuple[Piece, ...]:
        """Return the pieces that are selected, or all."""
        rows = sorted(index.row() for index in self._list.selectedIndexes())
        return tuple(self.pieces[row] for row in rows) or tuple(self.pieces)

    def _on_list_item_activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self.pieces[self._list.row(item)])

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self._selected()))

    def _on_save_clicked(self) -> None:
        self.saveRequested.emit(self._selected())

    def _on_drop_clicked(self) -> None:
        rows = sorted((i.row() for i in self._list.selectedIndexes()), reverse=True)
        gone = [(row, self.pieces.pop(row)) for row in rows]
        for row in rows:
            self._list.takeItem(row)
        if gone:
            self._dropped.append(gone)
        self.retranslate()
        if gone:
            self.dropped.emit(tuple(piece for _, piece in gone))

    def _on_restore_clicked(self) -> None:
        back = self._dropped.pop()
        for row, piece in reversed(back):  # the lowest row first, so that each finds its own
            place = min(row, len(self.pieces))
            self.pieces.insert(place, piece)
            self._list.insertItem(place, QListWidgetItem())
        self.retranslate()
        self.restored.emit(tuple(piece for _, piece in back))


class _List(QListWidget):
    """A list that hears the Del key.

    Signals:
        deleteAsked: What is selected is not wanted any more.
    """

    deleteAsked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("keptPieces")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.deleteAsked.emit()
            return
        super().keyPressEvent(event)
