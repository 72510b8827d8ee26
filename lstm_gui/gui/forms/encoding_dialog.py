"""The dialog that asks for the encoding of a file, with a preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.errors import CorpusError
from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, roomy
from lstm_gui.gui.widgets.translation import Retranslated, error_text

__all__ = ["EncodingDialog"]

_SIZE = QSize(60 * GRID, 45 * GRID)


class EncodingDialog(Retranslated, QDialog):
    """Asks how to read a file. Use it with `open()`; after `accepted`, read `encoding`.

    Args:
        encodings: What can be chosen.
        current: The encoding in which the file is read now.
        reading: What was chosen for it.
        name: The file, as the person knows it.
        preview: Returns the beginning of the file in an encoding, or raises `CorpusError`.
    """

    def __init__(
        self,
        encodings: Sequence[str],
        current: str,
        *,
        name: str,
        preview: Callable[[FileReading], str],
        reading: FileReading = AS_FOUND,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("encodingDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._name = name
        self._read = preview
        self._before, self._found = reading, current
        self._make_fields([*dict.fromkeys((*encodings, current))], current)
        self._make_buttons()
        self._lay_out()
        self.retranslate()

    def _make_fields(self, encodings: Sequence[str], current: str) -> None:
        self._label = PlainLabel()
        self._combo = QComboBox()
        self._combo.setObjectName("encodingCombo")
        self._combo.addItems(encodings)
        self._combo.setCurrentText(current)
        self._label.setBuddy(self._combo)
        self._untimed = QCheckBox()
        self._untimed.setObjectName("untimedTick")
        self._untimed.setChecked(self._before.untimed)
        self._error = WrapLabel()
        self._error.setObjectName("encodingError")
        self._error.setProperty("role", "error")
        self._error.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._preview = QPlainTextEdit()
        self._preview.setObjectName("encodingPreview")
        self._preview.setReadOnly(True)
        self._combo.currentTextChanged.connect(self._show_preview)
        self._untimed.toggled.connect(self._show_preview)

    def _make_buttons(self) -> None:
        standard = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self._buttons.setObjectName("encodingButtons")
        for button in self._buttons.buttons():
            button.setIcon(QIcon())
        self._buttons.button(standard.Ok).setProperty("role", "primary")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._label)
        line.addWidget(self._combo, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(line)
        column.addWidget(self._untimed)
        column.addWidget(self._error, 1)
        column.addWidget(self._preview, 1)
        column.addWidget(self._buttons)
        self.resize(roomy(_SIZE))

    def retranslate(self) -> None:
        """Set all texts."""
        self.setWindowTitle(self.tr("Encoding of {name}").format(name=self._name))
        self._label.setText(self.tr("Encoding"))
        self._combo.setAccessibleName(self.tr("Encoding"))
        self._untimed.setText(self.tr("Leave out time stamps and tags (.lrc, .srt, .vtt)"))
        self._preview.setAccessibleName(self.tr("Preview"))
        standard = QDialogButtonBox.StandardButton
        for kind, text in (
            (standard.Ok, self.tr("Use this encoding")),
            (standard.Cancel, self.tr("Cancel")),
        ):
            self._buttons.button(kind).setText(text)
            self._buttons.button(kind).setAccessibleName(text)
        self._show_preview()

    @property
    def encoding(self) -> str:
        """The encoding that is chosen."""
        return self._combo.currentText()

    @property
    def reading(self) -> FileReading:
        """How the file is to be read; an encoding that was found stays to be found."""
        same = self.encoding == self._found
        encoding = self._before.encoding if same else self.encoding
        return FileReading(encoding=encoding, untimed=self._untimed.isChecked())

    def _show_preview(self) -> None:
        text = problem = ""
        try:
            text = self._read(self.reading.model_copy(update={"encoding": self.encoding}))
        except CorpusError as error:
            problem = error_text(error)
        self._preview.setPlainText(text)
        self._preview.setVisible(not problem)
        self._error.set_message(problem)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)
