"""The search for copies answers the newest question, and its thread outlives the window."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject
from shiboken6 import delete

from lstm_gui.core.corpus.text import load_shipped
from lstm_gui.core.inspection.copies import TextIndex
from lstm_gui.gui.studio.sources import CopySearch


def test_of_several_questions_the_newest_is_answered(qtbot):
    corpus = load_shipped("zh").first(10_000)
    search, found = CopySearch(), []
    search.found.connect(found.append)
    search.set_corpus(corpus, len(corpus))
    for length in (10, 20, 30):
        search.ask(corpus.text[:length], 0, 5)
    qtbot.waitUntil(lambda: bool(found) and found[-1].songs is not None)
    assert {len(copies.text) for copies in found} == {10, 30}  # the first was under way
    assert found[-1].at(3).source == 0
    assert search.ready


def test_the_window_can_go_while_it_searches(qtbot, monkeypatch):
    corpus = load_shipped("zh").first(10_000)
    gate, index = threading.Event(), TextIndex.of(corpus, len(corpus))
    monkeypatch.setattr(TextIndex, "of", lambda *_: gate.wait() and index)
    parent = QObject()
    search = CopySearch(parent)
    search.set_corpus(corpus, len(corpus))
    search.ask(corpus.text[:20], 0, 5)
    (thread,) = (one for one in threading.enumerate() if one.name == "copies")
    delete(parent)
    gate.set()
    thread.join(30)
    qtbot.wait(50)
    assert not thread.is_alive()
