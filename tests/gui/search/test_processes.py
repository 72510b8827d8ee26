"""The processes of a search: what they tell, how they fail, and that none outlives its end."""

from __future__ import annotations

import json
import os
import signal
from itertools import pairwise
from pathlib import Path

import pytest

from lstm_gui.core.search.messages import RefusalMessage, StudyMessage, TrialMessage
from lstm_gui.core.search.plan import parse_ranges
from lstm_gui.core.search.storage import STORAGE_VARIABLE
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.gui.search import processes as processes_module
from lstm_gui.gui.search.processes import (
    SearchOrder,
    SearchProcesses,
    StudyPlace,
    worker_command,
    worker_environment,
)


class Heard:
    """What the processes said."""

    def __init__(self, processes: SearchProcesses) -> None:
        self.told: list[object] = []
        self.refused: list[RefusalMessage] = []
        self.failed: list[str] = []
        self.unread: list[str] = []
        processes.told.connect(self.told.append)
        processes.refused.connect(self.refused.append)
        processes.failed.connect(self.failed.append)
        processes.unread.connect(self.unread.append)

    @property
    def numbers(self) -> list[int]:
        return [event.number for event in self.told if isinstance(event, TrialMessage)]


@pytest.fixture
def processes(qtbot, folder):
    processes = SearchProcesses()
    yield processes
    if processes.alive:
        with qtbot.waitSignal(processes.ended):
            processes.stop()
    processes.deleteLater()


@pytest.fixture
def heard(processes):
    return Heard(processes)


def order(study: str, workers: int = 1) -> SearchOrder:
    return SearchOrder(StudyPlace(study), trials=3, workers=workers, experiment=Experiment())


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def workers_of(folder: Path) -> list[int]:
    path = folder / "workers"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def test_every_trial_is_told_and_then_it_is_over(processes, heard, qtbot):
    with qtbot.waitSignal(processes.ended):
        processes.start(order("good"))
        assert processes.running and processes.alive
    assert heard.numbers == [0, 1, 2] and not heard.failed and not heard.refused
    assert not processes.running and not processes.alive and processes.broken == 0


def test_nothing_is_missed_when_the_work_is_done_at_once(processes, heard, qtbot):
    none = SearchOrder(StudyPlace("good"), trials=0, workers=1, experiment=Experiment())
    with qtbot.waitSignal(processes.ended):
        processes.start(none)
    assert any(isinstance(event, StudyMessage) for event in heard.told)


def test_several_processes_share_the_processor(processes, heard, qtbot, folder, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 9)
    assert worker_environment(2) == {"OMP_NUM_THREADS": "4"}
    assert worker_environment(16) == {"OMP_NUM_THREADS": "1"}
    with qtbot.waitSignal(processes.ended):
        processes.start(order("good", workers=3))
        assert len(processes.pids) == 3
    assert len(set(workers_of(folder))) == 3


def test_garbage_on_the_output_is_passed_over(processes, heard, qtbot):
    with qtbot.waitSignal(processes.ended):
        processes.start(order("garbage"))
    assert heard.numbers == [0, 1, 2] and not heard.failed


def test_a_refusal_ends_the_search_with_its_sentence(processes, heard, qtbot):
    with qtbot.waitSignal(processes.ended):
        processes.start(order("refused", workers=2))
    assert len(heard.refused) == 1
    said = heard.refused[0]
    assert said.template.format(**said.values).startswith("The study refused has --hidden 8, not 9")


def test_a_refusal_without_an_event_is_its_last_line(processes, heard, qtbot):
    with qtbot.waitSignal(processes.ended):
        processes.start(order("mute"))
    assert heard.refused[0].template == "lstm-gui: nothing is as it should be."


def test_when_all_processes_broke_it_is_said(processes, heard, qtbot):
    with qtbot.waitSignal(processes.ended):
        processes.start(order("crash"))
    assert len(heard.failed) == 1 and heard.numbers == [0] and processes.broken == 1


