"""Places of the text that a search found, one a line, the match of each in the same column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from lstm_gui.core.inspection import PlacedMatch
from lstm_gui.gui.theme import GRID, SELECTED, Theme, tabular, translucent

__all__ = ["MatchList"]

_Index = QModelIndex | QPersistentModelIndex
_MATCH = Qt.ItemDataRole.UserRole
_MOST_TITLE = 0.28
_MOST_MATCH = 0.4
_POINTED_AT = 0.08


class MatchList(QListView):
    """Matches in the order they are given.

    Signals:
        placeChosen: The person chose the match from the first character up to the second.
    """

    placeChosen = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._placeholder = ""
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_MatchDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_row_chosen)
        self.activated.connect(self._on_row_chosen)
        theme.changed.connect(self.viewport().update)

    def set_placeholder(self, text: str) -> None:
        """Say this for as long as the list is empty."""
        self._placeholder = text
        self.viewport().update()

    def set_matches(self, matches: Sequence[PlacedMatch]) -> None:
        """Show these, the best first."""
        self._model.clear()
        for match in matches:
            item = QStandardItem(_words(match))
            item.setData(match, _MATCH)
            self._model.appendRow(item)
        self.scrollToTop()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or what is said while there are none."""
        super().paintEvent(event)
        if self._model.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self._theme.scheme.muted))
            area = self.viewport().rect().adjusted(GRID, GRID // 2, -GRID, -GRID // 2)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), self._placeholder)

    def _on_row_chosen(self, index: _Index) -> None:
        match = index.data(_MATCH)
        self.placeChosen.emit(match.start, match.stop)


class _MatchDelegate(QStyledItemDelegate):
    """Paints a score, the match between what stands before and after it, and the song."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Take a line's height."""
        return QSize(20 * GRID, self._view.fontMetrics().height() + GRID - 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one line."""
        match, area = index.data(_MATCH), QRect(option.rect)
        painter.save()
        self._draw_wash(painter, area, option.state)
        inner = area.adjusted(GRID // 2, 0, -GRID // 2, 0)
        numbers = tabular(self._view.font())
        metrics = QFontMetrics(numbers)
        score = QRect(inner)
        score.setWidth(metrics.horizontalAdvance("0.00"))
        painter.setFont(numbers)
        painter.setPen(QColor(self._theme.scheme.muted))
        painter.drawText(score, int(Qt.AlignmentFlag.AlignVCenter), f"{match.score:.2f}")
        title = QRect(inner)
        title.setLeft(inner.right() - int(inner.width() * _MOST_TITLE))
        elided = metrics.elidedText(match.song, Qt.TextElideMode.ElideRight, title.width())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(title, int(right), elided)
        inner.setLeft(score.right() + GRID)
        inner.setRight(title.left() - GRID)
        self._draw_context(painter, inner, match)
        painter.restore()

    def _draw_wash(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        if state & QStyle.StateFlag.State_Selected:
            opacity = SELECTED
        elif state & QStyle.StateFlag.State_MouseOver:
            opacity = _POINTED_AT
        else:
            return
        painter.fillRect(area, translucent(self._theme.scheme.accent, opacity))

    def _draw_context(self, painter: QPainter, area: QRect, match: PlacedMatch) -> None:
        plain, bold = QFont(self._view.font()), QFont(self._view.font())
        bold.setWeight(QFont.Weight.Bold)
        middle = Qt.AlignmentFlag.AlignVCenter
        words = QFontMetrics(bold)
        most = int(area.width() * _MOST_MATCH)
        text = words.elidedText(_flat(match.text), Qt.TextElideMode.ElideMiddle, most)
        width = words.horizontalAdvance(text)
        left = area.left() + (area.width() - width) // 2
        metrics = QFontMetrics(plain)
        before = QRect(area.left(), area.top(), left - area.left(), area.height())
        after = QRect(left + width, area.top(), area.right() - left - width, area.height())
        painter.setFont(plain)
        painter.setPen(QColor(self._theme.scheme.text))
        elide = Qt.TextElideMode
        head = metrics.elidedText(_flat(match.before), elide.ElideLeft, before.width())
        tail = metrics.elidedText(_flat(match.after), elide.ElideRight, after.width())
        painter.drawText(before, int(Qt.AlignmentFlag.AlignRight | middle), head)
        painter.drawText(after, int(Qt.AlignmentFlag.AlignLeft | middle), tail)
        painter.setFont(bold)
        painter.setPen(QColor(self._theme.scheme.accent))
        painter.drawText(QRect(left, area.top(), width, area.height()), int(middle), text)


def _flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.splitlines()) if "\n" in text else text


def _words(match: PlacedMatch) -> str:
    """Return a match in words, for those who do not see the columns."""
    context = f"{_flat(match.before)}{_flat(match.text)}{_flat(match.after)}"
    return f"{match.score:.2f} · {context} · {match.song}"
