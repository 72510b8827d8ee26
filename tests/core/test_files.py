"""Whatever fails while a file is written, the old one or the whole new one is there."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lstm_gui.core import files
from lstm_gui.core.errors import OutputError
from lstm_gui.core.files import (
    SPARE_BYTES,
    free_enough,
    path_of,
    path_text,
    shown,
    try_place,
    write_atomically,
)
from lstm_gui.core.model import checkpoint
from lstm_gui.core.model.checkpoint import load_checkpoint, save_checkpoint
from lstm_gui.core.preferences import Preferences, PreferencesFile
from tests.commands import environment
from tests.core.model.test_checkpoint import model, same

FAULTS = (errno.ENOSPC, errno.EIO, errno.EACCES)


class Shim:
    """Counts the calls that `core.files` makes to the system, and lets one of them fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.fail_at = 0
        self.code = errno.EIO
        for module, names in (
            (os, ("fsync", "replace", "open", "fdopen")),
            (shutil, ("disk_usage",)),
        ):
            stand_in = _StandIn(module, {n: self._wrapped(n, getattr(module, n)) for n in names})
            monkeypatch.setattr(files, module.__name__, stand_in)

    def arm(self, fail_at: int, code: int) -> None:
        self.calls.clear()
        self.fail_at, self.code = fail_at, code

    @property
    def fired(self) -> bool:
        return 0 < self.fail_at <= len(self.calls)

    def count(self, name: str) -> None:
        self.calls.append(name)
        if len(self.calls) == self.fail_at:
            raise OSError(self.code, os.strerror(self.code))

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if name != "fdopen":
                self.count(name)
                return real(*args, **kwargs)
            return _File(real(*args, **kwargs), self)

        return call


class _StandIn:
    def __init__(self, module: object, replaced: dict[str, object]) -> None:
        self._module, self._replaced = module, replaced

    def __getattr__(self, name: str) -> object:
        return self._replaced.get(name) or getattr(self._module, name)


