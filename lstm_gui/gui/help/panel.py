"""The help pane: a page about what the person is at, or the glossary."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from lstm_gui.core.help.topic import Topic
from lstm_gui.gui.help.subject import HelpSubject
from lstm_gui.gui.help.words import Titles, glossary_html, subject_html
from lstm_gui.gui.widgets.reading_page import PageView
from lstm_gui.gui.widgets.theme import GRID, Theme

__all__ = ["HelpPanel"]


@dataclass(frozen=True, slots=True)
class _Page:
    """What is shown, whether it is what the person is at, and where in it.

    The glossary has no subject.
    """

    subject: HelpSubject | None = None
    follows: bool = False
    term: str = ""
    place: int = 0


class HelpPanel(PageView):
    """Shows what it is told of; a page that the person has opened stays until it is let go.

    Signals:
        placeAsked(str): This view is to be shown, or a part of it: `memory:quantityButton_f`.
        settingAsked(str): The field of this setting is to be shown.
        languageChanged: What was told is to be told again, in another language.
    """

    placeAsked = Signal(str)
    settingAsked = Signal(str)
    languageChanged = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "helpText", parent)
        self.setObjectName("helpPanel")
        self._titles: Titles = str
        self._now = _Page(HelpSubject(""))
        self._earlier: list[_Page] = []
        self._bar, self._search = QWidget(), QLineEdit()
        self._search.setObjectName("glossarySearch")
        self._search.setClearButtonEnabled(True)
        self._search.setAcceptDrops(False)  # the window opens files
        self._glossary, self._back, self._stay = QPushButton(), QPushButton(), QPushButton()
        self._glossary.setObjectName("helpGlossaryButton")
        self._back.setObjectName("helpBackButton")
        self._stay.setObjectName("helpStayButton")
        self._stay.setCheckable(True)
        self._lay_out(self._glossary, self._back, self._stay)
        column = self.layout()
        assert isinstance(column, QBoxLayout)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.addWidget(self._search)
        column.insertWidget(0, self._bar)
        self._search.textChanged.connect(self._on_search_text_changed)
        self._glossary.clicked.connect(self._on_glossary_clicked)
        self._back.clicked.connect(self._on_back_clicked)
        self._go(self._now)
        self.retranslate()

    def set_titles(self, titles: Titles) -> None:
        """Call views so."""
        self._titles = titles
        self._refresh()

    @property
    def stays(self) -> bool:
        """Whether the page is kept, wherever the person goes."""
        return self._stay.isChecked()

    def tell(self, subject: HelpSubject) -> None:
        """Explain this."""
        self._earlier.clear()
        self._go(_Page(subject, follows=True))

    def tell_again(self, subject: HelpSubject) -> None:
        """Explain the same anew: something of it has changed."""
        if self._now.follows:
            self._now = replace(self._now, subject=subject)
            self._refresh()

    def explain(self, subject: HelpSubject) -> None:
        """Explain this because the person asks for it, and then follow again."""
        self._stay.setChecked(False)
        self.tell(subject)

    def open_topic(self, topic: Topic) -> None:
        """Open a page that is about nothing on the screen, and keep it."""
        self._open(_Page(HelpSubject("", topic)))

    def open_glossary(self, term: str = "") -> None:
        """Open the glossary, at a word of it, and keep it."""
        self._search.clear()
        self._open(_Page(term=term))
        if not term:
            self._search.setFocus()

    def open_link(self, address: str) -> None:
        """Do what a link asks for, as if it were clicked."""
        kind, _, value = address.partition(":")
        match kind:
            case "term":
                self.open_glossary(value)
            case "show":
                self.placeAsked.emit(value)
            case "setting":
                self.settingAsked.emit(value)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Help"))
        self._page.setAccessibleName(self.tr("Text of the help"))
        self._search.setPlaceholderText(self.tr("Find a word"))
        self._search.setAccessibleName(self.tr("Find a word"))
        self._glossary.setText(self.tr("Glossary"))
        self._back.setText(self.tr("Back"))
        self._back.setToolTip(self.tr("The page before the link"))
        self._stay.setText(self.tr("Stay on this page"))
        self._stay.setToolTip(
            self.tr("Keep this page while you point at something else; let go to follow again")
        )
        for button in (self._glossary, self._back, self._stay):
            button.setAccessibleName(button.text())
        self._refresh()
        self.languageChanged.emit()

    def _html(self) -> str:
        if self._now.subject is None:
            return glossary_html(self._search.text().strip(), self._titles)
        return subject_html(self._now.subject, self._titles)

    def _open(self, page: _Page) -> None:
        place = self._page.verticalScrollBar().value()
        self._earlier.append(replace(self._now, place=place))
        self._stay.setChecked(True)
        self._go(page)

    def _go(self, page: _Page) -> None:
        """Show a page from its beginning, or from where the reader was."""
        self._now = page
        self._bar.setVisible(page.subject is None)
        self._back.setEnabled(bool(self._earlier))
        self._refresh()
        self._page.verticalScrollBar().setValue(page.place)
        if page.term:
            self._page.scrollToAnchor(page.term)

    def _catch_up(self) -> None:
        super()._catch_up()
        if self._now.term:
            self._page.scrollToAnchor(self._now.term)

    def _on_search_text_changed(self) -> None:
        self._now = replace(self._now, term="")
        self._refresh()

    def _on_glossary_clicked(self) -> None:
        self.open_glossary()

    def _on_back_clicked(self) -> None:
        self._search.clear()
        page = self._earlier.pop()
        self._stay.setChecked(bool(self._earlier))
        self._go(page)
