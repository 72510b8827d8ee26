"""A window whose own texts lie in a folder of the test, and whose downloads are made by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gui.conftest import Stage


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep texts here, and never in the folder of who runs the tests."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path / "lstm-gui" / "texts"


@pytest.fixture
def texts(stage: Stage, own_folder: Path):
    """The controller of the window that is open."""
    return stage.window.texts
