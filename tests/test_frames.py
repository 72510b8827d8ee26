"""A frame of inspection fits between two pictures of a screen, whichever view is in front."""

from __future__ import annotations

from statistics import median

import pytest

from tests.frames import VIEWS, measure, report
from tests.gui.conftest import *  # noqa: F403 - the stage

pytestmark = pytest.mark.alone

FRAME_S = 0.016


def test_a_reading_of_64_characters_by_256_cells_fits_into_a_frame(stage):
    """The median of processor time, set against work that never changes: machines differ."""
    found = measure(stage.window, 12)
    report(found)
    assert set(found) == set(VIEWS)
    for name, seconds in found.items():
        assert median(seconds[2:]) < 2 * FRAME_S, name
