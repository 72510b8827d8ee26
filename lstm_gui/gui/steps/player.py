"""Plays slow motion: goes on by itself, at a speed, until the end or until it is paused."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from lstm_gui.gui.steps.timeline import Phase, Place, following, pause_ms, preceding, start_of

__all__ = ["SPEEDS", "Player"]

SPEEDS = (0.5, 1.0, 2.0, 4.0)


class Player(QObject):
    """A place in a step of so many time steps.

    Signals:
        moved: `place` is another one.
        playingChanged: It plays now, or does not.
    """

    moved = Signal()
    playingChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.place = Place(Phase.FORWARD)
        self.speed = 1.0
        self._steps = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    def begin(self, steps: int) -> None:
        """Stand at the beginning of a step of so many time steps."""
        self.pause()
        self._steps = steps
        self._go(Place(Phase.FORWARD))

    def play(self) -> None:
        """Go on by itself; from the end, begin again."""
        if not self._steps:
            return
        if following(self.place, self._steps) is None:
            self._go(Place(Phase.FORWARD))
        self._wait()
        self.playingChanged.emit()

    def pause(self) -> None:
        """Stay here."""
        if self.playing:
            self._timer.stop()
            self.playingChanged.emit()

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def cycle_speed(self) -> None:
        """Take the next speed, after the last the first."""
        self.speed = SPEEDS[(SPEEDS.index(self.speed) + 1) % len(SPEEDS)]
        if self.playing:
            self._wait()

    def forward(self) -> None:
        """Go to the next place and stay there."""
        self._step(following(self.place, self._steps))

    def back(self) -> None:
        """Go to the place before and stay there."""
        self._step(preceding(self.place, self._steps))

    def choose_phase(self, phase: Phase) -> None:
        """Go to the beginning of a phase; if it plays, it goes on from there."""
        if self._steps:
            self._go(start_of(phase, self._steps))
            if self.playing:
                self._wait()

    def choose_time(self, t: int) -> None:
        """Go to a time step of this phase and stay there."""
        if self.place.phase.walks and 0 <= t < self._steps:
            self._step(Place(self.place.phase, t))

    def _step(self, place: Place | None) -> None:
        self.pause()
        if place is not None and self._steps:
            self._go(place)

    def _go(self, place: Place) -> None:
        self.place = place
        self.moved.emit()

    def _wait(self) -> None:
        self._timer.start(pause_ms(self.place, self._steps, self.speed))

    def _on_timer_timeout(self) -> None:
        place = following(self.place, self._steps)
        if place is None:
            self.playingChanged.emit()
            return
        self._wait_at(place)

    def _wait_at(self, place: Place) -> None:
        self._timer.start(pause_ms(place, self._steps, self.speed))
        self._go(place)
