"""The reading panel: one cell along the text, with the predictions at each character."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QScrollBar, QVBoxLayout, QWidget

from lstm_gui.core.arrays import Floats
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.export.data_table import Columns, DataTable
from lstm_gui.core.inspection.mattering import Mattering
from lstm_gui.core.inspection.predictions import surprise
from lstm_gui.core.model.backend import Trace
from lstm_gui.gui.memory.reading.drawing import values_of
from lstm_gui.gui.memory.reading.reading_view import ReadingView
from lstm_gui.gui.memory.reading.scene import ReadingScene, ReadingStage, Subject, Tiles, Titles
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.exportable import Exported
from lstm_gui.gui.widgets.formats import fixed, percent, plain, signed, written
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, tabular
from lstm_gui.gui.widgets.view import View

__all__ = ["ReadingPanel"]

ColorBy = Literal["cell", "leftOut", "gradient"]
_COLORS: tuple[ColorBy, ...] = ("cell", "leftOut", "gradient")
"""What colours the text."""


class ReadingPanel(View):
    """Shows the text coloured by one cell, its trace, the surprise and the likeliest characters.

    Signals:
        positionChosen: The person chose this character of the text.
        positionHovered: The mouse is over this character; −1 when it is over none.
        matteringAsked(str, int): Who mattered to this character of a text is wanted, as long as
            nothing else is; no text when it is wanted no more.
    """

    positionChosen = Signal(int)
    positionHovered = Signal(int)
    matteringAsked = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readingPanel")
        self._theme = theme
        self._trace: Trace | None = None
        self._vocabulary: Vocabulary | None = None
        self._characters = self._key = ""
        self._layer = self._cell = self._position = self._first = 0
        self._stage = ReadingStage()
        self._live = True
        self._mattering: Mattering | None = None
        self._asked = "", 0
        self._colors = QComboBox()
        self._colors.setObjectName("readingColorCombo")
        self._colors.addItems([""] * len(_COLORS))
        self._colors.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._readout = self._label("readingReadout")
        self._readout.setFont(tabular(self.font()))
        self._readout.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._view = ReadingView(self)
        self._empty = self._label("readingMessage")
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._bar.setObjectName("readingScrollBar")
        self._lay_out()
        self._connect()
        self._apply_theme()
        self.retranslate()

    @property
    def cell(self) -> tuple[int, int]:
        """The layer and the cell that are read, counted from 0."""
        return self._layer, self._cell

    @property
    def position(self) -> int:
        """The chosen character, counted from 0."""
        return self._position

    @property
    def quantity(self) -> str:
        """The key of the quantity that colours the text, or nothing."""
        subject = self._subject()
        return subject.quantity.key if subject else ""

    def set_trace(
        self, trace: Trace | None, characters: str = "", vocabulary: Vocabulary | None = None
    ) -> None:
        """Show what the network computed reading `characters`, or nothing."""
        if characters != self._characters:
            self._first = 0
        self._trace, self._characters, self._vocabulary = trace, characters, vocabulary
        self._show()

    def set_live(self, live: bool) -> None:
        """Tell whether the model is as it is now: of the past there is only the trace."""
        self._live = live

    def set_mattering(self, mattering: Mattering | None) -> None:
        """Show who mattered; what is about another character than the chosen one is passed over."""
        self._mattering = mattering
        if self._color_by != "cell":
            self._show_scene()

    def set_cell(self, layer: int, cell: int) -> None:
        """Read along with another cell; both count from 0."""
        if (layer, cell) != (self._layer, self._cell):
            self._layer, self._cell = layer, cell
            self._show()

    def set_position(self, position: int) -> None:
        """Choose a character, and bring it into view."""
        if position != self._position:
            self._position = position
            self._reveal()

    def set_quantity(self, key: str) -> None:
        """Colour the text by this quantity if the trace has it, else by the kept state."""
        if key != self._key:
            self._key = key
            self._show()

    def set_range(self, limit: float | None, own: bool) -> None:
        """Colour as the heat map does: what has no bounds up to this value, None chooses.

        Or all by the cell's own range.
        """
        self._stage.limit, self._stage.own = limit, own
        self._show_scene()

    def exported(self) -> Exported:
        """Return what is drawn along the text."""
        return Exported(self._view, self._exported_table)

    def _exported_table(self) -> DataTable:
        """Return all that is known of the cell along the whole text."""
        trace, subject = self._trace, self._subject()
        if trace is None or subject is None:
            return DataTable({})
        columns: Columns = {"character": list(self._characters)}
        columns |= values_of(trace, self._layer, self._cell)
        columns["surprise_nats"] = surprise(trace)
        return DataTable(columns, {"layer": self._layer + 1, "cell": self._cell})

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Reading"))
        self._readout.setAccessibleName(self.tr("Values at the cursor"))
        self._view.setAccessibleName(self.tr("One cell, read along the text"))
        self._bar.setAccessibleName(self.tr("Part of the text"))
        self._empty.setAccessibleName(self.tr("What the reading will show"))
        self._empty.setText(
            self.tr("A cell is read along the text here, when the model has read the probe text.")
        )
        self._colors.setAccessibleName(self.tr("What colours the text"))
        names = (
            self.tr("colour: cell"),
            self.tr("mattered: left out"),
            self.tr("mattered: gradient"),
        )
        hints = (
            self.tr("The text is coloured as the heat map is."),
            self.tr(
                "The text is read anew without each character: those coloured as values above 0 "
                "made the chosen character likelier, those as values below 0 less likely."
            ),
            self.tr(
                "The norm of the gradient of the chosen character's log-probability, by what is "
                "read at each character before it."
            ),
        )
        for index, (name, hint) in enumerate(zip(names, hints, strict=True)):
            self._colors.setItemText(index, name)
            self._colors.setItemData(index, hint, Qt.ItemDataRole.ToolTipRole)
        self._stage.titles = Titles(
            surprise=self.tr("surprise"),
            next=self.tr("next"),
            gates=self.tr("gates"),
            nats=self.tr("{value} nats"),
        )
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font, beside the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._stage.forget_fonts()
            self._show()

    def _catch_up(self) -> None:
        self._show()
        self._reveal()

    def _label(self, name: str) -> QLabel:
        label = PlainLabel(parent=self)
        label.setObjectName(name)
        label.setProperty("role", "muted")
        return label

    def _lay_out(self) -> None:
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._readout.setMinimumWidth(1)
        for widget in (self._readout, self._colors, self._view, self._bar):
            widget.hide()
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._readout, 1)
        top.addWidget(self._colors)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        layout.setSpacing(GRID // 2)
        layout.addLayout(top)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._bar)

    def _connect(self) -> None:
        self._view.positionChosen.connect(self._on_view_position_chosen)
        self._view.positionHovered.connect(self._on_view_position_hovered)
        self._view.scrolled.connect(self._on_view_scrolled)
        self._view.resized.connect(self._show_scene)
        self._bar.valueChanged.connect(self._on_bar_value_changed)
        self._colors.activated.connect(self._on_colors_activated)
        self.visibilityChanged.connect(self._ask_mattering)
        self._theme.changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        self._stage.apply(self._theme.scheme)
        self._show()

    def _subject(self) -> Subject | None:
        if self._trace is None or self._vocabulary is None:
            return None
        subject = Subject(
            self._trace, self._characters, self._vocabulary, self._layer, self._cell, self._key
        )
        return subject if subject.exists() else None

    def _show(self) -> None:
        """Show the trace as it is now, or the message; while hidden, do nothing."""
        if self.isVisible():
            there = self._subject() is not None
            self._empty.setVisible(not there)
            self._view.setVisible(there)
            self._readout.setVisible(there)
            self._colors.setVisible(there)
            self._show_scene()

    def _show_scene(self) -> None:
        """Draw the scene that fits the view's size; shows and hides nothing but the bar."""
        subject = self._subject() if self.isVisible() else None
        scene = None
        if subject is not None:
            self._position = min(max(self._position, 0), len(self._characters) - 1)
            self._stage.tiles = self._tiles()
            scene = self._stage.scene(subject, QRectF(self._view.rect()), self._first)
        self._view.choose(self._position)
        self._view.show_scene(scene)
        self._show_part(scene)
        self._show_readout()
        self._ask_mattering()

    def _show_part(self, scene: ReadingScene | None) -> None:
        hidden = 0 if scene is None else len(scene.characters) - scene.columns.count
        self._bar.setVisible(hidden > 0)
        if scene is not None:
            with QSignalBlocker(self._bar):
                self._bar.setRange(0, hidden)
                self._bar.setPageStep(scene.columns.count)
                self._bar.setValue(scene.columns.first)

    def _reveal(self) -> None:
        """Mark the chosen character, and show the part of the text that has it."""
        scene = self._view.scene
        if scene is None or not self.isVisible():
            return
        self._position = min(max(self._position, 0), len(scene.characters) - 1)
        if self._color_by != "cell":
            self._show_scene()
        self._view.choose(self._position)
        self._show_readout()
        self._scroll(scene.columns.revealing(self._position, len(scene.characters)))

    def _scroll(self, first: int) -> None:
        scene = self._view.scene
        if scene is not None and first != scene.columns.first:
            self._first = min(max(first, 0), len(scene.characters) - scene.columns.count)
            self._show()

    def _show_readout(self) -> None:
        scene = self._view.scene
        self._readout.setText("" if scene is None else self._words(scene, self._view.cursor_at))
        self._view.setAccessibleDescription("" if scene is None else self._summary(scene))

    def _words(self, scene: ReadingScene, position: int) -> str:
        values = self._subject_values(scene.quantity.key)
        template = self.tr("cell {cell} · {character} · {symbol} = {value} · position {position}")
        text = template.format(
            cell=self._cell,
            character=visible_character(scene.characters[position]),
            symbol=written(scene.quantity.key),
            value=fixed(values[position]),
            position=position + 1,
        )
        parts = (self._mattering_words(position), text, self._surprise_words(scene, position))
        return " · ".join(part for part in parts if part)

    def _surprise_words(self, scene: ReadingScene, position: int) -> str:
        if position not in scene.reading:
            return ""
        nats = scene.reading.surprise_at(position)
        if math.isnan(nats):
            return self.tr("nothing came before it")
        template = self.tr("surprise {nats} nats · probability {percentage}")
        return template.format(nats=fixed(nats, 2), percentage=percent(math.exp(-nats)))

    def _summary(self, scene: ReadingScene) -> str:
        """Say in words all that is drawn at the chosen character."""
        position = self._view.cursor_at
        lines = (*scene.states, *scene.gates)
        values = (f"{line.quantity.name} {fixed(float(line.values[position]))}" for line in lines)
        guesses = scene.reading.guesses_at(position) if position in scene.reading else ()
        next_ones = (
            f"{visible_character(one.character)} {percent(one.probability)}" for one in guesses
        )
        after = self.tr("next: {characters}").format(characters=", ".join(next_ones))
        return " · ".join((self._readout.text(), *values, after))

    # Who mattered

    @property
    def _color_by(self) -> ColorBy:
        return _COLORS[self._colors.currentIndex()]

    def _ask_mattering(self) -> None:
        """Say whose influence is wanted now, if that has changed."""
        wanted = self.isVisible() and self._live and self._color_by != "cell"
        there = wanted and self._view.scene is not None and self._position > 0
        asked = (self._characters, self._position) if there else ("", 0)
        if asked != self._asked:
            self._asked = asked
            self.matteringAsked.emit(*asked)

    def _influence(self) -> Floats | None:
        """Return what each character before the chosen one did, if it is known."""
        found, by = self._mattering, self._color_by
        if found is None or by == "cell" or not self._live:
            return None
        if (found.text, found.position) != (self._characters, self._position):
            return None
        return found.left_out if by == "leftOut" else found.gradient

    def _tiles(self) -> Tiles | None:
        if self._color_by == "cell":
            return None
        values = np.full(len(self._characters), np.nan, np.float32)
        influence = self._influence()
        if influence is not None:
            values[: len(influence)] = influence
        signed = self._color_by == "leftOut"
        return Tiles("Δ log p" if signed else "‖∂ log p‖", values, signed)

    def _mattering_words(self, position: int) -> str:
        """Say what a character before the chosen one did to it."""
        if self._color_by == "cell":
            return ""
        if not self._live:
            return self.tr("who mattered is known of the model as it is now")
        influence = self._influence()
        if influence is None or position >= len(influence) or math.isnan(influence[position]):
            return ""
        template = self.tr("gradient of log p({character}): {value}")
        if self._color_by == "leftOut":
            template = self.tr("left out, log p({character}) changes by {value}")
        value = float(influence[position])
        said = signed(-value) if self._color_by == "leftOut" else plain(value)
        character = visible_character(self._characters[self._position])
        return template.format(character=character, value=said)

    def _on_colors_activated(self, index: int) -> None:
        self._colors.setToolTip(self._colors.itemData(index, Qt.ItemDataRole.ToolTipRole))
        self._show_scene()

    def _subject_values(self, key: str) -> list[float]:
        assert self._trace is not None
        values: list[float] = self._trace.quantities[key][self._layer, :, self._cell].tolist()
        return values

    def _on_view_position_chosen(self, position: int) -> None:
        self._position = position
        self._reveal()
        self.positionChosen.emit(position)

    def _on_view_position_hovered(self, position: int) -> None:
        self._show_readout()
        self.positionHovered.emit(position)

    def _on_view_scrolled(self, columns: int) -> None:
        self._scroll(self._bar.value() + columns)

    def _on_bar_value_changed(self, value: int) -> None:
        self._scroll(value)
