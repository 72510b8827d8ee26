"""The vocabulary: text to ids and back, and what it does not know."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_gui.core.corpus import vocabulary as vocabulary_module
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import CorpusError

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)


@given(ANY_TEXT)
def test_encoding_and_decoding_give_the_text_back(text: str) -> None:
    vocabulary = Vocabulary.of(text)

    ids = vocabulary.encode(text)

    assert vocabulary.characters == "".join(sorted(set(text)))
    assert ids.dtype == np.int32
    assert not ids.flags.writeable
    assert vocabulary.decode(ids) == text
    assert vocabulary.unknown(text) == ()


@given(ANY_TEXT, ANY_TEXT)
def test_unknown_characters_are_listed_in_order_without_repeats(known: str, text: str) -> None:
    vocabulary = Vocabulary.of(known)
    expected = tuple(dict.fromkeys(c for c in text if c not in known))

    assert vocabulary.unknown(text) == expected
    if expected:
        with pytest.raises(CorpusError):
            vocabulary.encode(text)
    else:
        assert vocabulary.decode(vocabulary.encode(text)) == text


def test_text_longer_than_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary_module, "CHUNK", 3)
    text = "分开 不分开 😀 apart"
    vocabulary = Vocabulary.of(text)

    assert vocabulary.characters == "".join(sorted(set(text)))
    assert vocabulary.decode(vocabulary.encode(text)) == text
    assert vocabulary.unknown("分x开😁y") == ("x", "😁", "y")


def test_unknown_characters_are_named_in_the_sentence() -> None:
    with pytest.raises(CorpusError) as caught:
        Vocabulary.of("分开").encode("不分\x07开")

    assert "不, U+0007" in str(caught.value)


def test_a_long_list_of_unknown_characters_is_cut() -> None:
    with pytest.raises(CorpusError) as caught:
        Vocabulary.of("").encode("abcdefghijklmnop")

    assert "a, b, c, d, e, f, g, h, i, j, …" in str(caught.value)


@pytest.mark.parametrize("characters", ["ba", "aab"])
def test_another_order_is_refused(characters: str) -> None:
    with pytest.raises(ValueError, match="sorted"):
        Vocabulary(characters)


def test_ids_outside_are_refused() -> None:
    vocabulary = Vocabulary("ab")

    for ids in ([2], [-1], [0, 1, 2]):
        with pytest.raises(IndexError):
            vocabulary.decode(ids)


def test_size_digest_and_equality() -> None:
    vocabulary = Vocabulary.of("开分开")

    assert len(vocabulary) == 2
    assert vocabulary == Vocabulary("分开")
    assert vocabulary.sha256 == hashlib.sha256("分开".encode()).hexdigest()
    assert len({vocabulary, Vocabulary("分开")}) == 1
