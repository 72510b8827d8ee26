"""The search for phrases that the model reads alike: its button, progress and matches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

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
    QHBoxLayout,
    QListView,
    QProgressBar,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.inspection.phrases import PlacedMatch
from lstm_gui.core.numbers import thousands
from lstm_gui.gui.widgets.characters import reads_leftward
from lstm_gui.gui.widgets.formats import fixed, shortened
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, SELECTED, Theme, tabular, translucent
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["MatchList", "PhraseSearchView"]

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
            with QPainter(self.viewport()) as painter:
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
        painter.drawText(score, int(Qt.AlignmentFlag.AlignVCenter), fixed(match.score, 2))
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
        if reads_leftward(match.before + match.text):  # what comes before stands at the right
            head, tail = tail, head
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
    return f"{fixed(match.score, 2)} · {context} · {match.song}"


_State = Literal["idle", "searching", "found", "cancelled", "failed"]
_STEPS = 1000


class PhraseSearchView(Retranslated, QWidget):
    """Asks for a search, shows how far it is and lists its matches.

    Signals:
        searchAsked: The person wants the places like the phrase.
        searchCancelled: The person wants no more of the search under way.
        placeChosen: The person chose the match from the first character up to the second.
    """

    searchAsked = Signal()
    searchCancelled = Signal()
    placeChosen = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("phraseSearch")
        self._state: _State = "idle"
        self._phrase = ""
        self._count = 0
        self._status = PlainLabel()
        self._status.setObjectName("searchStatus")
        self._status.setProperty("role", "muted")
        self._progress = QProgressBar()
        self._progress.setObjectName("searchProgress")
        self._progress.setRange(0, _STEPS)
        self._progress.setTextVisible(False)
        self._find = QPushButton()
        self._find.setObjectName("findPhraseButton")
        self._find.setProperty("role", "primary")
        self._find.setEnabled(False)
        self._cancel = QPushButton()
        self._cancel.setObjectName("cancelSearchButton")
        self._list = MatchList(theme)
        self._list.setObjectName("matchList")
        self._find.clicked.connect(self.searchAsked)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self._list.placeChosen.connect(self.placeChosen)
        self._lay_out()
        self.retranslate()

    def set_ready(self, ready: bool) -> None:
        """Tell whether there is something to search for."""
        self._find.setEnabled(ready)

    def begin(self, phrase: str) -> None:
        """Show that a search for the like of this phrase is under way."""
        self._phrase = phrase
        self._progress.setValue(0)
        self._list.set_matches(())
        self._enter("searching")

    def set_progress(self, fraction: float) -> None:
        """Show how far the search is, from 0 to 1."""
        if self._state == "searching":
            self._progress.setValue(round(fraction * _STEPS))

    def set_matches(self, matches: Sequence[PlacedMatch]) -> None:
        """Show what was found."""
        self._count = len(matches)
        self._list.set_matches(matches)
        self._enter("found")

    def set_failed(self) -> None:
        """Say that the search came to no end, unless the person has ended it."""
        if self._state == "searching":
            self._enter("failed")

    def clear(self) -> None:
        """Forget what was found, and whatever was under way."""
        self._list.set_matches(())
        self._enter("idle")

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._find.setText(self.tr("Find in the text"))
        self._find.setAccessibleName(self.tr("Find the like in the text"))
        self._find.setToolTip(self.tr("Finds where these cells fire together"))
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Cancel the search"))
        self._progress.setAccessibleName(self.tr("Progress of the search"))
        self._list.setAccessibleName(self.tr("Places found"))
        self._status.setAccessibleName(self.tr("State of the search"))
        self._show_words()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._status, 1)
        top.addWidget(self._progress, 1)
        top.addWidget(self._cancel)
        top.addWidget(self._find)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self._list, 1)
        self._show_state()

    def _enter(self, state: _State) -> None:
        self._state = state
        self._show_state()
        self._show_words()

    def _show_state(self) -> None:
        searching = self._state == "searching"
        self._progress.setVisible(searching)
        self._cancel.setVisible(searching)
        self._find.setVisible(not searching)

    def _show_words(self) -> None:
        status = {
            "idle": "",
            "searching": self.tr("Reading the text"),
            "found": self.tr("Like “{phrase}”: {count}"),
            "cancelled": self.tr("Search cancelled"),
            "failed": self.tr("The search stopped early"),
        }[self._state]
        phrase, count = shortened(self._phrase), thousands(self._count)
        self._status.setText(status.format(phrase=phrase, count=count))
        self._list.set_placeholder(self._placeholder())

    def _placeholder(self) -> str:
        if self._state == "searching":
            return ""
        if self._state == "found":
            return self.tr("These cells fire together nowhere else. A lower threshold finds more.")
        return self.tr("Other places where the same cells fire together appear here.")

    def _on_cancel_clicked(self) -> None:
        self._enter("cancelled")
        self.searchCancelled.emit()
