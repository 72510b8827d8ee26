"""A shared study in one process: ranges, plans, claims, and what is lost and found again."""

from __future__ import annotations

import ast
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("optuna")

from lstm_gui.core.corpus.text import Corpus, load_corpus
from lstm_gui.core.errors import ConfigError, PlaygroundError
from lstm_gui.core.process import is_gone, is_here, myself
from lstm_gui.core.search import results
from lstm_gui.core.search import study as study_module
from lstm_gui.core.search.plan import (
    Plan,
    extremes,
    parse_ranges,
    searchable,
    with_settings,
)
from lstm_gui.core.search.results import open_study, read_plan, wanted_trials
from lstm_gui.core.search.storage import (
    SearchError,
    Storage,
    masked,
    open_storage,
    quiet,
    require_optuna,
    storage_errors,
)
from lstm_gui.core.search.study import SharedStudy, TrialLostError
from lstm_gui.core.search.trials import Search, TrialDone
from lstm_gui.core.settings.experiment import Experiment, changed
from tests.commands import ROOT, environment, write_song
from tests.fakes import FakeBackend

RANGES = ("learning_rate=1e-3:1e-1", "hidden=4:8", "optimizer=sgd,adam")
Open = Callable[[], SharedStudy]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return load_corpus(write_song(tmp_path_factory.mktemp("search") / "song.txt")).first(200)


@pytest.fixture
def plan(corpus: Corpus) -> Plan:
    experiment = changed(Experiment(), "train.epochs", 4)
    experiment = changed(changed(experiment, "train.batch_size", 4), "train.num_steps", 10)
    ranges = parse_ranges(RANGES)
    return Plan(experiment=experiment, ranges=ranges, source="song.txt", digest=corpus.digest)


@pytest.fixture
def opened(place: str, plan: Plan) -> Iterator[Open]:
    """Open the same study again and again, as other processes would."""
    require_optuna()
    storages: list[Storage] = []

    def again() -> SharedStudy:
        storages.append(open_storage(place, "a"))
        return open_study(storages[-1], "a", plan)

    yield again
    for storage in storages:
        storage.close()


def finish(search: Search) -> list[TrialDone]:
    done: list[TrialDone] = []
    while not search.done:
        done += [event for event in search.step() if isinstance(event, TrialDone)]
    return done


def pretend(study: SharedStudy, number: int, **attributes: object) -> None:
    for key, value in attributes.items():
        study._storage.optuna.set_trial_user_attr(study._id_of(number), key, value)


def states(study: SharedStudy) -> list[str]:
    return [trial.state.name for trial in study._study.get_trials(deepcopy=False)]


def dead_process() -> dict[str, str | int]:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return {**myself(), "pid": child.pid}


class TestRanges:
    def test_they_are_read_on_the_knobs_scale_and_in_the_knobs_order(self) -> None:
        optimizer, rate = parse_ranges(["lr=1e-3:1e-1", "--optimizer=sgd,adam"])
        assert (rate.path, rate.low, rate.high) == ("train.learning_rate", 0.001, 0.1)
        assert rate.log_scale and not optimizer.log_scale
        assert optimizer.choices == ("sgd", "adam")
        assert str(rate) == "learning_rate 0.001 … 0.1 (log)"
        assert str(optimizer) == "optimizer sgd | adam"

    def test_numbers_may_be_a_list_and_negative(self) -> None:
        hidden, bias = parse_ranges(["forget_bias=-1:1", "hidden=8,16"])
        assert hidden.choices == (8, 16) and (bias.low, bias.high) == (-1.0, 1.0)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("hidden", "NAME=LOW:HIGH"),
            ("hidden=", "NAME=LOW:HIGH"),
            ("nonsense=1:2", "nonsense is not one of"),
            ("epochs=1:2", "epochs is not one of"),
            ("max_chars=10:20", "max_chars is not one of"),
            ("hidden=1.5:2", "whole numbers"),
            ("hidden=:2", "nothing"),
            ("learning_rate=a:b", "must have numbers"),
            ("hidden=8:8", "smaller number"),
            ("hidden=0:8", "between 1 and"),
            ("learning_rate=nan:1", "between"),
            ("optimizer=sgd:adam", "optimizer=sgd,adam"),
            ("optimizer=sgd", "two or more"),
            ("optimizer=sgd,sgd", "two or more"),
            ("optimizer=sgd,odd", "one of sgd, adam"),
        ],
    )
    def test_what_cannot_be_a_range(self, text: str, words: str) -> None:
        with pytest.raises(ConfigError) as refused:
            parse_ranges([text])
        assert words in str(refused.value)

    def test_a_setting_is_searched_once(self) -> None:
        with pytest.raises(ConfigError, match="twice"):
            parse_ranges(["lr=1:2", "learning_rate=1:3"])

    def test_every_setting_of_model_and_training_can_be_searched(self) -> None:
        names = {knob.field for knob in searchable()}
        assert {"hidden", "layers", "cell", "learning_rate", "batch_size", "seed"} <= names
        assert not {"epochs", "prefixes", "context", "max_chars", "implementation"} & names

    def test_the_longest_batches_are_among_the_extremes(self) -> None:
        ranges = parse_ranges(["batch_size=2:50", "num_steps=5,30", "hidden=1:9"])
        shapes = {
            (one.train.batch_size, one.train.num_steps) for one in extremes(Experiment(), ranges)
        }
        assert shapes == {(2, 5), (2, 30), (50, 5), (50, 30)}


