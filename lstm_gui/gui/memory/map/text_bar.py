"""What the heat map is of: a probe text, or a track where one batch goes over to the next."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from lstm_gui.core.clean_text import one_line
from lstm_gui.core.settings.experiment import KNOBS
from lstm_gui.core.settings.groups import Sampling
from lstm_gui.core.training.joints import Joint
from lstm_gui.gui.widgets.formats import named_characters
from lstm_gui.gui.widgets.labels import LiveLabel, PlainLabel
from lstm_gui.gui.widgets.number_boxes import CountBox
from lstm_gui.gui.widgets.theme import GRID
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated, TypedLine

__all__ = ["JointBar", "ProbeField", "TextBar"]

_PAUSE_MS = 150
_LONGEST = 512
_SAMPLINGS: tuple[Sampling, ...] = ("consecutive", "random")


class ProbeField(Retranslated, QWidget):
    """A line to type in; unknown characters are named under it.

    Signals:
        probeChanged: The person changed the text, and paused or pressed Enter.
    """

    probeChanged = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("probeField")
        self._unknown = ""
        self._edit = TypedLine()
        self._edit.setObjectName("probeEdit")
        self._edit.setMaxLength(_LONGEST)
        # Not textEdited: scripts that fill the line count as a person too.
        self._edit.textChanged.connect(self._on_edit_text_changed)
        self._edit.returnPressed.connect(self._on_edit_return_pressed)
        self._notice = PlainLabel()
        self._notice.setObjectName("probeUnknown")
        self._notice.setProperty("role", "warning")
        self._notice.setWordWrap(True)
        self._notice.hide()
        self._pause = one_shot(self, _PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._edit)
        layout.addWidget(self._notice)
        self.retranslate()

    def text(self) -> str:
        """Return the text in the line, cleaned as the model's text was."""
        return one_line(self._edit.text())

    def set_text(self, text: str) -> None:
        """Show this text; what was being typed is dropped."""
        self._pause.stop()
        if text != self.text():
            with QSignalBlocker(self._edit):
                self._edit.setText(text)
            self._edit.setCursorPosition(0)

    def set_unknown(self, characters: str) -> None:
        """Name the characters that the model does not know, or none."""
        self._unknown = characters
        self._show_unknown()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._edit.setAccessibleName(self.tr("Probe text"))
        self._edit.setPlaceholderText(self.tr("A text for the memory to read"))
        self._edit.setToolTip(self.tr("The memory above is of this text. It trains nothing."))
        self._notice.setAccessibleName(self.tr("Unknown characters"))
        self._show_unknown()

    def hideEvent(self, event: QHideEvent) -> None:
        """Send what was typed before nothing is seen of it."""
        super().hideEvent(event)
        if self._pause.isActive():
            self._send()

    def _show_unknown(self) -> None:
        template = self.tr("Not in the corpus, left out: {characters}")
        self._notice.setText(template.format(characters=named_characters(self._unknown)))
        self._notice.setVisible(bool(self._unknown))

    def _send(self) -> None:
        self._pause.stop()
        self.probeChanged.emit(self.text())

    def _on_edit_text_changed(self, _text: str) -> None:
        self._pause.start()

    def _on_edit_return_pressed(self) -> None:
        self._send()

    def _on_pause_timeout(self) -> None:
        self._send()


