"""The time machine under the heat map: choose, play and compare stored moments."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from lstm_gui.core.numbers import significant
from lstm_gui.gui.memory.map.moment_slider import MomentSlider, Positions
from lstm_gui.gui.widgets.formats import fixed
from lstm_gui.gui.widgets.icons import icon
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, sized, tabular
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["CompareMode", "MomentLabel", "TimeMachineBar"]


class MomentLabel(PlainLabel):
    """One line; tinted when what it names is over."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._past = False
        self.setFont(tabular(self.font()))
        self.setObjectName("memoryMoment")
        self.setProperty("role", "muted")
        self.setContentsMargins(GRID // 2, 0, GRID // 2, 0)

    def set_moment(self, text: str, *, past: bool) -> None:
        """Name the moment."""
        self.setText(text)
        if past != self._past:
            self._past = past
            self.setProperty("role", "" if past else "muted")
            self.style().polish(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tint, then the text."""
        if self._past and self.text():
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QColor(self._theme.scheme.warning))
                painter.setBrush(QColor(self._theme.scheme.tint))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        super().paintEvent(event)


CompareMode = Literal["off", "side", "difference"]
_MODES: tuple[CompareMode, ...] = ("off", "side", "difference")
_FRAME_MS = 80
_LONGEST_PLAY = 150
"""A play takes at most so many frames, 12 seconds, however many moments there are."""


class TimeMachineBar(Retranslated, QWidget):
    """A slider over the stored moments, play, "now", and the ways to see two moments.

    `label` says which moment is chosen; it may be placed elsewhere. That moment is A; B is
    compared with it. With fewer than two moments there is nothing to choose. Indices are those
    of the last `set_moments`.

    Signals:
        momentChosen: The person went to the moment with this index, or to None: back to now.
        compareChosen: The moment to compare with, or None for now, and the way: "off", "side"
            or "difference" (B − A).
    """

    momentChosen = Signal(object)
    compareChosen = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeMachineBar")
        self._theme = theme
        self._positions: Positions = np.zeros(0)
        self._perplexities: Positions = np.zeros(0)
        self._live = self._held = ""
        self._mode: CompareMode = "off"
        self._clock = QTimer(self)
        self._clock.setInterval(_FRAME_MS)
        self._play = self._button("playMomentsButton")
        self._now = self._button("nowButton")
        self._slider = MomentSlider(theme)
        self.label = MomentLabel(theme)
        self._modes = [self._button(f"compareButton_{mode}", held=True) for mode in _MODES]
        self._group = QButtonGroup(self)
        self._lay_out()
        self._connect()
        self._apply_theme()
        self.retranslate()
        self._refresh()

    @property
    def count(self) -> int:
        """How many moments there are."""
        return self._slider.count

    @property
    def moment(self) -> int | None:
        """The moment chosen, or None for now."""
        return self._slider.index("A")

    @property
    def compared(self) -> int | None:
        """The moment that it is compared with, or None for now."""
        return self._slider.index("B")

    @property
    def mode(self) -> CompareMode:
        """How the two are compared."""
        return self._mode

    @property
    def playing(self) -> bool:
        """Whether moment follows moment by itself."""
        return self._clock.isActive()

    def set_moments(self, positions: ArrayLike, perplexities: ArrayLike) -> None:
        """Offer the moments at these epochs, in order; none means that a new history begins."""
        self._positions = np.asarray(positions, dtype=np.float64)
        self._perplexities = np.asarray(perplexities, dtype=np.float64)
        self._slider.set_moments(self._positions, self._perplexities)
        if not len(self._positions):
            self._slider.forget()
            self._held = ""
            self.set_mode("off")
        self._refresh()

    def set_moment(self, index: int | None) -> None:
        """Stand at this moment, or at now."""
        self._slider.place("A", index)
        self._refresh()

    def set_held(self, name: str) -> None:
        """Say that a reading of this name is shown in place of now, or of the moment chosen."""
        self._held = name
        self._refresh()

    def set_compared(self, index: int | None) -> None:
        """Compare with this moment, or with now."""
        self._slider.place("B", index)
        self._refresh()

    def set_mode(self, mode: CompareMode) -> None:
        """Compare in this way, or not."""
        self._mode = mode
        self._modes[_MODES.index(mode)].setChecked(True)
        self._slider.set_both(mode != "off")
        if mode != "off":
            self.pause()
        self._refresh()

    def set_live_text(self, text: str) -> None:
        """Say what now is: this stands in the label when no moment is chosen."""
        self._live = text
        self._refresh()

    def position(self, index: int | None) -> float | None:
        """Return where a moment stands on the epoch axis; None for now."""
        known = index is not None and index < len(self._positions)
        return float(self._positions[index]) if known else None

    def words(self, index: int | None) -> str:
        """Return the name of a moment: its epoch and perplexity; or of now."""
        if index is None:
            now = self.tr("now")
            return f"{now} · {self._live}" if self._live else now
        if not np.isfinite(self._perplexities[index]):
            return self.tr("untrained")
        position = float(self._positions[index])
        epoch = fixed(position, 1 if position >= 9.95 else 2)
        perplexity = significant(float(self._perplexities[index]))
        template = self.tr("epoch {epoch} · perplexity {perplexity}")
        return template.format(epoch=epoch, perplexity=perplexity)

    def play(self) -> None:
        """Go from moment to moment up to now; from the first one if it is now already."""
        if self._slider.count < 2 or not self.isVisible():
            return
        if self.moment is None:
            self._go(0)
        self._clock.start()
        self._show_play()

    def pause(self) -> None:
        """Stay at the moment shown."""
        self._clock.stop()
        self._show_play()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Time machine"))
        self._slider.setAccessibleName(self.tr("Moments of the training"))
        self._slider.setToolTip(
            self.tr("Go back to what the memory was. ← and → step, Home is the first moment.")
        )
        self._now.setText(self.tr("Now"))
        self._now.setAccessibleName(self.tr("Back to now"))
        self._now.setToolTip(self.tr("Follow the training again"))
        self.label.setAccessibleName(self.tr("Moment shown"))
        texts = {
            "off": ("A", self.tr("One moment")),
            "side": ("A | B", self.tr("Two moments beside each other")),
            "difference": ("B − A", self.tr("What changed from A to B")),
        }
        for mode, button in zip(_MODES, self._modes, strict=True):
            text, tip = texts[mode]
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
        self._show_play()
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop playing."""
        super().hideEvent(event)
        self.pause()

    def _button(self, name: str, *, held: bool = False) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setCheckable(held)
        sized(button.setIconSize, QSize(16, 16))
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self._play)
        row.addWidget(self._slider, 1)
        row.addStretch(0)
        row.addWidget(self.label)
        row.addWidget(self._now)
        row.addSpacing(GRID // 2)
        for index, button in enumerate(self._modes):
            row.addWidget(button)
            self._group.addButton(button, index)
        self._modes[0].setChecked(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _connect(self) -> None:
        self._clock.timeout.connect(self._on_clock_timeout)
        self._play.clicked.connect(self._toggle_play)
        self._now.clicked.connect(self._on_now_clicked)
        self._slider.moved.connect(self._on_slider_moved)
        self._slider.playRequested.connect(self._toggle_play)
        self._group.idClicked.connect(self._on_group_clicked)
        self._theme.changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        self._show_play()
        self.label.update()

    def _show_play(self) -> None:
        name = "pause" if self.playing else "start"
        self._play.setIcon(icon(name, self._theme.scheme))
        text = self.tr("Pause") if self.playing else self.tr("Play the training")
        self._play.setAccessibleName(text)
        self._play.setToolTip(text)

    def _refresh(self) -> None:
        """Show what there is to choose from, and what is chosen."""
        usable = self._slider.count > 1
        for part in (self._play, self._slider, *self._modes):
            part.setVisible(usable)
        moment, away = self.moment, self.moment is not None or bool(self._held)
        self._play.setEnabled(self._mode == "off")
        self._now.setVisible(usable or bool(self._held))
        self._now.setEnabled(away)
        # Two moments have their names over the maps.
        self.label.setVisible(self._mode == "off")
        text = self._held or (self._live if moment is None else self.words(moment))
        self.label.set_moment(text, past=away)
        self._slider.setAccessibleDescription(self.words(moment))

    def _go(self, index: int | None) -> None:
        self.set_moment(index)
        self.momentChosen.emit(index)

    def _toggle_play(self) -> None:
        if self.playing:
            self.pause()
        elif self._mode == "off":
            self.play()

    def _on_clock_timeout(self) -> None:
        count, moment = self._slider.count, self.moment
        following = None if moment is None else moment + max(count // _LONGEST_PLAY, 1)
        if following is None or following >= count:
            self.pause()
            following = None
        self._go(following)

    def _on_now_clicked(self) -> None:
        self.pause()
        if self._mode != "off":
            self._choose_mode("off")
        self._go(None)

    def _on_slider_moved(self, handle: str, index: int | None) -> None:
        self.pause()
        self._refresh()
        if handle == "A":
            self.momentChosen.emit(index)
        else:
            self.compareChosen.emit(index, self._mode)

    def _on_group_clicked(self, index: int) -> None:
        self._choose_mode(_MODES[index])

    def _choose_mode(self, mode: CompareMode) -> None:
        if mode == self._mode:
            return
        began = self._mode == "off"
        self.set_mode(mode)
        if began and self.moment is None:
            self._go(0)  # now beside now would say nothing
        self.compareChosen.emit(self.compared, mode)
