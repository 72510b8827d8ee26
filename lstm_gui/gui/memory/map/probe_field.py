"""The field for the probe text; it names the characters that the model does not know."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from lstm_gui.gui.widgets.theme import GRID
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["ProbeField"]

_PAUSE_MS = 150
_LONGEST = 512


class ProbeField(Retranslated, QWidget):
    """A line to type in; unknown characters are named under it.

    Signals:
        probeChanged: The person changed the text, and paused or pressed Enter.
    """

    probeChanged = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("probeField")
        self._unknown = ""
        self._edit = QLineEdit()
        self._edit.setObjectName("probeEdit")
        self._edit.setMaxLength(_LONGEST)
        # Not textEdited: scripts that fill the line count as a person too.
        self._edit.textChanged.connect(self._on_edit_text_changed)
        self._edit.returnPressed.connect(self._on_edit_return_pressed)
        self._notice = QLabel()
        self._notice.setObjectName("probeUnknown")
        self._notice.setProperty("role", "warning")
        self._notice.setWordWrap(True)
        self._notice.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._edit)
        layout.addWidget(self._notice)
        self.retranslate()

    def text(self) -> str:
        """Return the text as it stands in the line."""
        return self._edit.text()

    def set_text(self, text: str) -> None:
        """Show this text; what was being typed is dropped."""
        self._pause.stop()
        if text != self._edit.text():
            with QSignalBlocker(self._edit):
                self._edit.setText(text)
            self._edit.setCursorPosition(0)

    def set_unknown(self, characters: str) -> None:
        """Name the characters that the model does not know, or none."""
        self._unknown = characters
        self._show_unknown()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._edit.setAccessibleName(self.tr("Probe text"))
        self._edit.setPlaceholderText(self.tr("A text for the memory to read"))
        self._edit.setToolTip(self.tr("The memory above is of this text. It trains nothing."))
        self._notice.setAccessibleName(self.tr("Unknown characters"))
        self._show_unknown()

    def hideEvent(self, event: QHideEvent) -> None:
        """Send what was typed before nothing is seen of it."""
        super().hideEvent(event)
        if self._pause.isActive():
            self._send()

    def _show_unknown(self) -> None:
        template = self.tr("Not in the corpus, left out: {characters}")
        self._notice.setText(template.format(characters=" ".join(self._unknown)))
        self._notice.setVisible(bool(self._unknown))

    def _send(self) -> None:
        self._pause.stop()
        self.probeChanged.emit(self._edit.text())

    def _on_edit_text_changed(self, _text: str) -> None:
        self._pause.start()

    def _on_edit_return_pressed(self) -> None:
        self._send()

    def _on_pause_timeout(self) -> None:
        self._send()
