"""README's two commands, in a Debian that has nothing but apt: `python -m tests.release bare`.

It needs root, debootstrap and Xvfb. The display is the one thing that is lent from outside, as a
desktop has one. `BARE_SUITE=trixie` tries another Debian; `BARE_FOLDER` keeps systems and pictures.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest

from tests.readme import commands
from tests.release import at_length

ROOT = Path(__file__).resolve().parents[1]
SUITE = os.environ.get("BARE_SUITE", "bookworm")
MIRROR = os.environ.get("BARE_MIRROR", "http://deb.debian.org/debian")
SETUP_S = 1800
"""How long the download of all that is missing may take."""
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")

pytestmark = [
    pytest.mark.release,
    pytest.mark.skipif(not at_length(0, 1), reason="it takes an hour; python -m tests.release"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a system in a folder"),
    pytest.mark.skipif(shutil.which("debootstrap") is None, reason="debootstrap is not installed"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    kept = os.environ.get("BARE_FOLDER")
    return Path(kept) if kept else tmp_path_factory.mktemp("bare")


@pytest.fixture(scope="module")
def untouched(folder: Path) -> Path:
    """A Debian as small as it can be."""
    system = folder / SUITE
    if not system.is_dir():
        command = ["debootstrap", "--variant=minbase", SUITE, str(system), MIRROR]
        subprocess.run(command, check=True)
    return system


class System:
    """A copy of the untouched system, with a fresh clone of the repository in it."""

    def __init__(self, untouched: Path, place: Path) -> None:
        self.place = place
        subprocess.run(["rm", "-rf", str(place)], check=True)
        subprocess.run(["cp", "-a", str(untouched), str(place)], check=True)
        self.clone = place / "root" / "lstm"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(self.clone)], check=True)
        if CERTIFICATES.is_file():  # a mirror in between may have one of its own
            inside = place / "root" / CERTIFICATES.name
            inside.write_bytes(CERTIFICATES.read_bytes())

    def start(self, command: str, **variables: str) -> subprocess.Popen[str]:
        """Start a command as somebody would who has just cloned; its end ends all it started."""
        environment = {
            "HOME": "/root",
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "PIP_CERT": f"/root/{CERTIFICATES.name}",
            **variables,
        }
        settings = " ".join(f"'{name}={value}'" for name, value in environment.items())
        mounts = f"mount -t proc proc {self.place}/proc && mount --rbind /dev {self.place}/dev"
        inside = f"cd /root/lstm && exec {command}"
        script = f'{mounts} && exec chroot {self.place} env -i {settings} sh -c "$0"'
        unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        with (self.place / "output.txt").open("a") as output:
            return subprocess.Popen(
                [*unshare, "sh", "-c", script, inside],
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
            )

    def run(self, command: str, limit: float, **variables: str) -> int:
        """Run a command to its end; return its status."""
        return self.start(command, **variables).wait(limit)

    def output(self) -> str:
        """Return the end of what all commands have printed."""
        return (self.place / "output.txt").read_text("utf-8", "replace")[-4000:]

    def epochs(self) -> int:
        """Return how far the run is that is on record; 0 when there is none."""
        files = list((self.place / "root/.local/share/lstm-gui").glob("*.sqlite*"))
        if not files:
            return 0
        with closing(sqlite3.connect(files[0])) as connection:
            rows = connection.execute("SELECT epochs FROM runs").fetchall()
        return max((row[0] for row in rows), default=0)


@contextmanager
def screen() -> Iterator[str]:
    """Lend a display; its sockets can be reached from every folder of this machine."""
    told, tells = os.pipe()
    command = ["Xvfb", "-displayfd", str(tells), "-screen", "0", "1600x1000x24"]
    server = subprocess.Popen(command, pass_fds=[tells], stderr=subprocess.DEVNULL)
    os.close(tells)
    with os.fdopen(told) as number:
        display = f":{number.readline().strip()}"
    try:
        yield display
    finally:
        server.terminate()
        server.wait()


SCREENSHOT = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
application.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


def wait_for_epochs(system: System, process: subprocess.Popen[str], least: int) -> None:
    end = time.monotonic() + SETUP_S
    while system.epochs() < least:
        assert process.poll() is None, system.output()
        assert time.monotonic() < end, system.output()
        time.sleep(1)


def test_the_first_command_opens_the_window_and_it_trains(untouched, folder):
    first, _ = commands()
    system = System(untouched, folder / "first")
    with screen() as display:
        process = system.start(f"{first} --start", DISPLAY=display)
        wait_for_epochs(system, process, 5)
        picture = folder / f"window-{SUITE}.png"
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        shot = [sys.executable, "-c", SCREENSHOT, str(picture)]
        subprocess.run(shot, env=environment, check=True)
        print(f"the window: {picture}")
        (window,) = psutil.Process(process.pid).children()
        window.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, system.output()
        doctor = system.run(".venv/bin/lstm-gui doctor", 300, DISPLAY=display)
        assert doctor == 0, system.output()
    train = ".venv/bin/lstm-gui train --epochs 3 --out /root/model.safetensors"
    assert system.run(train, 300) == 0, system.output()
    assert (system.place / "root/model.safetensors").is_file()


def test_the_second_command_sets_up_and_passes(untouched, folder):
    _, second = commands()
    system = System(untouched, folder / "second")
    assert system.run(second, 3 * SETUP_S) == 0, system.output()
    assert "-- everything: " in system.output()
