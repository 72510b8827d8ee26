"""Frames are as far apart as their cost asks for."""

from __future__ import annotations

from lstm_gui.gui.session.bridge import (
    FRAME_MS,
    HURRY_S,
    LONGEST_FRAME_MS,
    SPARE_SHARE,
    WINDOW_SHARE,
    FramePace,
    engine_threads,
)


class Clock:
    """A time that a test sets."""

    def __init__(self) -> None:
        self.now = self.spent = 100.0

    def pace(self) -> FramePace:
        return FramePace(lambda: self.now, lambda: self.spent)

    def frames(self, pace: FramePace, cost: float, count: int = 40) -> int:
        """Let frames of one cost pass; return the wait right after the last one."""
        for _ in range(count):
            self.spent += cost
            self.now += 0.1
            pace.begin_frame()
        return pace.wait_ms()


def test_cheap_frames_come_as_often_as_a_screen_shows_them():
    clock = Clock()
    assert clock.frames(clock.pace(), 0.0001) == FRAME_MS


def test_the_window_takes_its_share_and_no_more():
    clock = Clock()
    wait = clock.frames(clock.pace(), 0.005)
    assert abs(0.005 / (wait / 1000) - WINDOW_SHARE) < 0.001


def test_even_dear_frames_come_several_times_a_second():
    clock = Clock()
    assert clock.frames(clock.pace(), 1.0) == LONGEST_FRAME_MS


def test_time_that_has_passed_counts():
    clock = Clock()
    pace = clock.pace()
    wait = clock.frames(pace, 0.005)
    clock.now += 0.1
    assert pace.wait_ms() == wait - 100
    clock.now += 10
    assert pace.wait_ms() == 0


def test_an_answer_to_a_person_comes_at_once():
    clock = Clock()
    pace = clock.pace()
    dear = clock.frames(pace, 1.0)
    pace.hurry()
    assert pace.wait_ms() == FRAME_MS
    clock.frames(pace, 1.0, count=round(HURRY_S / 0.1) + 1)
    assert pace.wait_ms() == dear


def test_with_a_core_to_spare_frames_come_oftener():
    clock = Clock()
    pace = clock.pace()
    pace.share_with(threads=2, cores=2)
    busy = clock.frames(pace, 0.007)
    pace.share_with(threads=2, cores=4)
    assert clock.frames(pace, 0.007) == round(busy * WINDOW_SHARE / SPARE_SHARE)


def test_the_engine_tells_its_threads(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3,1")
    assert engine_threads() == 3
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert engine_threads() > 0
