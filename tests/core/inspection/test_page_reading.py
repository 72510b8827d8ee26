"""A page is read as a trace reads it, whatever its length, and candidates are the likeliest."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.text import make_corpus
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.inspection.forward import forward
from lstm_gui.core.inspection.jobs import ModelAccess, finish
from lstm_gui.core.inspection.page_reading import CANDIDATES, ReadPage
from lstm_gui.core.inspection.predictions import next_characters, surprise
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import ComputeConfig, ModelConfig
from tests.fakes import FakeBackend

TEXT = "the wind sings over the water and the water answers the wind"


class Reader(FakeBackend):
    """Reads with its weights, by the written-out equations."""

    def advance(self, ids, memory):
        trace = forward(self.weights(), self.model.cell, ids, start=memory)
        h = trace.quantities["h"][:, -1:]
        after = self._zeros(1)
        c = None if after.c is None else trace.quantities["c"][:, -1:]
        return trace.logits, type(after)(h, c)


def access(cell: str = "lstm", layers: int = 1) -> ModelAccess:
    corpus = make_corpus(Decoded(TEXT, "utf-8", "utf-8", 0), "t")
    model = ModelConfig(cell=cell, hidden=12, layers=layers)
    backend = Reader()
    backend.build(model, ComputeConfig(), len(corpus.vocabulary))
    return ModelAccess(backend, corpus.vocabulary, corpus, model)


@pytest.mark.parametrize("cell", list(CELLS))
def test_it_says_what_a_trace_says(cell):
    model = access(cell, layers=2)
    reading = finish(ReadPage(TEXT, layer=1, cell=5), model)
    ids = model.vocabulary.encode(TEXT)
    trace = forward(model.backend.weights(), cell, ids)
    np.testing.assert_allclose(reading.surprise, surprise(trace), rtol=1e-4, atol=1e-5)
    kept = trace.quantities.get("c", trace.quantities["h"])
    np.testing.assert_allclose(reading.state, kept[1, :, 5], rtol=1e-4, atol=1e-5)
    for place in (1, 7, len(TEXT)):
        expected = next_characters(trace, model.vocabulary, place - 1, CANDIDATES)
        found = reading.candidates(place)
        assert [guess.character for guess in found] == [guess.character for guess in expected]
        chances = [guess.probability for guess in expected]
        np.testing.assert_allclose([guess.probability for guess in found], chances, rtol=1e-4)


def test_there_are_no_candidates_before_the_text_and_after_it():
    reading = finish(ReadPage("the"), access())
    assert reading.candidates(0) == reading.candidates(4) == ()
    assert len(reading.candidates(3)) == CANDIDATES


def test_a_single_character_and_a_long_text():
    model = access()
    assert len(finish(ReadPage("t"), model).candidates(1)) == CANDIDATES
    text = (TEXT * 90)[:5000]
    reading = finish(ReadPage(text, cell=10_000), model)
    assert reading.surprise.shape == reading.state.shape == (5000,)
    assert reading.likely.shape == (5000, CANDIDATES)


def test_unknown_characters_are_refused():
    with pytest.raises(CorpusError):
        finish(ReadPage("龘"), access())
