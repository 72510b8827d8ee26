"""A text to read: a column of a measure, with links, over a foot with buttons."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from lstm_gui.gui.widgets.exportable import Exported
from lstm_gui.gui.widgets.footed_form import Foot
from lstm_gui.gui.widgets.theme import GRID, Scheme, Theme
from lstm_gui.gui.widgets.view import View

__all__ = ["PageView"]

_MEASURE = 70
"""Characters in a line: more tire the eye."""


_LOOKED_FOR = 24
"""So many characters are looked for: a block of text can be longer than a line."""


class ReadingPage(QTextBrowser):
    """Text in a column of a measure, in the middle of what room there is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the measure."""
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        column = _MEASURE * self.fontMetrics().averageCharWidth()
        side = max((room - column) // 2, 2 * GRID)
        if self.viewportMargins().left() != side:
            self.setViewportMargins(side, 0, side, 0)
        super().resizeEvent(event)  # after the margins: else lines are as long as without them

    def show_html(self, html: str, sheet: str) -> None:
        """Show another text, at the place where the reader is."""
        place = self.verticalScrollBar().value()
        self.document().setDefaultStyleSheet(sheet)
        self.setHtml(html)
        self.verticalScrollBar().setValue(place)

    def reveal(self, words: str) -> None:
        """Bring the end of these words into view, if they stand on the page."""
        found = self.document().find(words[-_LOOKED_FOR:])
        if not found.isNull():
            found.clearSelection()
            self.setTextCursor(found)
            self.ensureCursorVisible()


class PageView(View):
    """A view with a text to read; it is laid out anew if somebody sees it and it has changed.

    Args:
        theme: Colours.
        name: The object name of the text.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[str, str] | None = None
        self._page = ReadingPage(name)
        self._foot = Foot(theme)
        self._page.anchorClicked.connect(self._on_page_anchor_clicked)
        theme.changed.connect(self._refresh)

    @abstractmethod
    def open_link(self, address: str) -> None:
        """Do what a link asks for, as if it were clicked."""

    @abstractmethod
    def _html(self) -> str:
        """Return what there is to read now."""

    @property
    def text(self) -> str:
        """What can be read, without markup."""
        return self._page.toPlainText()

    def exported(self) -> Exported:
        """Return the page, as far as it is seen."""
        return Exported(self._page)

    def _lay_out(self, first: QPushButton, *others: QPushButton) -> None:
        """Put a button at the left of the foot, and the others at its right."""
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(first)
        row.addStretch(1)
        for button in others:
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._page, 1)
        column.addWidget(self._foot)

    def _catch_up(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        shown = self._html(), page_sheet(self._theme.scheme)
        if shown != self._shown:
            self._shown = shown
            self._page.show_html(*shown)

    def _on_page_anchor_clicked(self, address: QUrl) -> None:
        self.open_link(address.toString())


def page_sheet(scheme: Scheme) -> str:
    """Return the look of such a text, in Qt's subset of CSS."""
    return f"""
    body {{ color: {scheme.text}; }}
    h1 {{ font-size: 20px; font-weight: 600; margin-top: 18px; margin-bottom: 8px; }}
    h2 {{ font-size: 15px; font-weight: 600; margin-top: 22px; margin-bottom: 4px; }}
    p {{ line-height: 150%; margin-top: 0px; margin-bottom: 10px; }}
    p.lead {{ color: {scheme.muted}; }}
    p.eq {{ margin-top: 2px; margin-bottom: 8px; }}
    p.claim {{ margin-left: 16px; margin-top: 4px; }}
    p.gap {{ font-size: 6px; margin-bottom: 0px; }}
    p.sample {{ line-height: 130%; margin-bottom: 8px; }}
    a {{ color: {scheme.accent}; text-decoration: none; }}
    span.muted {{ color: {scheme.muted}; }}
    span.no {{ color: {scheme.warning}; }}
    span.error {{ color: {scheme.error}; }}
    th {{ font-weight: normal; color: {scheme.muted}; }}
    td, th {{ padding: 3px 6px; }}
    """
