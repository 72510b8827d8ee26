"""The what-if panel: change one character of the probe text, and see what differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.clean_text import one_line
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.export.data_table import Columns, DataTable
from lstm_gui.core.inspection.interventions import WhatIfResult
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.gui.memory.what_if.change_reading import WhatIfReading
from lstm_gui.gui.memory.what_if.fade_plot import FadePlot
from lstm_gui.gui.memory.what_if.fading import Fading
from lstm_gui.gui.widgets.exportable import Exported
from lstm_gui.gui.widgets.formats import menu_text, named_character, named_characters, plain
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, sized
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated, TypedLine
from lstm_gui.gui.widgets.view import View

__all__ = ["WhatIfLine", "WhatIfPanel"]

_PAUSE_MS = 150


class WhatIfLine(Retranslated, QWidget):
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
        self._before = PlainLabel()
        self._before.setObjectName("whatIfBefore")
        self._edit = TypedLine()
        self._edit.setObjectName("whatIfEdit")
        self._edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sized(self._edit.setFixedWidth, 5 * GRID)
        self._before.setBuddy(self._edit)
        self._status = PlainLabel()
        self._status.setObjectName("whatIfStatus")
        self._status.setProperty("role", "warning")
        self._reset = QPushButton()
        self._reset.setObjectName("whatIfResetButton")
        self._reset.hide()
        self._pause = one_shot(self, _PAUSE_MS)
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
        typed = one_line(self._edit.text())
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
            character = menu_text(named_character(self._original))  # & underlines in a label, too
            text = template.format(number=self._position + 1, character=character)
            self._before.setText(text)
        else:
            self._before.setText(self.tr("Click a character to change it"))
        self._status.setText(self._problem())
        self._edit.setAccessibleDescription(self._status.text())

    def _unknown(self) -> Sequence[str]:
        return self._unknown_in(one_line(self._edit.text())) if self._unknown_in else ()

    def _problem(self) -> str:
        typed = one_line(self._edit.text())
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


_VIEWS = ("cells", "mean")


class WhatIfPanel(View):
    """Changes one character of the probe text and shows what differs from there on.

    Signals:
        whatIfRequested: The person wants another character at this position of the text.
        positionChosen: The person chose this character.
    """

    whatIfRequested = Signal(int, str)
    positionChosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("whatIfPanel")
        self._characters = ""
        self._changed, self._replacement = -1, ""
        self._layer = 0
        self.result: WhatIfResult | None = None
        self._vocabulary: Vocabulary | None = None
        self._stale = self._held = False
        self._line = WhatIfLine()
        self._plot = FadePlot(theme)
        self._reading = WhatIfReading(theme)
        self._log = QCheckBox()
        self._log.setObjectName("whatIfLogCheck")
        self._views = QButtonGroup(self)
        self._buttons = [self._view_button(index) for index in range(len(_VIEWS))]
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def change(self) -> tuple[int, str] | None:
        """The position and the character in its place, or None while the text is as it was."""
        return (self._changed, self._replacement) if self._changed >= 0 else None

    def set_text(self, characters: str) -> None:
        """Offer the characters of this text; another text is unchanged at first."""
        if characters != self._characters:
            self._characters = characters
            self._line.set_place(-1, "")
            self._forget()

    def set_position(self, position: int) -> None:
        """Speak of this character, the one that is chosen in the other views."""
        if position != self._line.position and 0 <= position < len(self._characters):
            self._plot.set_position(position)
            self._speak_of(position)
            self._show_reading()

    def set_layer(self, layer: int) -> None:
        """Show the cells of this layer, counted from 0."""
        self._layer = layer
        self._show_result()

    def set_result(self, result: WhatIfResult | None, vocabulary: Vocabulary | None = None) -> None:
        """Show what the change did; a result for another text is passed over."""
        fits = result is not None and len(result.original.ids) == len(self._characters)
        self.result = result if fits and self._changed >= 0 else None
        self._vocabulary = vocabulary
        self._show_result()

    def set_unknown_check(self, unknown: Callable[[str], Sequence[str]]) -> None:
        """Use this to find characters that the model does not know."""
        self._line.set_unknown_check(unknown)

    def set_change(
        self,
        change: tuple[int, str] | None,
        result: WhatIfResult | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        """Put another character into the text; None for the text as it was.

        A result that is known is shown as long as the person changes nothing; another is asked for.
        """
        if change is None:
            self._line.set_place(-1, "")
            self._forget()
        elif change[0] < len(self._characters):
            position, character = change
            self._line.set_place(position, self._characters[position], character)
            self._put(character)
            self._held = result is not None
            if result is None:
                self.whatIfRequested.emit(position, character)
            else:
                self.set_result(result, vocabulary)

    def ask_again(self) -> None:
        """Ask for the change in use once more, if one is seen: the model is another one now."""
        if self._changed >= 0 and not self._held and self.isVisible():
            self.whatIfRequested.emit(self._changed, self._replacement)

    def exported(self) -> Exported:
        """Return how the change fades."""
        return Exported(self._plot, self._exported_table)

    def _exported_table(self) -> DataTable:
        """Return the size of the change at each character."""
        if self.result is None:
            return DataTable({})
        fading = Fading.of(self.result, self._layer)
        columns: Columns = {
            "character": list(self._characters),
            "mean_change": fading.distance,
            "divergence_nats": fading.divergence,
        }
        changed = {"position": self._changed + 1, "character": self._replacement}
        return DataTable(columns, {"changed": changed, "layer": self._layer + 1})

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("What if"))
        self._plot.setAccessibleName(self.tr("How the change fades along the text"))
        names = (self.tr("Cells"), self.tr("Mean"))
        hints = (
            self.tr("The change of each cell, those that change most on top"),
            self.tr("The mean size of the change over all cells"),
        )
        for button, name, hint in zip(self._buttons, names, hints, strict=True):
            button.setText(name)
            button.setAccessibleName(name)
            button.setToolTip(hint)
        self._log.setText(self.tr("log"))
        self._log.setAccessibleName(self.tr("Logarithmic axes"))
        self._name_parts()
        self._show_reading()

    def _catch_up(self) -> None:
        if self._stale:
            self._show_result()

    def _view_button(self, index: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"whatIfViewButton_{_VIEWS[index]}")
        button.setCheckable(True)
        button.setChecked(index == 0)
        self._views.addButton(button, index)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID // 2)
        top.addWidget(self._line, 1)
        for button in self._buttons:
            top.addWidget(button)
        top.addSpacing(GRID)
        top.addWidget(self._log)
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID)
        middle.addWidget(self._plot, 1)
        middle.addWidget(self._reading)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addLayout(middle, 1)

    def _connect(self) -> None:
        self._line.changeAsked.connect(self._on_line_change_asked)
        self._line.resetAsked.connect(self._forget)
        self._plot.positionChosen.connect(self._on_plot_position_chosen)
        self._plot.pointed.connect(self._show_reading)
        self._views.idClicked.connect(self._on_views_clicked)
        self._log.toggled.connect(self._plot.set_log)

    def _forget(self) -> None:
        """Return to the text as it was."""
        self._changed, self._replacement, self.result = -1, "", None
        self._held = False
        self._line.set_undo(False)
        self._plot.set_text(self._characters)
        self._show_result()

    def _show_result(self) -> None:
        self._stale = not self.isVisible()
        if self._stale:
            return
        fading = None if self.result is None else Fading.of(self.result, self._layer)
        self._plot.set_fading(fading)
        self._name_parts()
        self._show_reading()

    def _name_parts(self) -> None:
        cell = "lstm" if self.result is None else self.result.original.cell
        state = CELLS[cell].symbol
        if self._views.checkedId() == 0:
            memory = self.tr("Δ{state} of the {count} cells that change most, −{limit} … {limit}")
        else:
            memory = self.tr("mean |Δ{state}|")
        # How many cells there is room for, the plot knows when it is drawn.
        memory = memory.format(state=state, count="{count}", limit=plain(self._plot.limit))
        self._plot.set_captions(memory, self.tr("KL divergence of the next character, nats"))

    def _show_reading(self) -> None:
        place = self._plot.cursor_at()
        if place.position >= len(self._characters):
            self._reading.clear()
            return
        self._reading.show_place(self._characters, self._changed, place, layer=self._layer)
        self._reading.show_result(self.result, self._vocabulary)
        self._plot.setAccessibleDescription(self._reading.words)

    def _put(self, character: str) -> None:
        """Put a character at the place that the line speaks of."""
        self._changed, self._replacement = self._line.position, character
        self._held = False
        self._line.set_undo(True)
        self._plot.set_text(self._characters, self._changed, character)
        self._plot.set_position(self._changed)

    def _on_line_change_asked(self, character: str) -> None:
        self._put(character)
        self.whatIfRequested.emit(self._changed, character)

    def _on_plot_position_chosen(self, position: int) -> None:
        self._speak_of(position)
        self._line.begin_typing()
        self.positionChosen.emit(position)

    def _speak_of(self, position: int) -> None:
        typed = self._replacement if position == self._changed else ""
        self._line.set_place(position, self._characters[position], typed)

    def _on_views_clicked(self, index: int) -> None:
        self._plot.set_view("mean" if _VIEWS[index] == "mean" else "cells")
        self._name_parts()
