"""`lstm-gui search` in processes of its own: shared, killed, stopped, and on a real PostgreSQL."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

pytest.importorskip("optuna")

from lstm_gui.__main__ import run_verb
from lstm_gui.cli.search.search_report import train_command
from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.search.messages import RefusalMessage, read_event
from lstm_gui.core.search.storage import open_storage, require_optuna
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.settings.presets import PRESETS
from tests.commands import ROOT, environment, objects, run, start, write_song
from tests.postgresql import running_postgresql

mxnet = pytest.mark.mxnet

STAND_IN = (sys.executable, "-m", "tests.search_stand_in")
"""The program with an engine that needs no MXNet, for what is about processes."""

RANGES = ("--range", "learning_rate=1e-3:1e-1", "--range", "optimizer=sgd,adam")
SMALL = ("--hidden", 8, "--steps", 10, "--batch", 8, "--max-chars", 600)
TRIALS = 8


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_song(tmp_path_factory.mktemp("search") / "song.txt")


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    pytest.importorskip("psycopg")
    with running_postgresql() as address:
        yield address


@pytest.fixture(params=["journal", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return a journal file, or the address of a database."""
    if request.param == "journal":
        return str(tmp_path / "shared.journal")
    return str(request.getfixturevalue("postgresql"))


def command(name: str, place: object, song: Path, epochs: int = 3) -> tuple[object, ...]:
    where = ("search", "--study", name, "--storage", place, "--corpus", song, "--json")
    return (*where, *SMALL, "--target", epochs, *RANGES, "--trials", TRIALS)


def trials_of(output: str) -> list[dict[str, Any]]:
    return [event for event in objects(output) if event["event"] == "trial"]


def states(name: str, place: str) -> Counter[str]:
    require_optuna()
    with closing(open_storage(place, name)) as storage:
        study = storage.optuna.get_study_id_from_name(name)
        trials = storage.optuna.get_all_trials(study)
        assert [trial.number for trial in trials] == list(range(len(trials)))
        # One too many is no trial: both had seen room for the last.
        kept = [trial for trial in trials if trial.user_attrs.get("reason") != "surplus"]
        return Counter(trial.state.name for trial in kept)


def ended(counts: Counter[str]) -> int:
    return counts["COMPLETE"] + counts["PRUNED"]


def refused(capsys: pytest.CaptureFixture[str], *argv: object) -> str:
    """Run a search in this process that is refused before MXNet is loaded; return its sentence."""
    try:
        status = run_verb(["search", *map(str, argv)])
    except SystemExit as ends:
        status = int(ends.code or 0)
    said = capsys.readouterr()
    assert (status, said.out) == (2, "") and said.err.count("\n") == 1, said.err
    return said.err


