"""The dialog in which a text is written, pasted or changed, to be trained on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.numbers import thousands
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, roomy
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["MOST_EDITED", "TextEditor"]

MOST_EDITED = 1_000_000
"""A longer text would keep the window waiting."""
_SIZE = QSize(640, 560)
_SETTLE_MS = 150
_LONGEST_NAME = 80


class TextEditor(Retranslated, QDialog):
    """A plain editor; what it holds becomes a file among one's own texts.

    Signals:
        textWritten(str, str): A text and its name: it is to be used.
        textAsked: The text in use is wanted in place of what was written.
    """

    textWritten = Signal(str, str)
    textAsked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("textEditorDialog")
        self._too_long = False
        self._label, self._name = PlainLabel(), QLineEdit()
        self._name.setObjectName("textNameEdit")
        self._name.setMaxLength(_LONGEST_NAME)
        self._label.setBuddy(self._name)
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setObjectName("textEdit")
        self._settled = one_shot(self, _SETTLE_MS)
        self._settled.timeout.connect(self._refresh)
        self._text.textChanged.connect(self._settled.start)
        self._note = WrapLabel()
        self._note.setObjectName("textNote")
        self._note.setProperty("role", "muted")
        self._use, self._cancel = QPushButton(), QPushButton()
        self._again = QPushButton()
        self._again.setObjectName("textInUseButton")
        self._again.clicked.connect(self.textAsked)
        self._again.hide()
        self._use.setObjectName("useTextButton")
        self._use.setProperty("role", "primary")
        self._use.clicked.connect(self._on_use_clicked)
        self._cancel.setObjectName("cancelTextButton")
        self._cancel.clicked.connect(self.reject)
        self._lay_out()
        self.resize(roomy(_SIZE))
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._label)
        head.addWidget(self._name, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._again)
        foot.addWidget(self._cancel)
        foot.addWidget(self._use)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._text, 1)
        column.addLayout(foot)

    def retranslate(self) -> None:
        """Set all texts."""
        self.setWindowTitle(self.tr("Edit text"))
        self._label.setText(self.tr("Name"))
        self._name.setAccessibleName(self.tr("Name"))
        self._text.setAccessibleName(self.tr("Text"))
        self._text.setPlaceholderText(
            self.tr("Write or paste a text. A line that begins with # and a space is a title.")
        )
        for button, words in (
            (self._use, self.tr("Use this text")),
            (self._cancel, self.tr("Cancel")),
            (self._again, self.tr("Text in use")),
        ):
            button.setText(words)
            button.setAccessibleName(words)
        self._again.setToolTip(self.tr("Show the text in use, and give up what is written here"))
        self._refresh()

    @property
    def has_draft(self) -> bool:
        """Whether something is written here that is no text yet."""
        document = self._text.document()
        return document.isModified() and document.characterCount() > 1

    def set_text(self, text: str, name: str) -> None:
        """Put a text into the editor, or say that it is too long for one."""
        self._too_long = len(text) > MOST_EDITED
        self._name.setText(name)
        self._text.setPlainText("" if self._too_long else text)
        self._text.document().setModified(False)
        self._again.hide()
        self._refresh()

    def offer_text(self) -> None:
        """Offer the text in use: what is seen is what was written before."""
        self._again.show()

    def add_piece(self, text: str) -> None:
        """Put a piece of text where the cursor is."""
        self._text.insertPlainText(text[:MOST_EDITED])
        self._refresh()

    def _refresh(self) -> None:
        document = self._text.document()
        self._use.setEnabled(document.characterCount() > 1)
        if self._too_long and document.characterCount() <= 1:
            template = self.tr(
                "The text in use is longer than {most} characters: change it in a program for "
                "long texts. Another one can be written or pasted here."
            )
            self._note.set_message(template.format(most=thousands(MOST_EDITED)))
            return
        template = self.tr("{characters} characters in {lines} lines", "", document.blockCount())
        self._note.set_message(
            template.format(
                characters=thousands(document.characterCount() - 1),
                lines=thousands(document.blockCount()),
            )
        )

    def _on_use_clicked(self) -> None:
        self.accept()
        self._text.document().setModified(False)
        self.textWritten.emit(self._text.toPlainText(), self._name.text())