def test_killing_one_leaves_the_others(processes, heard, qtbot, folder):
    processes.start(order("endless", workers=2))
    qtbot.waitUntil(lambda: len(workers_of(folder)) == 2)
    os.kill(processes.pids[0], signal.SIGKILL)
    qtbot.waitUntil(lambda: processes.broken == 1)
    assert processes.running and len(processes.pids) == 1 and not heard.failed


def test_stopping_ends_all_processes(processes, heard, qtbot, folder):
    processes.start(order("endless", workers=2))
    qtbot.waitUntil(lambda: len(workers_of(folder)) == 2)
    with qtbot.waitSignal(processes.ended):
        processes.stop()
        assert processes.stopping and processes.running
    assert all(is_gone(pid) for pid in workers_of(folder))
    assert not heard.failed and not heard.refused and processes.broken == 0


def test_one_that_does_not_listen_is_killed(processes, heard, qtbot, folder, monkeypatch):
    monkeypatch.setattr(processes_module, "GIVE_UP_MS", 200)
    processes.start(order("deaf"))
    qtbot.waitUntil(lambda: heard.numbers == [0])
    with qtbot.waitSignal(processes.ended):
        processes.stop()
    assert all(is_gone(pid) for pid in workers_of(folder))


def test_a_reader_that_is_killed_is_replaced(processes, heard, qtbot):
    processes.start(order("endless"))
    qtbot.waitUntil(lambda: heard.numbers == [0])
    os.kill(processes._reader.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: heard.numbers == [0, 0])
    assert processes.running


def test_readers_that_break_again_and_again_are_said(processes, heard, qtbot, folder):
    more = SearchOrder(StudyPlace("blind"), trials=60, workers=1, experiment=Experiment())
    processes.start(more)
    qtbot.waitUntil(lambda: bool(heard.unread))
    processes.stop()
    with qtbot.waitSignal(processes.ended):
        pass
    with qtbot.waitSignal(processes.looked):
        processes.look(StudyPlace("blind"))
    assert heard.unread == ["lstm-gui: the journal is not for reading."] * 2


def test_a_look_tells_and_trains_nothing(processes, heard, qtbot, folder):
    (folder / "old.0").touch()
    with qtbot.waitSignal(processes.looked):
        processes.look(StudyPlace("old"))
    assert heard.numbers == [0] and not processes.alive and workers_of(folder) == []


def test_a_program_that_is_not_there_is_said(processes, heard, qtbot, monkeypatch):
    monkeypatch.setattr(processes_module, "PROGRAM", ("/nowhere/python",))
    monkeypatch.setattr(processes_module.shutil, "which", lambda _: None)
    with qtbot.waitSignal(processes.ended):
        processes.start(order("good"))
    assert len(heard.failed) == 1 and not processes.running


def test_the_command_has_all_that_is_asked_for(folder):
    experiment = changed(Experiment(), "model.forget_bias", -0.5)
    ranges = parse_ranges(["learning_rate=1e-3:0.1", "optimizer=sgd,adam", "hidden=16:64"])
    given = SearchOrder(
        StudyPlace("a", "postgresql://me:secret@x/y"), 7, 1, experiment, ranges, ("--corpus", "zh")
    )
    words = worker_command(given)
    for pair in (
        ("--study", "a"),
        ("--trials", "7"),
        ("--corpus", "zh"),
        ("--range", "hidden=16:64"),
        ("--preset", "book-lstm"),
    ):
        assert any(pair == two for two in pairwise(words)), pair
    assert "learning_rate=0.001:0.1" in words and "optimizer=sgd,adam" in words
    assert "--forget-bias=-0.5" in words and "--json" in words
    json.dumps(words)
    # ps shows a command line to everybody, and logs may show what an order is.
    assert "secret" not in f"{words} {given}"
    assert given.place.environment == {STORAGE_VARIABLE: "postgresql://me:secret@x/y"}


def test_a_study_of_its_own_is_not_that_of_the_environment(monkeypatch):
    monkeypatch.setenv(STORAGE_VARIABLE, "postgresql://elsewhere/x")
    assert StudyPlace("a").environment == {STORAGE_VARIABLE: ""}
