"""Lets the perplexity be heard, epoch by epoch, by a player of the system."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTemporaryDir

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.training.curve_tones import play_here, player, tone
from lstm_gui.core.training.progress import EpochDone, HeldOutDone
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.timers import one_shot

__all__ = ["CurveSound"]

GAP_MS = 250
"""Between the beginnings of two tones."""
PATIENCE_MS = 4000
"""A player that takes longer for a tone hangs."""
NOTICE = "sound"

_FFPLAY_FAILED = "Failed to open"
"""What ffplay says where there is no sound card; it ends as if all were well."""

_NO_PLAYER = QT_TRANSLATE_NOOP(
    "CurveSound",
    "No program that plays sounds is installed. Install one (on Debian and Ubuntu: "
    "apt install alsa-utils), and the next epoch is heard.",
)
_SILENT = QT_TRANSLATE_NOOP("CurveSound", "{player} cannot play a sound here: {reason}")


class CurveSound(QObject):
    """Plays a tone for the newest epoch, and one for the part held out; never two at once.

    What comes while one is played waits; of several epochs, the newest is heard.

    Args:
        run: Whose perplexity it is.
        notices: Where it is said that nothing can be heard.
        parent: The window.
    """

    def __init__(self, run: RunModel, notices: NoticeBar, *, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        self._on = False
        self._waiting: dict[bool, float] = {}  # by whether it is of the part held out
        self._failed: set[str] = set()
        self._folder = QTemporaryDir()
        self._process = QProcess(self)
        self._process.finished.connect(self._on_process_finished)
        self._process.errorOccurred.connect(self._on_process_error_occurred)
        self._rest = one_shot(self, GAP_MS)
        self._rest.timeout.connect(self._go_on)
        self._patience = one_shot(self, PATIENCE_MS)
        self._patience.timeout.connect(self._process.kill)
        run.epochsAdded.connect(self._on_run_epochs_added)
        run.heldOutAdded.connect(self._on_run_held_out_added)

    def set_on(self, on: bool) -> None:
        """Begin to be heard, or be silent."""
        self._on = on
        self._waiting.clear()
        self._failed.clear()
        if not on:
            self._notices.dismiss(NOTICE)

    def close(self) -> None:
        """Be silent, and leave no player behind."""
        self.set_on(False)
        self._rest.stop()
        self._patience.stop()
        self._process.kill()

    def _on_run_epochs_added(self, epochs: list[EpochDone]) -> None:
        self._add(epochs[-1].perplexity, held_out=False)

    def _on_run_held_out_added(self, event: HeldOutDone) -> None:
        self._add(event.perplexity, held_out=True)

    def _add(self, perplexity: float, *, held_out: bool) -> None:
        if self._on:
            self._waiting[held_out] = perplexity
            self._go_on()

    def _go_on(self) -> None:
        """Play what waits, unless something is being played or has just been."""
        idle = self._process.state() is QProcess.ProcessState.NotRunning
        if not self._waiting or not idle or self._rest.isActive():
            return
        held_out = next(iter(self._waiting))
        path = Path(self._folder.filePath("tone.wav"))
        path.write_bytes(tone(self._waiting.pop(held_out), held_out=held_out))
        self._rest.start()
        if play_here(str(path)):
            return
        command = player(self._failed)
        if not command:
            if not self._failed:  # or it has been said why
                self._say(Sentence(_NO_PLAYER, context="CurveSound"))
            return
        if not self._failed:
            self._notices.dismiss(NOTICE)
        self._patience.start()
        self._process.start(command[0], [*command[1:], str(path)])

    def _on_process_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._patience.stop()
        said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        lines = said.strip().splitlines() or [str(code)]
        failed = code or lines[-1].startswith(_FFPLAY_FAILED)
        if failed or status is not QProcess.ExitStatus.NormalExit:
            self._give_up(next((line for line in lines if "audio" in line), lines[-1]))
        self._go_on()

    def _on_process_error_occurred(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # of anything else, its end tells
            self._patience.stop()
            self._give_up(self._process.errorString())

    def _give_up(self, reason: str) -> None:
        """Try another player from now on; if there is none, say what this one said."""
        if not self._on:
            return
        name = Path(self._process.program()).stem
        self._failed.add(name)
        if not player(self._failed):
            values = {"player": name, "reason": reason}
            self._say(Sentence(_SILENT, values, "CurveSound"))

    def _say(self, text: Sentence) -> None:
        self._notices.show_notice(text, "warning", key=NOTICE)