def told(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    """Read a study in this process; return the exit status and what was said."""
    status = run_verb(["search", *map(str, argv), "--results"])
    said = capsys.readouterr()
    return status, said.out, said.err


class TestBadInput:
    @pytest.mark.parametrize(
        ("argv", "words"),
        [
            ((), "--study"),
            (("--study", "a/b", *RANGES), "--study must be a name"),
            (("--study", "a"), "Say what to try with --range"),
            (("--study", "a", "--range", "nonsense=1:2"), "nonsense is not one of"),
            (("--study", "a", "--range", "hidden=9:3"), "smaller number"),
            (("--study", "a", "--range", "hidden=0:3"), "--hidden must be between"),
            (("--study", "a", *RANGES, "--trials", "0"), "--trials"),
            (("--study", "a", *RANGES, "--seconds", "nan"), "--seconds"),
            (("--study", "a", *RANGES, "--target", "0"), "--epochs must be between"),
            (("--study", "a", *RANGES, "--corpus", "missing.txt"), "missing.txt does not exist"),
            (("--study", "a", "--range", "batch_size=8:4000"), "one batch needs"),
            (("--study", "a", *RANGES, "--storage", "odd://x"), "odd://"),
            (("--study", "a", "--follow"), "--follow goes with --results"),
            (("--study", "a", *RANGES, "--storage", "/nowhere/x"), "/nowhere/x cannot be used"),
        ],
    )
    def test_an_option_that_cannot_be(
        self,
        argv: tuple[str, ...],
        words: str,
        capsys: pytest.CaptureFixture[str],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path))
        assert words in refused(capsys, *argv)

    def test_a_program_reads_what_is_wrong_with_its_values(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run_verb(["search", "--study", "a", *RANGES, "--storage", "/no/x", "--json"]) == 2
        told = read_event(capsys.readouterr().out)
        assert isinstance(told, RefusalMessage)
        assert told.template.format(**told.values).startswith("The journal /no/x cannot be used")

    def test_without_optuna_there_is_a_remedy(self, tmp_path: Path) -> None:
        (tmp_path / "optuna.py").write_text("raise ImportError('it is not installed')")
        done = run("search", "--study", "a", *RANGES, PYTHONPATH=f"{tmp_path}:{ROOT}")
        assert done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") == 1
        assert 'pip install "lstm-gui[search]"' in done.stderr


class TestCommand:
    def test_it_has_the_nearest_preset_and_what_differs(self) -> None:
        quick = PRESETS["quick"].experiment
        assert train_command(quick, "zh", FileReading()) == "lstm-gui train"
        odd = changed(changed(quick, "model.forget_bias", -0.5), "corpus.max_chars", None)
        assert train_command(odd, "my song.txt", FileReading(encoding="gbk")) == (
            "lstm-gui train --corpus 'my song.txt' --encoding gbk --max-chars all "
            "--forget-bias=-0.5"
        )
        book = changed(PRESETS["book-gru"].experiment, "train.epochs", 3)
        assert train_command(book, "en", FileReading()) == (
            "lstm-gui train --corpus en --preset book-gru --epochs 3"
        )


@pytest.fixture(scope="module")
def alone(song: Path) -> tuple[Path, list[dict[str, Any]]]:
    """Return the journal of a search that is done, and what it told."""
    place = song.with_name("alone.journal")
    done = run(*command("alone", place, song))
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return place, objects(done.stdout)


@mxnet
class TestAlone:
    def test_json_is_exactly_what_was_promised(
        self, alone: tuple[Path, list[dict[str, Any]]]
    ) -> None:
        events = [event for event in alone[1] if event["event"] != "epoch"]
        figures = ["score", "perplexity", "held_out"]
        trial = ["number", "outcome", "settings", *figures, "epochs", "seconds", "reason"]
        study = ["study", "storage", "trials", "epochs", "measure", "source", "digest"]
        assert [list(event) for event in events] == [
            ["event", *study, "ranges", "experiment"],
            *[["event", *trial, "curve", "held_out_curve"]] * TRIALS,
            ["event", "number", "settings", *figures, "command"],
            ["event", "method", "trials", "shares"],
        ]
        assert all(isinstance(read_event(json.dumps(event)), BaseModel) for event in alone[1])
        trials = [event for event in alone[1] if event["event"] == "trial"]
        assert [trial["number"] for trial in trials] == list(range(TRIALS))
        assert {tuple(trial["settings"]) for trial in trials} == {("optimizer", "learning_rate")}
        epochs = [event for event in alone[1] if event["event"] == "epoch"]
        assert list(epochs[0]) == ["event", "number", "epoch", "perplexity", "seconds"]
        for one in trials:
            curve = [event["perplexity"] for event in epochs if event["number"] == one["number"]]
            assert one["curve"] == curve and len(curve) == one["epochs"] >= 2

    def test_the_best_is_repeated_by_its_command(
        self, alone: tuple[Path, list[dict[str, Any]]]
    ) -> None:
        best = alone[1][-2]
        words = shlex.split(best["command"])
        assert words[:2] == ["lstm-gui", "train"]
        repeated = objects(run(*words[1:], "--json").stdout)[-1]
        assert repeated["perplexity"] == best["perplexity"]

    def test_the_results_are_told_again_from_the_study(
        self, alone: tuple[Path, list[dict[str, Any]]], capsys: pytest.CaptureFixture[str]
    ) -> None:
        place = ("--study", "alone", "--storage", alone[0])
        status, events, said = told(capsys, *place, "--json")
        assert status == 0 and said == ""
        kinds = ("study", "trial", "best", "mattered")

        def without_time(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
            kept = [event for event in events if event["event"] in kinds]
            return [{k: v for k, v in event.items() if k != "seconds"} for event in kept]

        assert without_time(objects(events)) == without_time(alone[1])
        lines = told(capsys, *place)[1]
        assert len(re.findall(r"^trial \d", lines, re.M)) == TRIALS and "lstm-gui train" in lines

    def test_held_out_songs_are_what_is_compared_and_the_best_is_repeated(
        self, song: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        place = tmp_path / "held.journal"
        words = (*command("held", place, song)[:-1], 4, "--held-out", "0.2")
        done = run(*words)
        assert done.returncode == 0 and done.stderr == "", done.stderr
        events = objects(done.stdout)
        assert events[0]["measure"] == "held_out"
        trials = trials_of(done.stdout)
        read = [event for event in events if event["event"] == "held_out"]
        for one in trials:
            mine = [event["perplexity"] for event in read if event["number"] == one["number"]]
            assert one["held_out_curve"] == mine and len(mine) == len(one["curve"])
            assert one["score"] == one["held_out"] == mine[-1] != one["perplexity"]
        best = next(event for event in events if event["event"] == "best")
        complete = [one for one in trials if one["outcome"] == "complete"]
        assert best["score"] == min(one["score"] for one in complete)
        repeated = objects(run(*shlex.split(best["command"])[1:], "--json").stdout)
        readings = [event for event in repeated if event["event"] == "held_out"]
        assert readings[-1]["perplexity"] == pytest.approx(best["score"], rel=1e-6)
        lines = told(capsys, "--study", "held", "--storage", place)[1]
        assert "perplexity on the 20 % held out after 3 epochs; it is read after each" in lines
        assert re.search(r"^best .* held out \d+\.\d{3}, perplexity \d+\.\d{3}$", lines, re.M)

    def test_a_study_that_is_not_there_has_no_results(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        place = tmp_path / "nothing.journal"
        status, lines, said = told(capsys, "--study", "a", "--storage", place, "--json")
        assert (status, lines) == (1, "") and "there is no study a" in said
        assert not place.exists()

    def test_who_takes_part_may_leave_out_all_else(
        self, alone: tuple[Path, list[dict[str, Any]]]
    ) -> None:
        done = run("search", "--study", "alone", "--storage", alone[0], "--trials", TRIALS + 4)
        assert done.returncode == 0 and done.stderr == "", done.stderr
        lines = done.stdout.splitlines()
        trials = [line for line in lines if re.match(r"trial \d", line)]
        assert [int(line.split()[1]) for line in trials] == list(range(TRIALS, TRIALS + 4))
        for line in trials:
            assert re.search(r"learning_rate \S+, perplexity \d+\.\d{3}, \d+\.\d sec", line)
        assert [line.split()[0] for line in lines[-3:]] == ["best", "lstm-gui", "mattered"]

    @pytest.mark.parametrize(
        ("argv", "words"),
        [
            (("--hidden", 9), "--hidden 8, not 9"),
            (("--corpus", "en"), "another text"),
            (("--range", "hidden=4:9"), "other ranges"),
            (("--preset", "book-lstm"), "not"),
        ],
    )
    def test_who_takes_part_in_something_else_is_refused(
        self,
        argv: tuple[object, ...],
        words: str,
        alone: tuple[Path, list[dict[str, Any]]],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        said = refused(capsys, "--study", "alone", "--storage", alone[0], *argv)
        assert words in said and "Leave that out" in said

    def test_what_breaks_down_has_a_reason(self, song: Path, tmp_path: Path) -> None:
        hopeless = ("--range", "learning_rate=9e5:1e6", "--optimizer", "sgd", "--clip", "1e6")
        done = run(
            *("search", "--study", "a", "--storage", tmp_path / "a", "--corpus", song, "--json"),
            *(*SMALL, "--target", 20, *hopeless, "--trials", 2),
        )
        assert done.returncode == 1 and "no trial is complete" in done.stderr
        for trial in trials_of(done.stdout):
            assert trial["outcome"] == "diverged" and "broke down" in trial["reason"]

    def test_a_text_whose_name_is_not_utf8(self, song: Path, tmp_path: Path) -> None:
        text, place = tmp_path / os.fsdecode(b"\xb8\xe8.txt"), tmp_path / "a.journal"
        text.write_bytes(song.read_bytes())
        done = run(*command("a", place, text), program=STAND_IN)
        assert done.returncode == 0, done.stderr
        best = next(event for event in objects(done.stdout) if event["event"] == "best")
        assert str(text.parent) in best["command"] and "%B8%E8.txt" in best["command"]
        again = run("search", "--study", "a", "--storage", place, "--json", program=STAND_IN)
        assert again.returncode == 0, again.stderr

    def test_a_signal_stops_it_and_queues_its_trial(self, song: Path, tmp_path: Path) -> None:
        place = tmp_path / "a.journal"
        with start(*command("a", place, song, 100_000), program=STAND_IN) as child:
            assert child.stdout is not None and child.stderr is not None
            child.stdout.readline()
            _wait_for(place, b'"intermediate_value"')
            child.send_signal(signal.SIGINT)
            output = child.stdout.read()
            said = child.stderr.read()
        assert child.returncode == 130 and "no trial is complete" in said
        assert [trial["outcome"] for trial in trials_of(output)] == ["stopped"]
        assert states("a", str(place)) == {"FAIL": 1, "WAITING": 1}

    def test_a_closed_terminal_stops_it_and_queues_its_trial(
        self, song: Path, tmp_path: Path
    ) -> None:
        place = tmp_path / "a.journal"
        ours, theirs = pty.openpty()
        both = {"stdout": theirs, "stderr": theirs}
        lines = [word for word in command("a", place, song, 100_000) if word != "--json"]
        with start(*lines, program=STAND_IN, start_new_session=True, **both) as child:
            os.close(theirs)
            shown = b""
            while b"compared" not in shown:
                shown += os.read(ours, 65536)
            _wait_for(place, b'"intermediate_value"')
            for _ in range(2):  # of the system and of the shell
                child.send_signal(signal.SIGHUP)
            os.close(ours)
            assert child.wait(60) == 129
        assert states("a", str(place)) == {"FAIL": 1, "WAITING": 1}


@mxnet
class TestFollowing:
    def test_it_tells_the_trials_of_others_as_they_end(self, song: Path, place: str) -> None:
        follow = ("search", "--study", "seen", "--storage", place, "--results", "--follow")
        with start(*follow, "--json") as child:
            assert child.stdout is not None
            worker = run(*command("seen", place, song, 30), program=STAND_IN)
            seen: list[dict[str, Any]] = []
            while not (seen and seen[-1].get("ended") == TRIALS):
                seen += objects(child.stdout.readline())
            child.send_signal(signal.SIGINT)
            assert child.stdout.read() == "" and child.wait(60) == 130
        mine, theirs = (
            [e for e in events if e["event"] == "trial"]
            for events in (seen, objects(worker.stdout))
        )
        assert [e["curve"] for e in mine] == [e["curve"] for e in theirs]
        assert [e["outcome"] for e in mine] == [e["outcome"] for e in theirs]
        best = next(e for e in reversed(seen) if e["event"] == "best")
        assert best["perplexity"] == min(
            e["perplexity"] for e in mine if e["outcome"] == "complete"
        )

    def test_it_ends_when_nobody_reads(self, tmp_path: Path) -> None:
        place = tmp_path / "a.journal"
        follow = ("search", "--study", "a", "--storage", place, "--results", "--follow", "--json")
        with start(*follow) as child:
            assert child.stdout is not None and child.stdout.readline()
            child.stdout.close()
            assert child.wait(60) == 141


@mxnet
class TestTogether:
    def test_two_processes_share_the_trials(self, song: Path, place: str) -> None:
        # A trial takes longer than it takes a busy machine to start the second process.
        slowly = environment(STEP_SECONDS="0.004")
        both = [
            start(*command("two", place, song, 30), program=STAND_IN, env=slowly) for _ in range(2)
        ]
        outputs = [_output_of(child) for child in both]
        assert [child.returncode for child in both] == [0, 0]
        numbers = [trial["number"] for output in outputs for trial in trials_of(output)]
        assert len(numbers) == len(set(numbers)) == TRIALS
        assert all(trials_of(output) for output in outputs)
        counts = states("two", place)
        assert ended(counts) == TRIALS and counts["RUNNING"] == counts["WAITING"] == 0

    def test_killing_one_loses_at_most_its_own_trial(self, song: Path, place: str) -> None:
        doomed, other = (
            start(*command("killed", place, song, 30), program=STAND_IN) for _ in range(2)
        )
        assert doomed.stdout is not None
        first = [doomed.stdout.readline()]  # of the study
        while not trials_of(first[-1]):
            first.append(doomed.stdout.readline())
        doomed.kill()
        rest = _output_of(doomed)
        assert doomed.returncode == -signal.SIGKILL
        output = _output_of(other)
        assert other.returncode == 0
        counts = states("killed", place)
        assert counts["RUNNING"] <= 1  # when it was the last
        if counts["RUNNING"]:
            output += run(*command("killed", place, song, 30), program=STAND_IN).stdout
            counts = states("killed", place)
        assert ended(counts) == TRIALS and counts["FAIL"] <= 1
        numbers = [trial["number"] for trial in trials_of("".join(first) + rest + output)]
        assert len(numbers) == len(set(numbers)) >= TRIALS - 1


def _output_of(child: subprocess.Popen[str]) -> str:
    output, said = child.communicate(timeout=60)
    assert "Traceback" not in said, said
    return output


def _wait_for(path: Path, words: bytes) -> None:
    until = time.monotonic() + 60
    while words not in path.read_bytes():
        assert time.monotonic() < until
        time.sleep(0.02)
