"""The text that a model is trained on: opened, with its songs, lines and numbers."""

from __future__ import annotations

import hashlib
import os
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Literal
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Ids
from lstm_gui.core.clean_text import PIECE, by_pieces, clean, count_steering
from lstm_gui.core.corpus.batches import batches_per_epoch, characters_needed
from lstm_gui.core.corpus.decoding import Decoded, How, decode, preview
from lstm_gui.core.corpus.source import Source, read_source
from lstm_gui.core.corpus.vocabulary import FirstPlaces, Vocabulary, code_points
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.core.files import resource
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.numbers import thousands
from lstm_gui.core.settings.groups import Sampling

__all__ = [
    "Corpus",
    "SHIPPED",
    "Song",
    "Statistics",
    "load_corpus",
    "load_shipped",
    "make_corpus",
    "preview_text",
    "require_batch",
    "shipped_file",
    "suggest_prefixes",
]

_MARK = "# "
_FIRST_LETTER = re.compile(r"\S")
_BETWEEN_SONGS = "\n\n"

MAX_SONGS = 100_000
"""A text with more of these lines marks something else with them."""


@dataclass(frozen=True, slots=True)
class Song:
    """A song and the offsets in the text between which it stands."""

    title: str
    start: int
    stop: int


_STAMP = re.compile(r"[\[<]\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?[\]>]")
_TAG = re.compile(r"^\[[A-Za-z#]+:[^\]\n]*\]$", re.MULTILINE)
_CUE = re.compile(
    r"(?:^[^\n]*\n)?^(?:\d+:)?\d{1,2}:\d{2}[,.]\d{3} *--> *(?:\d+:)?\d{1,2}:\d{2}[,.]\d{3}[^\n]*$",
    re.MULTILINE,
)
_STYLE = re.compile(r"</?[A-Za-z][^<>\n]*>|\{\\[^{}\n]*\}")
_TIMED = 0.15
_LOOKED_AT = 500


def is_timed(text: str) -> bool:
    """Tell whether many lines have the time at which they are sung, as in .lrc, .srt and .vtt."""
    first = (text[start:stop] for start, stop in islice(_lines(text), _LOOKED_AT))
    lines = [line for line in first if line.strip()]
    stamped = sum(bool(_STAMP.match(line)) or "-->" in line for line in lines)
    return stamped > _TIMED * len(lines)


def _lines(text: str, mark: str = "") -> Iterator[tuple[int, int]]:
    """Yield from where to where each line goes that begins with `mark`, one after the other."""
    start = 0 if text.startswith(mark) else text.find("\n" + mark) + 1 or None
    while start is not None:
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        yield start, stop
        start = text.find("\n" + mark, stop) + 1 or None


def without_times(text: str) -> str:
    """Return lyrics without time stamps, numbers of cues, tags and styles."""
    if _CUE.search(text):
        text = re.sub(r"\AWEBVTT[^\n]*\n", "", _STYLE.sub("", _CUE.sub("", text)))
    text = _TAG.sub("", _STAMP.sub("", text))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


_BEGINS = re.compile(r"^\*\*\* ?START OF TH(?:E|IS) PROJECT GUTENBERG EBOOK[^\n]*\n", re.MULTILINE)
_ENDS = ("\n*** END OF THE PROJECT GUTENBERG EBOOK", "\n*** END OF THIS PROJECT GUTENBERG EBOOK")
_PREFACE, _LICENCE = 20_000, 40_000
"""So far from its ends the text itself begins and ends at most."""


def without_licence(text: str) -> str:
    """Return a text of Project Gutenberg without what stands around it; any other as it is."""
    begins = _BEGINS.search(text, 0, _PREFACE)
    if begins is None:
        return text
    ends = max(text.rfind(end, max(len(text) - _LICENCE, begins.end() - 1)) for end in _ENDS)
    return text[begins.end() : ends if ends >= 0 else None].strip()


def _is_marked(text: str) -> bool:
    """Tell whether `text` marks its songs: it begins with a title, a line after "# ".

    Of comments in a program, several follow each other; titles do not.
    """
    first = _FIRST_LETTER.search(text)
    if first is None or not text.startswith(_MARK, first.start()):
        return False
    begins_line = text[max(first.start() - 1, 0) : first.start()] in ("", "\n")
    few = text.count("\n" + _MARK) < MAX_SONGS
    if not begins_line or not few:
        return False
    return not any(text.startswith(_MARK, stop + 1) for _, stop in _lines(text, _MARK))


def _split_songs(text: str) -> tuple[str, tuple[Song, ...]]:
    """Take the titles out of a marked text; exactly one blank line is left between two songs."""
    bodies = ""
    songs: list[Song] = []
    for title, body in _sections(text):
        bodies += _BETWEEN_SONGS if songs else ""
        songs.append(Song(title, len(bodies), len(bodies) + len(body)))
        bodies += body
    return bodies, tuple(songs)


