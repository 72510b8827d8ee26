"""What must hold before MXNet is imported, and what a person reads when it cannot be."""

from __future__ import annotations

import importlib
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from lstm_gui.core.errors import EngineError
from lstm_gui.engine import _compat

ROOT = Path(__file__).parents[2]

SEEN = """
import os, sys
from lstm_gui.engine import _compat
threads = _compat.load_mxnet({threads})
import mxnet, numpy
from mxnet import nd
assert numpy.bool is numpy.bool_
print(threads, os.environ["OMP_NUM_THREADS"], "OPENBLAS_CORETYPE" in os.environ)
"""


def run(code: str, **environment: str) -> str:
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("OMP_", "OPENBLAS_"))}
    root = ROOT
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **environment, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_package_loads_nothing_heavy() -> None:
    code = "import sys, lstm_gui.engine; print({'mxnet', 'numba', 'PySide6'} & set(sys.modules))"
    assert run(code) == "set()"


@pytest.mark.mxnet
def test_threads_are_the_argument_then_the_variable_then_the_cores() -> None:
    cores = _compat.physical_cores()
    assert run(SEEN.format(threads="3"), OMP_NUM_THREADS="5") == "3 3 False"
    assert run(SEEN.format(threads="None"), OMP_NUM_THREADS="1") == "1 1 False"
    assert run(SEEN.format(threads="None")) == f"{cores} {cores} False"


@pytest.fixture
def cpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four processors that are two cores, and no container."""
    for cpu, siblings in enumerate(("0,2", "1,3", "0,2", "1,3")):
        topology = tmp_path / f"cpu{cpu}" / "topology"
        topology.mkdir(parents=True)
        (topology / "thread_siblings_list").write_text(siblings + "\n")
    monkeypatch.setattr(_compat, "_CPUS", tmp_path)
    monkeypatch.setattr(_compat, "_CPU_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path


@pytest.mark.parametrize(("usable", "cores"), [({0, 1, 2, 3}, 2), ({0, 2}, 1), ({0, 1}, 2)])
def test_hyperthreads_count_once(
    cpus: Path, monkeypatch: pytest.MonkeyPatch, usable: set[int], cores: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: usable)
    assert _compat.physical_cores() == cores


@pytest.mark.parametrize(("quota", "cores"), [("max 100000", 2), ("50000 100000", 1), ("x", 2)])
def test_containers_grant_less(
    cpus: Path, monkeypatch: pytest.MonkeyPatch, quota: str, cores: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1, 2, 3})
    (cpus / "cpu.max").write_text(quota)
    assert _compat.physical_cores() == cores


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError("libquadmath.so.0: cannot open shared object file: No such file"), "libquadmath0"),
        (OSError("libcudart.so.11.0: cannot open shared object file: No such file"), "CUDA"),
        (OSError("libgfortran.so.4: cannot open shared object file"), "package manager"),
        (OSError("invalid ELF header"), "invalid ELF header"),
        (ModuleNotFoundError("No module named 'mxnet'", name="mxnet"), "pip install mxnet==1.9.1"),
        (AttributeError("module 'numpy' has no attribute 'PZERO'"), "numpy>=1.26,<2"),
    ],
)
def test_a_failed_import_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def refuse(_name: str) -> None:
        raise error

    monkeypatch.setattr(importlib, "import_module", refuse)
    with pytest.raises(EngineError, match=r"MXNet|engine") as raised:
        _compat._import("mxnet")
    assert words in str(raised.value)
    assert str(raised.value).endswith((".", '2"', "==1.9.1", "libquadmath0"))


def test_platforms_without_a_build_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    monkeypatch.setattr(platform, "machine", lambda: "AMD64")
    with pytest.raises(EngineError, match=r"Windows AMD64.*WSL2"):
        _compat._refuse_unsupported_platform()


SAME_CODE = """
import inspect, sys
from lstm_gui.engine import _compat
if sys.argv[1:]:
    _compat._only_what_is_used = _compat.suppress
_compat.load_mxnet(1)
from mxnet import nd, sym
x = nd.array([[1.0, 2.0], [3.0, 4.0]])
dot = nd.dot(x, x, transpose_b=True)
print(dot.asnumpy().tolist(), nd.softmax(x, axis=0, dtype="float64").dtype.__name__)
print(sym.dot(sym.var("a"), sym.var("b"), name="it").list_outputs())
for function in (nd.dot, nd.softmax, sym.dot):
    code = function.__code__
    print(code.co_code.hex(), code.co_varnames, code.co_names, function.__defaults__)
    print(function.__name__, function.__module__, inspect.signature(function))
    print(function.__doc__)
"""


@pytest.mark.mxnet
def test_an_operator_compiled_at_its_first_call_is_the_one_that_mxnet_makes() -> None:
    def said(*how: str) -> list[str]:
        command = [sys.executable, "-c", SAME_CODE, *how]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    lazy = said()
    assert lazy == said("as MXNet does it")
    assert lazy[:2] == ["[[5.0, 11.0], [11.0, 25.0]] float64", "['it_output']"]


@pytest.mark.mxnet
def test_the_import_compiles_no_operator() -> None:
    code = """
from lstm_gui.engine import _compat
_compat.load_mxnet(1)
from mxnet import nd
waits = nd.dot.__code__ is _compat._first_call.__code__
nd.dot(nd.ones((1, 1)), nd.ones((1, 1)))
print(waits, nd.dot.__code__ is _compat._first_call.__code__, nd.dot.__kwdefaults__)
"""
    assert run(code) == "True False None"
