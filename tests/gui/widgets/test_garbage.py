"""Cyclic garbage is collected in the main thread alone, whichever thread makes it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from lstm_gui.gui.widgets.garbage import MainThreadCollector

MANY = 20_000


@pytest.fixture
def automatic() -> Iterator[None]:
    """Let Python collect by itself, which tests do not otherwise."""
    gc.enable()
    yield
    gc.disable()


@pytest.fixture
def collector(automatic: None, qapp) -> Iterator[MainThreadCollector]:
    collector = MainThreadCollector()
    yield collector
    collector.close()


@pytest.fixture
def collected_in() -> Iterator[set[str]]:
    """The names of the threads in which garbage is collected."""
    names: set[str] = set()

    def note(_phase: str, _info: dict[str, int]) -> None:
        names.add(threading.current_thread().name)

    gc.callbacks.append(note)
    yield names
    gc.callbacks.remove(note)


class Cycle(QObject):
    """An object of Qt's that only a search for cycles can free; it notes who destroyed it."""

    def __init__(self, ends: list[str]) -> None:
        super().__init__()
        self.itself = self
        self.ends = ends

    def __del__(self) -> None:
        self.ends.append(threading.current_thread().name)


def litter() -> None:
    """Make much garbage in a thread of its own."""

    def work() -> None:
        for _ in range(MANY):
            cycle: list[object] = []
            cycle.append(cycle)

    thread = threading.Thread(target=work, name="litter")
    thread.start()
    thread.join()


def test_without_it_a_thread_collects(automatic, collected_in):
    litter()
    assert "litter" in collected_in


def test_a_thread_never_collects(collector, collected_in):
    ends: list[str] = []
    Cycle(ends)
    litter()
    assert not collected_in
    assert not ends
    collector.collect_if_due()
    assert collected_in == {"MainThread"}
    assert ends == ["MainThread"]


def test_a_timer_collects(collector, qtbot):
    ends: list[str] = []
    Cycle(ends)
    litter()
    collector.start()
    qtbot.waitUntil(lambda: ends == ["MainThread"])


def test_what_has_grown_old_is_collected_when_there_is_much_of_it(collector, collected_in):
    ends: list[str] = []
    held = [Cycle(ends)]
    gc.collect()  # it is old now
    held.clear()
    kept: list[object] = []

    def grow() -> None:
        kept.extend([] for _ in range(MANY))
        collector.collect_if_due()

    for _ in range(10 * 13 * 13):
        grow()
        if ends:
            break
    assert ends == ["MainThread"]


def test_at_its_end_python_collects_by_itself_again(collector):
    assert not gc.isenabled()
    collector.close()
    assert gc.isenabled()
