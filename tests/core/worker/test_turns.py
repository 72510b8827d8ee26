"""Writing in turns gives the same text as writing at once, and keeps to its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from lstm_gui.core.training.progress import EpochDone
from lstm_gui.core.worker import turns
from lstm_gui.core.worker.events import TextAdded, TextDone
from lstm_gui.core.worker.turns import SampleTurns, TextTurns


class Clock:
    """Goes on by 1 ms whenever it is looked at."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        self.now += 0.001
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(turns, "time", made)
    return made


def one(characters: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """A text without variants."""
    return ((character,) for character in characters)


def test_a_text_comes_in_pieces_and_ends_once() -> None:
    text = TextTurns(4, one(["", "", *"hello world, again and again"]))
    pieces, ends, rounds = [], [], 0
    complete = False
    while not complete:
        events, complete = text.advance(0.004)
        rounds += 1
        pieces += [event.text for event in events if isinstance(event, TextAdded)]
        ends += [event for event in events if isinstance(event, TextDone)]
    assert "".join(pieces) == "hello world, again and again"
    assert rounds > 3 and all(len(piece) <= 6 for piece in pieces)
    assert len(ends) == 1 and ends[0].id == 4 and not ends[0].cancelled


def test_nothing_is_said_while_a_prefix_is_read() -> None:
    events, complete = TextTurns(1, one([""] * 100)).advance(0.005)
    assert events == [] and not complete


def test_a_cancelled_text_says_so() -> None:
    done = TextTurns(9, one("abc")).end(cancelled=True)
    assert (done.id, done.cancelled) == (9, True)


def test_samples_come_together_when_all_are_whole() -> None:
    def progress() -> Iterator[tuple[str, ...]]:
        for count in range(1, 21):
            yield "a" * count, "b" * count

    epoch = EpochDone(run=3, epoch=40, perplexity=2.0, seconds=0.5)
    samples = SampleTurns(epoch, ("x", "y"), progress())
    rounds = 0
    while not (done := samples.advance(0.005)):
        rounds += 1
    assert rounds >= 3
    assert [(s.prefix, s.text) for s in done] == [("x", "a" * 20), ("y", "b" * 20)]
    assert {(s.run, s.epoch, s.perplexity, s.seconds) for s in done} == {(3, 40, 2.0, 0.5)}


def test_what_each_variant_adds_is_said_of_it() -> None:
    turns = TextTurns(3, iter([("", ""), ("a", "x"), ("b", ""), ("c", "")]))
    events, complete = turns.advance(60.0)
    assert complete and events[:2] == [TextAdded(3, "abc", 0), TextAdded(3, "x", 1)]
    assert isinstance(events[2], TextDone) and len(events) == 3
