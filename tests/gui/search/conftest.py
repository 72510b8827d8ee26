"""The stand-in for the processes of a search, and its folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.search.messages import RefusalMessage
from lstm_gui.core.search.plan import Plan, require_same
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.gui.search import processes
from lstm_gui.gui.widgets.translation import Language
from tests.commands import ROOT
from tests.gui.search.stand_in import EXPERIMENT, REFUSAL


@pytest.fixture
def language(qapp):
    """The language shown: English at first and at the end."""
    language = Language(qapp, "en")
    yield language
    language.set_choice("en")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the stand-in do what processes do; return where it notes what it was asked."""
    (tmp_path / EXPERIMENT).write_text(Experiment().model_dump_json())
    (tmp_path / REFUSAL).write_text(_refusal())
    script = str(Path(__file__).with_name("stand_in.py"))
    monkeypatch.setattr(processes, "PROGRAM", (sys.executable, script))
    monkeypatch.setenv("STAND_IN", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path))
    return tmp_path


def _refusal() -> str:
    """Return what a process tells that was asked for other settings than the study has."""
    theirs, mine = (
        Plan(
            experiment=changed(Experiment(), "model.hidden", hidden),
            ranges=(),
            source="zh",
            digest="0",
        )
        for hidden in (8, 9)
    )
    with pytest.raises(ConfigError) as caught:
        require_same(mine, theirs, "refused")
    return RefusalMessage.of(caught.value).model_dump_json()
