"""`lstm-gui search`: try ranges of settings, alone or together with other processes."""

from __future__ import annotations

import argparse
import math
import os
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, fields

from lstm_gui.cli.flags import (
    DEFAULT_CORPUS,
    add_corpus,
    add_knobs,
    changed_by_flags,
    experiment_of,
    open_corpus,
    reading_of,
)
from lstm_gui.cli.output import remark
from lstm_gui.cli.search.search_report import (
    JsonSearchReport,
    SearchReport,
    TableSearchReport,
    train_command,
)
from lstm_gui.core.corpus.named_texts import absolute_name
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import ConfigError, PlaygroundError
from lstm_gui.core.search.messages import TrialMessage, UnderWayMessage
from lstm_gui.core.search.plan import (
    MOST_READINGS,
    RANGE_OPTION,
    Plan,
    Range,
    extremes,
    measure_of,
    parse_ranges,
    require_same,
    searchable,
    with_settings,
)
from lstm_gui.core.search.results import (
    known_study,
    look_at,
    open_study,
    read_plan,
    wanted_trials,
)
from lstm_gui.core.search.storage import (
    STORAGE_VARIABLE,
    Storage,
    is_there,
    open_storage,
    require_optuna,
    storage_errors,
)
from lstm_gui.core.search.study import SharedStudy
from lstm_gui.core.search.trials import Search, TrialDone
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.options import PROGRAM, Manual, Parser
from lstm_gui.core.stopping import StopWish
from lstm_gui.core.training.loop import prepare_text, require_context
from lstm_gui.core.training.progress import EpochDone, HeldOutDone

__all__ = ["run"]

DEFAULT_TRIALS = 20
NOTHING_FOUND = 1
LOOK_EVERY_S = 0.5
SIGN_EVERY_S = 5.0
"""So often something is told even when nothing has changed: thus it ends when nobody reads."""


MANUAL = Manual(
    examples={
        "lstm-gui search --study first --range learning_rate=1e-3:1e-1 --trials 20": "try twenty "
        "learning rates",
        "lstm-gui search --study first": "go on with it, or take part in it",
        "lstm-gui search --study first --results": "tell what has come of it, and train nothing",
    },
    statuses={
        0: "at least one trial is complete",
        1: "no trial is complete",
        2: "bad input, and one sentence says what",
        129: "the terminal was closed (SIGHUP); like the next two, its trial is begun again",
        130: "ended by Ctrl+C",
        143: "ended by SIGTERM",
    },
    files={"~/.local/share/lstm-gui/": "where studies are kept without --storage"},
    environment={
        "LSTM_GUI_STORAGE": "the address of --storage, which ps would show to all",
        "XDG_DATA_HOME": "in place of ~/.local/share",
        "OMP_NUM_THREADS": "how many threads compute",
    },
)


def run(argv: Sequence[str]) -> int:
    """Search as `argv` asks; return the exit status."""
    given = _parser().parse_args(argv)
    if given.follow and not given.results:
        raise ConfigError("follow", "--follow goes with --results.")
    report: SearchReport = JsonSearchReport() if given.json else TableSearchReport()
    try:
        return _tell_results(given, report) if given.results else _search(given, report)
    except PlaygroundError as error:
        if isinstance(report, JsonSearchReport):
            report.refused(error)  # so that a window can say it in its reader's language
        raise


def _search(given: argparse.Namespace, report: SearchReport) -> int:
    ranges = parse_ranges(given.ranges)
    require_optuna()
    with closing(open_storage(given.storage, given.study)) as storage:
        with storage_errors(storage.place):
            known = read_plan(storage, given.study)
        plan, corpus = _prepare(given, ranges, known)
        if known is not None:
            require_same(plan, known, given.study)  # before MXNet is loaded
        from lstm_gui.engine import create_backend

        backend = create_backend()
        require_context(plan.experiment.compute.context, backend.contexts())
        with storage_errors(storage.place):
            study = open_study(storage, given.study, plan)
            limit = _limit(given, storage)
        search = Search(
            backend,
            corpus,
            study,
            experiment=plan.experiment,
            limit=limit,
            on_step=report.moved,
        )
        report.begin(study, corpus, limit)
        return _Run(given, plan.experiment, search, study, report).finish()


