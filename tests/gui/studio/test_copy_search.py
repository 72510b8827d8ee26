"""The search for copies answers the newest question, and its thread outlives the window."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject
from shiboken6 import delete

from lstm_gui.core.corpus.text import Corpus, load_shipped
from lstm_gui.core.inspection.copies import TextIndex
from lstm_gui.core.model.backend import Position
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.worker.events import Built
from lstm_gui.gui.session.copy_index import CopyIndex
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.studio.sources import CopySearch


def index_of(corpus: Corpus, parent: QObject | None = None) -> CopyIndex:
    """The index of the text of a run that has just begun."""
    run = RunModel(parent)
    copies = CopyIndex(run, parent)
    run.take(Built(1, Experiment(), corpus, 10, 4, Position(0, 0, 0)))
    return copies


def test_of_several_questions_the_newest_is_answered(qtbot):
    corpus = load_shipped("zh").first(10_000)
    copies = index_of(corpus)
    search, found = CopySearch(copies), []
    search.found.connect(found.append)
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
    search = CopySearch(index_of(corpus, parent), parent)
    search.ask(corpus.text[:20], 0, 5)
    (thread,) = (one for one in threading.enumerate() if one.name == "question")
    delete(parent)
    gate.set()
    thread.join(30)
    qtbot.wait(50)
    assert not thread.is_alive()
