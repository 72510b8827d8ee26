"""Copies: found as by brute force, at joints and borders too, and in a text of millions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.text import Corpus, make_corpus
from lstm_gui.core.inspection.copies import (
    Span,
    TextIndex,
    spans,
)


def corpus_of(text: str) -> Corpus:
    return make_corpus(Decoded(text, "utf-8", "utf-8", 0), "test.txt")


SONGS = """# First
one fine day
we went away

and came again

# Second
one fine night
without a light

# Third
far beyond the sea
"""


def pieces(corpus: Corpus, start: int, stop: int) -> Iterator[tuple[int, str]]:
    """Yield the stretches of a part of the text that no match may leave."""
    bounds = [(song.start, song.stop) for song in corpus.songs] or [(0, len(corpus))]
    for first, last in bounds:
        first, last = max(first, start), min(last, stop)
        if first < last:
            yield first, corpus.text[first:last]


def brute_places(corpus: Corpus, part: tuple[int, int], piece: str) -> list[int]:
    return [
        first + place
        for first, text in pieces(corpus, *part)
        for place in range(len(text))
        if text.startswith(piece, place)
    ]


def brute_matches(
    corpus: Corpus, text: str, where: tuple[int, int], part: tuple[int, int], least: int
) -> list[tuple[int, int]]:
    found, (start, stop) = [], where
    while start < stop:
        end = start
        while end < stop and brute_places(corpus, part, text[start : end + 1]):
            end += 1
        if end - start >= least and text[start:end].strip():
            found.append((start, end))
            start = end
        else:
            start += 1
    return found


def brute(corpus: Corpus, trained: int, text: str, least: int) -> list[Span]:
    parts, found, end = ((0, trained), (trained, len(corpus))), [], 0
    copied = brute_matches(corpus, text, (0, len(text)), parts[0], least)
    for start, stop in [*copied, (len(text), len(text))]:
        for held in brute_matches(corpus, text, (end, start), parts[1], least):
            found.append((held, parts[1]))
        if start < stop:
            found.append(((start, stop), parts[0]))
        end = stop
    spans = []
    for (start, stop), part in found:
        places = brute_places(corpus, part, text[start:stop])
        spans.append(Span(start, stop, places[0], len(places), part is parts[1]))
    return spans


def random_corpus(rng: np.random.Generator) -> tuple[Corpus, int]:
    letters = "ab \n" if rng.random() < 0.5 else "天地人 \nxy"
    songs = []
    for number in range(rng.integers(0, 5)):
        body = "".join(rng.choice(list(letters), rng.integers(1, 25)))
        songs.append(f"# {number}\n{body}x\n")
    text = "".join(songs) or "".join(rng.choice(list(letters), rng.integers(1, 80))) + "x"
    corpus = corpus_of(text)
    return corpus, int(rng.integers(1, len(corpus) + 1))


def test_the_same_as_by_brute_force_on_random_texts(rng: np.random.Generator) -> None:
    seen = set()
    for _ in range(1000):
        corpus, trained = random_corpus(rng)
        index = TextIndex.of(corpus, trained)
        at = int(rng.integers(0, len(corpus)))  # joints and the border are among the queries
        copied = corpus.text[at : at + int(rng.integers(0, 30))]
        text = copied + "".join(rng.choice(list("ab x天?\0"), rng.integers(0, 15)))
        least = int(rng.integers(1, 7))
        found = spans(text, index, least)
        assert list(found) == brute(corpus, trained, text, least)
        seen |= {(bool(corpus.songs), span.held_out) for span in found}
    assert len(seen) == 4
