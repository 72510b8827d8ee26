"""The tree of what has been written: each branch keeps the beginning of another one and goes on.

A branch stores only what it adds; its whole text is worked out by going up to its root. No Qt here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lstm_gui.core.settings.groups import GenerateRequest

__all__ = ["TextBranch", "BranchTree", "Comparison", "Origin", "common_length"]


def common_length(one: str, other: str) -> int:
    """Return how many characters two texts begin with together."""
    low, high = 0, min(len(one), len(other))
    while low < high:  # by halves: to compare slices is far quicker than to go by characters
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


@dataclass(frozen=True, slots=True)
class Origin:
    """By what a branch was written: the request, and how old and how good the model was.

    The seed of the request is the one of this text alone; `perplexity` is that of the last epoch.
    """

    request: GenerateRequest
    epoch: int = 0
    perplexity: float | None = None


@dataclass(frozen=True, slots=True)
class TextBranch:
    """A text that keeps the first `place` characters of its parent, and has `text` after them."""

    number: int
    parent: int | None
    place: int
    text: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts: what they begin with together, and how each goes on."""

    common: str
    first: str
    second: str


class BranchTree:
    """Texts and the texts that branch from them, the oldest first; there may be several roots."""

    def __init__(self) -> None:
        self._branches: dict[int, TextBranch] = {}
        self._last = 0

    def __len__(self) -> int:
        return len(self._branches)

    def __contains__(self, number: object) -> bool:
        return number in self._branches

    def __getitem__(self, number: int) -> TextBranch:
        return self._branches[number]

    def begin(self, text: str, origin: Origin | None = None) -> int:
        """Add a root, and return its number."""
        return self._add(None, 0, text, origin)

    def fork(self, number: int, kept: str, origin: Origin | None = None) -> int:
        """Add a branch that begins with `kept`, and return its number.

        It grows from where `kept` first differs from that branch, or ends. If that is in what the
        branch itself keeps of its parent, it grows from the parent: the tree shows where a text
        truly turns off.
        """
        place = common_length(self.whole(number), kept)
        branch = self._branches[number]
        while branch.parent is not None and place <= branch.place:
            branch = self._branches[branch.parent]
        return self._add(branch.number, place, kept[place:], origin)

    def extend(self, number: int, text: str) -> None:
        """Let a branch go on; those that grow from it keep what they had."""
        branch = self._branches[number]
        self._branches[number] = replace(branch, text=branch.text + text)

    def whole(self, number: int) -> str:
        """Return the text of a branch from its first character."""
        branch = self._branches[number]
        if branch.parent is None:
            return branch.text
        return self.whole(branch.parent)[: branch.place] + branch.text

    def children(self, number: int | None) -> tuple[TextBranch, ...]:
        """Return the branches that grow from one, in the order in which they came; None: roots."""
        return tuple(branch for branch in self._branches.values() if branch.parent == number)

    def walk(self, number: int | None = None, depth: int = 0) -> Iterator[tuple[int, TextBranch]]:
        """Yield all branches under one with their depth, each before those that grow from it."""
        for branch in self.children(number):
            yield depth, branch
            yield from self.walk(branch.number, depth + 1)

    def prune(self, number: int) -> tuple[int, ...]:
        """Take a branch away with all that grows from it; return their numbers."""
        gone = (number, *(branch.number for _, branch in self.walk(number)))
        for one in gone:
            del self._branches[one]
        return gone

    def compare(self, first: int, second: int) -> Comparison:
        """Tell what two branches have in common from the beginning, and what not."""
        one, other = self.whole(first), self.whole(second)
        common = common_length(one, other)
        return Comparison(one[:common], one[common:], other[common:])

    def _add(self, parent: int | None, place: int, text: str, origin: Origin | None) -> int:
        self._last += 1
        self._branches[self._last] = TextBranch(self._last, parent, place, text, origin)
        return self._last
