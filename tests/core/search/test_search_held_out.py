"""A search on a text of which songs are held out: those are what its trials are compared by."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("optuna")

from lstm_gui.core.arrays import Ids
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import ConfigError
from lstm_gui.core.model.backend import Memory, StepResult, Trace
from lstm_gui.core.search.plan import (
    MOST_READINGS,
    Plan,
    measure_of,
    parse_ranges,
    read_every,
)
from lstm_gui.core.search.results import (
    ended_trials,
    known_study,
    open_study,
    read_plan,
    trials_under_way,
)
from lstm_gui.core.search.storage import Storage, open_storage, require_optuna
from lstm_gui.core.search.trials import Search, TrialDone
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.training.held_out import held_out_loss
from lstm_gui.core.training.progress import EpochDone, HeldOutDone
from tests.core.search.test_search import finish
from tests.core.worker.driving import corpus_of
from tests.fakes import FakeBackend

SHARE = 0.25


class Crammer(FakeBackend):
    """The higher the learning rate, the better it learns by heart, and the worse it reads."""

    def step(self, inputs: Ids, targets: Ids) -> StepResult:
        done = super().step(inputs, targets)
        return replace(done, loss=done.loss - 10 * self.train.learning_rate)

    def trace(self, ids: Ids, memory: Memory | None = None) -> Trace:
        read = super().trace(ids, memory)
        logits = np.array(read.logits)
        logits[:, 0] = 100 * self.train.learning_rate  # sure of a character that is seldom right
        return replace(read, logits=logits)


@pytest.fixture
def corpus() -> Corpus:
    return corpus_of()


def planned(corpus: Corpus, share: float = SHARE, epochs: int = 4) -> Plan:
    experiment = changed(Experiment(), "train.epochs", epochs)
    experiment = changed(changed(experiment, "train.batch_size", 2), "train.num_steps", 5)
    experiment = changed(experiment, "corpus.held_out", share)
    ranges = parse_ranges(["learning_rate=1e-3:1e-1", "hidden=4:8"])
    measure = measure_of(experiment)
    digest = corpus.digest
    return Plan(experiment=experiment, ranges=ranges, source="x", digest=digest, measure=measure)


@pytest.fixture
def storage(place: str) -> Iterator[Storage]:
    require_optuna()
    with closing(open_storage(place, "a")) as storage:
        yield storage


def searched(storage: Storage, corpus: Corpus, plan: Plan, limit: int = 4) -> list[TrialDone]:
    study = open_study(storage, "a", plan)
    return finish(Search(Crammer(), corpus, study, experiment=plan.experiment, limit=limit))


def test_the_best_is_the_one_that_reads_the_part_held_out_best(storage, corpus):
    done = searched(storage, corpus, planned(corpus))
    assert {trial.outcome for trial in done} == {"complete"}
    study = known_study(storage, "a")
    assert study is not None
    best = study.best()
    assert best is not None
    modest = min(done, key=lambda trial: trial.settings["learning_rate"])
    crammed = min(done, key=lambda trial: trial.perplexity or math.inf)
    assert (best.number, best.score, best.perplexity) == (
        modest.number,
        modest.held_out,
        modest.perplexity,
    )
    assert crammed.number != modest.number and crammed.score > modest.score
    assert [trial.score for trial in done] == [trial.held_out for trial in done]


def test_without_a_part_held_out_training_is_compared_and_nothing_is_read(storage, corpus):
    done = searched(storage, corpus, planned(corpus, share=0))
    study = known_study(storage, "a")
    assert study is not None and study.best() is not None
    fastest = max(done, key=lambda trial: trial.settings["learning_rate"])
    assert study.best().number == fastest.number
    assert {(trial.held_out, trial.held_out_curve) for trial in done} == {(None, ())}
    assert [trial.score for trial in done] == [trial.perplexity for trial in done]
    assert all(
        told.held_out is None and told.held_out_curve == ()
        for told in ended_trials(study, study.trials())
    )


def test_a_reading_is_that_of_the_whole_part_with_the_weights_of_its_epoch(storage, corpus):
    plan = planned(corpus)
    study, backend = open_study(storage, "a", plan), Crammer()
    search = Search(backend, corpus, study, experiment=plan.experiment, limit=1)
    told = []
    while not search.done:
        events = search.step()
        told += events
        for event in events:
            if isinstance(event, HeldOutDone):
                training = search._running.training if search._running else None
                if training is not None:
                    *_, loss = held_out_loss(backend, training.held_out)
                    assert event.perplexity == pytest.approx(math.exp(loss))
    kinds = [type(event) for event in told if isinstance(event, EpochDone | HeldOutDone)]
    assert kinds == [EpochDone, HeldOutDone] * 4
    (done,) = (event for event in told if isinstance(event, TrialDone))
    assert done.held_out_curve == tuple(e.perplexity for e in told if isinstance(e, HeldOutDone))


def test_a_study_tells_both_curves_again(storage, corpus):
    done = searched(storage, corpus, planned(corpus))
    study = known_study(storage, "a")
    assert study is not None
    for trial, told in zip(done, ended_trials(study, study.trials()), strict=True):
        assert told.curve == trial.curve and len(told.curve) == told.epochs == 4
        assert told.held_out_curve == trial.held_out_curve
        assert (told.score, told.held_out, told.perplexity) == (
            trial.held_out,
            trial.held_out,
            trial.perplexity,
        )


def test_a_long_trial_is_read_twenty_times_and_at_its_end(storage, corpus):
    plan = planned(corpus, epochs=50)
    (done,) = searched(storage, corpus, plan, limit=1)
    places = [number for number, value in enumerate(done.held_out_curve, 1) if value == value]
    assert places == [*range(3, 50, 3), 50]
    study = known_study(storage, "a")
    (told,) = ended_trials(study, study.trials())
    assert told.held_out_curve == tuple(v if v == v else None for v in done.held_out_curve)
    assert len(told.curve) == 50


@pytest.mark.parametrize("epochs", [1, 19, 20, 21, 39, 40, 41, 59, 160, 1000, 100_000])
def test_readings_are_few_whatever_the_length(epochs):
    every = read_every(epochs)
    readings = len({*range(every, epochs + 1, every), epochs})
    assert readings == epochs if epochs <= MOST_READINGS else readings <= MOST_READINGS
    assert readings >= min(epochs, MOST_READINGS // 2)


def test_what_reads_badly_is_ended_early_however_well_it_learns(storage, corpus):
    plan = planned(corpus, epochs=8)
    done = searched(storage, corpus, plan, limit=24)
    pruned = [trial for trial in done if trial.outcome == "pruned"]
    complete = [trial for trial in done if trial.outcome == "complete"]
    assert pruned and complete
    median = np.median([trial.score for trial in complete])
    assert all(trial.score >= median for trial in pruned)
    rates = [[t.settings["learning_rate"] for t in trials] for trials in (pruned, complete)]
    assert np.mean(rates[0]) > np.mean(rates[1])  # which are the ones that learn faster
    study = known_study(storage, "a")
    told = {trial.number: trial for trial in ended_trials(study, study.trials())}
    assert all(told[trial.number].curve == trial.curve for trial in pruned)


def test_what_breaks_down_before_it_was_read_has_no_score(storage, corpus):
    plan = planned(corpus)
    study = open_study(storage, "a", plan)
    backend = FakeBackend(breaks_at=2)
    (done,) = finish(Search(backend, corpus, study, experiment=plan.experiment, limit=1))
    assert (done.outcome, done.score, done.held_out) == ("diverged", None, None)
    (told,) = ended_trials(study, study.trials())
    assert (told.score, told.perplexity, told.curve) == (None, None, ())


def test_a_trial_under_way_is_told_by_its_score(storage, corpus):
    plan = planned(corpus)
    study = open_study(storage, "a", plan)
    search = Search(Crammer(), corpus, study, experiment=plan.experiment, limit=1)
    while not any(isinstance(event, HeldOutDone) for event in search.step()):
        pass
    (under_way,) = trials_under_way(study, study.trials())
    assert (under_way.epoch, under_way.perplexity) == (1, None) and under_way.score is not None


def test_it_stops_while_it_reads_and_the_trial_is_begun_again(storage, corpus, monkeypatch):
    monkeypatch.setattr("lstm_gui.core.search.trials.READ_S", 0.0)
    plan = planned(corpus)
    study = open_study(storage, "a", plan)
    search = Search(Crammer(), corpus, study, experiment=plan.experiment, limit=1)
    while search._running is None or search._running.reading is None:
        search.step()
    stopped = search.stop()
    assert stopped is not None and stopped.outcome == "stopped"
    assert [trial.outcome for trial in searched(storage, corpus, plan, limit=1)] == ["complete"]


# What a study remembers


def test_a_study_with_nothing_held_out_is_read_by_older_versions(storage, corpus):
    open_study(storage, "a", planned(corpus, share=0))
    study = storage.optuna.get_study_id_from_name("a")
    kept = json.loads(storage.optuna.get_study_user_attrs(study)["lstm-gui"])
    assert set(kept) == {"experiment", "ranges", "source", "digest"}
    assert read_plan(storage, "a") == planned(corpus, share=0)


def test_a_study_remembers_that_it_compares_what_is_held_out(storage, corpus):
    open_study(storage, "a", planned(corpus))
    kept = read_plan(storage, "a")
    assert kept is not None and kept.measure == "held_out"


@pytest.mark.parametrize(
    ("theirs", "mine", "words"),
    [
        (SHARE, 0.0, "compares the perplexity of the 25 % held out, which trials with nothing"),
        (0.0, SHARE, "compares the perplexity of the whole text, and with 25 % held out"),
        (SHARE, 0.1, "--held-out 0.25, not 0.1"),
    ],
)
def test_trials_that_are_measured_otherwise_are_refused(storage, corpus, theirs, mine, words):
    open_study(storage, "a", planned(corpus, share=theirs))
    with pytest.raises(ConfigError) as refused:
        open_study(storage, "a", planned(corpus, share=mine))
    said = str(refused.value)
    assert words in said and "begin another with --study" in said


def test_a_study_of_an_older_version_is_not_gone_on_with_by_another_measure(storage, corpus):
    old = planned(corpus).model_copy(update={"measure": "perplexity"})
    open_study(storage, "a", old)
    kept = read_plan(storage, "a")
    assert kept is not None and kept.measure == "perplexity"  # what it compared is still told so
    with pytest.raises(ConfigError, match="is of an older version, which compared"):
        open_study(storage, "a", planned(corpus))
