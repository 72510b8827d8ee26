"""The corpus: cleaning, songs, lines, the first N characters, and the book's own file."""

from __future__ import annotations

import tracemalloc
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_gui.core.corpus import text, vocabulary
from lstm_gui.core.corpus.batches import epoch_batches
from lstm_gui.core.corpus.decoding import Decoded, clean
from lstm_gui.core.corpus.text import (
    SHIPPED,
    Corpus,
    Song,
    Statistics,
    load_corpus,
    load_shipped,
    make_corpus,
    require_batch,
    suggest_prefixes,
)
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.settings.groups import Sampling, TrainConfig

MARKED = "\n# 第一首\n\n想要有直升机\n想要和你飞\n\n我每天\n\n\n# Second\nwe were apart\n\n"


def corpus_of(text: str) -> Corpus:
    return make_corpus(Decoded(text, "utf-8", "utf-8"), "words.txt")


def peak_of(text: str) -> int:
    tracemalloc.start()
    try:
        corpus_of(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# Cleaning


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c\x85d\ve\ff", "a\nb\nc\nd\ne\nf"),
        ("\ufeffa\ufeffb", "ab"),
        ("a\tb\x07c\x1bd\x7f", "a bcd"),
        ("e\u0301", "é"),
        ("e\x07\u0301", "é"),
        ("a\ud800b", "ab"),
        ("想 要\u3000", "想 要\u3000"),
        ("👩‍🚀 שלום", "👩‍🚀 שלום"),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=100))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()  # no lone surrogates


# Lines and songs


def test_new_lines_become_spaces_one_for_one() -> None:
    corpus = corpus_of("ab\r\n\r\ncd\ne \n")

    assert corpus.text == "ab  cd e  "
    assert corpus.songs == ()
    assert corpus.line_starts.tolist() == [0, 4, 7]
    assert [corpus.line(number) for number in range(3)] == ["ab", "cd", "e"]


@given(st.text("ab \n", max_size=40).filter(str.strip))
def test_lines_are_found(text: str) -> None:
    corpus = corpus_of(text)

    lines = [corpus.line(number) for number in range(len(corpus.line_starts))]
    assert lines == [line.strip() for line in text.split("\n") if line]
    assert corpus.line_starts.dtype == np.int32
    assert not corpus.line_starts.flags.writeable


def test_marked_songs() -> None:
    corpus = corpus_of(MARKED)

    assert corpus.text == "想要有直升机 想要和你飞  我每天  we were apart"
    assert corpus.songs == (Song("第一首", 0, 17), Song("Second", 19, 32))
    assert [corpus.text[song.start : song.stop] for song in corpus.songs] == [
        "想要有直升机 想要和你飞  我每天",
        "we were apart",
    ]
    assert [corpus.line(number) for number in range(4)][-1] == "we were apart"


def test_a_song_without_words_is_left_out() -> None:
    corpus = corpus_of("# One\n\n# Two\nwords\n# Three\n")

    assert [song.title for song in corpus.songs] == ["Two"]
    assert corpus.text == "words"


@pytest.mark.parametrize("text", ["\n" * 2**20 + "a", "# a\nb\n" * 2**18, "# a\n" + "b\n" * 2**19])
def test_odd_texts_take_little_memory(text: str) -> None:
    assert peak_of(text) < 20 * len(text)


def test_a_text_with_too_many_marks_has_no_songs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_SONGS", 2)

    assert len(corpus_of("# a\nb\n" * 2).songs) == 2
    assert corpus_of("# a\nb\n" * 3).songs == ()


@pytest.mark.parametrize("text", [" # not a title\nwords", "#not a title\nwords", "## no\nwords"])
def test_what_is_no_title(text: str) -> None:
    assert corpus_of(text).songs == ()


def test_lines_over_several_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = corpus_of("ab\n\n\nc\nde\n").line_starts.tolist()

    for chunk in range(1, 6):
        monkeypatch.setattr(vocabulary, "CHUNK", chunk)
        assert corpus_of("ab\n\n\nc\nde\n").line_starts.tolist() == expected == [0, 5, 7]


def test_a_mark_later_in_the_text_is_only_text() -> None:
    corpus = corpus_of("words\n# not a title\n")

    assert corpus.songs == ()
    assert corpus.text == "words # not a title "