class TestSearch:
    def test_trials_run_until_the_limit(self, opened: Open, corpus: Corpus, plan: Plan) -> None:
        study = opened()
        moved: list[tuple[int, float]] = []
        search = Search(
            FakeBackend(),
            corpus,
            study,
            experiment=plan.experiment,
            limit=7,
            on_step=lambda number, part: moved.append((number, part)),
        )
        done = finish(search)
        assert [trial.number for trial in done] == list(range(7))
        assert {trial.outcome for trial in done} <= {"complete", "pruned"}
        assert moved[0][0] == 0 and max(part for _, part in moved) == 1.0
        best = study.best()
        assert best is not None
        assert best.score == min(t.score for t in done if t.score is not None)
        assert set(study.importances()) == {"learning_rate", "hidden", "optimizer"}
        again = Search(FakeBackend(), corpus, opened(), experiment=plan.experiment, limit=7)
        assert finish(again) == []

    def test_the_seed_repeats_a_search(self, plan: Plan, corpus: Corpus, tmp_path: Path) -> None:
        def settings(name: str, seed: int) -> list[object]:
            seeded = plan.model_copy(
                update={"experiment": changed(plan.experiment, "model.seed", seed)}
            )
            with closing(open_storage(str(tmp_path / name), "a")) as storage:
                study = open_study(storage, "a", seeded)
                search = Search(
                    FakeBackend(), corpus, study, experiment=seeded.experiment, limit=13
                )
                return [trial.settings for trial in finish(search)]

        assert settings("one", 1) == settings("two", 1) != settings("three", 2)

    def test_what_breaks_down_is_pruned_with_its_reason(
        self, opened: Open, corpus: Corpus, plan: Plan
    ) -> None:
        study = opened()
        backend = FakeBackend(breaks_at=6)
        search = Search(backend, corpus, study, experiment=plan.experiment, limit=2)
        done = finish(search)
        assert [trial.outcome for trial in done] == ["diverged", "diverged"]
        assert "broke down in epoch 2 (the loss became nan)" in done[0].reason
        assert states(study) == ["PRUNED", "PRUNED"] and study.best() is None
        assert study.importances() == {}

    def test_what_cannot_be_built_fails_with_its_reason(
        self, opened: Open, corpus: Corpus, plan: Plan
    ) -> None:
        study = opened()
        elsewhere = changed(plan.experiment, "compute.context", "gpu:0")
        search = Search(FakeBackend(), corpus, study, experiment=elsewhere, limit=2)
        done = finish(search)
        assert [trial.outcome for trial in done] == ["failed", "failed"]
        assert "Choose cpu" in done[0].reason and states(study) == ["FAIL", "FAIL"]

    def test_what_is_stopped_is_begun_again_by_others(
        self, opened: Open, corpus: Corpus, plan: Plan
    ) -> None:
        search = Search(FakeBackend(), corpus, opened(), experiment=plan.experiment, limit=2)
        search.step()
        search.step()
        stopped = search.stop()
        assert stopped is not None and stopped.outcome == "stopped"
        assert search.stop() is None
        other = opened()
        done = finish(Search(FakeBackend(), corpus, other, experiment=plan.experiment, limit=2))
        assert [trial.number for trial in done] == [1, 2]
        assert done[0].settings == stopped.settings
        assert states(other) == ["FAIL", "COMPLETE", "COMPLETE"]

    def test_a_trial_that_others_gave_up_is_left(
        self, opened: Open, corpus: Corpus, plan: Plan
    ) -> None:
        search = Search(FakeBackend(), corpus, opened(), experiment=plan.experiment, limit=None)
        search.step()
        other = opened()
        pretend(other, 0, owner=dead_process())
        assert other.ask(None) is not None
        events = [event for _ in range(20) for event in search.step()]
        lost = next(event for event in events if isinstance(event, TrialDone))
        assert (lost.number, lost.outcome) == (0, "lost")


