"""The reading panel: one cell along the text, with the predictions at each character."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollBar, QVBoxLayout, QWidget

from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.model.backend import Trace
from lstm_gui.gui.memory.reading.reading_view import ReadingView
from lstm_gui.gui.memory.reading.scene import ReadingScene, ReadingStage, Subject, Titles
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.formats import fixed, percent, written
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, tabular
from lstm_gui.gui.widgets.view import View

__all__ = ["ReadingPanel"]


class ReadingPanel(View):
    """Shows the text coloured by one cell, its trace, the surprise and the likeliest characters.

    Signals:
        positionChosen: The person chose this character of the text.
        positionHovered: The mouse is over this character; −1 when it is over none.
    """

    positionChosen = Signal(int)
    positionHovered = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readingPanel")
        self._theme = theme
        self._trace: Trace | None = None
        self._vocabulary: Vocabulary | None = None
        self._characters = self._key = ""
        self._layer = self._cell = self._position = self._first = 0
        self._stage = ReadingStage()
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
        for widget in (self._readout, self._view, self._bar):
            widget.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._readout)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._bar)

    def _connect(self) -> None:
        self._view.positionChosen.connect(self._on_view_position_chosen)
        self._view.positionHovered.connect(self._on_view_position_hovered)
        self._view.scrolled.connect(self._on_view_scrolled)
        self._view.resized.connect(self._show_scene)
        self._bar.valueChanged.connect(self._on_bar_value_changed)
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
            self._show_scene()

    def _show_scene(self) -> None:
        """Draw the scene that fits the view's size; shows and hides nothing but the bar."""
        subject = self._subject() if self.isVisible() else None
        scene = None
        if subject is not None:
            self._position = min(max(self._position, 0), len(self._characters) - 1)
            scene = self._stage.scene(subject, QRectF(self._view.rect()), self._first)
        self._view.choose(self._position)
        self._view.show_scene(scene)
        self._show_part(scene)
        self._show_readout()

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
        return " · ".join(part for part in (text, self._surprise_words(scene, position)) if part)

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
