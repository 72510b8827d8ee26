"""A choice of songs is a text of its own: exact, and held out where it should be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.own_texts import SongChoice, SongList, keep_own, save_own, song_list
from lstm_gui.core.corpus.selection import (
    Part,
    arranged_text,
    held_out_share,
    parts_in_use,
    require_choice,
    whole_text,
)
from lstm_gui.core.corpus.text import Corpus, load_corpus, load_shipped, make_corpus
from lstm_gui.core.corpus.text_figures import figures_of
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.training.held_out import training_length


def corpus_of(text: str) -> Corpus:
    return make_corpus(Decoded(text, "utf-8", "utf-8"), "text.txt")


def parts(*chosen: Part) -> np.ndarray:
    return np.array(chosen, np.int8)


SONGS = "# One\na b\n  c \n\nd\n\n# \nsecond  song\n\n# # Three\nthird\nline\n"


def test_an_arranged_text_has_the_songs_held_out_at_its_end() -> None:
    corpus = corpus_of(SONGS)
    text = arranged_text(corpus, parts(Part.HELD_OUT, Part.LEFT_OUT, Part.TRAINING))
    assert text == "# # Three\nthird\nline\n\n# One\na b\n  c\n\n\nd"
    again = corpus_of(text)
    assert [song.title for song in again.songs] == ["# Three", "One"]
    assert again.text == "third line  a b   c   d"


@pytest.mark.parametrize("key", ["zh", "en"])
def test_an_arranged_text_is_exact(key: str) -> None:
    """Each song stands in it to the character, and the share ends at the first song held out."""
    corpus = load_shipped(key)
    draw = np.random.default_rng(7)
    for _ in range(100):
        chosen = draw.choice(3, len(corpus.songs), p=(0.6, 0.2, 0.2)).astype(np.int8)
        again = corpus_of(arranged_text(corpus, chosen))
        order = [*np.flatnonzero(chosen == 0), *np.flatnonzero(chosen == 1)]
        kept = [corpus.songs[place] for place in order]
        assert [song.title for song in again.songs] == [song.title for song in kept]
        assert again.text == "  ".join(corpus.text[song.start : song.stop] for song in kept)
        share, count = held_out_share(corpus, chosen), int((chosen == 0).sum())
        if 0 < share <= 0.5:
            assert training_length(again, share) == again.songs[count].start


def test_the_whole_text_is_exact() -> None:
    for text in (SONGS, "\n\nbegins late", "no songs\n\n  at all \nhere\n", "one line"):
        corpus = corpus_of(text)
        again = corpus_of(whole_text(corpus))
        assert again.text.rstrip() == corpus.text.rstrip()
        assert again.songs == corpus.songs
        assert np.array_equal(again.line_starts, corpus.line_starts)


def test_the_parts_in_use_are_those_of_the_settings() -> None:
    corpus = corpus_of(SONGS)
    starts = [song.start for song in corpus.songs]
    found = parts_in_use(corpus, used=starts[2], trained=starts[1])
    assert found.tolist() == [Part.TRAINING, Part.HELD_OUT, Part.LEFT_OUT]
    found = parts_in_use(corpus, used=len(corpus), trained=len(corpus))
    assert found.tolist() == [Part.TRAINING] * 3


def test_a_choice_needs_something_to_train_on_and_holds_out_half_at_most() -> None:
    corpus = corpus_of(SONGS)
    require_choice(corpus, parts(Part.TRAINING, Part.HELD_OUT, Part.TRAINING))
    with pytest.raises(CorpusError, match="Tick at least one"):
        require_choice(corpus, parts(Part.LEFT_OUT, Part.HELD_OUT, Part.LEFT_OUT))
    with pytest.raises(CorpusError, match="More than half"):
        require_choice(corpus, parts(Part.TRAINING, Part.HELD_OUT, Part.HELD_OUT))


def test_own_texts_have_names_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "texts"
    first = save_own("分开\n一起", "../我的 歌.txt", folder)
    assert first.parent == folder and first.name.startswith("我的-歌-")
    assert load_corpus(first).text == "分开 一起"
    assert save_own("分开\n一起", "我的 歌.txt", folder) == first
    other = save_own("分开", first.name, folder)
    assert (
        other != first and other.name.startswith("我的-歌-") and len(other.name) == len(first.name)
    )
    assert save_own("x", "…", folder).name.startswith("text-")


def chosen_from(key: str, folder: Path) -> tuple[SongList, np.ndarray, Path]:
    """Leave out every third song of a shipped text, and hold out the one after it."""
    corpus = load_shipped(key)
    chosen = np.array(
        [(2, 1, 0, 0, 0, 0)[place % 6] for place in range(len(corpus.songs))], np.int8
    )
    songs = SongList(corpus, np.zeros_like(chosen), key, corpus.reading)
    text = arranged_text(corpus, chosen)
    return songs, chosen, save_own(text, corpus.name, folder, SongChoice.of(songs, chosen))


def opened(path: Path, share: float) -> SongList:
    corpus = load_corpus(path)
    parts = parts_in_use(corpus, len(corpus), training_length(corpus, share))
    return SongList(corpus, parts, str(path), corpus.reading)


def test_what_was_left_out_can_come_back(tmp_path: Path) -> None:
    songs, chosen, place = chosen_from("zh", tmp_path)
    found = song_list(opened(place, held_out_share(songs.corpus, chosen)))
    assert found.corpus == songs.corpus and found.source == "zh"
    assert found.parts.tolist() == chosen.tolist()
    nothing_held_out = song_list(opened(place, 0.0))
    assert set(nothing_held_out.parts[chosen == Part.HELD_OUT]) == {Part.TRAINING}


@pytest.mark.parametrize(
    "damage", [None, b"", b"{}", b'{"parts": "9"}', b"\xff" * 10, b" " * 2**21]
)
def test_a_choice_is_whole_without_its_record(tmp_path: Path, damage: bytes | None) -> None:
    _, _, place = chosen_from("en", tmp_path)
    record = place.with_name(place.name + ".songs")
    if damage is None:
        record.unlink()
    else:
        record.write_bytes(damage)
    songs = opened(place, 0.2)
    assert song_list(songs) is songs


def test_a_text_that_has_changed_since_is_not_mixed_up_with_its_choice(tmp_path: Path) -> None:
    source = tmp_path / "songs.txt"
    source.write_text(SONGS, "utf-8")
    corpus = load_corpus(source)
    chosen = parts(Part.HELD_OUT, Part.LEFT_OUT, Part.TRAINING)
    songs = SongList(corpus, chosen, str(source), corpus.reading)
    place = save_own(arranged_text(corpus, chosen), "x", tmp_path, SongChoice.of(songs, chosen))
    assert len(song_list(opened(place, 0.4)).parts) == 3
    source.write_text(SONGS.replace("second", "other"), "utf-8")
    assert len(song_list(opened(place, 0.4)).parts) == 2
    source.unlink()
    assert len(song_list(opened(place, 0.4)).parts) == 2


# Figures


def test_the_figures_of_what_is_trained_on() -> None:
    corpus = corpus_of("# One\nla la\nla la\nho\n\n# Two\nxyz\n\n# Three\nxl\n")
    found = figures_of(corpus, parts(Part.TRAINING, Part.HELD_OUT, Part.LEFT_OUT))
    assert (found.songs, found.characters, found.lines) == (1, 14, 3)
    assert found.distinct == 5  # l, a, h, o and the space
    assert found.frequent == (("a", 4), ("l", 4), ("h", 1), ("o", 1))
    assert found.covering == (2, 4, 5)
    assert found.once == 2
    assert found.repeated_lines == pytest.approx(2 / 3)
    assert found.most_repeated == ("la la", 2)
    assert found.unseen == 3


def test_the_figures_of_a_text_without_songs() -> None:
    corpus = corpus_of("first line\nsecond line\n")
    found = figures_of(corpus, parts())
    assert (found.songs, found.characters, found.lines) == (0, len(corpus), 2)
    assert found.most_repeated == ("", 0) and found.unseen == 0


@pytest.mark.parametrize(
    "text",
    [
        "# 一\n分开 abc\n\n不分开 cab\n# 二\nab 分开\n不 bca 分\n",
        "la la\nla  la\n\n\nlo lo",
        "without any end of a line",
        "# 1\n# 2\ncomments, not songs",
        "\u3000indented\n\u3000so",
    ],
)
def test_a_text_that_came_without_a_file_becomes_the_same_text_again(
    text: str, tmp_path: Path
) -> None:
    corpus = make_corpus(Decoded(text, "utf-8", "utf-8", 0), "mine.txt")
    place = keep_own(corpus, tmp_path)
    again = load_corpus(place)
    assert (again.text, again.songs) == (corpus.text, corpus.songs)
    assert again.line_starts.tolist() == corpus.line_starts.tolist()
    assert keep_own(corpus, tmp_path / "file" / "x") is not None
    (tmp_path / "a").touch()
    assert keep_own(corpus, tmp_path / "a" / "b") is None