def _sections(text: str) -> Iterator[tuple[str, str]]:
    titles = list(_lines(text, _MARK))
    ends = [start for start, _ in titles[1:]] + [len(text)]
    for (start, stop), end in zip(titles, ends, strict=True):
        if body := text[stop:end].strip():
            yield text[start + len(_MARK) : stop].strip(), body


Language = Literal["zh", "en", "other"]

_SAMPLE = 10_000
_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3041-\u30ff]")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the experiment panel says of a corpus; `songs` is 0 for a text without marks."""

    characters: int
    distinct: int
    songs: int
    lines: int
    batches: int


@dataclass(frozen=True)
class Corpus:
    """A cleaned text in which each new line has become a space, as in the book.

    `unreadable` counts the characters that its encoding could not read. `line_starts` are the
    offsets of the lines that are not empty. `task` names what it was made as, if it was; see
    `tasks`. `remarks` say what of the file is not in the text, or
    had better not be. Vocabulary and ids are worked out when they are first
    asked for, and kept.
    """

    name: str
    encoding: str
    how: How
    unreadable: int
    language: Language
    text: str = field(repr=False)
    songs: tuple[Song, ...] = field(repr=False)
    line_starts: NDArray[np.int32] = field(repr=False, compare=False)
    untimed: bool = False
    task: str = ""
    remarks: tuple[Sentence, ...] = field(default=(), repr=False, compare=False)
    _parts: WeakValueDictionary[int, Corpus] = field(
        default_factory=WeakValueDictionary, init=False, repr=False, compare=False
    )

    def __len__(self) -> int:
        return len(self.text)

    @property
    def reading(self) -> FileReading:
        """What makes this text of its file again, also where a guess would be another one."""
        found = self.how in ("bom", "utf-8")
        return FileReading(encoding="" if found else self.encoding, untimed=self.untimed)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The distinct characters of this text."""
        return self._first_places.within(len(self.text))

    @cached_property
    def _first_places(self) -> FirstPlaces:
        return FirstPlaces.of(self.text)

    @cached_property
    def ids(self) -> Ids:
        """The text as ids of its vocabulary, read-only."""
        return self.vocabulary.encode(self.text)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its characters, which tells one text from another."""
        sha = hashlib.sha256()
        for start in range(0, len(self.text), PIECE):
            sha.update(self.text[start : start + PIECE].encode("utf-8", "surrogatepass"))
        return sha.hexdigest()

    def line(self, number: int) -> str:
        """Return one line, without the blanks around it."""
        start, *after = self.line_starts[number : number + 2].tolist()
        return self.text[start : after[0] if after else None].strip()

    def first(self, max_chars: int | None) -> Corpus:
        """Return the corpus cut after `max_chars` characters, or all of it for None.

        As long as somebody holds such a part, it is handed out again.
        """
        if max_chars is None or max_chars >= len(self.text):
            return self
        part = self._parts.get(max_chars)
        if part is None:
            songs = self.songs[: bisect_left(self.songs, max_chars, key=_start_of)]
            if songs:
                cut = replace(songs[-1], stop=min(songs[-1].stop, max_chars))
                songs = (*songs[:-1], cut)
            kept = self.line_starts[: bisect_left(self.line_starts, max_chars)]
            part = replace(
                self, text=_beginning_of(self.text, max_chars), songs=songs, line_starts=kept
            )
            # What is known of the whole need not be looked for again.
            vars(part)["vocabulary"] = self._first_places.within(max_chars)
            if "ids" in vars(self) and part.vocabulary == self.vocabulary:
                vars(part)["ids"] = self.ids[:max_chars]
            self._parts[max_chars] = part
        return part

    def statistics(self, batch_size: int, num_steps: int, sampling: Sampling) -> Statistics:
        """Count what the experiment panel shows."""
        return Statistics(
            characters=len(self.text),
            distinct=len(self.vocabulary),
            songs=len(self.songs),
            lines=len(self.line_starts),
            batches=batches_per_epoch(len(self.text), batch_size, num_steps, sampling),
        )


def _start_of(song: Song) -> int:
    return song.start


def _beginning_of(text: str, characters: int) -> str:
    """Copy a part of a text; a large one at once would keep other threads waiting."""
    copied = ""
    for start in range(0, characters, PIECE):
        copied += text[start : min(start + PIECE, characters)]  # it grows where it is
    return copied


