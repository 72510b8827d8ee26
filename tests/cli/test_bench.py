"""The bench: what it prints and counts, and that the window can be measured. Never how fast."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest

from lstm_gui.__main__ import run_verb
from lstm_gui.cli.bench import run_bench, scale
from lstm_gui.cli.bench.bench_report import print_table
from lstm_gui.cli.bench.measuring_process import BenchJob
from lstm_gui.cli.bench.run_bench import measure_window
from lstm_gui.cli.bench.scale import made_up_text
from lstm_gui.cli.bench.trial import Floor, multiply_adds, unavoidable_products
from lstm_gui.core.errors import EngineError
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import ModelConfig, TrainConfig
from tests.commands import objects, run, write_song

CONTRACT = {"cell", "implementation", "epoch_seconds", "floor_seconds", "window_overhead"}
MEASURED = {
    "epoch_seconds",
    "floor_seconds",
    "characters_per_second",
    "generation_per_second",
    "first_character_ms",
    "first_character_worst_ms",
    "peak_mb",
    "training_mb",
}
TINY = ("--hidden", 16, "--steps", 10, "--batch", 8, "--max-chars", 300)
ONCE = ("--epochs", 1, "--rounds", 1)


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_song(tmp_path_factory.mktemp("bench") / "song.txt")


def tiny_experiment() -> Experiment:
    experiment = changed(Experiment(), "model.hidden", 16)
    experiment = changed(experiment, "train.num_steps", 10)
    return changed(experiment, "corpus.max_chars", 3000)


def check(row: dict[str, object]) -> None:
    assert row.keys() >= CONTRACT | MEASURED
    for key in MEASURED:
        value = row[key]
        assert isinstance(value, float) and math.isfinite(value) and value >= 0, key
    assert row["epoch_seconds"] > 0 and row["floor_seconds"] > 0  # type: ignore[operator]


class TestFloor:
    def test_the_products_of_the_book_are_those_of_a_hand_count(self) -> None:
        rows, hidden, vocabulary = 35 * 32, 256, 1027
        recurrent = rows * hidden * (4 * hidden)
        output = rows * hidden * vocabulary
        products = unavoidable_products(ModelConfig(), TrainConfig(), vocabulary)
        assert multiply_adds(products) == 3 * (recurrent + output)

    @pytest.mark.parametrize(("cell", "gates"), [("lstm", 4), ("gru", 3), ("rnn", 1)])
    def test_layers_above_the_first_have_a_product_for_their_input(self, cell, gates) -> None:
        model = ModelConfig(cell=cell, hidden=5, layers=3)
        products = unavoidable_products(model, TrainConfig(num_steps=7, batch_size=2), 11)
        assert multiply_adds(products) == 3 * (14 * 5 * (5 * gates * 5) + 14 * 5 * 11)
        assert len(products) == 3 * 6

    def test_each_product_is_made_as_often_as_wanted(self, monkeypatch) -> None:
        made: list[tuple[int, int, int]] = []

        def multiply(a, b, product) -> None:
            assert a.dtype == b.dtype == np.float32 and (a @ b).shape == product.shape
            made.append((*a.shape, b.shape[1]))

        monkeypatch.setattr("lstm_gui.cli.bench.trial._multiply_with_numpy", multiply)
        monkeypatch.setitem(sys.modules, "mxnet", None)
        train = TrainConfig(num_steps=3, batch_size=2)
        products = unavoidable_products(ModelConfig(cell="gru", hidden=4), train, 9)
        seconds = Floor(products, batches=10).measure(2)
        assert list(seconds) == ["numpy"] and len(seconds["numpy"]) == 2
        one = [(6, 4, 12), (4, 6, 12), (6, 12, 4), (6, 4, 9), (4, 6, 9), (6, 9, 4)]
        assert made == one * 3  # once to warm up


@pytest.mark.mxnet
class TestBench:
    def test_an_object_a_line(self, song: Path) -> None:
        chosen = ("--cell", "all", "--implementation", "fast", "--no-window")
        done = run("bench", "--corpus", song, *TINY, *ONCE, *chosen, "--json")
        assert done.returncode == 0, done.stderr
        rows = objects(done.stdout)
        assert [(row["cell"], row["implementation"]) for row in rows] == [
            ("lstm", "fast"),
            ("gru", "fast"),
            ("rnn", "fast"),
            ("peephole", "fast"),
        ]
        for row in rows:
            check(row)
            assert row["window_overhead"] is None
            assert (row["hidden"], row["characters"], row["epochs"]) == (16, 300, 1)

    def test_a_cell_that_gluon_lacks_is_measured_by_the_others(self, song: Path) -> None:
        asked = ("bench", "--corpus", song, *TINY, *ONCE, "--no-window", "--cell", "peephole")
        done = run(*asked, "--implementation", "all", "--json")
        assert done.returncode == 0, done.stderr
        assert [row["implementation"] for row in objects(done.stdout)] == ["fast", "scratch"]
        refused = run(*asked, "--implementation", "concise")
        assert refused.returncode != 0 and "gluon.rnn has none" in refused.stderr

    def test_a_table(self, song: Path) -> None:
        chosen = ("--cell", "rnn", "--implementation", "scratch", "--no-window")
        done = run("bench", "--corpus", song, *TINY, *ONCE, *chosen)
        assert done.returncode == 0, done.stderr
        *_, last = done.stdout.splitlines()
        assert last.startswith("rnn scratch ") and last.endswith(" -")

    def test_a_point_of_a_sweep(self, monkeypatch, capsys) -> None:
        monkeypatch.setattr(scale, "SWEEPS", {"hidden": (8,), "characters": (5000,)})
        monkeypatch.setattr(scale, "VOCABULARY", 50)
        monkeypatch.setattr(scale, "CHARACTERS", 3000)
        assert run_verb(["bench", "--scale", "--hidden", "8", "--json"]) == 0
        rows = objects(capsys.readouterr().out)
        assert [(row["sweep"], row["value"]) for row in rows] == [
            ("hidden", 8),
            ("characters", 5000),
        ]
        for row in rows:
            assert row["character_us"] > 0 and row["floor_us"] > 0
            assert row["vocabulary"] == 50
        assert rows[1]["characters"] == 5000


@pytest.mark.mxnet
class TestWindow:
    def test_it_is_measured_live_and_hidden(self, song: Path) -> None:
        job = BenchJob(corpus=str(song), experiment=tiny_experiment())
        cost = measure_window(job, alternations=1, seconds=1.0)
        assert cost.open_seconds and cost.muted_seconds and cost.launch_seconds
        assert cost.ready_seconds is not None and cost.ready_seconds > cost.launch_seconds
        assert cost.frames_per_second is not None and 0 < cost.frames_per_second < 40
        assert cost.overhead is not None and cost.overhead > -1
        assert cost.inspection_share is not None and 0 < cost.inspection_share < 1

    def test_a_first_start_finds_nothing_of_an_earlier_one(self, monkeypatch, capsys) -> None:
        monkeypatch.setattr(run_bench, "LAUNCHES", 1)
        asked, ask = [], run_bench.launch

        def watched(wanted, folders):
            before = [sorted(Path(folder).glob("*")) for folder in folders.values()]
            answer = ask(wanted, folders)
            asked.append(
                (before, [bool(list(Path(folder).glob("*"))) for folder in folders.values()])
            )
            return answer

        monkeypatch.setattr(run_bench, "launch", watched)
        run_bench.run(["--first-start", "--corpus", "zh", "--json"])
        first, later = (json.loads(line) for line in capsys.readouterr().out.splitlines())
        assert (first["start"], later["start"]) == ("first", "later")
        for row in (first, later):
            assert 0 < row["launch_seconds"] < row["ready_seconds"] and row["launches"] == 1
        (before, after), (then, _) = asked
        assert not any(before) and after[0] and then[0]  # what Python compiles is the first

    def test_what_is_wrong_with_a_text_is_said(self, tmp_path: Path) -> None:
        job = BenchJob(corpus=str(tmp_path / "none.txt"), experiment=tiny_experiment())
        with pytest.raises(EngineError, match=r"none\.txt"):
            measure_window(job, alternations=1, seconds=0.1)


@pytest.mark.parametrize(
    "argv",
    [
        ["--cell", "cnn"],
        ["--epochs", "0"],
        ["--rounds", "x"],
        ["--hidden", "0"],
        ["--corpus", "none.txt"],
        ["--no-window", "--window-all"],
    ],
)
def test_what_is_asked_wrongly_is_one_sentence(argv: list[str], capsys) -> None:
    try:
        status = run_verb(["bench", *argv])
    except SystemExit as ended:
        status = int(ended.code or 0)
    assert status == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("lstm-gui: ") and said.err.count("\n") == 1


def test_the_made_up_text_has_the_length_and_the_characters_that_are_wanted() -> None:
    for characters, vocabulary in ((10_000, 1000), (10_000, 6000), (123_456, 37)):
        text = "".join(made_up_text(characters, vocabulary))
        assert len(text) == characters and len(set(text)) == vocabulary
    assert text == "".join(made_up_text(characters, vocabulary))


def test_a_table_has_straight_columns(capsys) -> None:
    print_table((("cell", ""), ("", "s")), [("lstm", "0.25"), ("a longer one", "12.5")])
    assert capsys.readouterr().out.splitlines() == [
        "cell",
        "                 s",
        "lstm          0.25",
        "a longer one  12.5",
    ]
