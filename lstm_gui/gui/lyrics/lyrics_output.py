"""The text that is being written: it grows while a person reads or selects; a twin's beside it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.gui.widgets.characters import length_in_qt
from lstm_gui.gui.widgets.formats import escaped
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, LYRICS_SCALE, Theme, enlarged
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["LyricsOutput", "TwinLyrics", "WritingRuns"]


class LyricsOutput(QPlainTextEdit):
    """A read-only text that grows at its end and leaves reading and selecting alone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._prefix = ""
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        enlarged(self, LYRICS_SCALE)
        self.document().setDocumentMargin(GRID // 2)
        theme.changed.connect(self._on_theme_changed)

    def begin(self, prefix: str) -> None:
        """Start a fresh text with its prefix in the accent colour."""
        self._prefix = prefix
        self.clear()
        self._append(prefix, self._prefix_format())

    def add(self, text: str) -> None:
        """Put more at the end."""
        self._append(text, QTextCharFormat())

    def _append(self, text: str, form: QTextCharFormat) -> None:
        bar = self.verticalScrollBar()
        place, following = bar.value(), bar.value() >= bar.maximum()
        own = self.textCursor()
        anchor, position, selected = own.anchor(), own.position(), own.hasSelection()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text, form)
        if selected:  # or a selection up to the end would grow
            own.setPosition(anchor)
            own.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(own)
        bar.setValue(bar.maximum() if following else place)

    def _prefix_format(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(QColor(self._theme.scheme.accent))
        form.setFontWeight(QFont.Weight.DemiBold)
        return form

    def _on_theme_changed(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(length_in_qt(self._prefix), cursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(self._prefix_format())


WritingRuns = Literal["A", "B", "both"]
_CHOICES: tuple[WritingRuns, ...] = ("A", "B", "both")


class TwinLyrics(Retranslated, QWidget):
    """The output of the lyrics panel, and while there is a twin, its output beside it."""

    def __init__(self, theme: Theme, output: LyricsOutput) -> None:
        super().__init__()
        self.setObjectName("twinLyrics")
        self._theme = theme
        self._labels = ("", "")
        self.runs: WritingRuns = "A"
        """Whose text is asked for."""
        self.output = LyricsOutput(theme)
        self.output.setObjectName("twinLyricsOutput")
        self._outputs = (output, self.output)
        self._titles = (PlainLabel(), PlainLabel())
        self._caption = PlainLabel()
        self._caption.setObjectName("writesLabel")
        self._buttons = {choice: QToolButton() for choice in _CHOICES}
        self._group = QButtonGroup(self)
        for index, (choice, button) in enumerate(self._buttons.items()):
            button.setObjectName(f"writesButton_{choice}")
            button.setCheckable(True)
            self._group.addButton(button, index)
        self._lay_out()
        self._group.idClicked.connect(self._on_group_clicked)
        theme.changed.connect(self._refresh)
        self.retranslate()
        self._refresh()

    def set_labels(self, labels: tuple[str, str] = ("", "")) -> None:
        """Name the two runs; no names while there is one."""
        if bool(labels[0]) != bool(self._labels[0]):
            self.runs = "both" if labels[0] else "A"
            self._buttons[self.runs].setChecked(True)
            self.output.begin("")
        self._labels = labels
        self._refresh()

    @property
    def asked(self) -> tuple[bool, ...]:
        """Who is to write: False for the run, True for its twin."""
        return {"A": (False,), "B": (True,), "both": (False, True)}[self.runs]

    def begin(self, prefix: str) -> None:
        """Start fresh texts with their prefix."""
        for twin in self.asked:
            self._outputs[twin].begin(prefix)

    @property
    def text(self) -> str:
        """What is shown of both, one after the other, or of the one that writes."""
        shown = [part for part in self._outputs if not part.isHidden()]
        if len(shown) == 1:
            return shown[0].toPlainText()
        pairs = zip(self._labels, shown, strict=True)
        return "\n".join(f"{label}: {part.toPlainText()}" for label, part in pairs)

    def retranslate(self) -> None:
        """Set all texts."""
        self._caption.setText(self.tr("Writes"))
        texts = {"A": "A", "B": "B", "both": self.tr("Both")}
        for choice, button in self._buttons.items():
            button.setText(texts[choice])
            button.setAccessibleName(f"{self._caption.text()} {texts[choice]}")
        self.output.setAccessibleName(self.tr("Lyrics of the twin"))
        self.output.setPlaceholderText(self.tr("What the twin writes after the prefix."))

    def _lay_out(self) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(GRID // 2)
        choice.addWidget(self._caption)
        for button in self._buttons.values():
            choice.addWidget(button)
        choice.addStretch(1)
        outputs = QGridLayout()
        outputs.setSpacing(GRID // 2)
        for place, (title, output) in enumerate(zip(self._titles, self._outputs, strict=True)):
            title.setProperty("role", "heading")
            title.setTextFormat(Qt.TextFormat.RichText)
            outputs.addWidget(title, 0, place)
            outputs.addWidget(output, 1, place)
        outputs.setRowStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(choice)
        column.addLayout(outputs, 1)

    def _refresh(self) -> None:
        twin = bool(self._labels[0])
        for part in (self._caption, *self._buttons.values()):
            part.setVisible(twin)
        shown = {"A": (True, False), "B": (False, True), "both": (True, True)}[self.runs]
        parts = zip(self._titles, self._outputs, self._labels, shown, strict=True)
        for (title, output, label, visible), color in zip(
            parts, self._theme.scheme.runs, strict=True
        ):
            title.setText(f"<span style='color:{color}'>●</span> {escaped(label)}" if label else "")
            title.setVisible(twin and visible)
            output.setVisible(visible)

    def _on_group_clicked(self, index: int) -> None:
        self.runs = _CHOICES[index]
        self._refresh()
