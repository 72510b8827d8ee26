"""The page of the studio: a text that is written and edited, coloured and underlined by character.

To the model a new line is a space. Where a space is the end of a line, the page can show it as one.
Places are counted in characters; Qt counts those beyond U+FFFF twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextEdit, QToolTip

from lstm_gui.core.clean_text import clean
from lstm_gui.core.model.branches import common_length
from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.widgets.theme import (
    GRID,
    LYRICS_SCALE,
    Scheme,
    Theme,
    enlarged,
    translucent,
)

__all__ = ["Coloring", "Page", "Underline", "underline"]

_PAGE_SCALE = 1.12
_HERE = 0.22
_PICTURE_WIDTH, _PICTURE_MARGIN, _PICTURE_RATIO = 640, 40, 2
_BREAKS = str.maketrans(dict.fromkeys("\n\u2028\u2029", " "))


@dataclass(frozen=True, slots=True)
class Underline:
    """Characters that stand in another text; those only in the part held out are `apart`."""

    start: int
    stop: int
    apart: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Coloring:
    """A colour of a table for each character from the first on; −1 for none."""

    table: ColorTable
    indices: Sequence[int]


def underline(form: QTextCharFormat, scheme: Scheme, *, apart: bool) -> None:
    """Underline what stands in the text trained on; what only the part held out has, dashed."""
    styles = QTextCharFormat.UnderlineStyle
    form.setUnderlineStyle(styles.DashUnderline if apart else styles.SingleUnderline)
    form.setUnderlineColor(QColor(scheme.curves[0 if apart else 1]))


class _Marks(QSyntaxHighlighter):
    """Draws colours and underlines into the document without touching its text or its undo."""

    def __init__(self, page: Page, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._page, self._theme = page, theme
        self.given = 0
        self.underlines: tuple[Underline, ...] = ()
        self._formats: dict[tuple[int, bool, bool, bool], QTextCharFormat] = {}
        self._lined: list[int] = []  # the underline at each character, −1 for none
        self.coloring: Coloring | None = None

    def truncate(self, place: int) -> None:
        """Forget what is known of the characters from here on: they are others now."""
        self.given = min(self.given, place)
        self.underlines = tuple(
            Underline(line.start, min(line.stop, place), line.apart)
            for line in self.underlines
            if line.start < place
        )
        self._lined = [-1] * place
        for number, line in enumerate(self.underlines):
            self._lined[line.start : line.stop] = [number] * (line.stop - line.start)
        if self.coloring is not None:
            self.coloring = Coloring(self.coloring.table, self.coloring.indices[:place])

    def highlightBlock(self, text: str) -> None:
        """Draw the marks of a line."""
        begins = self.currentBlock().position()
        first = self._page.character_at(begins)
        last = self._page.character_at(begins + self.currentBlock().length() - 1)
        keys = [self._key(place) for place in range(first, last)]
        run = 0
        for index in range(1, len(keys) + 1):
            if index == len(keys) or keys[index] != keys[run]:
                start = self._page.offset_of(first + run) - begins
                stop = self._page.offset_of(first + index) - begins
                if keys[run] != _PLAIN:
                    self.setFormat(start, stop - start, self._format(keys[run]))
                run = index

    def _key(self, place: int) -> tuple[int, int, bool]:
        """Return colour, underline (its number, or −1) and whether the character was given."""
        colors = self.coloring.indices if self.coloring is not None else ()
        color = colors[place] if place < len(colors) else -1
        line = self._lined[place] if place < len(self._lined) else -1
        return color, line, place < self.given

    def redraw(self) -> None:
        """Draw all marks anew."""
        self._formats.clear()
        self.rehighlight()

    def _format(self, key: tuple[int, int, bool]) -> QTextCharFormat:
        apart = key[1] >= 0 and self.underlines[key[1]].apart
        look = key[0], key[1] >= 0, apart, key[2]
        if look not in self._formats:
            self._formats[look] = self._made(*look)
        return self._formats[look]

    def _made(self, color: int, underlined: bool, apart: bool, given: bool) -> QTextCharFormat:
        scheme, form = self._theme.scheme, QTextCharFormat()
        if given:
            form.setForeground(QColor(scheme.accent))
        if underlined:
            underline(form, scheme, apart=apart)
        if color >= 0 and self.coloring is not None:
            form.setBackground(self.coloring.table.colors[color])
            form.setForeground(self.coloring.table.inks[color])
        return form


_PLAIN = (-1, -1, False)


class Page(QTextEdit):
    """A text in large letters.

    Signals:
        edited: The person has changed the text.
        placeChanged(int): The cursor stands after so many characters.
        spanClicked(int): The person clicked the character at this place.
        goOnAsked: The model is to go on from the cursor.
    """

    edited = Signal()
    placeChanged = Signal(int)
    spanClicked = Signal(int)
    goOnAsked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("studioPage")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setMouseTracking(True)
        enlarged(self, LYRICS_SCALE * _PAGE_SCALE)
        self.document().setDocumentMargin(GRID)
        self._theme, self._text = theme, ""
        self._offsets: list[int] | None = (
            None  # where characters begin for Qt; None: at their place
        )
        self._lines = False
        self._own = False
        self._place = 0
        self._tip: Callable[[int], str] | None = None
        # Before the highlighter, which draws what this has brought up to date.
        self.document().contentsChange.connect(self._on_document_contents_change)
        self._marks = _Marks(self, self.document(), theme)
        self.cursorPositionChanged.connect(self._on_cursor_position_changed)
        theme.changed.connect(self._marks.redraw)
        theme.changed.connect(self._mark_place)

    # The text

    @property
    def text(self) -> str:
        """The text as the model reads it: on one line."""
        return self._text

    def set_text(self, text: str, place: int | None = None, *, given: int = 0) -> None:
        """Show another text, the cursor after `place` characters; the first `given` stand out."""
        self._own = True
        self._marks.truncate(0)
        self.setPlainText(self._shown(text))
        self._own = False
        self._marks.given = given
        self.set_place(len(text) if place is None else place)
        self._marks.rehighlight()

    def add(self, text: str) -> None:
        """Put more at the end; the cursor stays, and so does what is being read."""
        bar = self.verticalScrollBar()
        place, following = bar.value(), bar.value() >= bar.maximum()
        before = self._place
        self._own = True
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(self._shown(text))
        self._own = False
        self.set_place(before)
        bar.setValue(bar.maximum() if following else place)

    def replace(self, text: str) -> None:
        """Put another text in place of this one, as if the person had typed it."""
        cursor, place = QTextCursor(self.document()), self._place
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(self._shown(text))
        self.set_place(place)

    def set_lines(self, lines: bool) -> None:
        """Show each space as the end of a line, or as a space."""
        if lines != self._lines:
            self._lines = lines
            coloring, underlines = self._marks.coloring, self._marks.underlines
            self.set_text(self._text, self._place, given=self._marks.given)
            self.mark(coloring, underlines)

    # Places

    @property
    def place(self) -> int:
        """After how many characters the cursor stands."""
        return self._place

    def set_place(self, place: int) -> None:
        """Put the cursor after so many characters."""
        cursor = self.textCursor()
        cursor.setPosition(self.offset_of(min(place, len(self._text))))
        self._own = True
        self.setTextCursor(cursor)
        self._own = False
        self._on_cursor_position_changed()

    def offset_of(self, place: int) -> int:
        """Return where Qt counts a character."""
        return place if self._offsets is None else self._offsets[place]

    def character_at(self, offset: int) -> int:
        """Return the place of the character that Qt counts there."""
        if self._offsets is None:
            return min(offset, len(self._text))
        return int(np.searchsorted(self._offsets, offset))

    # Marks

    def mark(self, coloring: Coloring | None, underlines: Sequence[Underline]) -> None:
        """Colour and underline the text; what is told of characters that it lacks is left out."""
        lines = tuple(underlines)
        if coloring is None and self._marks.coloring is None and lines == self._marks.underlines:
            return  # to draw a long page anew takes some 0.1 s
        self._marks.coloring, self._marks.underlines = coloring, lines
        self._marks.truncate(len(self._text))
        self._marks.redraw()

    def set_tip(self, tip: Callable[[int], str]) -> None:
        """Ask this for what is said of the character under the mouse."""
        self._tip = tip

    def picture(self) -> QImage:
        """Draw the whole page, with its marks, at a width that reads well."""
        document = self.document().clone()
        try:
            document.setTextWidth(_PICTURE_WIDTH)
            size = document.size().toSize()
            margin = 2 * _PICTURE_MARGIN
            image = QImage(
                _PICTURE_RATIO * (_PICTURE_WIDTH + margin),
                _PICTURE_RATIO * (size.height() + margin),
                QImage.Format.Format_RGB32,
            )
            image.fill(self.palette().base().color())
            self._copy_marks(document)
            with QPainter(image) as painter:
                painter.scale(_PICTURE_RATIO, _PICTURE_RATIO)
                painter.translate(_PICTURE_MARGIN, _PICTURE_MARGIN)
                document.drawContents(painter)
        finally:
            document.deleteLater()
        return image

    def _copy_marks(self, document: QTextDocument) -> None:
        """Give a copy of the document the formats that the highlighter has drawn into this one."""
        block, other = self.document().begin(), document.begin()
        while block.isValid() and other.isValid():
            other.layout().setFormats(block.layout().formats())
            document.markContentsDirty(other.position(), other.length())
            block, other = block.next(), other.next()

    # What the person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Ctrl+Return ask the model to go on."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.goOnAsked.emit()
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take a text, but no name of a file: the window opens files."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste a text, cleaned as the model's own was."""
        if source.hasText():
            self.insertPlainText(self._shown(clean(source.text())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which character was clicked."""
        super().mouseReleaseEvent(event)
        place = self.character_under(event.position())
        if place >= 0 and not self.textCursor().hasSelection():
            self.spanClicked.emit(place)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is known of the character under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.character_under(QPointF(event.pos()))
            tip = self._tip(place) if self._tip is not None and place >= 0 else ""
            QToolTip.showText(event.globalPos(), tip, self.viewport())
            return True
        return super().viewportEvent(event)

    def character_under(self, point: QPointF) -> int:
        """Return the place of the character at a point of the viewport, or −1."""
        bars = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        layout = self.document().documentLayout()
        offset = layout.hitTest(point + bars, Qt.HitTestAccuracy.ExactHit)
        if offset < 0:
            return -1
        cursor = QTextCursor(self.document())
        cursor.setPosition(offset)
        is_left = point.x() < self.cursorRect(cursor).left()
        if is_left != (cursor.block().textDirection() is Qt.LayoutDirection.RightToLeft):
            offset -= 1
        place = self.character_at(offset)
        return place if 0 <= place < len(self._text) else -1

    def _shown(self, text: str) -> str:
        return text.replace(" ", "\n") if self._lines else text

    def _on_document_contents_change(self, _place: int, _removed: int, _added: int) -> None:
        """Bring the text up to date; Qt says so too when only marks have changed."""
        text = self.document().toRawText().translate(_BREAKS)
        if text == self._text:
            return
        same = common_length(text, self._text)
        self._text = text
        ends = np.cumsum([1 + (character > "\uffff") for character in text]).tolist()
        self._offsets = None if not ends or ends[-1] == len(text) else [0, *ends]
        self._marks.truncate(same)
        if not self._own:
            self.edited.emit()
        self._mark_place()

    def _on_cursor_position_changed(self) -> None:
        place = self.character_at(self.textCursor().position())
        if place != self._place and not self._own:
            self._place = place
            self._mark_place()
            self.placeChanged.emit(place)

    def _mark_place(self) -> None:
        """Show the character at the cursor, also while something else has the focus."""
        here = QTextEdit.ExtraSelection()
        here.cursor = QTextCursor(self.document())
        if self._place < len(self._text):
            here.cursor.setPosition(self.offset_of(self._place))
            after = self.offset_of(self._place + 1)
            here.cursor.setPosition(after, QTextCursor.MoveMode.KeepAnchor)
        here.format.setBackground(translucent(self._theme.scheme.accent, _HERE))
        self.setExtraSelections([here])
