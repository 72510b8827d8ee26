"""What a model writes depends on its weights, the request and the seed, and on nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_gui.core.arrays import Floats, Ids
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.model.backend import Memory
from lstm_gui.core.model.writing import write, write_batch, write_variants
from lstm_gui.core.settings.groups import ComputeConfig, GenerateRequest, ModelConfig
from tests.fakes import FakeBackend

VOCABULARY = Vocabulary.of("abcdefgh分开")


class RememberingBackend(FakeBackend):
    """Its logits depend on everything that was read, as a real network's do."""

    def advance(self, ids: Ids, memory: Memory | None) -> tuple[Floats, Memory]:
        h = np.zeros((1, len(ids), 1), np.float32) if memory is None else memory.h.copy()
        h[0, :, 0] = (h[0, :, 0] * 31 + ids + 1) % 9973
        places = np.arange(self.size, dtype=np.float32)
        return np.sin(h[0] * (places + 1)).astype(np.float32) * 3, Memory(h, None)


def backend() -> RememberingBackend:
    made = RememberingBackend()
    made.build(ModelConfig(hidden=2), ComputeConfig(), len(VOCABULARY))
    return made


def text_of(**request: object) -> str:
    asked = GenerateRequest(**{"prefix": "分开", "length": 30, **request})
    return "".join(write(backend(), VOCABULARY, asked))


def test_as_many_characters_as_asked_follow() -> None:
    assert len(text_of(length=1)) == 1
    assert len(text_of(length=30)) == 30


def test_reading_the_prefix_can_be_interrupted() -> None:
    pieces = list(write(backend(), VOCABULARY, GenerateRequest(prefix="abc", length=2)))
    assert pieces[:3] == ["", "", ""] and all(len(piece) == 1 for piece in pieces[3:])


def test_a_shorter_text_is_the_beginning_of_a_longer_one() -> None:
    for temperature in (0.0, 1.0):
        long = text_of(length=40, temperature=temperature)
        assert long.startswith(text_of(length=10, temperature=temperature))


@pytest.mark.parametrize("temperature", [0.0, 0.7, 2.0])
def test_the_same_request_gives_the_same_text(temperature: float) -> None:
    request = {"temperature": temperature, "seed": 3, "top_k": 5}
    assert text_of(**request) == text_of(**request)


def test_the_seed_matters_only_with_a_temperature() -> None:
    assert text_of(seed=1) == text_of(seed=2)
    assert text_of(seed=1, temperature=1.0) != text_of(seed=2, temperature=1.0)


def test_top_1_is_greedy() -> None:
    assert text_of(temperature=1.0, top_k=1) == text_of()


def variants_of(**request: object) -> list[str]:
    asked = GenerateRequest(**{"prefix": "分开", "length": 30, **request})
    return ["".join(p) for p in zip(*write_variants(backend(), VOCABULARY, asked), strict=True)]


@pytest.mark.parametrize("settings", [{}, {"top_p": 0.8}, {"repetition_penalty": 1.7, "top_k": 6}])
def test_each_variant_is_the_text_that_its_seed_gives_alone(settings: dict[str, object]) -> None:
    texts = variants_of(temperature=1.5, seed=7, variants=5, **settings)
    assert texts == [text_of(temperature=1.5, seed=7 + k, **settings) for k in range(5)]
    assert len(set(texts)) == 5


def test_a_text_ends_with_its_line_and_the_others_go_on() -> None:
    vocabulary = Vocabulary.of("分开不走想要风雨 ")
    made = RememberingBackend()
    made.build(ModelConfig(hidden=2), ComputeConfig(), len(vocabulary))
    how = {"prefix": "分", "length": 40, "temperature": 2.0, "until_line_end": True}
    pieces = list(write_variants(made, vocabulary, GenerateRequest(**how, variants=8)))
    texts = ["".join(column) for column in zip(*pieces, strict=True)]
    for seed, text in enumerate(texts):
        assert text == "".join(write(made, vocabulary, GenerateRequest(**how, seed=seed)))
        assert text.lstrip().count(" ") == int(text.endswith(" "))
        assert len(text) == 40 or text.endswith(" ")
    assert len({len(text) for text in texts}) > 1


def test_where_words_have_spaces_between_them_no_line_end_is_guessed() -> None:
    asked = GenerateRequest(prefix="a", until_line_end=True)
    made = RememberingBackend()
    made.build(ModelConfig(hidden=2), ComputeConfig(), 4)
    with pytest.raises(CorpusError, match="between words"):
        list(write(made, Vocabulary.of("abc "), asked))


def test_unknown_characters_are_named() -> None:
    with pytest.raises(CorpusError, match="龙"):
        list(write(backend(), VOCABULARY, GenerateRequest(prefix="分龙")))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.text("abcdefgh分开", min_size=1, max_size=9), min_size=1, max_size=5),
    st.integers(1, 12),
)
def test_side_by_side_each_prefix_gets_the_text_it_gets_alone(
    prefixes: list[str], length: int
) -> None:
    *_, last = write_batch(backend(), VOCABULARY, prefixes, length)
    alone = tuple(text_of(prefix=prefix, length=length) for prefix in prefixes)
    assert last == alone


def test_no_prefix_no_text() -> None:
    assert list(write_batch(backend(), VOCABULARY, (), 5)) == []
