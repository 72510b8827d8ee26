"""The stand-in for the processes of a search, and its folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lstm_gui.gui.search import processes
from lstm_gui.gui.widgets.translation import Language
from tests.commands import ROOT


@pytest.fixture
def language(qapp):
    """The language shown: English at first and at the end."""
    language = Language(qapp, "en")
    yield language
    language.set_choice("en")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the stand-in do what processes do; return where it notes what it was asked."""
    script = str(Path(__file__).with_name("stand_in.py"))
    monkeypatch.setattr(processes, "PROGRAM", (sys.executable, script))
    monkeypatch.setenv("STAND_IN", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path))
    return tmp_path
