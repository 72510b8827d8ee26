"""resources/start.sh: what it asks of the system, where everything it calls is a stand-in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a script for sh")

SAYS = 'echo "$(basename "$0") $*" >> "$CALLS"\n'
PYTHON = (
    SAYS
    + """
case "$1 $2" in
  "-c "*) exit "$UNFIT" ;;
  "-m venv") make="$4" ;;
esac
"""
)
MAKES = """
if [ -n "${make-}" ]; then
  mkdir -p "$make/bin"
  for name in python pip lstm-gui uv; do cp "$STAND_IN" "$make/bin/$name"; done
fi
"""
STAND_IN = SAYS + 'case "$1" in -c) exit 1 ;; venv) make="$6" ;; esac\n' + MAKES
"""What is in the environment that is made; its Python fits once it is made anew."""


class Machine:
    """A machine with these programs, and a clone on it."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.clone, self.calls = folder / "bin", folder / "clone", folder / "calls"
        self.bin.mkdir()
        (self.clone / "resources").mkdir(parents=True)
        script = (ROOT / "resources/start.sh").read_text("utf-8")
        (self.clone / "resources/start.sh").write_text(script, "utf-8")
        for name in ("sh", "uname", "id", "dirname", "basename", "grep", "cp", "mkdir", "env"):
            (self.bin / name).symlink_to(f"/usr/bin/{name}")
        self.put("stand-in", STAND_IN)
        self.put("python3", PYTHON + MAKES)

    def put(self, name: str, script: str) -> None:
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}", "utf-8")
        path.chmod(0o755)

    def start(self, *words: str, unfit: int = 0) -> subprocess.CompletedProcess[str]:
        variables = {
            "PATH": str(self.bin),
            "CALLS": str(self.calls),
            "UNFIT": str(unfit),
            "STAND_IN": str(self.bin / "stand-in"),
        }
        return subprocess.run(
            ["/bin/sh", str(self.clone / "resources/start.sh"), *words],
            env=variables,
            cwd=self.bin,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def called(self, name: str) -> list[str]:
        lines = self.calls.read_text("utf-8").splitlines() if self.calls.exists() else []
        return [line for line in lines if line.startswith(f"{name} ")]


@pytest.fixture
def machine(tmp_path) -> Machine:
    machine = Machine(tmp_path)
    if not all((machine.bin / name).exists() for name in ("sh", "uname", "grep")):
        pytest.skip("the programs lie elsewhere")
    machine.put("id", "echo 0")
    return machine


def test_it_opens_the_window_with_what_follows(machine):
    done = machine.start("--corpus", "en")
    assert done.returncode == 0, done.stderr
    assert machine.called("python3")[-1] == f"python3 -m venv --clear {machine.clone}/.venv"
    assert machine.called("python") == [f"python -m pip install {machine.clone}"]
    assert machine.called("lstm-gui") == ["lstm-gui --corpus en"]


def test_it_runs_the_tests_that_are_asked_for(machine):
    assert machine.start("tests", "lyrics").returncode == 0
    set_up, tests = machine.called("python")
    assert set_up == f"python -m pip install -e {machine.clone}[test]"
    assert tests == "python -m tests lyrics"


def test_it_installs_what_is_lacking_and_nothing_else(machine):
    machine.put("apt-get", SAYS)
    machine.put("dpkg-query", 'case "$4" in xauth|libgl1) exit 1 ;; *) echo installed ;; esac')
    assert machine.start().returncode == 0
    update, install = machine.called("apt-get")
    assert update == "apt-get update -qq"
    assert sorted(install.split()[4:]) == ["libgl1", "xauth"]


def test_where_nothing_is_lacking_it_asks_for_no_password(machine):
    machine.put("id", "echo 1000")
    machine.put("sudo", SAYS)
    machine.put("apt-get", SAYS)
    machine.put("dpkg-query", "echo installed")
    assert machine.start().returncode == 0
    assert machine.called("apt-get") == machine.called("sudo") == []


def test_without_sudo_it_says_what_is_needed_and_goes_on(machine):
    machine.put("id", "echo 1000")
    machine.put("apt-get", SAYS)
    machine.put("dpkg-query", "exit 1")
    done = machine.start()
    assert done.returncode == 0
    assert "whoever looks after the machine" in done.stderr and "libgl1" in done.stderr
    assert machine.called("lstm-gui")


def test_where_python_is_too_new_uv_fetches_one(machine):
    done = machine.start(unfit=1)
    assert done.returncode == 0, done.stderr
    assert machine.called("uv") == [f"uv venv --clear --seed --python 3.12 {machine.clone}/.venv"]
    assert machine.called("lstm-gui")


def test_a_set_up_that_fails_opens_nothing(machine):
    machine.put("python3", SAYS + "[ $1 = -c ]")
    assert machine.start().returncode != 0
    assert machine.called("lstm-gui") == []
