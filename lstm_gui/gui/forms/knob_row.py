"""One line of the form: label, mark, editor, and beneath it what is wrong."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.settings.knob import Knob
from lstm_gui.gui.forms.knob_editors import editor_for, knob_text
from lstm_gui.gui.widgets.formats import tooltip
from lstm_gui.gui.widgets.labels import WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Theme
from lstm_gui.gui.widgets.translation import error_text

__all__ = ["KnobRow", "LiveMark", "Mark"]


class Mark(Enum):
    """What the dot beside a live setting says."""

    NONE = "none"
    LIVE = "live"
    """It acts at once."""
    SENT = "sent"
    """It was changed; the engine has not taken it up yet."""


class LiveMark(QWidget):
    """A small dot: full when a setting acts at once, a ring while a change is on its way."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.mark = Mark.NONE
        self.setObjectName("liveMark")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Take the room of one grid step, so that nothing jumps when the dot comes."""
        return QSize(GRID, GRID)

    def set_mark(self, mark: Mark) -> None:
        """Show another mark."""
        if mark is not self.mark:
            self.mark = mark
            self.retranslate()
            self.update()

    def retranslate(self) -> None:
        """Set the tooltip."""
        texts = {
            Mark.NONE: "",
            Mark.LIVE: self.tr("Acts at once"),
            Mark.SENT: self.tr("Acts from the next batch on"),
        }
        self.setToolTip(texts[self.mark])
        self.setAccessibleName(texts[self.mark])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dot or the ring."""
        if self.mark is Mark.NONE:
            return
        accent = QColor(self._theme.scheme.accent)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(accent, 1.5))
        if self.mark is Mark.LIVE:
            painter.setBrush(accent)
        size = 4.5
        dot = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
        painter.drawEllipse(dot)
        painter.end()


class KnobRow:
    """The widgets of one setting, two rows of a grid; the second is there only for an error."""

    def __init__(self, knob: Knob, theme: Theme) -> None:
        self.knob = knob
        self.error: ConfigError | None = None
        self.mark = LiveMark(theme)
        self.editor = editor_for(knob, theme)
        self.label = QLabel()
        self.label.setObjectName(self.editor.field.objectName() + "Label")
        self.label.setBuddy(self.editor.field)
        self.message = WrapLabel()
        self.message.setObjectName(self.editor.field.objectName() + "Error")
        self.message.setProperty("role", "error")
        self.message.hide()

    def place(self, grid: QGridLayout, line: int) -> None:
        """Put the widgets into two rows of a grid, from `line` on."""
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self.label, line, 0, align)
        grid.addWidget(self.mark, line, 1)
        grid.addWidget(self.editor, line, 2)
        grid.addWidget(self.message, line + 1, 0, 1, 3)

    def retranslate(self) -> None:
        """Set all texts."""
        self.label.setText(knob_text(self.knob.label))
        self.mark.retranslate()
        self.editor.retranslate()
        self._show_help()
        self.show_error()

    def set_idle(self, reason: str) -> None:
        """Grey the setting out for this reason; its value stays. Nothing means that it acts."""
        for part in (self.label, self.editor):
            part.setEnabled(not reason)
        if reason != self.editor.idle:
            self.editor.idle = reason
            self.editor.retranslate()
            self._show_help()

    def show_error(self) -> None:
        """Show what is wrong, or that nothing is."""
        text = error_text(self.error) if self.error else ""
        self.message.set_message(text)
        self.editor.field.setAccessibleDescription(text or knob_text(self.knob.help))

    def set_state(self, state: str) -> None:
        """Tint the field: `pending`, or neither; `invalid` while an error is shown."""
        shown = self.error is not None and not self.message.isHidden()
        self.editor.set_state("invalid" if shown else state)

    def _show_help(self) -> None:
        self.label.setToolTip(tooltip(self.editor.idle, knob_text(self.knob.help)))
