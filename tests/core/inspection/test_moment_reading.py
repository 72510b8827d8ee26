"""A model that was kept reads as it did then, whatever becomes of the one that trains on."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_gui.core.errors import CorpusError
from lstm_gui.core.inspection.forward import forward
from lstm_gui.core.inspection.jobs import finish
from lstm_gui.core.inspection.moment_reading import KeepMoment, mean_surprise, surprise_then
from lstm_gui.core.inspection.predictions import surprise
from lstm_gui.core.model.cell_kinds import CELLS
from tests.core.inspection.test_page_reading import TEXT, access


@pytest.mark.parametrize("cell", list(CELLS))
@pytest.mark.parametrize("times", [1, 10])
def test_it_reads_as_a_trace_of_then(cell, times):
    model = access(cell, layers=2)
    weights, text = model.backend.weights(), TEXT * times
    moment = finish(KeepMoment(), model)
    model.backend.load_weights({name: array + 1 for name, array in weights.items()})
    found = surprise_then(moment, text)
    trace = forward(weights, cell, model.vocabulary.encode(text))
    np.testing.assert_allclose(found, surprise(trace), rtol=1e-4, atol=1e-5)
    assert mean_surprise(found) == pytest.approx(float(found[1:].mean()), rel=1e-6)


def test_a_character_alone_surprises_nobody_and_an_unknown_one_is_refused():
    moment = finish(KeepMoment(), access())
    assert np.isnan(mean_surprise(surprise_then(moment, "t")))
    with pytest.raises(CorpusError):
        surprise_then(moment, "龘")
