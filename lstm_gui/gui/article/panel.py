"""The article page: a text to read, with equations, claims and a table that are alive."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from lstm_gui.gui.article.words import ArticleState, article_html, article_text
from lstm_gui.gui.widgets.reading_page import PageView
from lstm_gui.gui.widgets.theme import Theme

__all__ = ["ArticlePanel"]


class ArticlePanel(PageView):
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
        super().__init__(theme, "articleText", parent)
        self.setObjectName("articlePanel")
        self._state = ArticleState()
        self._run, self._back = QPushButton(), QPushButton()
        self._run.setObjectName("articleRunButton")
        self._run.setProperty("role", "primary")
        self._back.setObjectName("articleBackButton")
        self._back.setEnabled(False)
        self._lay_out(self._run, self._back)
        self._run.clicked.connect(self.runAsked)
        self._back.clicked.connect(self.backAsked)
        self.retranslate()

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

    def _html(self) -> str:
        return article_html(article_text(QLocale().name()), self._state)
