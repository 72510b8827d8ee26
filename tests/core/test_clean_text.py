"""One clean form for texts and prefixes, and names for what cannot be seen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_gui.core.clean_text import character_name, character_names, clean, one_line
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import GenerateRequest


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\x1b[32m《夜》\x1b[m", "《夜》"),
        ("\x1b[1;38;5;208mred\x1b[0K!\x1b[2J", "red!"),
        ("\x1b[?25lcursor\x1b[?25h", "cursor"),
        ("\x9b32mgreen\x9bm", "green"),
        ("\x1b]0;a title\x07words", "words"),
        ("\x1b]8;;https://example.org/\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq#0;2;0~-\x1b\\after", "after"),
        ("\x1b(Bplain\x1b)0", "plain"),
        ("\x1b7saved\x1b8\x1bc", "saved"),
        ("\x1b]never closed\nthe next line", "never closed\nthe next line"),
        ("N\bNA\bAM\bME\bE  _\bl_\bs", "NAME  ls"),
        ("a lone \x1b", "a lone "),
        ("before\x1bdoor", "beforedoor"),
        ("[32m is no sequence without its ESC", "[32m is no sequence without its ESC"),
    ],
)
def test_what_steers_a_terminal_is_left_out_whole(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(st.text(alphabet=st.one_of(st.sampled_from("\x1b[]m0;\x07\\\b\x9b\n a"), st.characters())))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


def test_a_prefix_is_read_as_the_text_was() -> None:
    typed = unicodedata.normalize("NFD", "\ufeff밤바다를\r\ncafé\té")

    assert one_line(typed) == "밤바다를 café é"
    assert GenerateRequest(prefix=typed).prefix == "밤바다를 café é"
    experiment = changed(Experiment(), "train.prefixes", (typed, "\ufeff", "a\nb"))
    assert experiment.train.prefixes == ("밤바다를 café é", "a b")


def test_a_prefix_may_be_as_long_as_it_is_once_cleaned() -> None:
    decomposed = unicodedata.normalize("NFD", "밤" * 200)

    assert changed(Experiment(), "train.prefixes", (decomposed,)).train.prefixes == ("밤" * 200,)


@pytest.mark.parametrize(
    ("character", "name"),
    [
        (" ", "space"),
        ("\n", "newline"),
        ("\t", "tab"),
        ("\xa0", "no-break space"),
        ("\u3000", "ideographic space"),
        ("\u200b", "zero-width space"),
        ("\u200d", "zero-width joiner"),
        ("\ufeff", "byte order mark"),
        ("\xad", "soft hyphen"),
        ("\x07", "U+0007"),
        ("\u2003", "U+2003"),
        ("\u0301", "U+0301"),
        ("\u3164", "U+3164"),
        ("\ue000", "U+E000"),
        ("歌", "歌"),
        ("{", "{"),
    ],
)
def test_every_character_has_a_name_that_can_be_seen(character: str, name: str) -> None:
    assert str(character_name(character)) == name


def test_names_in_a_sentence() -> None:
    assert str(character_names(" \u3000歌", 3)) == "space, ideographic space, 歌"
    assert str(character_names("abc", 2)) == "a, b, …"
    with pytest.raises(CorpusError, match=r"never seen these characters: space, no-break space\."):
        Vocabulary.of("abc").encode("a b\xa0")
