"""On a screen of more pixels everything is drawn larger, and nothing is cut off for that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.release import at_length

ROOT = Path(__file__).resolve().parents[3]
CUT = (
    "forms/test_config_panel.py::test_nothing_is_cut_off_at_the_panel_s_width",
    "search/test_search_panel.py::TestProgress",
    "memory/test_memory_panel.py::test_the_top_row_fits_the_window",
    "widgets/test_looks.py",
    "widgets/test_live_label.py",
)
"""The tests that look for what is cut off."""


@pytest.mark.release
@pytest.mark.parametrize("scale", ["1.5", "2"][: at_length(1, 2)])
def test_nothing_is_cut_off(scale):
    inherited = {key: value for key, value in os.environ.items() if "XDIST" not in key}
    del inherited["PYTEST_CURRENT_TEST"]
    places = CUT if at_length(0, 1) else CUT[:1]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *(f"tests/gui/{place}" for place in places)],
        cwd=ROOT,
        env={**inherited, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout
