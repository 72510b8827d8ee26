"""What a person would see at once: docks that jump, glyphs that are cut, words that make no sense."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtWidgets import QDockWidget

from lstm_gui.core.config import changed


def _shapes(stage) -> dict[str, tuple[int, ...]]:
    names = ("experimentDock", "lyricsDock", "perplexityDock")
    return {name: stage.find(QDockWidget, name).geometry().getRect() for name in names}


def _offers(memory, count: int) -> bool:
    return bool(memory._maps.frames) and len(memory._switch._quantities) == count


@pytest.mark.parametrize("width", [1280, 1100])
def test_the_docks_stay_where_they_are_when_the_cell_changes(stage, width):
    stage.window.resize(width, 720)
    memory, session = stage.parts.memory, stage.session
    stage.until(lambda: memory.quantity == "c")
    stage.qtbot.wait(100)
    before, least = _shapes(stage), memory.minimumSizeHint().width()
    for cell, quantities in (("gru", 4), ("rnn", 1), ("lstm", 6)):
        session.restart(changed(session.experiment, "model.cell", cell))
        stage.until(partial(_offers, memory, quantities))
        stage.qtbot.wait(100)
        assert _shapes(stage) == before, cell
        assert memory.minimumSizeHint().width() == least, cell
