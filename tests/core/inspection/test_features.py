"""Features of small texts, character by character."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.text import Corpus, Song, load_shipped, make_corpus
from lstm_gui.core.inspection.features import FEATURES, corpus_features, feature_matrix


def row(key: str, text: str, **known: object) -> list[float]:
    found = feature_matrix(text, **known)  # type: ignore[arg-type]
    assert found.keys == tuple(FEATURES) and found.values.shape == (len(FEATURES), len(text))
    values: list[float] = found.values[found.keys.index(key)].tolist()
    return values


def flags(key: str, text: str, **known: object) -> str:
    return "".join("·1"[int(value)] for value in row(key, text, **known))


def corpus_of(text: str) -> Corpus:
    return make_corpus(Decoded(text, "utf-8", "utf-8"), "test")


def test_lines_of_a_chinese_text_are_parted_by_blanks() -> None:
    text = "一二三 四五  六七"
    assert row("position_in_line", text) == [1, 2, 3, 0, 1, 2, 0, 0, 1, 2]
    assert flags("line_start", text) == "1···1···1·"
    # What restarts at each blank is called by its place in the line, the earlier of two names.
    assert row("position_in_line", "一二 三 ") == row("since_space", "一二 三 ") == [1, 2, 0, 1, 0]
    assert flags("line_end", text) == "··1··1····"
    assert flags("phrase_start", text) == "1·······1·"
    assert flags("phrase_end", text) == "·····1···1"


def test_words_of_an_english_text_are_no_lines() -> None:
    text = "to be or, not to be"
    assert not any(row("position_in_line", text)) and not any(row("line_start", text))
    assert row("since_space", text)[:6] == [1, 2, 0, 1, 2, 0]
    assert flags("blank", text)[:6] == "··1··1"
    assert flags("phrase_start", text) == "1·········1········"
    assert flags("phrase_end", text) == "·······1··········1"


def test_new_lines_part_lines_in_any_script() -> None:
    assert row("position_in_line", "ab c\n\nd") == [1, 2, 3, 4, 0, 0, 1]
    assert flags("line_end", "ab c\n\nd") == "···1···"


def test_lines_of_a_corpus() -> None:
    corpus = corpus_of("one two\nthree\n\nfour")
    text = corpus.text  # "one two three  four"
    found = corpus_features(text, corpus)
    position = found.values[found.keys.index("position_in_line")]
    assert position.tolist() == [*range(1, 8), 0, *range(1, 6), 0, 0, *range(1, 5)]
    inside = row("position_in_line", text[2:10], offset=2, line_starts=corpus.line_starts)
    assert inside == [3, 4, 5, 6, 7, 0, 1, 2]  # it goes on from before the text
    assert flags("line_end", text[2:8], offset=2, line_starts=corpus.line_starts) == "····1·"


def test_refrains() -> None:
    assert flags("repeated_line", "来吧 走吧 来吧") == "11····11"
    assert flags("repeated_line", "la\nlo\nla") == "11····11"
    corpus = corpus_of("# a\n\nla la\nlo\nla la\n\n# b\n\nlo\nli\n")
    found = corpus_features("la la lo ", corpus)  # the other "la la" is further on in the song
    again = found.values[found.keys.index("repeated_line")]
    assert again.tolist() == [1, 1, 0, 1, 1, 0, 0, 0, 0]


def test_the_same_character_before() -> None:
    found = row("same_character", "aabca" + "x" + "yz" * 8 + "x")
    assert found[:5] == pytest.approx([0, 1, 0, 0, 1 - 2 / 16])
    assert found[-1] == 0  # seventeen back is too far


def test_the_place_in_a_song() -> None:
    songs = (Song("a", 0, 3), Song("b", 5, 9))
    assert row("position_in_song", "cde  fg", songs=songs, offset=1) == [1, 2, 0, 0, 0, 1, 2]
    assert not any(row("position_in_song", "abc"))
    assert not any(row("position_in_song", "cd", songs=songs, offset=1))  # no more than a drift


def test_brackets_and_quotes() -> None:
    assert row("bracket_depth", "a(b[c]d)e") == [0, 1, 1, 2, 2, 1, 1, 0, 0]
    assert row("bracket_depth", ')a("b"') == [0, 0, 1, 2, 2, 1]
    assert row("bracket_depth", "他说「好」吗") == [0, 0, 1, 1, 0, 0]


def test_what_is_still_open() -> None:
    text = "bb\naaabbb\naabb\nab\naaaabbbb\naa"
    assert row("still_open", text) == [
        *(0, 0, 0, 1, 2, 3, 2, 1, 0, 0, 1, 2, 1, 0, 0, 1, 0, 0),
        *(1, 2, 3, 4, 3, 2, 1, 0, 0, 1, 2),
    ]
    assert row("still_open", "xyyxxxyyyxxyyxyx") == [1, 0, 0, 1, 2, 3, 2, 1, 0, 1, 2, 1, 0, 1, 0, 1]
    assert max(row("still_open", "aabbccaaabbbcccabcaabbcc")) == 3  # what a opens, b closes
    for plain in ("aabbabababaabb", "committee coffee balloon", "高高兴兴 快快乐乐", "ababab"):
        assert not any(row("still_open", plain))
    for corpus in (load_shipped("en"), load_shipped("zh")):
        assert not any(row("still_open", corpus.text))


def test_the_distance_since_a_mark() -> None:
    assert row("since_mark", "ab,cd#e") == [1, 2, 0, 1, 2, 0, 1]
    assert row("since_mark", "a。b\nc") == [1, 0, 1, 0, 1]
    assert row("since_mark", "don't. well-known.") == [*range(1, 6), 0, *range(1, 12), 0]
    assert not any(row("since_mark", "ab,cd"))  # one is no more than a drift
    assert not any(row("since_space", "ab cd"))


@pytest.mark.parametrize("text", ["", " ", "a", "\n\n", "  一"])
def test_any_text_has_features(text: str) -> None:
    assert np.isfinite(feature_matrix(text).values).all()
    assert np.isfinite(corpus_features(text, corpus_of("一 二")).values).all()


def test_a_text_that_is_not_in_the_corpus_stands_for_itself() -> None:
    found, alone = corpus_features("一二 三", corpus_of("四五")), feature_matrix("一二 三")
    np.testing.assert_array_equal(found.values, alone.values)
