"""A layout from a file that ends the process in Qt does so once, and the next start is whole.

The window is made in children of a process of its own, which has loaded everything before.
"""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lstm_gui.core.preferences import PreferencesFile
from tests.commands import environment
from tests.release import Cases, at_length

STARTS = """
import json, os, resource, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from lstm_gui import app
from lstm_gui.core.settings.options import WindowOptions
from tests.fakes import FakeBackend

app._create_backend = lambda threads: FakeBackend()
app.SETTLED_MS = 100
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

class Window(app.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        QTimer.singleShot(200, self.close)

    def closeEvent(self, event):
        said = [notice.text for notice in self.parts.notices.notices]
        Path(os.environ["XDG_CONFIG_HOME"], "said.json").write_text(json.dumps(said))
        super().closeEvent(event)

app.MainWindow = Window
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        os.environ["XDG_CONFIG_HOME"] = line.strip()
        signal.alarm(60)
        os._exit(app.main(WindowOptions()))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Starter:
    """Starts the window, with its preferences in a folder, as often as asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = PreferencesFile(folder / "lstm-gui" / "preferences.json")
        homes = {"XDG_DATA_HOME": str(folder / "data"), "XDG_STATE_HOME": str(folder / "state")}
        with (folder / "said").open("w") as complaints:
            self._process = subprocess.Popen(
                [sys.executable, "-c", STARTS],
                env=environment(QT_QPA_PLATFORM="offscreen", **homes),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
            )

    def start(self) -> tuple[int, list[str]]:
        """Return the exit status, and the notices that stood when the window was closed."""
        said = self.folder / "said.json"
        said.unlink(missing_ok=True)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{self.folder}\n")
        self._process.stdin.flush()
        status = int(self._process.stdout.readline())
        return status, json.loads(said.read_text()) if said.exists() else []

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def starter(tmp_path: Path) -> Iterator[Starter]:
    starter = Starter(tmp_path)
    yield starter
    starter.end()


DEADLY = 10, b"\x7f\xff\xff\xff"
"""With Qt 6.11, this many areas of docks end the process in `restoreState`."""


@pytest.mark.release("K5")
@pytest.mark.timeout(0 if at_length(0, 1) else 300)
def test_a_layout_that_ends_the_process_does_so_once(starter: Starter, cases: Cases) -> None:
    assert starter.start() == (0, [])
    good = starter.file.load()
    layout = base64.b64decode(good.layout)
    chance, crashes = random.Random(1), 0
    for number in cases(1, 200):
        place, value = DEADLY
        damaged = layout[:place] + value + layout[place + len(value) :]
        if number:
            damaged = _mutated(layout, chance)
        starter.file.save(good.with_layout(good.geometry, base64.b64encode(damaged).decode()))
        status, said = starter.start()
        if status:
            crashes += 1
            status, said = starter.start()
            assert len(said) == 1 and "default layout" in said[0]
            left = list(starter.file.path.parent.glob("*.bad-*"))
            assert len(left) == 1 and PreferencesFile(left[0]).load().layout
            left[0].unlink()
        assert status == 0, (number, damaged.hex())
        assert not list(starter.file.path.parent.glob("*.restoring"))
        assert starter.file.load().is_sealed and starter.file.load().layout
    print(f"{crashes} of {cases.tried} layouts ended the process, and none of them twice")
    assert crashes


NUMBERS = b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff", b"\x80\0\0\0", b"\0\0\0\x07", b"\0\1\0\0"


def _mutated(layout: bytes, chance: random.Random) -> bytes:
    """Put another number somewhere, or several bytes; leave something out, or say it twice."""
    place = chance.randrange(len(layout) - 4)
    end = chance.randrange(place, len(layout))
    match chance.randrange(5):
        case 0:
            return layout[:place] + chance.choice(NUMBERS) + layout[place + 4 :]
        case 1:
            return layout[:place] + chance.randbytes(4) + layout[place + 4 :]
        case 2:
            return layout[:place] + layout[end:]
        case 3:
            return layout[:end] + layout[place:]
    changed = bytearray(layout)
    for _ in range(8):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)
