"""Several texts side by side, each with its copies underlined and how much of it is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.inspection.copies import Span, longest_copy
from lstm_gui.gui.session.copy_index import CopyIndex
from lstm_gui.gui.studio.page import underline
from lstm_gui.gui.studio.sources import CopySearch, FoundCopies, copy_words
from lstm_gui.gui.widgets.characters import length_in_qt
from lstm_gui.gui.widgets.formats import tooltip, whole_percent
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, LYRICS_SCALE, Theme, enlarged, sized
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["ColumnReader", "TextColumn", "TextColumns"]

_WIDTH = 96
_STREAM_MS = 400


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A text beside others.

    Its first `common` characters are those of all, and are muted; its first `given` ones were not
    written.
    """

    number: int
    title: str
    text: str
    common: int = 0
    given: int = 0


class _ColumnText(QPlainTextEdit):
    """A text that grows at its end; places are counted in characters.

    Signals:
        clicked(int): The person clicked the character at this place.
    """

    clicked = Signal(int)

    def __init__(self, theme: Theme, column: TextColumn, tip: Callable[[int], str]) -> None:
        super().__init__()
        self._theme, self.column, self._tip = theme, column, tip
        self.text = column.text
        self.copies: FoundCopies | None = None
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        enlarged(self, LYRICS_SCALE)
        sized(self.setMinimumWidth, _WIDTH)

    def add(self, text: str, shown: str) -> None:
        """Put more at the end."""
        self.text += text
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(shown, QTextCharFormat())

    def repaint_marks(self) -> None:
        """Mute what the texts have in common, and underline what was copied."""
        form = QTextCharFormat()
        form.setForeground(QColor(self._theme.scheme.muted))
        self._range(0, self.column.common).mergeCharFormat(form)
        spans = () if self.copies is None else self.copies.spans
        lines = []
        for span in spans:
            line = QTextEdit.ExtraSelection()
            line.cursor = self._range(span.start, span.stop)
            underline(line.format, self._theme.scheme, apart=span.held_out)
            lines.append(line)
        self.setExtraSelections(lines)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which character was clicked."""
        super().mouseReleaseEvent(event)
        place = self.character_under(event.position().toPoint())
        if place >= 0 and not self.textCursor().hasSelection():
            self.clicked.emit(place)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is known of the character under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.character_under(event.pos())
            tip = self._tip(place) if place >= 0 else ""
            QToolTip.showText(event.globalPos(), tip, self.viewport())
            return True
        return super().viewportEvent(event)

    def character_under(self, point: QPoint) -> int:
        """Return the place of the character at a point of the viewport, or −1."""
        cursor = self.cursorForPosition(point)
        if point.x() < self.cursorRect(cursor).left():
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
        begun = QTextCursor(self.document())
        begun.setPosition(cursor.position(), QTextCursor.MoveMode.KeepAnchor)
        place = len(begun.selectedText())
        return place if place < len(self.text) else -1

    def _range(self, start: int, stop: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(length_in_qt(self.text[:start]))
        cursor.setPosition(length_in_qt(self.text[:stop]), QTextCursor.MoveMode.KeepAnchor)
        return cursor


class TextColumns(Retranslated, QScrollArea):
    """Texts side by side, which can go on while they are read.

    Signals:
        chosen(int): The person wants this text on the page.
        changed: Other texts stand here.
        clicked(int, int): The person clicked a character of a text: its number, and the place.
    """

    chosen = Signal(int)
    changed = Signal()
    clicked = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("textColumns")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._shown: dict[int, _ColumnText] = {}
        self._buttons: list[QPushButton] = []
        self._labels: dict[int, PlainLabel] = {}
        self._lines = False
        self._tip: Callable[[int, int], str] = lambda _number, _place: ""
        theme.changed.connect(self._repaint_marks)
        self.retranslate()

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in the columns, as it is shown."""
        return tuple(text.toPlainText() for text in self._shown.values())

    @property
    def columns(self) -> tuple[TextColumn, ...]:
        """The columns, from left to right, with their texts as they began."""
        return tuple(text.column for text in self._shown.values())

    def text_of(self, number: int) -> str:
        """Return a text as the model reads it; nothing if it does not stand here."""
        return self._shown[number].text if number in self._shown else ""

    def copies_of(self, number: int) -> FoundCopies | None:
        """Return the copies that are underlined in a text."""
        return self._shown[number].copies if number in self._shown else None

    def set_tip(self, tip: Callable[[int, int], str]) -> None:
        """Ask this for what is said of a character: number of the text, and place."""
        self._tip = tip

    def show_columns(self, columns: Sequence[TextColumn], *, lines: bool) -> None:
        """Show these texts, from left to right; `lines` shows each space as the end of a line."""
        self._lines = lines
        self._shown, self._buttons, self._labels = {}, [], {}
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        for column in columns:
            row.addLayout(self._column(column), 1)
        self.setWidget(content)
        self._repaint_marks()
        self.retranslate()
        self.changed.emit()

    def add(self, number: int, text: str) -> None:
        """Put more at the end of a text."""
        if number in self._shown:
            self._shown[number].add(text, self._as_shown(text))

    def mark(self, number: int, copies: FoundCopies | None, summary: str, details: str) -> None:
        """Underline the copies in a text, and say how much of it is new."""
        if number in self._shown:
            self._shown[number].copies = copies
            self._shown[number].repaint_marks()
            label = self._labels[number]
            label.setText(summary)
            label.setToolTip(tooltip(details))

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Texts side by side"))
        for button, column in zip(self._buttons, self.columns, strict=True):
            button.setToolTip(self.tr("Go on with this one on the page"))
            button.setAccessibleName(self.tr("Choose {text}").format(text=column.title))
        for text in self._shown.values():
            text.setAccessibleName(text.column.title)

    def _column(self, column: TextColumn) -> QVBoxLayout:
        button = QPushButton(column.title)
        button.setObjectName(f"columnButton_{column.number}")
        button.setFlat(True)
        button.clicked.connect(self._on_button_clicked)
        self._buttons.append(button)
        label = self._labels[column.number] = PlainLabel()
        label.setObjectName(f"columnNovelty_{column.number}")
        label.setProperty("role", "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text = _ColumnText(self._theme, column, partial(self._tip_of, column.number))
        text.setObjectName(f"columnText_{column.number}")
        text.setPlainText(self._as_shown(column.text))
        text.clicked.connect(partial(self.clicked.emit, column.number))
        self._shown[column.number] = text
        layout = QVBoxLayout()
        layout.setSpacing(2)
        for part in (button, label):
            layout.addWidget(part)
        layout.addWidget(text, 1)
        return layout

    def _tip_of(self, number: int, place: int) -> str:
        return self._tip(number, place)

    def _repaint_marks(self) -> None:
        for text in self._shown.values():
            text.repaint_marks()

    def _as_shown(self, text: str) -> str:
        return text.replace(" ", "\n") if self._lines else text

    def _on_button_clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.chosen.emit(self.columns[self._buttons.index(button)].number)


class ColumnReader(QObject):
    """Looks the texts in the columns up while they are seen.

    Args:
        columns: The texts.
        copies: Where they are looked up.
        least: Tells how many characters a copy has at least.
        parent: The controller.
    """

    def __init__(
        self, columns: TextColumns, copies: CopyIndex, least: Callable[[], int], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._columns, self._copies, self._least = columns, copies, least
        self._searches: dict[int, CopySearch] = {}
        self._soon = one_shot(self, _STREAM_MS)
        self._soon.timeout.connect(self.look_up)
        columns.changed.connect(self._on_columns_changed)
        columns.set_tip(self._tip)
        copies.changed.connect(self.look_up)

    def follow(self) -> None:
        """Take in that texts have grown."""
        if self._columns.isVisible() and not self._soon.isActive():
            self._soon.start()

    def look_up(self) -> None:
        """Look for the copies in all texts."""
        least = self._least()
        for column in self._columns.columns:
            text = self._columns.text_of(column.number)
            self._searches[column.number].ask(text, min(column.given, len(text)), least)

    def say(self) -> None:
        """Say in the language in use how much of each text is new."""
        for number in self._searches:
            self._on_found(number, self._columns.copies_of(number))

    def span_at(self, number: int, place: int) -> Span | None:
        """Return the copy in which a character of a text lies, if it is known."""
        copies = self._columns.copies_of(number)
        return None if copies is None else copies.at(place)

    def _on_columns_changed(self) -> None:
        for search in self._searches.values():
            search.deleteLater()
        self._searches = {}
        for column in self._columns.columns:
            search = CopySearch(self._copies, self, asker=f"column {column.number}")
            search.found.connect(partial(self._on_found, column.number))
            self._searches[column.number] = search
        self.look_up()

    def _on_found(self, number: int, copies: FoundCopies | None) -> None:
        if copies is None or number not in self._searches:
            return
        new = self.tr("{share} new").format(share=whole_percent(copies.novelty.share_new))
        longest = longest_copy(copies.spans, copies.given)
        corpus = self._copies.corpus
        details = "" if longest is None or corpus is None else copy_words(longest, corpus)
        self._columns.mark(number, copies, new, details)

    def _tip(self, number: int, place: int) -> str:
        span, corpus = self.span_at(number, place), self._copies.corpus
        return "" if span is None or corpus is None else tooltip(copy_words(span, corpus))