@pytest.mark.parametrize("text", ["", "\n\n", " \u3000\n", "\ufeff", "# Title\n", "# A\n\n# B\n\n"])
def test_nothing_but_blanks(text: str) -> None:
    with pytest.raises(CorpusError, match=r"^words\.txt has nothing but blanks"):
        corpus_of(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("想要有直升机", "zh"),
        ("the café is closed", "en"),
        ("僕は君を愛してる", "other"),
        ("Ночь улица фонарь", "other"),
        ("12345", "other"),
        ("想要 love 有直升机 baby", "other"),
        ("想要和你融化在一起 love 想要有直升机", "zh"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert corpus_of(text).language == language


# The first N characters


@pytest.mark.parametrize("count", range(2, 33))
def test_first_cuts_text_songs_and_lines(count: int) -> None:
    whole = corpus_of(MARKED)

    cut = whole.first(count)

    assert cut.text == whole.text[:count]
    assert cut.line_starts.tolist() == [start for start in [0, 7, 14, 19] if start < count]
    assert all(song.start < song.stop <= count for song in cut.songs)
    assert len(cut.songs) == (1 if count <= 19 else 2)
    assert cut.vocabulary.decode(cut.ids) == cut.text


def test_first_of_less_is_the_corpus_itself() -> None:
    corpus = corpus_of(MARKED)

    assert corpus.first(None) is corpus
    assert corpus.first(10_000) is corpus
    assert corpus.ids is corpus.ids
    assert corpus.vocabulary is corpus.vocabulary


# Numbers


def test_statistics() -> None:
    statistics = corpus_of(MARKED).statistics(2, 5, "consecutive")

    assert statistics == Statistics(characters=32, distinct=19, songs=2, lines=4, batches=3)


@pytest.mark.parametrize(("sampling", "needed"), [("consecutive", 36 * 32), ("random", 1121)])
def test_shorter_than_a_batch(sampling: Sampling, needed: int) -> None:
    require_batch(corpus_of("a" * needed), 32, 35, sampling)

    with pytest.raises(CorpusError) as caught:
        require_batch(corpus_of("a" * (needed - 1)), 32, 35, sampling)
    assert "words.txt" in str(caught.value)
    assert f"{needed:,}" in str(caught.value)
    assert f"{needed - 1:,}" in str(caught.value)


# Prefixes


def test_wanted_prefixes_are_kept_when_they_are_known() -> None:
    assert suggest_prefixes(corpus_of("分开 不"), ("不分", "开")) == ("不分", "开")
    assert suggest_prefixes(corpus_of("分开 不"), ()) == ()


def test_shipped_prefixes_are_the_second_choice() -> None:
    english = "we are not apart tonight\n"

    assert suggest_prefixes(corpus_of(english), ("分开",)) == ("apart", "not apart")
    assert suggest_prefixes(corpus_of("分开了 不要走"), ("apart",)) == ("分开", "不分开")


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("想要有直升机\n想要飞\n宇宙里\n", ("想要", "宇宙")),
        ("hello you\nhello me\nbye\n", ("hello", "bye")),
        ("été bleu\nbleu\n", ("été", "bleu")),
        ("僕は\n", ("僕は",)),
        ("x" * 50, ("xx",)),
        ("  \n z\n", ("z",)),
    ],
)
def test_beginnings_of_lines_are_the_last_choice(text: str, prefixes: tuple[str, ...]) -> None:
    corpus = corpus_of(text)

    assert suggest_prefixes(corpus, ("分开", "不分开")) == prefixes
    assert corpus.vocabulary.unknown("".join(prefixes)) == ()


# What is shipped


def test_a_shipped_corpus_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpora").mkdir()
    (tmp_path / "corpora" / "lyrics_zh.txt").write_text(MARKED, encoding="utf-8")
    monkeypatch.setattr(text, "resource", lambda *parts: tmp_path.joinpath(*parts))

    assert len(load_shipped("zh").songs) == 2


@pytest.mark.parametrize("key", SHIPPED)
def test_shipped_corpora_suit_the_preset(key: str) -> None:
    corpus = load_shipped(key)

    assert corpus.language == key
    assert corpus.songs
    assert len({song.title for song in corpus.songs}) == len(corpus.songs)
    used = corpus.first(10_000)
    require_batch(used, 32, 35, "consecutive")
    assert suggest_prefixes(used, SHIPPED[key].prefixes) == SHIPPED[key].prefixes


# The book's file


@pytest.fixture(scope="module")
def book() -> Corpus:
    path = Path(__file__).resolve().parents[4] / "shared" / "data" / "jaychou_lyrics.txt.zip"
    if not path.exists():
        pytest.skip("the book's lyrics are under copyright, and not beside this checkout")
    return load_corpus(path)


