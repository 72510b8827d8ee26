"""A long text is worked on in pieces, gives what a short one gives, and its cost grows with it."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_gui.cli.bench.scale import made_up_text
from lstm_gui.core import clean_text
from lstm_gui.core.clean_text import clean, count_steering, pieces
from lstm_gui.core.corpus import decoding
from lstm_gui.core.corpus.batches import epoch_batches
from lstm_gui.core.corpus.decoding import ENCODINGS, Decoded, decode
from lstm_gui.core.corpus.source import Source, read_source
from lstm_gui.core.corpus.text import Corpus, load_corpus, make_corpus
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.training.held_out import training_length
from lstm_gui.core.training.loop import prepare_text
from tests.release import at_length

ODD = st.text(
    "ab\n\r\t \x07\b\x1b[]m1;\x9b\x9d\x85\u2028é\u0301\u0130각\u1100\u1161\u11a8", max_size=60
)


def corpus_of(text: str) -> Corpus:
    return make_corpus(Decoded(text, "utf-8", "utf-8"), "words.txt")


def made_up(path: Path, characters: int, vocabulary: int = 3000) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(made_up_text(characters, vocabulary))
    return path


# The same as in one piece


@given(ODD)
def test_cleaning_in_pieces(text: str) -> None:
    whole = clean(text), count_steering(text)
    for piece in (1, 2, 5):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clean_text, "PIECE", piece)
            assert "".join(pieces(text)) == text
            assert (clean(text), count_steering(text)) == whole


def read_as(raw: bytes, encoding: str | None) -> Decoded | str:
    try:
        return decode(Source("song.txt", Path("song.txt"), raw), encoding)
    except CorpusError as error:
        return str(error)


@pytest.mark.parametrize("encoding", [None, *ENCODINGS])
def test_decoding_in_pieces(encoding: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "想要有直升机\r\n君が好き 우리는\n être là\nмы были\n" * 20
    raw = words.encode(encoding or "utf-8", "ignore")
    damaged = raw[:301] + b"\xff" + raw[301:-1]
    expected = [read_as(data, encoding) for data in (raw, damaged)]
    assert isinstance(expected[0], Decoded)
    for piece in (1, 3, 64):
        monkeypatch.setattr(decoding, "PIECE", piece)
        assert [read_as(data, encoding) for data in (raw, damaged)] == expected


@given(st.text("# ab\n", max_size=60).filter(str.strip), st.integers(1, 60))
def test_a_part_knows_what_it_would_find_out(text: str, length: int) -> None:
    try:
        whole = corpus_of(text)
    except CorpusError:  # nothing but titles
        return
    for _ in range(2):  # the second time the whole has its ids
        part = whole.first(length)
        fresh = replace(part, text=part.text)
        assert part.text == whole.text[:length]
        assert part.vocabulary == Vocabulary.of(part.text)
        assert part.ids.tolist() == fresh.ids.tolist() and not part.ids.flags.writeable
        assert all(song.start < song.stop <= len(part) for song in part.songs)
        assert whole.first(length) is part
        assert whole.ids.size == len(whole)
        del part


class Starts:
    """Offsets of lines that count how often they are looked at."""

    def __init__(self, starts: np.ndarray) -> None:
        self.starts = starts
        self.looks = 0

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, number: int) -> np.int32:
        self.looks += 1
        return self.starts[number]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=40), st.floats(0.01, 0.9))
def test_the_line_nearest_to_the_cut_is_found(lengths: list[int], share: float) -> None:
    corpus = corpus_of("\n".join("x" * length for length in lengths))
    wanted = share * len(corpus)
    starts = corpus.line_starts[1:].tolist()
    nearest = min(starts, key=lambda start: abs(start - (len(corpus) - wanted)), default=0)
    if starts and wanted / 2 <= len(corpus) - nearest <= 2 * wanted:
        assert training_length(corpus, share) == nearest
    else:
        assert training_length(corpus, share) == len(corpus) - max(round(wanted), 1)


# What it costs


def test_where_a_text_is_cut_takes_a_few_looks_at_its_lines() -> None:
    corpus = corpus_of("abc\n" * 200_000)
    starts = Starts(corpus.line_starts)
    expected = training_length(corpus, 0.1)
    assert training_length(replace(corpus, line_starts=starts), 0.1) == expected
    assert 0 < starts.looks < 100


def test_no_piece_of_a_text_with_lines_is_long() -> None:
    text = "a line of words\n" * 100_000
    found = list(pieces(text))
    assert max(map(len, found)) <= clean_text.PIECE
    assert len(found) <= 2 * len(text) / clean_text.PIECE


def test_the_beginning_is_read_without_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made_up(tmp_path / "long.txt", 300_000)
    read, sizes = os.read, []

    def counting(descriptor: int, size: int) -> bytes:
        sizes.append(size)
        return read(descriptor, size)

    monkeypatch.setattr(os, "read", counting)
    source = read_source(path, beginning=True)
    assert path.read_bytes().startswith(source.raw) and len(source.raw) > 2000
    assert sum(sizes) < 10_000


def peak_of(act: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


BYTES = 11
"""A character of three bytes takes two as text; text and ids are six, bytes and text are five."""
BESIDES = 16 * 2**20  # tables and pieces, whatever the length


def to_the_first_batch(path: Path) -> None:
    experiment = changed(Experiment(), "corpus.max_chars", None)
    experiment = changed(changed(experiment, "corpus.held_out", 0.1), "train.sampling", "random")
    corpus = prepare_text(load_corpus(path), experiment)
    trained = training_length(corpus, 0.1)
    next(epoch_batches(corpus.ids[:trained], experiment.train, 1, 0))


def test_memory_to_the_first_batch_grows_with_the_text(tmp_path: Path) -> None:
    few, many = 500_000, 2_000_000
    paths = [made_up(tmp_path / f"{size}.txt", size) for size in (few, many)]
    peaks = [peak_of(partial(to_the_first_batch, path)) for path in paths]
    assert (peaks[1] - peaks[0]) / (many - few) < BYTES
    assert peaks[1] < BYTES * many + BESIDES


@pytest.mark.release
@pytest.mark.timeout(0 if at_length(0, 1) else 300)
def test_sixty_million_characters(tmp_path: Path) -> None:
    characters = at_length(600_000, 60_000_000)
    path = made_up(tmp_path / "long.txt", characters, vocabulary=6000)
    assert peak_of(lambda: to_the_first_batch(path)) < BYTES * characters + BESIDES
