"""Wheel and sdist: that they build clean, what lands in them, and that it runs outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from lstm_gui.engine.kernels.programs import LEVELS

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """Build the sdist, and the wheel from it, as `python -m build` and pip do."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "warn" not in (done.stdout + done.stderr).lower()
    return folder


@pytest.fixture(scope="module")
def wheel(built) -> Path:
    return next(built.glob("*.whl"))


def test_the_sdist_has_what_a_clone_has(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not in a clone")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    wanted = {name for name in listed.stdout.splitlines() if not name.startswith(".ci/")}
    assert {name for name in wanted if (ROOT / name).is_file()} - names == set()
    assert not [name for name in names if "__pycache__" in name]


def test_resources_are_in_it(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "corpora/lyrics_zh.txt",
        "corpora/lyrics_en.txt",
        "i18n/lstm_gui_zh_CN.qm",
        "icons/down-light.svg",
        "article/reference.json",
        "article/article_en.html",
        "article/article_zh_CN.html",
        "lessons/perplexity.lesson",
        "icons/app.svg",
    ):
        assert f"lstm_gui/resources/{name}" in names


def test_nothing_is_in_it_that_should_not_be(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.startswith("tests/") or "/tests/" in name]
    assert not [name for name in names if name.endswith((".pkl", ".npz", ".params"))]
    kernels = {f"lstm_gui/engine/kernels/libraries/{level.name}.so" for level in LEVELS}
    assert {name for name in names if name.endswith(".so")} == kernels
    assert not [name for name in names if "jaychou" in name]


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
import lstm_gui
from lstm_gui.core.corpus.text import load_shipped
from lstm_gui.core.files import resource

assert lstm_gui.__file__.startswith(sys.argv[1]), lstm_gui.__file__
assert str(resource("corpora")).startswith(sys.argv[1])
assert len(load_shipped("zh").songs) >= 50
assert len(load_shipped("en")) >= 15_000
from PySide6.QtWidgets import QApplication
from lstm_gui.gui.widgets.translation import Language
application = QApplication([])
language = Language(application, "zh_CN")
from PySide6.QtCore import QCoreApplication
assert QCoreApplication.translate("Knobs", "Hidden units") != "Hidden units"
import lstm_gui.app
from lstm_gui.engine.kernels import programs
assert programs.kernels().train
print("runs")
"""


def test_it_runs_outside_the_checkout(wheel, tmp_path):
    target = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(target)  # our own wheel, just built
    done = subprocess.run(
        [sys.executable, "-I", "-c", SCRIPT, str(target)],
        cwd=tmp_path,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "runs"
