"""The kernels that are shipped: they are of their source, fit the processor, and may be missing."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from lstm_gui.core import processor
from lstm_gui.core.settings.groups import ComputeConfig, ModelConfig, Optimizer, TrainConfig
from lstm_gui.engine.kernels import programs
from lstm_gui.engine.kernels.programs import (
    CHOICE,
    LEVELS,
    MADE,
    Kind,
    Program,
    fitting_level,
    kernels,
    source_digest,
)
from tests.commands import environment
from tests.release import at_length

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet

WHOLE = """
import sys
import numpy as np
from lstm_gui.core.settings.groups import ComputeConfig, ModelConfig, Optimizer, TrainConfig
from lstm_gui.engine import create_backend

backend, ids = create_backend(), np.random.default_rng(0).integers(0, 50, (8, 21), np.int32)
for cell in ("lstm", "gru", "rnn", "peephole"):
    for implementation in sys.argv[1:]:
        compute = ComputeConfig(implementation=implementation)
        backend.build(ModelConfig(cell=cell, layers=2, hidden=40), compute, 50)
        adam = {"optimizer": "adam", "learning_rate": 0.01}
        backend.configure(TrainConfig(**adam if cell == "gru" else {}))
        for _ in range(5):
            result = backend.step(ids[:, :-1], ids[:, 1:])
            print(cell, result.loss, result.grad_norm)
        print(cell, *backend.advance(ids[:, 0], None)[0].ravel())
print({"numba", "llvmlite"} & set(sys.modules))
"""


def child(*implementations: str, **changes: str) -> list[str]:
    """Train a little of everything in a process of its own: what it says, line by line."""
    done = subprocess.run(
        [sys.executable, "-c", WHOLE, *implementations],
        env=environment(**changes),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_they_are_of_the_source_that_lies_beside_them() -> None:
    made = json.loads(MADE.read_text())
    assert made.pop("source") == source_digest(), "see programs.load for what to do"
    for level in LEVELS:
        assert made.pop(level.name) == hashlib.sha256(level.path.read_bytes()).hexdigest()
    assert not made


@pytest.mark.release
@pytest.mark.skipif(not at_length(0, 1), reason="it takes a minute; python -m tests.release")
def test_what_is_built_again_is_the_same(tmp_path: Path) -> None:
    from lstm_gui.engine.kernels.source.build import build_all

    build_all(tmp_path)
    for path in (MADE, *(level.path for level in LEVELS)):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_each_level_computes_what_the_equations_say() -> None:
    """And without a compiler; what is written in them is the same to the bit in each process."""
    here = fitting_level()
    assert here is not None
    usable = [level for level in LEVELS if set(level.flags) <= set(here.flags)]
    expected = child("scratch")
    for level in usable:
        found = child("fast", **{CHOICE: level.name})
        assert found.pop() == "set()"
        if level == here:
            assert child("fast")[:-1] == found
        for line, other in zip(found, expected, strict=False):
            (cell, *values), (_, *wanted) = line.split(), other.split()
            np.testing.assert_allclose(
                np.array(values, np.float64),
                np.array(wanted, np.float64),
                rtol=2e-3,
                atol=5e-5,
                err_msg=f"{level.name} {cell}",
            )


def test_the_quickest_that_fits_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "cpuinfo"
    monkeypatch.setattr(processor, "CPU_INFO", info)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    monkeypatch.delenv(CHOICE, raising=False)

    def fitting(flags: str) -> str:
        info.write_text(f"processor\t: 0\nflags\t\t: fpu {flags} sse\nbugs\t\t:\n")
        found = fitting_level()
        return found.name if found else ""

    v4, v3 = (" ".join(level.flags) for level in LEVELS)
    assert fitting(v4) == "x86-64-v4"
    assert fitting(v3) == fitting(v4.replace("avx512bw", "")) == "x86-64-v3"
    assert fitting(v3.replace("fma", "")) == ""
    monkeypatch.setenv(CHOICE, "x86-64-v3")
    assert (fitting(v4), fitting("")) == ("x86-64-v3", "")
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    assert fitting(v4) == ""
    info.unlink()
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    assert fitting_level() is None


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies of what lies beside the program; nothing is loaded yet."""
    for name in ("source", "libraries"):
        (tmp_path / name).mkdir()
        for path in getattr(programs, name.upper()).glob("*.*"):
            (tmp_path / name / path.name).write_bytes(path.read_bytes())
        monkeypatch.setattr(programs, name.upper(), tmp_path / name)
    monkeypatch.setattr(programs, "MADE", tmp_path / "libraries" / MADE.name)
    return tmp_path


def test_kernels_that_are_older_than_their_source_are_not_used(planted: Path) -> None:
    assert kernels.__wrapped__()
    with (planted / "source" / "update.py").open("a") as file:
        file.write("# another rule\n")
    with pytest.raises(RuntimeError, match=r"kernels\.source\.build"):
        kernels.__wrapped__()


