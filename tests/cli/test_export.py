"""`lstm-gui export`: each kind of file, what it needs, and what it refuses in a sentence."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from lstm_gui.core.corpus.named_texts import load_named
from lstm_gui.core.corpus.text import load_corpus
from lstm_gui.core.model.checkpoint import Checkpoint, save_checkpoint
from lstm_gui.core.runs.run import Run, with_digest
from lstm_gui.core.runs.store import open_store
from lstm_gui.core.training.loop import Training, prepare_text
from tests.commands import SMALL, environment, run, write_song
from tests.core.export.runs import curve_of, exported
from tests.core.export.test_report import Page
from tests.fakes import FakeBackend

KINDS = ("script", "csv", "json", "tensorboard", "film", "report")
SETTINGS = {"train.num_steps": 5, "train.batch_size": 2, "model.hidden": 8, "train.epochs": 3}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def song(home: Path) -> Path:
    return write_song(home / "song.txt")


@pytest.fixture(scope="module")
def record(home: Path, song: Path) -> Run:
    """Put a run on record, as the window does."""
    start = exported(**SETTINGS).start
    corpus = prepare_text(load_corpus(song), start)
    row = exported(corpus=corpus, **SETTINGS).run.model_copy(update={"number": 0, "changes": ()})
    row = row.model_copy(update={"source": str(song), "experiment": start})
    store = open_store(home / "lstm-gui")
    try:
        return store.put(with_digest(row, corpus), curve_of())
    finally:
        store.close()


@pytest.fixture(scope="module")
def model(home: Path, song: Path) -> Path:
    """A model in a file of its own, far from the record."""
    start = exported(**SETTINGS).start
    training = Training(FakeBackend(), prepare_text(load_corpus(song), start), start)
    training.step()
    path = home / "model.safetensors"
    save_checkpoint(path, training.checkpoint())
    assert isinstance(training.checkpoint(), Checkpoint)
    return path


@pytest.fixture
def export(home: Path):
    def call(*words: object) -> subprocess.CompletedProcess[str]:
        return run("export", *words, XDG_DATA_HOME=str(home), QT_QPA_PLATFORM="offscreen")

    return call


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_numbers_of_a_run(export, record: Run, tmp_path: Path) -> None:
    done = export(record.number, "--to", "csv", "--out", tmp_path / "run.csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert read_rows(tmp_path / "run.csv")[-1]["perplexity"] == "16.66666667"
    assert export(record.number, "--to", "json", "--out", tmp_path / "run.json").returncode == 0
    read = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert len(read["columns"]["epoch"]) == 6 and len(read["batches"]["loss"]) == 24


def test_the_table_of_runs(export, record: Run, tmp_path: Path) -> None:
    assert export("runs", "--to", "csv", "--out", tmp_path / "runs.csv").returncode == 0
    (row,) = read_rows(tmp_path / "runs.csv")
    assert row["number"] == str(record.number) and row["train.epochs"] == "3"
    done = export("runs", "--to", "script", "--out", tmp_path / "runs.py")
    assert done.returncode == 2 and "csv or json" in done.stderr


def test_a_report_of_a_run(export, record: Run, tmp_path: Path) -> None:
    assert export(record.number, "--to", "report", "--out", tmp_path / "run.html").returncode == 0
    assert "Hidden units" in Page((tmp_path / "run.html").read_text("utf-8")).text


def test_a_film_of_a_run_is_drawn_without_a_screen(export, record: Run, tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="an extra: Pillow is not installed")
    done = export(record.number, "--to", "film", "--out", tmp_path / "run.gif")
    assert (done.returncode, done.stderr) == (0, "")
    with image.open(tmp_path / "run.gif") as film:
        assert (film.format, film.n_frames, film.size) == ("GIF", 6, (960, 540))


def test_events_of_a_run(export, record: Run, tmp_path: Path) -> None:
    pytest.importorskip("tensorboardX", reason="an extra: tensorboardX is not installed")
    done = export(record.number, "--to", "tensorboard", "--out", tmp_path / "run.tfevents")
    assert done.returncode == 0 and (tmp_path / "run.tfevents").stat().st_size > 1000


@pytest.mark.mxnet
def test_a_script_of_a_run_runs(export, record: Run, tmp_path: Path) -> None:
    done = export(record.number, "--to", "script", "--out", tmp_path / "run.py")
    assert (done.returncode, done.stderr) == (0, "")
    words = [sys.executable, str(tmp_path / "run.py")]
    ran = subprocess.run(words, capture_output=True, encoding="utf-8", env=environment())
    assert ran.returncode == 0 and ran.stdout.count("epoch ") == 3, ran.stderr


def test_a_model_needs_its_text_for_a_script(
    export, model: Path, song: Path, tmp_path: Path
) -> None:
    out = tmp_path / "model.py"
    done = export(model, "--to", "script", "--out", out)
    assert done.returncode == 2 and "--corpus" in done.stderr and not out.exists()
    done = export(model, "--to", "script", "--out", out, "--corpus", "en")
    assert done.returncode == 2 and "trained on another text" in done.stderr
    assert export(model, "--to", "script", "--out", out, "--corpus", song).returncode == 0
    assert out.exists() and (tmp_path / "model-text.txt").exists()


@pytest.mark.parametrize("kind", ["csv", "json", "tensorboard", "film"])
def test_a_model_alone_has_no_curve(export, model: Path, tmp_path: Path, kind: str) -> None:
    pytest.importorskip("PIL", reason="an extra: Pillow is not installed")
    done = export(model, "--to", kind, "--out", tmp_path / "a.gif")
    assert done.returncode == 2 and "has no curve" in done.stderr and not any(tmp_path.iterdir())


@pytest.mark.mxnet
def test_a_report_of_a_model_has_what_it_writes(export, home: Path, tmp_path: Path) -> None:
    song, out = write_song(tmp_path / "song.txt"), tmp_path / "m.safetensors"
    assert run("train", "--corpus", song, *SMALL, "--out", out).returncode == 0
    done = export(out, "--to", "report", "--out", tmp_path / "m.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert "What it wrote" in Page((tmp_path / "m.html").read_text("utf-8")).text


def test_a_file_that_is_there_stays_without_force(export, record: Run, tmp_path: Path) -> None:
    out = tmp_path / "run.csv"
    out.write_text("mine", "utf-8")
    done = export(record.number, "--to", "csv", "--out", out)
    assert done.returncode == 2 and "--force" in done.stderr and out.read_text() == "mine"
    assert export(record.number, "--to", "csv", "--out", out, "--force").returncode == 0
    assert out.read_text().startswith("epoch,")


def test_a_model_is_never_replaced_by_what_is_made_of_it(export, model: Path) -> None:
    before = model.read_bytes()
    done = export(model, "--to", "report", "--out", model, "--force")
    assert done.returncode == 2 and "in use" in done.stderr and model.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["999"], "There is no run 999 on record"),
        (["missing.safetensors"], "could not be read"),
        ([__file__], "is not a model"),
    ],
)
def test_what_is_not_there_is_told(export, record: Run, tmp_path: Path, words, said) -> None:
    done = export(*words, "--to", "csv", "--out", tmp_path / "a.csv")
    assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1


def test_a_place_that_cannot_be_written_is_told_before_the_work(
    export, record: Run, tmp_path: Path
) -> None:
    done = export(record.number, "--to", "csv", "--out", tmp_path / "no" / "a.csv")
    assert done.returncode == 2 and "cannot be written" in done.stderr


def test_without_a_record_nothing_is_made(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    done = run("export", "1", "--to", "csv", "--out", tmp_path / "a.csv", XDG_DATA_HOME=str(empty))
    assert done.returncode == 2 and "No run is on record" in done.stderr and not empty.exists()


@pytest.mark.parametrize("name", ["task:count:characters=2000", "zh"])
def test_a_text_that_the_program_has_need_not_be_named(export, tmp_path: Path, name: str) -> None:
    start = exported(**SETTINGS).start
    training = Training(FakeBackend(), prepare_text(load_named(name), start), start)
    training.step()
    model, place = tmp_path / "model.safetensors", tmp_path / "again.py"
    save_checkpoint(model, training.checkpoint())
    done = export(model, "--to", "script", "--out", place)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "again-text.txt").read_text("utf-8")
    assert text.split() == training.corpus.text.split()
