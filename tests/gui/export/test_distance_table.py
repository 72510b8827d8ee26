"""What is measured by distance leaves the window as one table, of networks of any depth."""

from __future__ import annotations

import json

import numpy as np

from lstm_gui.core.inspection.reach import Reach
from lstm_gui.core.inspection.spans import MemorySpan
from lstm_gui.gui.memory.distance.panel import DistancePanel


def test_the_run_and_its_twin_stand_beside_one_another(qtbot, theme) -> None:
    panel = DistancePanel(theme)
    qtbot.addWidget(panel)
    assert panel.exported().table().empty
    norms = np.random.default_rng(0).random((2, 3, 5))
    panel.reach.set_reach(0, Reach("lstm", norms, norms))
    panel.reach.set_reach(1, Reach("gru", norms[:1, :, :4], None))
    panel.recall.add_span(0, 1, MemorySpan((1, 2), np.array([1, 0.5], np.float32), 0.1, 2))
    read = json.loads(panel.exported().table().json())
    assert read["recalled"] == {"1": 1.0, "2": 0.5}
    assert set(read["columns"]) == {
        "distance",
        *(f"d_{state}_layer_{layer}" for state in "hc" for layer in (1, 2)),
        "twin_d_h_layer_1",
    }
    assert read["columns"]["distance"] == [0, 1, 2, 3, 4]
    assert read["columns"]["twin_d_h_layer_1"][3:] == [float(np.median(norms[0, :, 3])), None]