class JointBar(Retranslated, QWidget):
    """Which track, the switch for the sampling, and what becomes of the state at the joint.

    Signals:
        trackChosen(int): The person wants to see this track, counted from 0.
        samplingChosen(str): The person wants batches to be sampled so.
    """

    trackChosen = Signal(int)
    samplingChosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jointBar")
        self._joint: Joint | None = None
        self._track = CountBox()
        self._track.setObjectName("jointTrackSpin")
        self._track.setMinimum(1)
        self._track.valueChanged.connect(self._on_track_value_changed)
        self._sampling = QComboBox()
        self._sampling.setObjectName("jointSamplingCombo")
        self._sampling.addItems([""] * len(_SAMPLINGS))
        self._sampling.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._sampling.activated.connect(self._on_sampling_activated)
        words = PlainLabel()
        words.setObjectName("jointWords")
        self._words, self._words_label = LiveLabel(words), words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._track)
        row.addWidget(self._sampling)
        row.addWidget(self._words, 1)
        self.retranslate()

    @property
    def track(self) -> int:
        """The track that is wanted, counted from 0."""
        return self._track.value() - 1

    def set_joint(self, joint: Joint | None) -> None:
        """Say what became of the state there; None: nothing is known yet."""
        self._joint = joint
        self._words.set_text(self._said())

    def set_training(self, sampling: Sampling, tracks: int) -> None:
        """Show how batches are sampled, and offer so many tracks."""
        self._sampling.setCurrentIndex(_SAMPLINGS.index(sampling))
        with QSignalBlocker(self._track):
            self._track.setMaximum(tracks)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._track.setPrefix(self.tr("track "))
        self._track.setAccessibleName(self.tr("Track of the batch"))
        self._track.setToolTip(self.tr("What stands at the same place of all batches is a track."))
        self._sampling.setAccessibleName(self.tr("Sampling"))
        self._sampling.setToolTip(
            self.tr("The same setting as in the form: it acts when it is applied there.")
        )
        for index, choice in enumerate(KNOBS["train.sampling"].choices):
            self._sampling.setItemText(index, QCoreApplication.translate("Knobs", choice.label))
        self._words_label.setAccessibleName(self.tr("What becomes of the state"))
        self._words.set_text(self._said())

    def _said(self) -> str:
        joint = self._joint
        if joint is None:
            return self.tr("The joint is shown from the next batch on.")
        if joint.carried:
            return self.tr("Carried, detached: gradients stop here.")
        if joint.sampling == "random":
            return self.tr("Zeros: this sequence is from elsewhere.")
        return self.tr("Zeros: a new epoch begins.")

    def _on_track_value_changed(self, _value: int) -> None:
        self.trackChosen.emit(self.track)

    def _on_sampling_activated(self, index: int) -> None:
        self.samplingChosen.emit(_SAMPLINGS[index])


class TextBar(Retranslated, QWidget):
    """The choice between the two, and beside it what belongs to the one that is chosen.

    Signals:
        probeChanged(str): The person changed the probe text, and paused or pressed Enter.
        jointChosen: The person wants the probe text, a joint, or another track.
        samplingChosen(str): The person wants batches to be sampled so.
    """

    probeChanged = Signal(str)
    jointChosen = Signal()
    samplingChosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memoryTextBar")
        self._choice = QComboBox()
        self._choice.setObjectName("memoryTextCombo")
        self._choice.addItems(["", ""])
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.probe = ProbeField()
        self.joint = JointBar()
        self.joint.hide()
        self._choice.activated.connect(self._on_choice_activated)
        self.probe.probeChanged.connect(self.probeChanged)
        self.joint.trackChosen.connect(self.jointChosen)
        self.joint.samplingChosen.connect(self.samplingChosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._choice)
        row.addWidget(self.probe, 1)
        row.addWidget(self.joint, 1)
        self.retranslate()

    @property
    def track(self) -> int | None:
        """The track whose joint is wanted, or None: the probe text is."""
        return self.joint.track if self._choice.currentIndex() == 1 else None

    def show_probe(self) -> None:
        """Go back to the probe text."""
        if self.track is not None:
            self._choice.setCurrentIndex(0)
            self._on_choice_activated(0)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._choice.setAccessibleName(self.tr("What the memory is of"))
        self._choice.setItemText(0, self.tr("probe text"))
        self._choice.setItemText(1, self.tr("joint of batches"))
        self._choice.setToolTip(
            self.tr(
                "The memory of a text that you choose, or of the text trained on, where a batch "
                "ends and the next begins"
            )
        )

    def _on_choice_activated(self, index: int) -> None:
        self.probe.setVisible(index == 0)
        self.joint.setVisible(index == 1)
        self.jointChosen.emit()