def make_corpus(decoded: Decoded, name: str, *, untimed: bool = False) -> Corpus:
    """Clean a decoded text and find its songs and lines; `untimed` leaves time stamps out.

    What Project Gutenberg puts around a text is no part of it.

    Raises:
        CorpusError: Nothing but blanks and titles is left.
    """
    text = clean(decoded.text)
    steering = 0 if text is decoded.text else count_steering(decoded.text)
    whole, text = len(text), without_licence(text)
    framed = len(text) < whole
    timed = not untimed and is_timed(text)
    if untimed:
        text = without_times(text)
    text, songs = _split_songs(text) if _is_marked(text) else (text, ())
    if not text or text.isspace():
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} has nothing but blanks in it. Choose a file with text in it."
        )
        raise CorpusError(template, file=name)
    corpus = Corpus(
        name=name,
        encoding=decoded.encoding,
        how=decoded.how,
        unreadable=decoded.unreadable,
        language=_language_of(text),
        text=by_pieces(lambda piece: piece.replace("\n", " "), text),
        songs=songs,
        line_starts=_line_starts(text),
        untimed=untimed,
        remarks=tuple(_remarks(decoded.unreadable, steering, len(songs), timed, framed)),
    )
    assert corpus.vocabulary  # worked out here, once, so that the window need not
    return corpus


def _remarks(
    unreadable: int, steering: int, songs: int, timed: bool, framed: bool
) -> Iterator[Sentence]:
    if unreadable:
        template = QT_TRANSLATE_NOOP("Corpora", "Characters that cannot be read: {count} (U+FFFD).")
        yield Sentence(template, {"count": thousands(unreadable)}, "Corpora")
    if steering:
        template = QT_TRANSLATE_NOOP(
            "Corpora",
            "Left out: {count} characters that steer a terminal, such as colours, or that no text "
            "has.",
        )
        yield Sentence(template, {"count": thousands(steering)}, "Corpora")
    if framed:
        template = QT_TRANSLATE_NOOP(
            "Corpora",
            "Left out: what Project Gutenberg has put around the text, such as its licence.",
        )
        yield Sentence(template, context="Corpora")
    if songs:
        template = QT_TRANSLATE_NOOP(
            "Corpora",
            "Lines that begin with # and a space are titles; none of them is trained on.",
        )
        yield Sentence(template, context="Corpora")
    if timed:
        template = QT_TRANSLATE_NOOP(
            "Corpora",
            "Many lines have a time stamp, which is learnt as text. It can be left out: by "
            "“change…” below, or by --untimed on the command line.",
        )
        yield Sentence(template, context="Corpora")


def require_batch(corpus: Corpus, batch_size: int, num_steps: int, sampling: Sampling) -> None:
    """Raise a `CorpusError` when `corpus` is too short for a single batch."""
    needed = characters_needed(batch_size, num_steps, sampling)
    if len(corpus) >= needed:
        return
    template = QT_TRANSLATE_NOOP(
        "Errors",
        "{file} is too short: one batch needs {needed:,} characters, and there are only "
        "{characters:,}. Use more text, a smaller batch size or fewer time steps.",
    )
    raise CorpusError(template, file=corpus.name, characters=len(corpus), needed=needed)


def _line_starts(text: str) -> NDArray[np.int32]:
    """Find the offsets of characters that begin a line: not a newline, and after one."""
    found: list[NDArray[np.int32]] = []
    after_newline = True
    for offset, codes in code_points(text):
        newlines = codes == ord("\n")
        begins = ~newlines
        begins[1:] &= newlines[:-1]
        begins[0] &= after_newline
        after_newline = bool(newlines[-1])
        found.append((np.flatnonzero(begins) + offset).astype(np.int32))
    starts = np.concatenate(found)
    starts.setflags(write=False)
    return starts


def _language_of(text: str) -> Language:
    """Tell Chinese and English apart by their letters; anything else is neither."""
    sample = text[:_SAMPLE]
    han, kana, latin = (len(pattern.findall(sample)) for pattern in (_HAN, _KANA, _LATIN))
    letters = sum(map(str.isalpha, sample))
    if 2 * han > letters and han > 5 * kana:
        return "zh"
    return "en" if 10 * latin > 9 * letters > 0 else "other"


def load_corpus(path: str | os.PathLike[str], reading: FileReading = AS_FOUND) -> Corpus:
    """Load the text at `path`, a .txt or a .zip with one inside, as a person wants it read.

    Raises:
        CorpusError: It cannot be used; the corpus in use stays as it is.
    """
    source = read_source(path)
    name, decoded = source.name, decode(source, reading.encoding or None)
    del source  # the bytes are not needed twice
    return make_corpus(decoded, name, untimed=reading.untimed)


def preview_text(source: Source, reading: FileReading) -> str:
    """Show how the beginning of `source` is read.

    Raises:
        CorpusError: There is no such encoding.
    """
    text = preview(source, reading.encoding)
    return without_times(text) if reading.untimed else text


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


def shipped_file(key: str) -> Path:
    """Return where a corpus of `SHIPPED` lies."""
    return resource("corpora", SHIPPED[key].file)


def load_shipped(key: str) -> Corpus:
    """Load a corpus of `SHIPPED`; its songs are marked."""
    source = read_source(shipped_file(key))
    return replace(make_corpus(decode(source), source.name), remarks=())


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