class _File:
    """An open file whose every operation is counted; a failing write leaves half the bytes."""

    def __init__(self, file: Any, shim: Shim) -> None:
        self._file, self._shim = file, shim

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        self._file.write(data[: len(data) // 2])
        self._shim.count("write")
        self._file.write(data[len(data) // 2 :])

    def flush(self) -> None:
        self._shim.count("flush")
        self._file.flush()

    def fileno(self) -> int:
        return int(self._file.fileno())


@pytest.fixture
def shim(monkeypatch: pytest.MonkeyPatch) -> Shim:
    return Shim(monkeypatch)


@pytest.mark.parametrize("code", FAULTS, ids=errno.errorcode.__getitem__)
@pytest.mark.parametrize("old", [True, False], ids=["old file", "no file"])
def test_a_model_survives_the_failure_of_any_operation(
    shim: Shim, tmp_path: Path, code: int, old: bool
) -> None:
    path = tmp_path / "model"
    before, after = model("gru"), model("lstm")
    outcomes = []
    for fail_at in range(1, 50):
        shim.arm(0, code)
        path.unlink(missing_ok=True)
        if old:
            save_checkpoint(path, before)
        shim.arm(fail_at, code)
        try:
            save_checkpoint(path, after)
            outcomes.append("new")
        except OutputError as error:
            assert os.strerror(code) in str(error)
            outcomes.append("old")
        fired = shim.fired
        shim.arm(0, code)
        expected = after if outcomes[-1] == "new" else before
        if old or outcomes[-1] == "new":
            assert same(load_checkpoint(path), expected)
        assert [entry.name for entry in tmp_path.iterdir()] == (["model"] if path.exists() else [])
        if not fired:
            break
    # Five operations, and the writing of each part, can prevent the new file; the folder's fsync
    # comes too late to do so.
    parts = 1 + len(checkpoint._flatten(after.snapshot))
    assert outcomes == ["old"] * (5 + parts) + ["new"] * 3


@pytest.mark.parametrize("code", FAULTS, ids=errno.errorcode.__getitem__)
def test_preferences_survive_the_failure_of_any_operation(
    shim: Shim, tmp_path: Path, code: int
) -> None:
    file = PreferencesFile(tmp_path / "preferences.json")
    for fail_at in range(1, 50):
        shim.arm(0, code)
        file.save(Preferences(theme="light"))
        shim.arm(fail_at, code)
        try:
            file.save(Preferences(theme="dark"))
            wanted = "dark"
        except OSError:
            wanted = "light"
        assert file.load().theme == wanted
        assert len(list(tmp_path.iterdir())) == 1
        if not shim.fired:
            return
    pytest.fail("the failures never ended")


def test_the_order_that_a_power_loss_asks_for(shim: Shim, tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", b"data")
    assert shim.calls == ["open", "write", "flush", "fsync", "replace", "open", "fsync"]


TRACED = "from pathlib import Path; from lstm_gui.core.files import write_atomically as w; "
TRACED += "import sys; w(Path(sys.argv[1]) / 'a', b'data')"


@pytest.mark.release("K4")
@pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace")
def test_the_order_as_the_system_sees_it(tmp_path: Path) -> None:
    """A kill says nothing of a power loss; the order of the calls does."""
    calls = "trace=openat,write,fsync,fdatasync,rename,renameat,renameat2"
    command = ["strace", "-f", "-y", "-e", calls, sys.executable, "-c", TRACED, str(tmp_path)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr and not (tmp_path / "a").exists():
        pytest.skip("processes may not be traced here")
    lines = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    named = ["write" if "write(" in line else line.partition("(")[0] for line in lines]
    seen = [name.rpartition(" ")[2] for name in named if "stat" not in name]
    assert seen[-6:] == ["openat", "write", "fsync", "rename", "openat", "fsync"], lines
    assert f"<{tmp_path}>" in lines[-1] and ".tmp>" in lines[-4]


def test_an_interruption_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a", b"data")
    assert list(tmp_path.iterdir()) == []


def test_a_name_as_long_as_the_file_system_allows(tmp_path: Path) -> None:
    for name in ("n" * 255, "歌" * 85):
        write_atomically(tmp_path / name, b"data")
        assert (tmp_path / name).read_bytes() == b"data"


def test_free_space_is_twice_the_file_and_some_to_spare(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = np.array([0, 0, 2 * 100 + SPARE_BYTES])
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _: type("U", (), {"free": usage[2]}))
    assert free_enough(tmp_path, 100)
    assert not free_enough(tmp_path, 101)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
class TestMode:
    def test_a_new_file_has_the_mode_that_the_umask_leaves(self, tmp_path: Path) -> None:
        write_atomically(tmp_path / "a", b"data")
        assert mode(tmp_path / "a") == 0o640

    @pytest.mark.parametrize("kept", [0o600, 0o664, 0o777], ids=oct)
    def test_a_file_that_is_replaced_keeps_its_own(self, tmp_path: Path, kept: int) -> None:
        (tmp_path / "a").write_bytes(b"old")
        (tmp_path / "a").chmod(kept)
        write_atomically(tmp_path / "a", b"new")
        assert mode(tmp_path / "a") == kept


class TestPlace:
    def test_a_link_is_followed(self, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        target = tmp_path / "elsewhere" / "target"
        link, second = tmp_path / "link", tmp_path / "second"
        link.symlink_to("elsewhere/target")  # where nothing is yet
        second.symlink_to(link)
        for data in (b"new", b"newer"):
            write_atomically(second, data)
            assert target.read_bytes() == data
            assert link.is_symlink() and second.is_symlink()
        assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["target"]

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("folder", errno.EISDIR),
            ("pipe", errno.EINVAL),
            ("/dev/full", errno.EINVAL),
            ("missing/a", errno.ENOENT),
            ("file/a", errno.ENOTDIR),
            ("circle", errno.ELOOP),
            ("歌" * 90, errno.ENAMETOOLONG),
            ("n" * 300, errno.ENAMETOOLONG),
            ("n/" * 3000, errno.ENAMETOOLONG),
            ("nul\0nul", errno.EINVAL),
            ("\ud800", errno.EINVAL),
            ("/proc/a", errno.ENOENT),
        ],
    )
    @pytest.mark.parametrize("how", [try_place, write_atomically], ids=["try", "write"])
    def test_what_cannot_be_written_is_an_error_of_the_system(
        self, tmp_path: Path, how: Callable[[Path], None], name: str, code: int
    ) -> None:
        (tmp_path / "folder").mkdir()
        (tmp_path / "file").write_bytes(b"")
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "circle").symlink_to("circle")
        before = sorted(tmp_path.iterdir())
        with pytest.raises(OSError) as caught:
            how(tmp_path / name)
        assert caught.value.errno == code and caught.value.strerror
        assert sorted(tmp_path.iterdir()) == before

    def test_what_may_not_be_written_is_not_replaced(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "a").write_bytes(b"old")
        monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
        with pytest.raises(PermissionError):
            write_atomically(tmp_path / "a", b"new")
        assert (tmp_path / "a").read_bytes() == b"old"

    def test_a_place_that_is_tried_stays_as_it_was(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"old")
        for name in ("a", "b"):
            try_place(tmp_path / name)
        assert [path.name for path in tmp_path.iterdir()] == ["a"]
        assert (tmp_path / "a").read_bytes() == b"old"


KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from lstm_gui.core.files import write_atomically
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
write_atomically(Path(sys.argv[1]), b"half")
"""


class TestLeftovers:
    def test_those_of_the_dead_are_swept_away_at_the_next_write(self, tmp_path: Path) -> None:
        path = tmp_path / "model [1].safetensors"
        killed = subprocess.run(
            [sys.executable, "-c", KILLED_WHILE_WRITING, path], env=environment(), check=False
        )
        assert killed.returncode == -signal.SIGKILL
        left = [entry.name for entry in tmp_path.iterdir()]
        assert len(left) == 1 and left[0].startswith(".model [1]") and left[0].endswith(".tmp")
        others = (".other.safetensors.abcdefgh.tmp", ".model [1].safetensors.notes.tmp", "a.tmp")
        for name in others:
            (tmp_path / name).write_bytes(b"")
        write_atomically(path, b"whole")
        assert {entry.name for entry in tmp_path.iterdir()} == {path.name, *others}

    def test_those_of_the_living_stay(self, tmp_path: Path) -> None:
        path = tmp_path / "model"

        real, others = os.fsync, [b"other"]

        def fsync(handle: int) -> None:
            if others:
                write_atomically(path, others.pop())  # by somebody else, at the worst moment
            real(handle)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(files.os, "fsync", fsync)
            write_atomically(path, b"one ", b"two")
        assert path.read_bytes() == b"one two"
        assert [entry.name for entry in tmp_path.iterdir()] == ["model"]


@pytest.mark.parametrize(
    "name", [b"\xb8\xe8.txt", "歌 #1?%20.txt".encode(), b"a\xff\n%.txt", b"plain.txt", b"file:"]
)
def test_every_name_on_disk_can_be_kept_as_text(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"data")
    text = path_text(path)
    assert path_of(text.encode("utf-8").decode("utf-8")) == path
    assert path_of(path.as_uri()) == path
    assert shown(path.name).encode("utf-8")