@pytest.mark.parametrize("how", ["a byte", "half", "gone", "no list", "none for this processor"])
def test_without_them_the_graph_trains(
    how: str, planted: Path, monkeypatch: pytest.MonkeyPatch, backend: MxnetBackend, caplog
) -> None:
    from lstm_gui.engine import fast, mxnet_backend

    level = fitting_level()
    assert level is not None
    content = level.path.read_bytes()
    match how:
        case "a byte":
            level.path.write_bytes(content[:5000] + bytes([content[5000] ^ 1]) + content[5001:])
        case "half":
            level.path.write_bytes(content[: len(content) // 2])
        case "gone":
            level.path.unlink()
        case "no list":
            programs.MADE.unlink()
        case _:
            monkeypatch.setenv(CHOICE, "another")
    monkeypatch.setattr(fast, "kernels", kernels.__wrapped__)
    monkeypatch.setattr(mxnet_backend, "has_kernels", fast.has_kernels.__wrapped__)
    backend.build(ModelConfig(hidden=4), ComputeConfig(), 9)
    assert "training is slower" in caplog.text
    backend.configure(TrainConfig())
    ids = np.arange(6, dtype=np.int32).reshape(1, 6)
    assert backend.step(ids, ids).loss > 0


def test_a_table_holds_only_what_the_program_takes() -> None:
    kinds = (Kind("int64"), Kind("float32", 2), Kind(tuple, parts=(Kind("int32", 1),) * 2))

    class Function:
        argtypes = restype = None

    program = Program(Function(), kinds)
    matrix, ids = np.zeros((3, 4), np.float32), np.zeros(7, np.int32)
    table = program.table(5, matrix, (ids, ids[:2]))
    assert table[:, 1:].tolist() == [[0] * 4, [3, 4, 0, 0], [7, 0, 0, 0], [2, 0, 0, 0]]
    assert table[:, 0].tolist() == [5, matrix.ctypes.data, *[ids.ctypes.data] * 2]
    for wrong in (matrix.T, matrix[0], matrix.astype(np.float64), matrix[:, :2]):
        with pytest.raises(TypeError, match="instead of float32, 2-d"):
            program.table(5, wrong, (ids, ids))
    for count in ((), (ids,), (ids, ids, ids)):
        with pytest.raises(ValueError, match=r"shorter|longer"):
            program.table(5, matrix, count)


def test_text_that_must_not_be_written_to_is_read(backend: MxnetBackend) -> None:
    backend.build(ModelConfig(hidden=4), ComputeConfig(), 9)
    ids = np.arange(6, dtype=np.int32)
    ids.flags.writeable = False
    assert len(backend.trace(ids, None).logits) == 6


class _Team:
    """Runs a program as a team whose second thread does not come, or comes when all is done."""

    threads = 3

    def __init__(self, *, late: bool) -> None:
        self._late = late

    def run(self, program: Program, phases: int, *arguments: Any) -> None:
        table = program.table(np.zeros((phases, 16), np.int64), *arguments)
        program(0, table)
        if self._late:
            arrays = [a for one in arguments for a in (one if isinstance(one, tuple) else (one,))]
            before = [np.array(array) for array in arrays]
            program(1, table)
            for array, kept in zip(arrays, before, strict=True):
                np.testing.assert_array_equal(array, kept)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_same_bits_whichever_threads_do_the_work(
    optimizer: Optimizer, backend: MxnetBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lstm_gui.engine import fast

    ids = np.random.default_rng(0).integers(0, 50, (20, 12), np.int32)

    def trained(team: Any) -> list[str]:
        monkeypatch.setattr(fast, "the_team", lambda: team)
        backend.build(ModelConfig(layers=2, hidden=33), ComputeConfig(), 50)
        backend.configure(TrainConfig(optimizer=optimizer, learning_rate=0.1))
        steps = [backend.step(ids[:, :-1], ids[:, 1:]) for _ in range(4)]
        return [number.hex() for step in steps for number in (step.loss, step.grad_norm)]

    expected = trained(fast.Team(_Team.threads))
    assert trained(_Team(late=False)) == expected
    assert trained(_Team(late=True)) == expected


@pytest.mark.parametrize(
    ("texts", "threads", "parts"),
    [
        (32, 1, 4),
        (32, 2, 4),
        (32, 3, 3),
        (32, 4, 4),
        (32, 8, 8),
        (2, 8, 2),
        (1, 1, 1),
        (100, 2, 12),
    ],
)
def test_parts_fill_a_tile_and_occupy_all_threads(texts: int, threads: int, parts: int) -> None:
    from lstm_gui.engine.fast import parts_of

    assert parts_of(texts, threads) == parts
