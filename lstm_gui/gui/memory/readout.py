"""One line that says what is under the cursor, and the whole map in words for those who hear."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from lstm_gui.gui.memory.figures import figures
from lstm_gui.gui.memory.frame import Frame
from lstm_gui.gui.memory.map_view import Cursor
from lstm_gui.gui.memory.quantities import Quantity
from lstm_gui.gui.memory.symbols import written
from lstm_gui.gui.memory.tiles import visible_character
from lstm_gui.gui.theme import tabular

__all__ = ["Readout"]


class Readout(QLabel):
    """The exact values at a place: "cell 37 · 直 · c = −0.412 · position 5"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memoryReadout")
        self.setProperty("role", "muted")
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_place(
        self,
        quantity: Quantity,
        cursor: Cursor,
        *,
        frames: Sequence[Frame],
        name: str,
        change: bool,
    ) -> None:
        """Say what the frames hold at a place; with two of them, or a change, A and B are named."""
        self.setAccessibleName(self.tr("Values under the cursor"))
        template = self.tr("cell {cell} · {character} · {values} · position {position}")
        characters = next(
            (one.characters for one in frames if cursor.position < len(one.characters)), " "
        )
        text = template.format(
            cell=f"{cursor.cell} · {name}" if name else cursor.cell,
            character=visible_character(characters[min(cursor.position, len(characters) - 1)]),
            values=_values(quantity, cursor, frames, change=change),
            position=cursor.position + 1,
        )
        self.setText(text)

    def summary(self, quantity: Quantity, frame: Frame, moment: str) -> str:
        """Return the whole map in one line: when, what, how much, from where to where."""
        template = self.tr("{term}, {cells} cells by {characters} characters, {low} to {high}")
        finite = frame.values[np.isfinite(frame.values)]
        low, high = (finite.min(), finite.max()) if finite.size else (math.nan, math.nan)
        shape = template.format(
            term=quantity.name,
            cells=frame.values.shape[1],
            characters=frame.values.shape[0],
            low=figures(float(low)),
            high=figures(float(high)),
        )
        return " · ".join(part for part in (moment, shape, self.text()) if part)


def _values(quantity: Quantity, cursor: Cursor, frames: Sequence[Frame], *, change: bool) -> str:
    symbol, place = written(quantity.key), (cursor.position, cursor.cell)
    found = [
        (letter, written(one.symbol) if one.symbol else symbol, figures(float(one.values[place])))
        for letter, one in zip("AB", frames, strict=False)
        if place[0] < one.values.shape[0] and place[1] < one.values.shape[1]
    ]
    if change:
        return " · ".join(f"Δ{name} = {value}" for _, name, value in found)
    if len(frames) == 1:
        return " · ".join(f"{name} = {value}" for _, name, value in found)
    return " · ".join(f"{letter} {name} = {value}" for letter, name, value in found)
