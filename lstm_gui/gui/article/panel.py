"""The article page: a text to read, with equations, claims and a table that are alive."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QUrl, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lstm_gui.gui.article.words import ArticleState, article_html, article_text
from lstm_gui.gui.widgets.exportable import Exported
from lstm_gui.gui.widgets.footed_form import Foot
from lstm_gui.gui.widgets.reading_page import ReadingPage, page_sheet
from lstm_gui.gui.widgets.theme import GRID, Theme
from lstm_gui.gui.widgets.view import View

__all__ = ["ArticlePanel"]


class ArticlePanel(View):
    """Shows the article; what a link asks for is told by signals.

    Signals:
        claimAsked(str): A claim is to be put to the test and shown.
        ledgerAsked(str): The ledger is wanted at this quantity; at all of it if empty.
        besideAsked(str): A twin with this kind of cell is wanted.
        slipAsked: A twin with the θ that the article prints by mistake is wanted.
        textsAsked: The person wants a text of the catalogue.
        runAsked: The recipe is to be run for both cells.
        backAsked: The window is to be as it was before claims were shown.
        languageChanged: What is said elsewhere for the article is to be in another language.
    """

    claimAsked = Signal(str)
    ledgerAsked = Signal(str)
    besideAsked = Signal(str)
    slipAsked = Signal()
    textsAsked = Signal()
    runAsked = Signal()
    backAsked = Signal()
    languageChanged = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("articlePanel")
        self._theme = theme
        self._state = ArticleState()
        self._shown: tuple[str, str] | None = None
        self._page = ReadingPage("articleText")
        self._run, self._back = QPushButton(), QPushButton()
        self._run.setObjectName("articleRunButton")
        self._run.setProperty("role", "primary")
        self._back.setObjectName("articleBackButton")
        self._back.setEnabled(False)
        self._lay_out()
        self._page.anchorClicked.connect(self._on_page_anchor_clicked)
        self._run.clicked.connect(self.runAsked)
        self._back.clicked.connect(self.backAsked)
        theme.changed.connect(self._refresh)
        self.retranslate()

    def exported(self) -> Exported:
        """Return the page, as far as it is seen."""
        return Exported(self._page)

    @property
    def text(self) -> str:
        """What can be read, without markup."""
        return self._page.toPlainText()

    def set_state(self, state: ArticleState) -> None:
        """Show these numbers, samples and findings in it."""
        self._state = state
        self._refresh()

    def reveal(self, words: str) -> None:
        """Bring what was found into view."""
        self._page.reveal(words)

    def set_can_run(self, possible: bool) -> None:
        """Tell whether the recipe can be run: there is an engine, and it is not under way."""
        self._run.setEnabled(possible)

    def set_away(self, away: bool) -> None:
        """Tell whether the window was arranged for a claim."""
        self._back.setEnabled(away)

    def open_link(self, address: str) -> None:
        """Do what a link asks for, as if it were clicked."""
        kind, _, value = address.partition(":")
        match kind:
            case "claim":
                self.claimAsked.emit(value)
            case "ledger" | "graph":
                self.ledgerAsked.emit(value)
            case "beside":
                self.besideAsked.emit(value)
            case "theta":
                self.slipAsked.emit()
            case "texts":
                self.textsAsked.emit()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("The article"))
        self._page.setAccessibleName(self.tr("Text of the article"))
        self._run.setText(self.tr("Run the recipe for both cells"))
        self._run.setToolTip(
            self.tr(
                "Two new runs on the text in use, LSTM and GRU side by side, fill the table; the "
                "run of now stays in the table of runs"
            )
        )
        self._back.setText(self.tr("Back to how it was"))
        self._back.setToolTip(
            self.tr("Docks, cell, character and moment as before a claim was shown")
        )
        for button in (self._run, self._back):
            button.setAccessibleName(button.text())
        self._refresh()
        self.languageChanged.emit()

    def _catch_up(self) -> None:
        self._refresh()

    def _lay_out(self) -> None:
        foot = Foot(self._theme)
        row = QHBoxLayout(foot)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self._run)
        row.addStretch(1)
        row.addWidget(self._back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._page, 1)
        column.addWidget(foot)

    def _refresh(self) -> None:
        """Lay the text out anew, if somebody sees it and it has changed."""
        if not self.isVisible():
            return
        html = article_html(article_text(QLocale().name()), self._state)
        shown = html, page_sheet(self._theme.scheme)
        if shown != self._shown:
            self._shown = shown
            self._page.show_html(*shown)

    def _on_page_anchor_clicked(self, address: QUrl) -> None:
        self.open_link(address.toString())
