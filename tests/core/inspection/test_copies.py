"""Copies: found as by brute force, at joints and borders too, and in a text of millions."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest

from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.text import Corpus, make_corpus
from lstm_gui.core.inspection import copies
from lstm_gui.core.inspection.copies import (
    Novelty,
    SongLine,
    Span,
    TextIndex,
    longest_copy,
    novelty,
    novelty_of_samples,
    novelty_of_songs,
    place_of,
    spans,
)
from tests.release import at_length


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


def stretches(text: str, found: tuple[Span, ...]) -> list[str]:
    return [text[span.start : span.stop] for span in found]


def test_a_planted_sentence_is_found_with_its_song_and_line() -> None:
    corpus = corpus_of(SONGS)
    index = TextIndex.of(corpus, len(corpus))
    text = "quux and came again quux one fine night"
    first, second = found = spans(text, index)
    assert stretches(text, found) == [" and came again", "one fine night"]
    assert place_of(corpus, first.source) == SongLine("First", 3, "and came again")
    assert place_of(corpus, second.source) == SongLine("Second", 1, "one fine night")
    assert corpus.text.index("one fine night") == second.source
    (twice,) = spans("one fine", index)
    assert (twice.source, twice.count, len(twice)) == (0, 2, 8)


def test_places_in_a_text_without_songs_and_at_its_ends() -> None:
    corpus = corpus_of("\none\n\ntwo  \nthree")
    assert place_of(corpus, 0) == SongLine("", 1, "one")
    assert place_of(corpus, corpus.text.index("two") - 1) == SongLine("", 2, "two")
    assert place_of(corpus, len(corpus) - 1) == SongLine("", 3, "three")
    assert place_of(corpus_of("one  \n"), 5) == SongLine("", 1, "one")
    songs = corpus_of(SONGS)
    for offset in (len(songs) - 1, songs.songs[1].stop, songs.songs[2].start):
        assert place_of(songs, offset) == SongLine("Third", 1, "far beyond the sea")


def test_a_text_without_matches_is_new() -> None:
    corpus = corpus_of(SONGS + "# Blanks\nx      y\n")
    index = TextIndex.of(corpus, len(corpus))
    for text in ("we gone by one", "xyz", "", "      ", "day\0 sea", "day\ud800 sea"):
        assert spans(text, index) == ()
        assert novelty(text, ()) == Novelty(1, 0, 0)
    assert len(spans("x      ", index)) == 1
    with pytest.raises(ValueError):
        spans("text", index, 0)


def test_a_match_ends_where_a_song_ends() -> None:
    corpus = corpus_of(SONGS)
    joint = corpus.songs[0].stop
    assert corpus.text[joint - 5 : joint + 5] == "again  one"
    index = TextIndex.of(corpus, len(corpus))
    assert spans("gain  one", index) == ()
    assert stretches("again  one fine", spans("again  one fine", index)) == ["again", "one fine"]
    same = corpus_of(SONGS + "# Fourth\nagain\n\none more\n")  # here a song does have it
    (whole,) = spans("again  one", TextIndex.of(same, len(same)))
    assert len(whole) == 10 and place_of(same, whole.source) == SongLine("Fourth", 1, "again")


def test_what_stands_only_in_the_part_held_out_is_marked_and_new() -> None:
    corpus = corpus_of(SONGS)
    index = TextIndex.of(corpus, corpus.songs[1].start)
    text = "one fine night: far beyond"
    found = spans(text, index)
    assert stretches(text, found) == ["one fine ", "night", "far beyond"]
    assert [span.held_out for span in found] == [False, True, True]
    assert place_of(corpus, found[1].source) == SongLine("Second", 1, "one fine night")
    assert novelty(text, found) == Novelty((len(text) - 9) / len(text), 9, 9)


def test_a_match_ends_at_the_border_of_the_part_held_out() -> None:
    for corpus in (corpus_of(SONGS), corpus_of("a text that has no songs in it")):
        border = 12
        text = corpus.text[border - 6 : border + 9]
        found = spans(text, TextIndex.of(corpus, border))
        assert [(span.start, span.stop, span.held_out) for span in found] == [
            (0, 6, False),
            (6, 15, True),
        ]


def test_novelty_counts_what_stands_behind_a_prefix() -> None:
    corpus = corpus_of(SONGS)
    index = TextIndex.of(corpus, len(corpus))
    found = spans("we went by", index)
    assert stretches("we went by", found) == ["we went "]
    assert novelty("we went by", found) == Novelty((10 - 8) / 10, 8, 8)
    assert novelty("we went by", found, start=6) == Novelty((4 - 2) / 4, 8, 8)
    assert novelty("we went by", found, start=8) == Novelty(1, 0, 0)
    samples = [("we wen", "t by"), ("far", " beyond it")]
    assert novelty_of_samples(samples, index) == Novelty((14 - (2 + 8)) / 14, 9.5, 11)
    assert novelty_of_samples([], index) == Novelty(1, 0, 0)


def test_real_songs_are_measured_against_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = corpus_of(SONGS)
    sizes = [song.stop - song.start for song in corpus.songs]
    index = TextIndex.of(corpus, len(corpus))
    assert novelty_of_songs(corpus, index) == Novelty(
        (sum(sizes) - 18) / sum(sizes), 9, 9
    )  # "one fine "
    held = TextIndex.of(corpus, corpus.songs[1].start)
    assert novelty_of_songs(corpus, held) == Novelty((sum(sizes[1:]) - 9) / sum(sizes[1:]), 9, 9)
    monkeypatch.setattr(copies, "SONGS_MEASURED", sum(sizes) // 2 + 1)  # every second one
    assert novelty_of_songs(corpus, index) == Novelty(
        ((sizes[0] + sizes[2]) - 9) / (sizes[0] + sizes[2]), 9, 9
    )
    plain = corpus_of("no songs here")
    assert novelty_of_songs(plain, TextIndex.of(plain, len(plain))) is None
    refrain = corpus_of("# One\n" + "la la la " * 30 + "\n# Two\nno la la\n")
    found = novelty_of_songs(refrain, TextIndex.of(refrain, len(refrain)))
    assert found is not None and found.longest == len(" la la")


def long_text(rng: np.random.Generator, length: int) -> str:
    """Return songs of words as frequent as in a language, with whole lines in common."""
    letters = np.array(list("etaoinshrdlucmfw"))
    words = ["".join(rng.choice(letters, size)) for size in rng.integers(1, 9, 20_000)]
    chances = 1 / np.arange(1, len(words) + 1)
    drawn = rng.choice(len(words), length // 4, p=chances / chances.sum())
    lines = [" ".join(words[word] for word in line) for line in drawn.reshape(-1, 5)]
    chosen = rng.integers(0, len(lines), len(lines)).tolist()
    return "".join(
        (f"# Song {number}\n" if number % 20 == 0 else "") + lines[line] + "\n"
        for number, line in enumerate(chosen)
    )[:length]


@pytest.mark.release
def test_a_long_text_exactly_and_in_little_memory(rng: np.random.Generator) -> None:
    length = at_length(400_000, 5_000_000)
    corpus = corpus_of(long_text(rng, length) + "\nzigzag by moonlight\n")
    trained = corpus.songs[len(corpus.songs) * 9 // 10].start
    tracemalloc.start()
    index = TextIndex.of(corpus, trained)
    lasting, peak = (size / len(corpus) for size in tracemalloc.get_traced_memory())
    tracemalloc.stop()
    assert lasting < 7 and peak < 45, "bytes for each character"
    starts = [*rng.integers(0, trained, 15), *rng.integers(trained, len(corpus) - 40, 15)]
    text = "".join(corpus.text[at : at + 2 * (at % 20)] + "tho" for at in map(int, starts))
    text += "zigzag by moonlight"
    found, end = spans(text, index, 8), 0
    assert {span.held_out for span in found} == {False, True}
    seen = "\n".join(piece for _, piece in pieces(corpus, 0, trained))
    for span in found:
        piece = text[span.start : span.stop]
        assert corpus.text.startswith(piece, span.source)
        assert (piece in seen) is not span.held_out
        if not span.held_out:
            assert text[span.start : span.stop + 1] not in seen or span.stop == len(text)
        for at in range(end, span.start):  # nothing was passed over
            assert text[at : at + 8] not in seen
        end = span.stop


def test_the_longest_copy_is_from_the_text_trained_on_and_not_of_the_prefix_alone():
    found = (Span(0, 9, 3, 1, False), Span(9, 15, 40, 1, False), Span(15, 40, 90, 1, True))
    assert longest_copy(found) is found[0] and longest_copy(found, 9) is found[1]
    assert longest_copy(found, 15) is None and longest_copy(()) is None
