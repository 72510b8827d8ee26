"""The text a model learns from: opened, decoded, cleaned, counted and turned into numbers.

A file's way: `read_source` (bytes), `decode` (text), `make_corpus` (cleaned, songs and lines
found), `Corpus.first` (as much as is wanted), `Corpus.ids`. Whatever is wrong with a file is a
`CorpusError` with a sentence; nothing else is raised, and nothing is ever written.
"""

from __future__ import annotations

import os

from lstm_gui.core.corpus.decoding import ENCODINGS, Decoded, How, decode, preview
from lstm_gui.core.corpus.reading import Source, read_source
from lstm_gui.core.corpus.shipped import SHIPPED, Shipped, load_shipped, suggest_prefixes
from lstm_gui.core.corpus.songs import Song
from lstm_gui.core.corpus.text import Corpus, Language, Statistics, make_corpus, require_batch
from lstm_gui.core.corpus.vocabulary import Vocabulary

__all__ = [
    "ENCODINGS",
    "SHIPPED",
    "Corpus",
    "Decoded",
    "How",
    "Language",
    "Shipped",
    "Song",
    "Source",
    "Statistics",
    "Vocabulary",
    "decode",
    "load_corpus",
    "load_shipped",
    "make_corpus",
    "preview",
    "read_source",
    "require_batch",
    "suggest_prefixes",
]


def load_corpus(path: str | os.PathLike[str], encoding: str | None = None) -> Corpus:
    """Load the text at `path`, a .txt or a .zip with one inside.

    Raises:
        CorpusError: It cannot be used; the corpus in use stays as it is.
    """
    source = read_source(path)
    return make_corpus(decode(source, encoding), source.name)
