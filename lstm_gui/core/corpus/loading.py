"""Open a text: from a file, from a zip, or from the lyrics that come with the program."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import islice

from lstm_gui.core.corpus.decoding import decode
from lstm_gui.core.corpus.source import read_source
from lstm_gui.core.corpus.text import Corpus, Language, make_corpus
from lstm_gui.core.files import resource
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["SHIPPED", "Shipped", "load_corpus", "load_shipped", "suggest_prefixes"]


def load_corpus(path: str | os.PathLike[str], encoding: str | None = None) -> Corpus:
    """Load the text at `path`, a .txt or a .zip with one inside.

    Raises:
        CorpusError: It cannot be used; the corpus in use stays as it is.
    """
    source = read_source(path)
    return make_corpus(decode(source, encoding), source.name)


_LONGEST_WORD = 20
_LINES_TRIED = 1000
_UNSPACED = "\u2e80"  # from here on come the scripts of East Asia


@dataclass(frozen=True, slots=True)
class Shipped:
    """A corpus among the app's resources; `prefixes` are what its samples begin with."""

    key: Language
    file: str
    label: str
    prefixes: tuple[str, ...]


SHIPPED: dict[str, Shipped] = {
    shipped.key: shipped
    for shipped in (
        Shipped(
            "zh",
            "lyrics_zh.txt",
            QT_TRANSLATE_NOOP("Corpora", "Chinese lyrics (included)"),
            ("分开", "不分开"),
        ),
        Shipped(
            "en",
            "lyrics_en.txt",
            QT_TRANSLATE_NOOP("Corpora", "English lyrics (included)"),
            ("apart", "not apart"),
        ),
    )
}


def load_shipped(key: str) -> Corpus:
    """Load a corpus of `SHIPPED`; its songs are marked."""
    source = read_source(resource("corpora", SHIPPED[key].file))
    return make_corpus(decode(source), source.name)


def suggest_prefixes(corpus: Corpus, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return prefixes of known characters only.

    These are the `wanted` ones, or those of a shipped corpus in the same language, or the
    beginnings of two lines of `corpus`.
    """
    if not corpus.vocabulary.unknown("".join(wanted)):
        return wanted
    shipped = SHIPPED.get(corpus.language)
    if shipped is not None and not corpus.vocabulary.unknown("".join(shipped.prefixes)):
        return shipped.prefixes
    return _beginnings(corpus)


def _beginnings(corpus: Corpus) -> tuple[str, ...]:
    tried = range(min(len(corpus.line_starts), _LINES_TRIED))
    found = dict.fromkeys(_beginning(corpus.line(number)) for number in tried)
    return tuple(islice(filter(None, found), 2))


def _beginning(line: str) -> str:
    """Take the first word, or two characters where words are not set apart."""
    word = line.split(maxsplit=1)[0] if line else ""
    spaced = all(character < _UNSPACED for character in word)
    return word if spaced and len(word) <= _LONGEST_WORD else word[:2]
