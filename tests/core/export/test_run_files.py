"""The files that a run becomes, and that a failure leaves what was there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from lstm_gui.core.errors import ExportError, OutputError
from lstm_gui.core.export.run_export import RunExport
from lstm_gui.core.export.run_files import run_files, suffix_of, write_files
from lstm_gui.core.runs.run import Curve
from tests.core.export.runs import exported
from tests.core.worker.driving import corpus_of

SETTINGS = {"train.num_steps": 5, "train.batch_size": 2}


def test_a_script_brings_its_text(tmp_path: Path) -> None:
    given = exported(corpus=corpus_of(), **SETTINGS)
    files = run_files(given, "script", tmp_path / "run.py")
    assert list(files) == [tmp_path / "run-text.txt", tmp_path / "run.py"]
    assert files[tmp_path / "run-text.txt"].decode("utf-8") == corpus_of().text
    assert b"'run-text.txt'" in files[tmp_path / "run.py"]


def test_the_text_of_a_script_replaces_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "run-text.txt").write_text("mine", "utf-8")
    given = exported(corpus=corpus_of(), **SETTINGS)
    for _ in range(2):  # the same text is not written a third time
        files = run_files(given, "script", tmp_path / "run.py")
        write_files(files)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "run-text-2.txt",
        "run-text.txt",
        "run.py",
    ]
    assert (tmp_path / "run-text.txt").read_text("utf-8") == "mine"


def test_tensorboard_finds_the_file_by_its_name(tmp_path: Path) -> None:
    pytest.importorskip("tensorboardX", reason="an extra: tensorboardX is not installed")
    (path,) = run_files(exported(), "tensorboard", tmp_path / "run")
    assert path.name == f"run{suffix_of('tensorboard')}"


@pytest.mark.parametrize("kind", ["csv", "json", "tensorboard"])
def test_a_run_without_a_batch_has_no_numbers(kind, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="Nothing was measured"):
        run_files(RunExport(exported().run, Curve()), kind, tmp_path / "run")


def test_in_the_first_epoch_the_batches_are_the_table(tmp_path: Path) -> None:
    curve = Curve(batches=exported().curve.batches)
    (data,) = run_files(RunExport(exported().run, curve), "csv", tmp_path / "a.csv").values()
    assert data.startswith(b"step,epochs,loss")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_where_nothing_can_be_written_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    old = tmp_path / "run.csv"
    old.write_text("old", "ascii")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError, match=rf"run\.csv cannot be written \({os.strerror(code)}\)"):
        write_files({old: b"new"})
    assert [old.read_text("ascii"), *tmp_path.iterdir()] == ["old", old]