@dataclass(slots=True)
class _Run:
    """One process of a search on the command line."""

    given: argparse.Namespace
    experiment: Experiment
    search: Search
    study: SharedStudy
    report: SearchReport

    def finish(self) -> int:
        """Run trials until the end, a wish to stop or the time is up; return the exit status."""
        with StopWish() as stop:
            try:
                found = self._run(stop)
            except BrokenPipeError:
                if not stop:  # which is how a terminal ends
                    raise
                return stop.status
        return stop.status if stop else 0 if found else NOTHING_FOUND

    def _run(self, stop: StopWish) -> bool:
        """Run trials, and tell the best; return False if there is none."""
        try:
            self._try(stop)
        finally:  # whatever happens, the trial under way is for others to begin again
            self.report.close()
            with storage_errors(self.study.place):
                stopped = self.search.stop()
        if stopped is not None:
            self.report.trial(_told(stopped))
        return self._conclude()

    def _try(self, stop: StopWish) -> None:
        seconds = self.given.seconds
        until = math.inf if seconds is None else time.monotonic() + seconds
        while not (self.search.done or stop or time.monotonic() > until):
            with storage_errors(self.study.place):
                events = self.search.step()
            for event in events:
                if isinstance(event, TrialDone):
                    self.report.trial(_told(event))
                elif isinstance(event, EpochDone):
                    self.report.epoch(event.run, event)
                elif isinstance(event, HeldOutDone):
                    self.report.held_out(event.run, event)

    def _conclude(self) -> bool:
        if _conclude(self.study, self.report, self.experiment, self.given):
            return True
        remark("no trial is complete yet, so none is the best.")
        return False


def _told(done: TrialDone) -> TrialMessage:
    values = {field.name: getattr(done, field.name) for field in fields(done)}
    return TrialMessage(**values)


def _prepare(
    given: argparse.Namespace, ranges: tuple[Range, ...], known: Plan | None
) -> tuple[Plan, Corpus]:
    """Return the plan as this process understands it, and the text."""
    if known is None and not ranges:
        names = ", ".join(knob.field for knob in searchable())
        template = (
            "Say what to try with {range}, such as {range} learning_rate=1e-3:1e-1. It can be "
            "one of {names}."
        )
        raise ConfigError(RANGE_OPTION.field, template, range=RANGE_OPTION, names=names)
    if given.corpus is None:
        given.corpus = DEFAULT_CORPUS if known is None else known.source
    experiment = _experiment(given, known)
    ranges = ranges or (known.ranges if known else ())
    corpus, _ = open_corpus(given, experiment)
    for extreme in extremes(experiment, ranges):
        prepare_text(corpus, extreme)
    plan = Plan(
        experiment=experiment,
        ranges=ranges,
        source=absolute_name(given.corpus),
        digest=corpus.digest,
        measure=measure_of(experiment),
    )
    return plan, corpus


def _experiment(given: argparse.Namespace, known: Plan | None) -> Experiment:
    """Return what was asked for; what was left out is the study's."""
    if known is None or given.preset is not None:
        return experiment_of(given)
    return changed_by_flags(known.experiment, given)


def _limit(given: argparse.Namespace, storage: Storage) -> int | None:
    """Return how many trials the study is to have; only a time limit does without a number."""
    limit = wanted_trials(storage, given.study, given.trials)
    if limit is None and given.seconds is None:
        return DEFAULT_TRIALS
    return limit


def _conclude(
    study: SharedStudy, report: SearchReport, experiment: Experiment, given: argparse.Namespace
) -> bool:
    """Tell the best trial and what mattered; return False when no trial is complete yet."""
    with storage_errors(study.place):
        best, shares = study.best(), study.importances()
        count = study.complete_count()
    if best is None:
        return False
    best_experiment = with_settings(experiment, best.settings)
    report.best(best, train_command(best_experiment, given.corpus, reading_of(given)))
    report.mattered(shares, count)
    return True


