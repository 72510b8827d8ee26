"""The dialog in which a person says what is exported, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.export.film_file import has_ffmpeg
from lstm_gui.gui.export.film import FILM_SIZE
from lstm_gui.gui.export.wish import ExportedThing, ExportWish, Format, Kind, formats_of
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.number_boxes import CountBox
from lstm_gui.gui.widgets.picture import PictureForm, picture
from lstm_gui.gui.widgets.theme import GRID, Theme, sized
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["ExportDialog"]

_KINDS: tuple[Kind, ...] = ("view", "run", "runs")
_SIDES = (64, 8192)
_SCALES = (1, 2, 3, 4)
_PREVIEW = QSize(420, 236)
_PREVIEW_MS = 150
_LARGEST_PREVIEW = 4 * 2**20
"""In pixels; a larger one would keep the window waiting."""


class ExportDialog(Retranslated, QDialog):
    """Two choices of what, one of how, and what belongs to pictures.

    Args:
        theme: The colours of the window.
        things: What there is of each kind.
        parent: The window.

    Signals:
        viewChosen(str): This view is to be seen, for what is not seen is not up to date.
        exportAsked(ExportWish), copyAsked(ExportWish): The person wants a file, or a copy.
        cancelAsked: The film under way is not wanted.
    """

    viewChosen = Signal(str)
    exportAsked = Signal(object)
    copyAsked = Signal(object)
    cancelAsked = Signal()

    def __init__(
        self, theme: Theme, things: Callable[[Kind], Sequence[ExportedThing]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self._theme = theme
        self._all_things = things
        self._things: tuple[ExportedThing, ...] = ()
        self._formats: tuple[Format, ...] = ()
        self._busy = False
        self._combos = {
            name: QComboBox() for name in ("kind", "thing", "format", "scale", "colors")
        }
        for name, combo in self._combos.items():
            combo.setObjectName(f"export{name.title()}Combo")
        self._width, self._height = CountBox(), CountBox()
        self._titled, self._title = QCheckBox(), QLineEdit()
        self._labels = {
            name: PlainLabel() for name in ("kind", "thing", "format", "size", "colors", "title")
        }
        self._note, self._preview = WrapLabel(), PlainLabel()
        self._progress = QProgressBar()
        self._buttons = {name: QPushButton() for name in ("copy", "close", "export")}
        self._refreshed = one_shot(self, _PREVIEW_MS)
        self._refreshed.timeout.connect(self._show_preview)
        self._name_parts()
        self._lay_out()
        self._fill()
        self._connect()
        self.retranslate()

    # What is chosen

    @property
    def wish(self) -> ExportWish | None:
        """What the fields say; None while there is nothing to export."""
        place, kind = self._combos["thing"].currentIndex(), self._kind
        chosen = self._format
        if chosen is None or not 0 <= place < len(self._things):
            return None
        return ExportWish(kind, self._things[place], chosen, self._form())

    def choose(self, kind: Kind, key: str = "", form: str = "") -> None:
        """Choose a thing, and perhaps a format."""
        self._combos["kind"].setCurrentIndex(_KINDS.index(kind))
        self._on_kind_changed()
        place = next((n for n, thing in enumerate(self._things) if thing.key == key), 0)
        self._combos["thing"].setCurrentIndex(place)
        self._on_thing_changed()
        found = next((n for n, one in enumerate(self._formats) if one.key == form), 0)
        self._combos["format"].setCurrentIndex(found)
        self._refresh()

    def set_progress(self, done: float | None) -> None:
        """Show how far a film is, from 0 to 1; None when none is made."""
        self._busy = done is not None
        self._progress.setVisible(self._busy)
        self._progress.setValue(round(100 * (done or 0.0)))
        self._refresh()

    # Making

    def _name_parts(self) -> None:
        self._width.setObjectName("exportWidthSpin")
        self._height.setObjectName("exportHeightSpin")
        self._titled.setObjectName("exportTitleCheck")
        self._titled.setChecked(True)
        self._title.setObjectName("exportTitleEdit")
        self._note.setObjectName("exportNote")
        self._note.setProperty("role", "muted")
        self._preview.setObjectName("exportPreview")
        sized(self._preview.setFixedSize, _PREVIEW)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._progress.setObjectName("exportProgress")
        self._progress.setTextVisible(False)
        self._progress.hide()
        for box in (self._width, self._height):
            box.setRange(*_SIDES)
            box.setAlignment(Qt.AlignmentFlag.AlignRight)
        for name, button in self._buttons.items():
            button.setObjectName(f"{name}ExportButton")
        self._buttons["export"].setProperty("role", "primary")
        self._buttons["export"].setDefault(True)

    def _lay_out(self) -> None:
        size, title = QHBoxLayout(), QHBoxLayout()
        size.setSpacing(GRID)
        for part in (self._width, PlainLabel("×"), self._height, self._combos["scale"]):
            size.addWidget(part)
        size.addStretch(1)
        title.addWidget(self._titled)
        title.addWidget(self._title, 1)
        form = QFormLayout()
        form.setSpacing(GRID)
        for name in ("kind", "thing", "format"):
            form.addRow(self._labels[name], self._combos[name])
        form.addRow(self._labels["size"], size)
        form.addRow(self._labels["colors"], self._combos["colors"])
        form.addRow(self._labels["title"], title)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self._progress, 1)
        foot.addStretch(0)
        for button in self._buttons.values():
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(form)
        column.addWidget(self._note)
        column.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        column.addLayout(foot)

    def _fill(self) -> None:
        self._combos["kind"].addItems([""] * len(_KINDS))
        self._combos["colors"].addItems([""] * 2)
        self._combos["scale"].addItems([""] * len(_SCALES))
        self._combos["scale"].setCurrentIndex(1)

    def _connect(self) -> None:
        self._combos["kind"].activated.connect(self._on_kind_changed)
        self._combos["thing"].activated.connect(self._on_thing_changed)
        self._combos["format"].activated.connect(self._refresh)
        self._combos["colors"].activated.connect(self._refresh)
        self._titled.toggled.connect(self._refresh)
        self._title.textChanged.connect(self._refresh)
        self._width.valueChanged.connect(self._refresh)
        self._height.valueChanged.connect(self._refresh)
        self._buttons["copy"].clicked.connect(self._on_copy_clicked)
        self._buttons["export"].clicked.connect(self._on_export_clicked)
        self._buttons["close"].clicked.connect(self.reject)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setWindowTitle(self.tr("Export"))
        texts = {
            "kind": self.tr("What"),
            "thing": self.tr("Which"),
            "format": self.tr("Format"),
            "size": self.tr("Size"),
            "colors": self.tr("Colours"),
            "title": self.tr("Title"),
        }
        for name, text in texts.items():
            self._labels[name].setText(text)
            if name in self._combos:
                self._combos[name].setAccessibleName(text)
        kinds = (self.tr("A view"), self.tr("A run"), self.tr("The table of runs"))
        colors = (self.tr("As in the window"), self.tr("For paper: on white"))
        for combo, words in (("kind", kinds), ("colors", colors)):
            for place, word in enumerate(words):
                self._combos[combo].setItemText(place, word)
        for place, scale in enumerate(_SCALES):
            template = self.tr("{scale} pixels a point")
            self._combos["scale"].setItemText(place, template.format(scale=scale))
        self._combos["scale"].setAccessibleName(self.tr("Resolution"))
        self._width.setAccessibleName(self.tr("Width"))
        self._height.setAccessibleName(self.tr("Height"))
        self._titled.setAccessibleName(self.tr("With a title"))
        self._title.setAccessibleName(self.tr("Title"))
        self._preview.setAccessibleName(self.tr("Preview"))
        self._progress.setAccessibleName(self.tr("Progress of the film"))
        self._refresh()

    # Showing

    @property
    def _kind(self) -> Kind:
        return _KINDS[max(self._combos["kind"].currentIndex(), 0)]

    @property
    def _format(self) -> Format | None:
        place = self._combos["format"].currentIndex()
        return self._formats[place] if 0 <= place < len(self._formats) else None

    def _form(self) -> PictureForm:
        return PictureForm(
            size=QSize(self._width.value(), self._height.value()),
            scale=float(_SCALES[max(self._combos["scale"].currentIndex(), 0)]),
            paper=self._combos["colors"].currentIndex() == 1,
            title=self._title.text().strip() if self._titled.isChecked() else "",
        )

    def _on_kind_changed(self) -> None:
        self._things = tuple(self._all_things(self._kind))
        self._formats = formats_of(self._kind, mp4=has_ffmpeg())
        thing, chosen = self._combos["thing"], self._combos["format"]
        thing.clear()
        thing.addItems([one.title for one in self._things])
        chosen.clear()
        chosen.addItems([one.words for one in self._formats])
        self._on_thing_changed()

    def _on_thing_changed(self) -> None:
        wish = self.wish
        if wish is not None:
            self._title.setText(wish.thing.title)
            if wish.kind == "view":
                self.viewChosen.emit(wish.thing.key)
            self._suggest_size(wish)
        self._refresh()

    def _suggest_size(self, wish: ExportWish) -> None:
        """Begin with the size that the view has on the screen, or a film's usual one."""
        size = FILM_SIZE
        if wish.thing.view is not None:
            size = wish.thing.view().exported().widget.size()
        self._width.setValue(size.width())
        self._height.setValue(size.height())

    def _refresh(self) -> None:
        chosen, wish = self._format, self.wish
        drawn = chosen is not None and chosen.picture and wish is not None
        film = drawn and self._kind == "run"
        for part in (self._width, self._height, self._combos["colors"], self._titled):
            part.setEnabled(drawn and not self._busy)
        self._combos["scale"].setEnabled(drawn and not film and chosen is not None)
        self._title.setEnabled(drawn and self._titled.isChecked())
        self._note.set_message("" if chosen is None else chosen.said)
        self._preview.setVisible(self._kind == "view" and drawn)
        self._buttons["copy"].setVisible(self._kind == "view")
        self._buttons["copy"].setEnabled(wish is not None and not self._busy)
        self._buttons["export"].setEnabled(wish is not None and not self._busy)
        words = {
            "copy": self.tr("Copy"),
            "export": self.tr("Export…"),
            "close": self.tr("Cancel") if self._busy else self.tr("Close"),
        }
        for name, word in words.items():
            self._buttons[name].setText(word)
            self._buttons[name].setAccessibleName(word)
        self._refreshed.start()

    def _show_preview(self) -> None:
        wish = self.wish
        if wish is None or wish.thing.view is None or not self._preview.isVisible():
            return
        form, size = replace(wish.form, scale=1.0), wish.form.size
        if size is not None and size.width() * size.height() > _LARGEST_PREVIEW:
            self._preview.clear()
            return
        drawn = QPixmap.fromImage(picture(wish.thing.view(), self._theme, form))
        ratio = self.devicePixelRatioF()
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        small = drawn.scaled(self._preview.size() * ratio, keep, smooth)
        small.setDevicePixelRatio(ratio)
        self._preview.setPixmap(small)

    def reject(self) -> None:
        """Close, or end the film that is under way."""
        if self._busy:
            self.cancelAsked.emit()
        else:
            super().reject()

    def _on_copy_clicked(self) -> None:
        if (wish := self.wish) is not None:
            self.copyAsked.emit(wish)

    def _on_export_clicked(self) -> None:
        if (wish := self.wish) is not None:
            self.exportAsked.emit(wish)
