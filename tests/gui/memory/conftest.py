"""A memory panel on the screen, and its heat map."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from lstm_gui.gui.memory.map.heatmap import MemoryHeatmap
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.widgets.theme import Theme


@pytest.fixture
def memory_panel(qtbot: QtBot, theme: Theme) -> MemoryPanel:
    widget = MemoryPanel(theme)
    qtbot.addWidget(widget)
    widget.resize(660, 326)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def heatmap(panel: MemoryPanel, name: str = "memoryHeatmap") -> MemoryHeatmap:
    found = panel.findChild(MemoryHeatmap, name)
    assert found is not None
    return found
