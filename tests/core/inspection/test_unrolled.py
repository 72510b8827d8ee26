"""Many texts read side by side are what each is read alone."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_gui.core.inspection.forward import ForwardPass
from lstm_gui.core.inspection.unrolled import Unrolled
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind
from tests.core.inspection.conftest import random_weights

TEXTS, LENGTH, VOCABULARY = 5, 9, 7


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", CELLS)
def test_it_equals_reading_each_alone(cell: CellKind, layers: int) -> None:
    weights = random_weights(cell, layers, 6, VOCABULARY)
    ids = np.random.default_rng(1).integers(0, VOCABULARY, (LENGTH, TEXTS)).astype(np.int32)
    reader = Unrolled(weights, cell, TEXTS)
    alone = [ForwardPass(weights, cell) for _ in range(TEXTS)]
    for row in ids:
        before = reader.memory
        asked = Unrolled(weights, cell, TEXTS, before)
        asked.advance(row)
        assert reader.memory is before  # to ask is not to read
        reader.advance(row)
        scores = reader.logits()
        assert np.array_equal(asked.logits(), scores)
        for text, one in enumerate(alone):
            one.read((int(row[text]),))
            np.testing.assert_allclose(scores[text], one.logits(), rtol=1e-4, atol=1e-5)
            np.testing.assert_allclose(
                reader.memory.h[:, text], one.memory.h[:, 0], rtol=1e-4, atol=1e-5
            )