def test_the_books_file(book: Corpus) -> None:
    first = book.first(10_000)

    assert (book.name, book.encoding, book.language) == ("jaychou_lyrics.txt.zip", "utf-8", "zh")
    assert len(book) == 63_282
    # 2,583 in the file; the new line is none of them any more.
    assert len(book.vocabulary) == 2_582
    assert first.text.startswith("想要有直升机 想要和你飞到宇宙去 ")
    assert first.statistics(32, 35, "consecutive") == Statistics(
        characters=10_000, distinct=1_027, songs=0, lines=len(first.line_starts), batches=8
    )
    assert len(list(epoch_batches(first.ids, TrainConfig(), seed=0, epoch=1))) == 8
    assert suggest_prefixes(first, ("分开", "不分开")) == ("分开", "不分开")


LRC = """[ti:Night]
[ar:Nobody]
[00:12.34]lamps in the <00:12.80>window
[00:15][01:20.5]rain on the river
[00:18.00]
[00:21.00]sing it softly
"""
SRT = """1
00:00:01,000 --> 00:00:04,000
<i>lamps in the window</i>

2
00:00:05,000 --> 00:00:08,000
{\\an8}rain on the river
7
"""
VTT = """WEBVTT

00:01.000 --> 00:04.000 align:start
lamps in the window
"""


@pytest.mark.parametrize(
    ("timed", "words"),
    [
        (LRC, "lamps in the window rain on the river  sing it softly"),
        (SRT, "lamps in the window  rain on the river 7"),
        (VTT, "lamps in the window"),
    ],
)
def test_times_are_left_out_if_so_chosen_and_else_remarked(timed: str, words: str) -> None:
    decoded = Decoded(timed.replace("\n", "\r\n"), "utf-8", "utf-8")

    corpus = make_corpus(decoded, "words.lrc", untimed=True)
    assert corpus.text == words
    assert corpus.remarks == ()
    assert corpus.reading == FileReading(untimed=True)
    assert "time stamp" in str(make_corpus(decoded, "words.lrc").remarks[-1])


BOOK = (
    "\ufeffThe Project Gutenberg eBook of Words\n\n"
    "*** START OF {the} PROJECT GUTENBERG EBOOK WORDS ***\n\n\nlamps in\nthe window\n\n"
    "*** END OF {the} PROJECT GUTENBERG EBOOK WORDS ***\n\nSection 1. General terms\n"
)


@pytest.mark.parametrize("the", ["THE", "THIS"])
def test_what_project_gutenberg_puts_around_a_text_is_left_out(the: str) -> None:
    corpus = corpus_of(BOOK.format(the=the).replace("\n", "\r\n"))
    assert corpus.text == "lamps in the window"
    assert "Project Gutenberg" in str(corpus.remarks[0])


def test_a_text_that_only_speaks_of_project_gutenberg_stays() -> None:
    words = "we read *** START OF THE PROJECT GUTENBERG EBOOK W ***\nand then\n" + "word " * 9000
    assert not corpus_of(words).remarks
    far = "word\n" * 9000 + BOOK.format(the="THE")
    assert "General terms" in corpus_of(far).text


def test_what_only_looks_like_a_time_stays() -> None:
    assert not corpus_of("at 12:30 we met\n[Chorus]\nsing\n").remarks
    decoded = Decoded("at 12:30 we met\n[Chorus]\n1\nsing\n", "utf-8", "utf-8")
    assert make_corpus(decoded, "w", untimed=True).text == "at 12:30 we met [Chorus] 1 sing"


@pytest.mark.parametrize(
    "text",
    [
        "# first comment\n# step 0\ndef f0(x):\n    return x\n\n# step 1\ndef f1(x):\n",
        "# name,age\n# made by hand\na,1\n",
        "#!/bin/sh\n# a comment\necho a\n",
    ],
)
def test_comments_are_no_titles(text: str) -> None:
    corpus = corpus_of(text)

    assert corpus.songs == ()
    assert corpus.text == text.replace("\n", " ")


def test_what_is_not_trained_on_is_remarked() -> None:
    (titles,) = corpus_of("# One\nwords\n\n# Two\nmore\n").remarks
    assert "are titles" in str(titles)
    (left,) = corpus_of("\x1b[32mgreen\x1b[m\x07\n").remarks
    assert "Left out: 9 characters" in str(left)
    (bad,) = make_corpus(Decoded("a\ufffdb", "utf-8", "utf-8", 1), "w").remarks
    assert "cannot be read: 1" in str(bad)
    assert corpus_of("\ufeffa\r\nb\tc\n").remarks == ()
    assert load_shipped("en").remarks == ()
