"""The frames of a film: a stamp, a map, a curve and a sample, the same whenever they are drawn."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize

from lstm_gui.core.inspection.time_machine import MomentStore
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.training.progress import SampleDone
from lstm_gui.gui.export.film import (
    MOST_FRAMES,
    Filmed,
    FilmStory,
    film_frames,
    frame_count,
    paint_frame,
)
from lstm_gui.gui.widgets.theme import DARK, PAPER

SIZE = QSize(480, 270)
TEXT = "分开一只"


def moments(count: int) -> MomentStore:
    store = MomentStore()
    rng = np.random.default_rng(0)
    for step in range(1, count + 1):
        h = rng.normal(size=(1, len(TEXT), 6)).astype(np.float32)
        start = Memory(np.zeros((1, 1, 6), np.float32), np.zeros((1, 1, 6), np.float32))
        trace = Trace(
            "lstm",
            np.arange(len(TEXT), dtype=np.int32),
            start,
            dict.fromkeys(("h", "c", "i", "f", "o", "c~"), h),
            np.zeros((len(TEXT), 9), np.float32),
        )
        store.add(step, 0, step / 2, 100 / step, TEXT, trace)
    return store


def story(count: int = 4, *, filmed: bool = True) -> FilmStory:
    numbers = np.arange(1.0, count + 1)
    samples = (SampleDone(1, 1, 9.0, 0.1, "分开", "了"),)
    known = Filmed(moments(count)) if filmed else None
    return FilmStory(np.stack([numbers, 100 / numbers]), samples, known)


@pytest.mark.usefixtures("qapp")
class TestFrames:
    def test_each_has_the_size_and_all_its_pixels(self) -> None:
        every = list(film_frames(story(), PAPER, QSize(481, 271)))
        assert len(every) == 4
        assert {(width, height, len(data)) for width, height, data in every} == {
            (480, 268, 480 * 268 * 3)
        }
        assert len({data for _, _, data in every}) == 4

    def test_the_same_moment_gives_the_same_frame(self) -> None:
        one, other = (paint_frame(story(), DARK, SIZE, 2) for _ in range(2))
        assert one == other
        assert one.pixelColor(0, 0).name() == DARK.surface

    def test_without_moments_the_curve_is_filmed(self) -> None:
        assert frame_count(story(7, filmed=False)) == 7
        assert len(list(film_frames(story(3, filmed=False), PAPER, SIZE))) == 3

    def test_a_long_run_is_a_short_film(self) -> None:
        long = story(3000, filmed=False)
        assert frame_count(long) == MOST_FRAMES

    def test_what_broke_down_can_be_drawn(self) -> None:
        points = np.array([[1.0, 2.0], [np.inf, np.nan]])
        assert len(list(film_frames(FilmStory(points), PAPER, SIZE))) == 2

    def test_a_copy_of_the_moments_stays_as_it_is(self) -> None:
        store = moments(3)
        copy = store.copy()
        store.clear()
        assert len(copy) == 3 and copy.moment(2).text == TEXT
