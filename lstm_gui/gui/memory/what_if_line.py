"""The line that says which character is changed, and into what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from lstm_gui.gui.memory.wording import named_character, named_characters
from lstm_gui.gui.theme import GRID

__all__ = ["WhatIfLine"]

_PAUSE_MS = 150


class WhatIfLine(QWidget):
    """One character of the text, and a box for the one in its place.

    Signals:
        changeAsked: The person wants this character in the chosen place, and paused.
        resetAsked: The person wants the text as it was.
    """

    changeAsked = Signal(str)
    resetAsked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("whatIfLine")
        self._position = -1
        self._original = ""
        self._unknown_in: Callable[[str], Sequence[str]] | None = None
        self._before = QLabel()
        self._before.setObjectName("whatIfBefore")
        self._edit = QLineEdit()
        self._edit.setObjectName("whatIfEdit")
        self._edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._edit.setFixedWidth(5 * GRID)
        self._before.setBuddy(self._edit)
        self._status = QLabel()
        self._status.setObjectName("whatIfStatus")
        self._status.setProperty("role", "warning")
        self._reset = QPushButton()
        self._reset.setObjectName("whatIfResetButton")
        self._reset.hide()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._send)
        # Not textEdited: scripts that fill the box count as a person too.
        self._edit.textChanged.connect(self._on_edit_text_changed)
        self._edit.returnPressed.connect(self._send)
        self._reset.clicked.connect(self._on_reset_clicked)
        self._lay_out()
        self.retranslate()

    @property
    def character(self) -> str:
        """The one character typed, if it is known and another one, or nothing."""
        typed = self._edit.text()
        valid = len(typed) == 1 and typed != self._original and not self._unknown()
        return typed if valid and self._position >= 0 else ""

    @property
    def position(self) -> int:
        """The place that is spoken of, or −1."""
        return self._position

    def set_place(self, position: int, original: str, typed: str = "") -> None:
        """Speak of this character of the text; −1 for none."""
        self._pause.stop()
        self._position, self._original = position, original
        with QSignalBlocker(self._edit):
            self._edit.setText(typed)
        self._refresh()

    def set_undo(self, possible: bool) -> None:
        """Tell whether there is a change to undo."""
        self._reset.setVisible(possible)

    def begin_typing(self) -> None:
        """Put the keyboard into the box."""
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edit.selectAll()

    def set_unknown_check(self, unknown: Callable[[str], Sequence[str]]) -> None:
        """Use this to find characters that the model does not know."""
        self._unknown_in = unknown
        self._refresh()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._edit.setAccessibleName(self.tr("Character to put here"))
        self._edit.setToolTip(self.tr("Type another character"))
        self._reset.setText(self.tr("Undo"))
        self._reset.setAccessibleName(self.tr("Undo the change"))
        self._status.setAccessibleName(self.tr("What is wrong with the character"))
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing that is not seen."""
        super().hideEvent(event)
        self._pause.stop()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._before)
        layout.addWidget(self._edit)
        layout.addWidget(self._reset)
        layout.addWidget(self._status)
        layout.addStretch(1)

    def _refresh(self) -> None:
        chosen = self._position >= 0
        self._edit.setEnabled(chosen)
        if chosen:
            template = self.tr("Character {number}: {character} becomes")
            self._before.setText(
                template.format(
                    number=self._position + 1, character=named_character(self._original)
                )
            )
        else:
            self._before.setText(self.tr("Click a character to change it"))
        self._status.setText(self._problem())
        self._edit.setAccessibleDescription(self._status.text())

    def _unknown(self) -> Sequence[str]:
        return self._unknown_in(self._edit.text()) if self._unknown_in else ()

    def _problem(self) -> str:
        typed = self._edit.text()
        if len(typed) > 1:
            return self.tr("One character only")
        if not typed or not self._unknown():
            return ""
        template = self.tr("Not in this text: {characters}")
        return template.format(characters=named_characters(self._unknown()))

    def _send(self) -> None:
        self._pause.stop()
        if self.character:
            self._edit.selectAll()  # so that the next character takes this one's place
            self.changeAsked.emit(self.character)

    def _on_edit_text_changed(self, typed: str) -> None:
        self._refresh()
        if self.character:
            self._pause.start()
            return
        self._pause.stop()
        if typed == self._original and self._position >= 0:
            self.resetAsked.emit()

    def _on_reset_clicked(self) -> None:
        self.set_place(self._position, self._original)
        self.resetAsked.emit()
