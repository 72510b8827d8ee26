"""Each epoch is heard, by a real player of the system that is a script here."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, QTimer

from lstm_gui.core.preferences import Preferences
from lstm_gui.core.training.curve_tones import tone
from lstm_gui.core.training.progress import EpochDone
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.watch import curve_sound
from lstm_gui.gui.watch.curve_sound import CurveSound
from lstm_gui.gui.widgets.notices import NoticeBar

RECORDS = """#!/bin/sh
for file; do :; done
/bin/cp "$file" "$(/usr/bin/dirname "$0")/$$.part"
/bin/mv "$(/usr/bin/dirname "$0")/$$.part" "$(/usr/bin/dirname "$0")/$$.wav"
"""
FAILS = """#!/bin/sh
echo "no card" >&2
exit 1
"""
WAITS = """#!/bin/sh
echo >> "$(/usr/bin/dirname "$0")/begun"
while [ ! -e "$(/usr/bin/dirname "$0")/go" ]; do /bin/sleep 0.01; done
"""


@pytest.fixture
def programs(monkeypatch, tmp_path: Path):
    """A folder of programs, which are all that there are."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(curve_sound, "GAP_MS", 1)

    def install(name: str, text: str) -> None:
        (tmp_path / name).unlink(missing_ok=True)  # a shell reads on in the old one
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)

    install.folder = tmp_path
    return install


def played(programs) -> list[bytes]:
    return [path.read_bytes() for path in programs.folder.glob("*.wav")]


class Heard:
    """A run of which one hears."""

    def __init__(self, theme) -> None:
        self.run, self.notices = RunModel(), NoticeBar(theme)
        self.sound = CurveSound(self.run, self.notices, parent=self.notices)
        self.sound.set_on(True)

    def add(self, *values: float) -> None:
        self.run.epochsAdded.emit([_epoch(n, value) for n, value in enumerate(values, start=1)])

    @property
    def said(self) -> str:
        return " ".join(notice.text for notice in self.notices.notices)


def _epoch(number: int, perplexity: float) -> EpochDone:
    return EpochDone(run=1, epoch=number, perplexity=perplexity, seconds=0.1)


@pytest.fixture
def heard(theme, qtbot, programs):
    made = Heard(theme)
    yield made
    made.sound.close()
    qtbot.waitUntil(
        lambda: made.sound.findChild(QProcess).state() is QProcess.ProcessState.NotRunning
    )
    made.notices.deleteLater()


def test_the_newest_epoch_is_heard(qtbot, programs, heard):
    programs("aplay", RECORDS)
    heard.add(300.0, 200.0)
    qtbot.waitUntil(lambda: len(played(programs)) == 1)
    assert played(programs) == [tone(200.0)]
    heard.sound.set_on(False)
    heard.add(100.0)
    qtbot.wait(30)
    assert len(played(programs)) == 1


def test_what_comes_meanwhile_is_heard_once(qtbot, programs, heard):
    programs("aplay", WAITS)
    heard.add(300.0)
    qtbot.waitUntil(lambda: (programs.folder / "begun").exists())
    for value in (200.0, 100.0, 50.0):
        heard.add(value)
    programs("aplay", RECORDS)
    (programs.folder / "go").touch()
    qtbot.waitUntil(lambda: played(programs) == [tone(50.0)])


def test_without_a_player_it_is_said_what_to_install(qtbot, programs, heard):
    heard.add(300.0)
    assert "alsa-utils" in heard.said
    programs("paplay", RECORDS)
    qtbot.waitUntil(lambda: heard.add(200.0) or bool(played(programs)))
    assert not heard.said


def test_another_player_takes_the_place_of_one_that_fails(qtbot, programs, heard):
    programs("pw-play", FAILS)
    programs("aplay", RECORDS)
    heard.add(300.0)
    qtbot.waitUntil(lambda: heard.add(200.0) or bool(played(programs)))
    assert not heard.said


def test_where_every_player_fails_its_reason_is_given(qtbot, programs, heard):
    programs("aplay", FAILS)
    heard.add(300.0)
    qtbot.waitUntil(lambda: "no card" in heard.said)
    assert "aplay" in heard.said
    heard.sound.set_on(False)
    assert not heard.said


def test_a_player_that_hides_its_failure(qtbot, programs, heard):
    programs("ffplay", "#!/bin/sh\necho 'audio open failed' >&2\necho 'Failed to open file' >&2\n")
    heard.add(300.0)
    qtbot.waitUntil(lambda: "ffplay cannot play a sound here: audio open failed" in heard.said)


def test_a_player_that_hangs_is_given_up(qtbot, programs, heard):
    programs("aplay", WAITS)
    for timer in heard.sound.findChildren(QTimer):
        if timer.interval() == curve_sound.PATIENCE_MS:
            timer.setInterval(20)
    heard.add(300.0)
    qtbot.waitUntil(lambda: "aplay" in heard.said)


def test_the_menu_turns_it_on_and_it_is_remembered(make_stage, programs):
    programs("aplay", RECORDS)
    stage = make_stage().open()
    action = stage.parts.actions.by_name["sound"]
    assert not action.isChecked() and not Preferences().sound
    action.trigger()
    assert stage.kept[-1].sound
    stage.train()
    stage.until(lambda: bool(played(programs)))
    assert played(programs)[0][:4] == b"RIFF"
    action.trigger()
    assert not stage.kept[-1].sound
    stage.session.pause()
    stage.wait_for(RunState.PAUSED)
    stage.window.late.close()


def test_it_is_on_again_at_the_next_start(make_stage, programs):
    programs("aplay", RECORDS)
    stage = make_stage(preferences=Preferences(language="en", sound=True)).open()
    assert stage.parts.actions.by_name["sound"].isChecked()
    stage.train()
    stage.until(lambda: bool(played(programs)))
    stage.window.late.close()
