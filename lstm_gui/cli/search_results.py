"""`lstm-gui search --results`: what has come of a study, of all who take part; also as it comes."""

from __future__ import annotations

import argparse
import sys
import threading
import time
from contextlib import closing

from lstm_gui.cli.search_command import train_command
from lstm_gui.cli.search_report import SearchReport
from lstm_gui.cli.stopping import StopWish
from lstm_gui.core.config import Experiment
from lstm_gui.core.options import PROGRAM
from lstm_gui.core.search_events import UnderWayTold
from lstm_gui.core.search_opening import known_study, wanted_trials
from lstm_gui.core.search_results import ended_trials, trials_under_way
from lstm_gui.core.search_space import with_settings
from lstm_gui.core.search_storage import Storage, explained, is_there, open_storage, require_optuna
from lstm_gui.core.search_study import SharedStudy

__all__ = ["conclude", "tell_results"]

LOOK_EVERY_S = 0.5
SIGN_EVERY_S = 5.0
"""So often something is told even when nothing has changed: thus it ends when nobody reads."""

NOTHING_THERE = 1


def conclude(
    study: SharedStudy, report: SearchReport, experiment: Experiment, given: argparse.Namespace
) -> bool:
    """Tell the best trial and what mattered; return False when no trial is complete yet."""
    with explained(study.place):
        best, shares = study.best(), study.importances()
        count = study.complete_count()
    if best is None:
        return False
    best_experiment = with_settings(experiment, best.settings)
    report.best(best, train_command(best_experiment, given.corpus, given.encoding))
    report.mattered(shares, count)
    return True


def tell_results(given: argparse.Namespace, report: SearchReport) -> int:
    """Tell the results as `given` asks; return the exit status."""
    require_optuna()
    if not (given.follow or is_there(given.storage, given.study)):
        return _none(given.study)
    with StopWish() as stop, closing(open_storage(given.storage, given.study)) as storage:
        study = _find(storage, given, report, stop)
        if study is None:
            return stop.status if stop else _none(given.study)
        given.corpus = given.corpus or study.plan.source
        report.begin(study, None, wanted_trials(storage, given.study, None))
        teller = _Teller(study, report, given)
        while given.follow and not stop:
            teller.look()
            threading.Event().wait(LOOK_EVERY_S)
        teller.look()  # also at what ended just before the wish to stop
        return stop.status if stop else 0


class _Teller:
    """Remembers what it has told."""

    def __init__(self, study: SharedStudy, report: SearchReport, given: argparse.Namespace) -> None:
        self._study, self._report, self._given = study, report, given
        self._told: set[int] = set()
        self._under_way: UnderWayTold | None = None
        self._said_at = 0.0

    def look(self) -> None:
        """Tell what is new."""
        study = self._study
        with explained(study.place):
            new = [trial for trial in ended_trials(study) if trial.number not in self._told]
            ended, running = study.ended_count(), tuple(trials_under_way(study))
        for trial in new:
            self._told.add(trial.number)
            self._report.trial(trial)
        if any(trial.outcome == "complete" for trial in new):
            conclude(study, self._report, study.plan.experiment, self._given)
        now = UnderWayTold(ended=ended, trials=running)
        if now != self._under_way or time.monotonic() - self._said_at > SIGN_EVERY_S:
            self._under_way, self._said_at = now, time.monotonic()
            self._report.under_way(now)


def _find(
    storage: Storage, given: argparse.Namespace, report: SearchReport, stop: StopWish
) -> SharedStudy | None:
    """Return the study; who follows waits until somebody begins it."""
    while True:
        with explained(storage.place):
            study = known_study(storage, given.study)
        if study is not None or not given.follow or stop:
            return study
        report.under_way(UnderWayTold(ended=0, trials=()))  # ends it when nobody reads
        threading.Event().wait(LOOK_EVERY_S)


def _none(study: str) -> int:
    sys.stderr.write(f"{PROGRAM}: there is no study {study} there yet.\n")
    return NOTHING_THERE
