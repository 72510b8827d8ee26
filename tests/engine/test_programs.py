"""The same bits, whether the kernels were compiled in this process or loaded from the cache."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.settings.groups import ComputeConfig, ModelConfig
from tests.commands import environment

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet

LSTM = "from tests.engine.entries import lstm_bits; print(lstm_bits())"
GRU_FIRST = f"from tests.engine.entries import gru_bits; gru_bits(); {LSTM}"

WHOLE = """
import numpy as np
from lstm_gui.core.settings.groups import ComputeConfig, ModelConfig, TrainConfig
from lstm_gui.engine import create_backend

backend, ids = create_backend(), np.random.default_rng(0).integers(0, 50, (8, 21), np.int32)
for cell in ("lstm", "gru", "rnn", "peephole"):
    backend.build(ModelConfig(cell=cell, layers=2, hidden=40), ComputeConfig(), 50)
    backend.configure(TrainConfig(optimizer="adam" if cell == "gru" else "sgd"))
    for _ in range(5):
        result = backend.step(ids[:, :-1], ids[:, 1:])
        print(cell, result.loss.hex(), result.grad_norm.hex())
    print(backend.advance(ids[:, 0], None)[0].tobytes().hex())
"""


def child(code: str, cache: Path, room: int | None = None) -> tuple[str, str]:
    """Run code with this cache, files in which may have `room` bytes: its words, its warnings."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)) if room else None

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(XDG_CACHE_HOME=str(cache), NUMBA_CACHE_DIR=None, NUMBA_OPT="1"),
        capture_output=True,
        text=True,
        timeout=300,
        preexec_fn=limit,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def bits(code: str, cache: Path, expected: str) -> str:
    how, digest = child(code, cache)[0].split()
    assert how == expected
    return digest


def test_the_first_start_computes_as_every_later_one(tmp_path: Path) -> None:
    first, later = child(WHOLE, tmp_path)[0], child(WHOLE, tmp_path)[0]
    assert first == later and first.count("lstm") == 5


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A cache with the LSTM in it, and its bits."""
    cache = tmp_path_factory.mktemp("good")
    return cache, bits(LSTM, cache, "compiled")


def test_a_program_is_the_same_whatever_was_loaded_before(
    tmp_path: Path, good: tuple[Path, str]
) -> None:
    assert bits(LSTM, good[0], "loaded") == good[1]
    assert bits(GRU_FIRST, tmp_path, "compiled") == good[1]
    assert bits(GRU_FIRST, tmp_path, "loaded") == good[1]


def test_a_folder_that_cannot_be_made(tmp_path: Path, good: tuple[Path, str]) -> None:
    (tmp_path / "file").touch()
    told, warned = child(LSTM, tmp_path / "file")
    assert told.split() == ["compiled", good[1]]
    assert warned.count("\n") == 1 and "cannot be written to" in warned


def test_a_disk_that_is_full(tmp_path: Path, good: tuple[Path, str]) -> None:
    told, warned = child(GRU_FIRST, tmp_path, room=4096)
    assert told.split() == ["compiled", good[1]]
    assert warned.count("\n") == 1 and "File too large" in warned
    assert bits(LSTM, tmp_path, "compiled") == good[1]  # there is room again


@pytest.mark.parametrize(
    ("kind", "share", "warnings"), [("nbc", None, 0), ("nbc", 0.5, 1), ("nbi", 0.5, 1)]
)
def test_a_cache_that_is_not_whole(
    kind: str, share: float | None, warnings: int, tmp_path: Path, good: tuple[Path, str]
) -> None:
    """Another process is about to write a file (None), or could write but a share of it."""
    cache = tmp_path / "copy"
    shutil.copytree(good[0], cache)
    (path,) = cache.rglob(f"*.{kind}")
    content = path.read_bytes()
    path.unlink()
    if share is not None:
        path.write_bytes(content[: int(len(content) * share)])
    told, warned = child(LSTM, cache)
    assert told.split() == ["compiled", good[1]]
    assert warned.count("\n") == warnings
    assert bits(LSTM, cache, "loaded") == good[1]


def test_a_cache_that_others_could_write_to_is_not_read(
    tmp_path: Path, good: tuple[Path, str]
) -> None:
    cache = tmp_path / "copy"
    shutil.copytree(good[0], cache)
    (folder,) = (cache / "lstm-gui").iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o770)
    told, warned = child(LSTM, cache)
    assert told.split() == ["compiled", good[1]]
    assert warned.count("\n") == 1 and "is not this user's alone" in warned


@pytest.mark.parametrize("kind", ["mine", "others read", "others above", "sticky", "owner", "link"])
def test_whose_a_folder_is(kind: str, tmp_path: Path) -> None:
    from lstm_gui.engine.kernels.compiling import only_mine

    folder = tmp_path / "above" / "cache"
    if kind != "mine":
        folder.mkdir(parents=True, mode=0o700)
    match kind:
        case "others read":
            folder.chmod(0o750)
        case "others above":
            folder.parent.chmod(0o777)
        case "sticky":
            folder.parent.chmod(0o1777)
        case "owner":
            if os.getuid():
                pytest.skip("only root can give a folder away")
            os.chown(folder, 65534, 65534)
        case "link":
            folder.rename(tmp_path / "elsewhere")
            folder.symlink_to(tmp_path / "elsewhere")
    assert only_mine(folder) is (kind in ("mine", "sticky"))


def test_text_that_must_not_be_written_to_is_read_by_the_same_kernel(
    backend: MxnetBackend,
) -> None:
    from lstm_gui.engine.kernels import batch

    backend.build(ModelConfig(hidden=4), ComputeConfig(), 9)
    ids = np.arange(6, dtype=np.int32)
    ids.flags.writeable = False
    backend.trace(ids, None)
    assert len(batch.read.overloads) == 1
