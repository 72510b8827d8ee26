"""Playing slow motion: the player with its timer, and the buttons that control it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from lstm_gui.core.numbers import compact
from lstm_gui.gui.steps.timeline import Phase, StepPlace, following, pause_ms, preceding, start_of
from lstm_gui.gui.steps.words import PHASES
from lstm_gui.gui.widgets.icons import icon
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Scheme, sized
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["Player", "SPEEDS", "StepControls"]

SPEEDS = (0.5, 1.0, 2.0, 4.0)


class Player(QObject):
    """Plays through a step: its place, its speed, and the timer that moves it.

    Signals:
        moved: `place` is another one.
        playingChanged: It plays now, or does not.
    """

    moved = Signal()
    playingChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.place = StepPlace(Phase.FORWARD)
        self.speed = 1.0
        self._steps = 0
        self._timer = one_shot(self)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    def begin(self, steps: int) -> None:
        """Stand at the beginning of a step of so many time steps."""
        self.pause()
        self._steps = steps
        self._go(StepPlace(Phase.FORWARD))

    def play(self) -> None:
        """Go on by itself; from the end, begin again."""
        if not self._steps:
            return
        if following(self.place, self._steps) is None:
            self._go(StepPlace(Phase.FORWARD))
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
            self._step(StepPlace(self.place.phase, t))

    def _step(self, place: StepPlace | None) -> None:
        self.pause()
        if place is not None and self._steps:
            self._go(place)

    def _go(self, place: StepPlace) -> None:
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

    def _wait_at(self, place: StepPlace) -> None:
        self._timer.start(pause_ms(place, self._steps, self.speed))
        self._go(place)


class _Button(QToolButton):
    """A button that leaves left and right to the panel; Qt would move the focus with them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass on what slow motion needs."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)


class StepControls(Retranslated, QWidget):
    """Shows the phase and whether it plays, and says what the person wants.

    Signals:
        phaseChosen(Phase): Go to this phase.
        backClicked, playClicked, forwardClicked, speedClicked: As they say.
    """

    phaseChosen = Signal(object)
    backClicked = Signal()
    playClicked = Signal()
    forwardClicked = Signal()
    speedClicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepControls")
        self._scheme: Scheme | None = None
        self._playing = False
        self._phases = {phase: self._phase_button(phase) for phase in Phase}
        self._back = self._button("stepBackButton", "‹", self.backClicked)
        self._play = self._button("stepPlayButton", "", self.playClicked)
        self._forward = self._button("stepForwardButton", "›", self.forwardClicked)
        self._speed = self._button("stepSpeedButton", "1×", self.speedClicked)
        sized(self._play.setIconSize, QSize(14, 14))
        self._speed.setMinimumWidth(self.fontMetrics().horizontalAdvance("0.5×") + 2 * GRID)
        self._lay_out()
        self.retranslate()

    def set_phase(self, phase: Phase) -> None:
        """Show this phase as the one under way."""
        for one, button in self._phases.items():
            button.setChecked(one is phase)

    def set_playing(self, playing: bool) -> None:
        """Offer to pause, or to play."""
        self._playing = playing
        self._redraw()
        self._name(self._play, self.tr("Pause") if playing else self.tr("Play"), self.tr("Space"))

    def set_speed(self, speed: float) -> None:
        """Show the speed."""
        self._speed.setText(f"{compact(speed)}×")

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        for button in self._phases.values():
            button.setStyleSheet(
                f"QToolButton {{ padding: 4px 5px; color: {scheme.muted}; }}"
                f"QToolButton:checked {{ background: {scheme.line}; color: {scheme.text}; }}"
            )
        self._redraw()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        for number, (phase, button) in enumerate(self._phases.items(), start=1):
            name = QCoreApplication.translate("Steps", PHASES[phase])
            button.setText(name)
            self._name(button, name, str(number))
        self._name(self._back, self.tr("Back"), self.tr("Left"))
        self._name(self._forward, self.tr("On"), self.tr("Right"))
        self._speed.setAccessibleName(self.tr("Speed"))
        self._speed.setToolTip(self.tr("Speed: half, normal, double, fourfold"))
        self.set_playing(self._playing)

    def _phase_button(self, phase: Phase) -> QToolButton:
        button = _Button()
        button.setObjectName(f"step{phase.name.title()}Button")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.clicked.connect(self._on_phase_clicked)
        return button

    def _button(self, name: str, text: str, signal: object) -> QToolButton:
        button = _Button()
        button.setObjectName(name)
        button.setText(text)
        button.clicked.connect(signal)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for phase, button in self._phases.items():
            if phase is not Phase.FORWARD:
                arrow = PlainLabel("›")
                arrow.setProperty("role", "muted")
                row.addWidget(arrow)
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self._back, self._play, self._forward, self._speed):
            row.addWidget(widget)

    def _name(self, button: QToolButton, name: str, key: str) -> None:
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({key})")

    def _redraw(self) -> None:
        if self._scheme is not None:
            self._play.setIcon(icon("pause" if self._playing else "start", self._scheme))

    def _on_phase_clicked(self) -> None:
        sender = self.sender()
        for phase, button in self._phases.items():
            if button is sender:
                button.setChecked(True)
                self.phaseChosen.emit(phase)