def _tell_results(given: argparse.Namespace, report: SearchReport) -> int:
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
        self._under_way: UnderWayMessage | None = None
        self._said_at = 0.0

    def look(self) -> None:
        """Tell what is new."""
        study = self._study
        with storage_errors(study.place):
            ended, now = look_at(study)
        new = [trial for trial in ended if trial.number not in self._told]
        for trial in new:
            self._told.add(trial.number)
            self._report.trial(trial)
        if any(trial.outcome == "complete" for trial in new):
            _conclude(study, self._report, study.plan.experiment, self._given)
        if now != self._under_way or time.monotonic() - self._said_at > SIGN_EVERY_S:
            self._under_way, self._said_at = now, time.monotonic()
            self._report.under_way(now)


def _find(
    storage: Storage, given: argparse.Namespace, report: SearchReport, stop: StopWish
) -> SharedStudy | None:
    """Return the study; who follows waits until somebody begins it."""
    while True:
        with storage_errors(storage.place):
            study = known_study(storage, given.study)
        if study is not None or not given.follow or stop:
            return study
        report.under_way(UnderWayMessage(ended=0, trials=()))  # ends it when nobody reads
        threading.Event().wait(LOOK_EVERY_S)


def _none(study: str) -> int:
    remark(f"there is no study {study} there yet.")
    return NOTHING_FOUND


def _parser() -> Parser:
    parser = Parser(
        prog=f"{PROGRAM} search",
        description="Try settings, and keep those with the lowest perplexity; with --held-out, "
        "with the lowest one on the part that training never sees, which each trial reads after "
        f"every epoch, but at most {MOST_READINGS} times. "
        "Start it several "
        "times with the same --study and --storage, on several machines if you like: they share "
        "the trials, and one that takes part may leave out all else. Ctrl+C stops after the batch "
        "under way, and its trial is begun again by whoever goes on.",
        manual=MANUAL,
    )
    _add_search(parser)
    add_corpus(parser)
    add_knobs(parser)
    parser.set_defaults(corpus=None, preset=None)  # left out means: as in the study
    output = parser.add_argument_group("output")
    output.add_argument("--json", action="store_true", help="print one JSON object a line")
    output.add_argument(
        "--results", action="store_true", help="tell what has come of the study, and try nothing"
    )
    output.add_argument(
        "--follow", action="store_true", help="with --results: go on telling, until Ctrl+C"
    )
    return parser


def _add_search(parser: Parser) -> None:
    group = parser.add_argument_group("search")
    group.add_argument("--study", required=True, metavar="NAME", help="what the search is called")
    group.add_argument(
        "--storage",
        metavar="FILE|URL",
        default=os.environ.get(STORAGE_VARIABLE) or None,
        help="where it is kept: a journal file (one of your data folder), sqlite:///FILE, or "
        "postgresql://USER@HOST/DATABASE for several machines; ps shows a password in it to all, "
        f"so put that into ~/.pgpass, or the whole address into {STORAGE_VARIABLE}",
    )
    group.add_argument(
        "--range",
        action="append",
        default=[],
        dest="ranges",
        metavar="NAME=LOW:HIGH|A,B",
        help="what to try for a setting: learning_rate=1e-3:1e-1, optimizer=sgd,adam; may be "
        f"given several times. NAME is one of {', '.join(knob.field for knob in searchable())}",
    )
    group.add_argument(
        "--trials",
        type=_count,
        metavar="N",
        help=f"how many trials the study is to have, by all who take part ({DEFAULT_TRIALS})",
    )
    group.add_argument(
        "--seconds", type=_duration, metavar="S", help="stop here after so many seconds"
    )
    group.add_argument(
        "--target",
        type=int,
        dest="train.epochs",
        default=argparse.SUPPRESS,
        metavar="EPOCHS",
        help="compare perplexity, or with --held-out that on the part held out, after so many "
        "epochs; the same as --epochs",
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _duration(text: str) -> float:
    number = float(text)
    if not 0 < number < math.inf:
        raise ValueError
    return number


_count.__name__ = "count, which is at least 1,"  # as argparse calls it in its sentence
_duration.__name__ = "number of seconds, which is above 0,"
