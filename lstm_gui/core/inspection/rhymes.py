"""Which lines of a Chinese text rhyme: by the final of their last character, whatever its tone.

Finals rhyme that belong to one of the thirteen tracks (十三辙), by which northern operas and songs
are rhymed, with the vowels of standard Mandarin. They are wider than the eighteen rhymes of
Zhonghua xin yun (中华新韵, 1941) for poems: eng rhymes with ong, o with e, and i with ü.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["NEAR", "LineEnd", "RhymeGroup", "Rhymes", "finals_by_pypinyin", "read_rhymes"]

NEAR = 3
"""So many lines apart a rhyme is heard: AA, ABA and ABBA. There are but 13 groups, so among the
lines of a whole song each would find another one by chance."""

_LINE = re.compile(r"[^ ]+")
_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class RhymeGroup:
    """A track: its name, and the final that stands for those in it."""

    name: str
    final: str


_TRACKS = {
    RhymeGroup("发花", "a"): "a ia ua",
    RhymeGroup("梭坡", "e"): "o uo e",
    RhymeGroup("乜斜", "ie"): "ê ie ve",
    RhymeGroup("姑苏", "u"): "u",
    RhymeGroup("一七", "i"): "i v er",
    RhymeGroup("怀来", "ai"): "ai uai",
    RhymeGroup("灰堆", "ei"): "ei uei",
    RhymeGroup("遥条", "ao"): "ao iao",
    RhymeGroup("油求", "ou"): "ou iou",
    RhymeGroup("言前", "an"): "an ian uan van",
    RhymeGroup("人辰", "en"): "en in uen vn",
    RhymeGroup("江阳", "ang"): "ang iang uang",
    RhymeGroup("中东", "eng"): "eng ing ueng ong iong",
}
_GROUPS = {final: group for group, finals in _TRACKS.items() for final in finals.split()}


@dataclass(frozen=True, slots=True)
class LineEnd:
    """The last Chinese character of a line.

    Args:
        place: Where it stands in the text.
        line: The number of the line, from 1.
        group: What it rhymes with; None for a sound of none of the groups.
        partner: The nearest line of the same group, at most `NEAR` lines away, the earlier of two;
            0 for none.
    """

    place: int
    line: int
    group: RhymeGroup | None
    partner: int = 0


@dataclass(frozen=True, slots=True)
class Rhymes:
    """The line ends of a text, one for each line that has a Chinese character."""

    ends: tuple[LineEnd, ...]

    @property
    def rhyming(self) -> tuple[LineEnd, ...]:
        """Those that rhyme with a line near them."""
        return tuple(end for end in self.ends if end.partner)

    def groups(self) -> list[tuple[RhymeGroup, int]]:
        """Count the lines that rhyme in each group, the most frequent first."""
        return Counter(end.group for end in self.rhyming if end.group).most_common()

    def ways(self) -> dict[int, int]:
        """Count how far above the line is that a line rhymes with: 1 as in AA, 2 ABA, 3 ABBA."""
        above = (end.line - end.partner for end in self.rhyming if end.partner < end.line)
        return dict(sorted(Counter(above).items()))

    def at(self, place: int) -> LineEnd | None:
        """Return the line end that stands at a place of the text."""
        return next((end for end in self.ends if end.place == place), None)


def read_rhymes(text: str, final_of: Callable[[str], str]) -> Rhymes:
    """Find the rhymes of a text in which each space ends a line, as in all texts here.

    Args:
        text: What was written.
        final_of: Tells the final of the last character of some Chinese characters, without its
            tone, as pinyin in full: iou and uen, v for ü. The others tell how to read it.
    """
    ends: list[LineEnd] = []
    for number, line in enumerate(_LINE.finditer(text), 1):
        characters = list(_HAN.finditer(line[0]))
        if characters:
            final = final_of("".join(character[0] for character in characters))
            place = line.start() + characters[-1].start()
            ends.append(LineEnd(place, number, _GROUPS.get(final)))
    return Rhymes(tuple(_with_partner(index, ends) for index in range(len(ends))))


def _with_partner(index: int, ends: list[LineEnd]) -> LineEnd:
    """Look for the nearest line of the same group, above before below."""
    end = ends[index]
    others = [*reversed(ends[:index][-NEAR:]), *ends[index + 1 : index + 1 + NEAR]]
    near = [
        other.line
        for other in others
        if other.group == end.group is not None and abs(other.line - end.line) <= NEAR
    ]
    partner = min(near, key=lambda line: abs(line - end.line), default=0)
    return LineEnd(end.place, end.line, end.group, partner)


def finals_by_pypinyin() -> Callable[[str], str]:
    """Return what tells a final, by pypinyin's dictionary of characters and phrases.

    Its import takes some tenths of a second: not in the window's thread.

    Raises:
        PlaygroundError: It is not installed.
    """
    try:
        from pypinyin import Style, lazy_pinyin
    except ImportError:
        template = QT_TRANSLATE_NOOP(
            "Errors", 'Rhymes need pypinyin. Install it with: pip install "lstm-gui[lyrics]"'
        )
        raise PlaygroundError(template) from None

    def final_of(characters: str) -> str:
        return str(lazy_pinyin(characters, style=Style.FINALS, strict=True)[-1])

    return final_of