class TestLost:
    def test_a_dead_process_is_noticed(self) -> None:
        assert is_here(myself()) and not is_gone(myself())
        assert is_gone(dead_process()) and is_gone({**myself(), "pid": -1})
        assert not is_here({**myself(), "host": "elsewhere"})

    @pytest.mark.skipif(sys.platform != "linux", reason="only /proc tells when a process began")
    def test_a_number_that_is_another_process_by_now_is_noticed(self) -> None:
        assert is_gone({**myself(), "born": 1})

    def test_its_trial_is_begun_again_once(self, opened: Open) -> None:
        study = opened()
        first = study.ask(1)
        assert first is not None and opened().ask(1) is None  # its process is alive
        pretend(study, 0, owner=dead_process())
        second = opened().ask(1)
        assert second is not None
        assert (second.number, second.settings) == (1, first.settings)
        pretend(study, 1, owner=dead_process())
        assert opened().ask(1) is None  # twice is enough: it may be what kills
        assert states(study) == ["FAIL", "FAIL"]
        assert not study.complete(first, 2.0)

    def test_silence_from_elsewhere_is_noticed(
        self, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(study_module, "HEARTBEAT_S", 0)
        with closing(open_storage(str(tmp_path / "a.journal"), "a")) as storage:
            study = open_study(storage, "a", plan)
            claim = study.ask(None)
            assert claim is not None
            pretend(study, 0, owner={**myself(), "host": "elsewhere"})
            study.liveness.lost_after = 0
            assert study.ask(1) is None  # heard of for the first time
            study.beat(claim)
            assert study.ask(1) is None  # heard of again
            found = study.ask(1)
            assert found is not None and found.settings == claim.settings
            with pytest.raises(TrialLostError):
                study.report(claim, 1, 5.0)
            with pytest.raises(TrialLostError):
                study.beat(claim)

    @pytest.mark.parametrize("drawn", [0, 1])
    def test_killed_before_it_had_its_settings_it_does_not_count(
        self, opened: Open, drawn: int
    ) -> None:
        study = opened()
        with quiet():
            begun = study._study.ask()  # and then its process is killed
            for item in study.plan.ranges[:drawn]:
                item.draw(begun)
        if drawn:
            pretend(study, 0, owner=dead_process())
        other = opened()
        other.liveness.nameless = 0.3
        found = other.ask(1)  # waits for the name that never comes, and takes its place
        assert found is not None and found.number == 1
        assert states(study) == ["FAIL", "RUNNING"]
        assert other.ask(1) is None
        assert study.complete(found, 2.0) and study.ended_count(study.trials()) == 1

    def test_one_that_gets_its_name_in_time_keeps_it(
        self, opened: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        study, other = opened(), opened()
        with quiet():
            begun = study._study.ask()
        waited: list[float] = []

        def name_it(_event: threading.Event, seconds: float) -> bool:
            waited.append(seconds)
            pretend(study, begun.number, owner=myself())
            return False

        monkeypatch.setattr(threading.Event, "wait", name_it)
        assert other.ask(1) is None and len(waited) == 1
        assert states(study) == ["RUNNING"]

    def test_who_is_given_up_before_it_has_a_name_begins_another(
        self, opened: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        study, other = opened(), opened()
        other.liveness.nameless = 0
        owner = study_module.myself

        def slow() -> dict[str, str | int]:
            monkeypatch.setattr(study_module, "myself", owner)
            for _ in range(2):
                other._recover()
            return owner()

        monkeypatch.setattr(study_module, "myself", slow)
        claim = study.ask(1)
        assert claim is not None and claim.number == 1
        assert states(study) == ["FAIL", "RUNNING"]

    def test_a_database_knows_by_its_heartbeat(self, plan: Plan, tmp_path: Path) -> None:
        from sqlalchemy import text

        with closing(open_storage(f"sqlite:///{tmp_path / 'a.db'}", "a")) as storage:
            study = open_study(storage, "a", plan)
            claim = study.ask(1)
            assert claim is not None
            pretend(study, 0, owner={**myself(), "host": "elsewhere"})
            assert study.ask(1) is None
            with storage._database.engine.begin() as connection:
                connection.execute(text("UPDATE trial_heartbeats SET heartbeat = '2001-01-01'"))
            found = study.ask(1)
            assert found is not None and found.settings == claim.settings

    def test_two_that_saw_room_for_the_last_trial(
        self, opened: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, two = opened(), opened()
        monkeypatch.setattr(SharedStudy, "_room", lambda *_: True)
        assert one.ask(1) is not None and two.ask(1) is None
        assert states(one) == ["RUNNING", "FAIL"]
        monkeypatch.undo()
        assert two.ask(2) is not None  # what was too many does not count


def test_what_is_told_is_of_one_moment(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    study, other = opened(), opened()
    claim = other.ask(1)
    assert claim is not None
    trials = SharedStudy.trials

    def and_then_it_ends(self: SharedStudy) -> object:
        found = trials(self)
        assert other.complete(claim, 2.0)
        monkeypatch.undo()
        return found

    monkeypatch.setattr(SharedStudy, "trials", and_then_it_ends)
    ended, under_way = results.look_at(study)
    assert ended == () and under_way.ended == 0 and len(under_way.trials) == 1
    ended, under_way = results.look_at(study)
    assert len(ended) == under_way.ended == 1 and under_way.trials == ()


class TestPlan:
    def test_it_is_kept_with_the_study(self, opened: Open, plan: Plan) -> None:
        study = opened()
        assert read_plan(study._storage, "a") == plan == opened().plan
        assert read_plan(study._storage, "b") is None

    def test_the_number_of_trials_is_kept_with_the_study(self, opened: Open) -> None:
        storage = opened()._storage
        assert wanted_trials(storage, "a", None) is None
        assert wanted_trials(storage, "a", 30) == 30 == wanted_trials(storage, "a", None)

    @pytest.mark.parametrize(
        ("path", "value", "words"),
        [
            ("train.epochs", 5, "--epochs 4, not 5"),
            ("model.seed", 5, "--seed 0, not 5"),
            ("corpus.max_chars", None, "--max-chars 10000, not all"),
        ],
    )
    def test_another_experiment_is_refused(
        self, opened: Open, plan: Plan, path: str, value: object, words: str
    ) -> None:
        storage = opened()._storage
        mine = plan.model_copy(update={"experiment": changed(plan.experiment, path, value)})
        with pytest.raises(ConfigError, match=words):
            open_study(storage, "a", mine)

    def test_what_does_not_matter_may_differ(self, opened: Open, plan: Plan) -> None:
        experiment = with_settings(plan.experiment, {"hidden": 77})  # is searched anyway
        experiment = changed(experiment, "compute.implementation", "scratch")
        experiment = changed(experiment, "train.sample_every", 3)
        open_study(opened()._storage, "a", plan.model_copy(update={"experiment": experiment}))

    def test_another_text_and_other_ranges_are_refused(self, opened: Open, plan: Plan) -> None:
        storage = opened()._storage
        with pytest.raises(ConfigError, match=r"another text \(song.txt\)"):
            open_study(storage, "a", plan.model_copy(update={"digest": "other"}))
        with pytest.raises(ConfigError, match="other ranges: hidden 4 … 8"):
            ranges = parse_ranges(["hidden=4:9"])
            open_study(storage, "a", plan.model_copy(update={"ranges": ranges}))

    def test_a_study_of_another_program_is_refused(self, opened: Open) -> None:
        import optuna

        storage = opened()._storage
        foreign = optuna.create_study(storage=storage.optuna, study_name="b")
        with quiet():
            foreign.ask()
        with pytest.raises(SearchError, match="is not one of lstm-gui search"):
            read_plan(storage, "b")
        foreign.set_user_attr("lstm-gui", '{"schema": 9}')
        with pytest.raises(ConfigError, match="another version"):
            read_plan(storage, "b")

    def test_whoever_began_it_may_have_been_killed(
        self, opened: Open, plan: Plan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import optuna

        monkeypatch.setattr(results, "_PLAN_COMES_WITHIN_S", 0)
        storage = opened()._storage
        optuna.create_study(storage=storage.optuna, study_name="b")
        assert read_plan(storage, "b") is None
        open_study(storage, "b", plan)
        assert read_plan(storage, "b") == plan


_WRITER = """
import os, sys, threading
from lstm_gui.core.search.storage import open_storage, require_optuna

def hang(_):
    print("writing", flush=True)
    threading.Event().wait()

require_optuna()
storage = open_storage(sys.argv[1], "a").optuna
os.fsync = hang
storage.set_study_user_attr(storage.get_study_id_from_name("a"), "half", "written")
"""


class TestStorage:
    def test_one_that_is_killed_while_it_writes_holds_nobody_up(
        self, plan: Plan, tmp_path: Path
    ) -> None:
        path = str(tmp_path / "a.journal")
        with closing(open_storage(path, "a")) as storage:
            study = open_study(storage, "a", plan)
            writer = subprocess.Popen(
                [sys.executable, "-c", _WRITER, path],
                env=environment(),
                stdout=subprocess.PIPE,
            )
            with writer:
                assert writer.stdout is not None and writer.stdout.readline() == b"writing\n"
                asked = threading.Thread(target=study.ask, args=(None,), daemon=True)
                asked.start()
                asked.join(0.2)
                assert asked.is_alive()  # it waits for its turn
                writer.kill()
            asked.join(10)  # a lock of Optuna's would last half a minute
            assert not asked.is_alive() and states(study) == ["RUNNING"]

    def test_a_line_that_was_cut_off_is_mended(self, plan: Plan, tmp_path: Path) -> None:
        path = tmp_path / "a.journal"
        with closing(open_storage(str(path), "a")) as storage:
            assert open_study(storage, "a", plan).ask(None) is not None
        with path.open("ab") as file:
            file.write(b'{"op_code":5,"worker')
        with closing(open_storage(str(path), "a")) as storage:
            assert open_study(storage, "a", plan).ask(None) is not None
        with closing(open_storage(str(path), "a")) as storage:
            assert len(states(open_study(storage, "a", plan))) == 2

    @pytest.mark.parametrize(
        "content", [b"a poem without an end", b"{}\n", b'{"op_code":99}\nx\ny\n', b"\x00\n" * 9]
    )
    def test_another_file_is_refused_and_left_as_it_is(
        self, tmp_path: Path, content: bytes
    ) -> None:
        path = tmp_path / "poem.txt"
        path.write_bytes(content)
        with pytest.raises(SearchError, match="not the journal"):
            open_storage(str(path), "a")
        assert path.read_bytes() == content

    @pytest.mark.parametrize(
        ("place", "words"),
        [
            ("/nowhere/a.journal", "No such file"),
            (".", "not the journal"),
            ("nonsense://x", "no such kind of address"),
            ("sqlite:////nowhere/a.db", "unable to open database file"),
        ],
    )
    def test_a_place_that_cannot_be_used(
        self, place: str, words: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("lstm_gui.core.search.storage._ATTEMPTS", 1)
        with pytest.raises(SearchError, match=words):
            open_storage(place, "a")

    @pytest.mark.parametrize(
        "address",
        [
            "postgresql://me:secret@127.0.0.1:1/x",
            "post gres://me:secret@x:y:z",
            "postgresql://me:se@secret@127.0.0.1:1/x",
            "postgresql://me:a/secret@127.0.0.1:port/x",
            "postgresql://me:%73ecret%21@127.0.0.1:1/x",
            "postgresql://127.0.0.1:1/x?user=me&password=secret&sslpassword=secret",
            "mysql://:secret@127.0.0.1/x",
            "sqlite:////nowhere/x?PWD=secret",
        ],
    )
    def test_a_password_is_not_told(self, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("lstm_gui.core.search.storage._ATTEMPTS", 1)
        assert "ecret" not in masked(address)
        with pytest.raises(SearchError) as refused:
            open_storage(address, "a")
        assert "ecret" not in str(refused.value) and "\n" not in str(refused.value)

    def test_an_address_without_one_is_told_as_it_is(self) -> None:
        for address in ("postgresql://me@server/studies", "sqlite:///a@b.db", "mysql://h/x?a=b"):
            assert masked(address) == address

    @pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 99])
    def test_a_name_that_cannot_be(self, name: str) -> None:
        with pytest.raises(SearchError, match="--study must be a name"):
            open_storage(None, name)

    def test_the_journal_is_in_the_users_data_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path))
        with closing(open_storage(None, "雨夜 1")) as storage:
            assert storage.place == str(tmp_path / "studies" / "雨夜 1.journal")

    def test_a_full_disk_is_a_sentence(self) -> None:
        with pytest.raises(PlaygroundError, match="No space left"), storage_errors("a.journal"):
            raise OSError(28, "No space left on device")


def test_optuna_is_imported_in_functions_only() -> None:
    for path in (ROOT / "lstm_gui").rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            modules: list[str] = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            assert not [name for name in modules if name.startswith(("optuna", "sqlalchemy"))], path
