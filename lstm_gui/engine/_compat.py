"""All that must hold before `import mxnet`: thread counts, NumPy's old names, clear errors.

MXNet 1.9.1 was built in 2022. It reads its thread count once, when its library loads, and knows
neither today's NumPy nor today's processors. Nothing here computes.
"""

from __future__ import annotations

import builtins
import ctypes
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import math
import os
import platform
import re
import sys
import types
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

# NumPy must be loaded before OPENBLAS_CORETYPE is set: the variable is for MXNet's old OpenBLAS
# alone, NumPy's own is new enough to know the processor, and reads it when it loads.
import numpy as np

from lstm_gui.core.errors import EngineError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.processor import processor_says

__all__ = ["load_mxnet", "physical_cores"]

_CPUS = Path("/sys/devices/system/cpu")
_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")

_ONEDNN_CACHED_PRIMITIVES = "512"
_SPINS = "10000"


def load_mxnet(threads: int | None = None) -> int:
    """Prepare the process, import MXNet, and return the number of threads it computes with."""
    if "mxnet" in sys.modules:
        return _threads_set() or physical_cores()
    _refuse_unsupported_platform()
    _set_environment(threads)
    if "bool" not in vars(np):  # gone since NumPy 1.24, but MXNet reads it (apache/mxnet #21165)
        setattr(np, "bool", np.bool_)  # noqa: B010 - NumPy's stubs do not know the name
    if sys.version_info >= (3, 12):
        _import("setuptools")  # brings distutils back, which MXNet imports
    with warnings.catch_warnings(), _for_openblas(), _only_what_is_used():
        warnings.simplefilter("ignore", DeprecationWarning)  # distutils, again
        _import("mxnet")
    return _threads_set() or 1


def physical_cores() -> int:
    """Count the physical cores that this process may use.

    Two hyper-threads of a core share its arithmetic units, so a second one only costs.
    """
    if sys.platform == "darwin":
        return _sysctl("hw.physicalcpu") or os.cpu_count() or 1
    usable = os.sched_getaffinity(0)
    cores = {_siblings(cpu) for cpu in usable}
    return max(1, min(len(cores), _quota() or len(cores)))


def _siblings(cpu: int) -> str:
    for name in ("core_cpus_list", "thread_siblings_list"):  # before Linux 5.3 only the second
        with suppress(OSError):
            return (_CPUS / f"cpu{cpu}" / "topology" / name).read_text().strip()
    return str(cpu)


def _quota() -> int:
    """Return how many processors the container grants; 0 if it sets no limit."""
    try:
        quota, period = _CPU_QUOTA.read_text().split()
        return math.ceil(int(quota) / int(period))
    except (OSError, ValueError):  # no cgroup v2, or "max"
        return 0


def _sysctl(name: str) -> int:
    value, size = ctypes.c_int32(0), ctypes.c_size_t(4)
    ctypes.CDLL(None).sysctlbyname(
        name.encode(), ctypes.byref(value), ctypes.byref(size), None, ctypes.c_size_t(0)
    )
    return value.value


def _threads_set() -> int:
    """Return the first number of OMP_NUM_THREADS (it may be a list, one a level), or 0."""
    first = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    return int(first) if first.isdecimal() else 0


def _set_environment(threads: int | None) -> None:
    # Left alone, MXNet takes half the processors, even where none is a hyper-thread (#10836).
    if threads is not None or not _threads_set():
        os.environ["OMP_NUM_THREADS"] = str(threads or physical_cores())
    # Unbounded by default: it would grow with every batch size and length that is tried.
    os.environ.setdefault("MXNET_MKLDNN_CACHE_NUM", _ONEDNN_CACHED_PRIMITIVES)
    # A thread of libgomp spins for milliseconds after its share of an operator, on a core that
    # somebody else may want: measured, a busy second program made small batches 100 times
    # slower. So many turns are a tenth of a millisecond: enough for the next operator to come.
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", _SPINS)


@contextmanager
def _for_openblas() -> Iterator[None]:
    """Tell MXNet's OpenBLAS 0.3.13 which kernels to use, only while its library loads.

    It takes a processor newer than itself for one of 2007 (OpenMathLib/OpenBLAS #3620, #3485,
    #4267), which costs more than half the speed. Its build stops at AVX2, so wherever AVX2 and
    FMA exist, `Haswell` is the best that it has.
    """
    told = "OPENBLAS_CORETYPE" not in os.environ and _has_avx2()
    if told:
        os.environ["OPENBLAS_CORETYPE"] = "Haswell"
    try:
        yield
    finally:
        if told:  # child processes load NumPy first, and must not inherit it
            del os.environ["OPENBLAS_CORETYPE"]


class _Operator:
    """An operator of MXNet as source, which its function compiles when it is first called."""

    def __init__(self, source: str, module: dict[str, object]) -> None:
        self._source = source
        self.function = types.FunctionType(_first_call.__code__, module)
        self.function.__kwdefaults__ = {"_operator": self}

    def compile(self) -> None:
        """Make the function what MXNet would have made it; other modules hold it already."""
        made: dict[str, types.FunctionType] = {}
        builtins.exec(self._source, self.function.__globals__, made)  # noqa: S102 - by MXNet
        ((_, operator),) = made.items()
        self.function.__defaults__ = operator.__defaults__
        self.function.__kwdefaults__ = operator.__kwdefaults__
        self.function.__code__ = operator.__code__


def _first_call(*args: object, _operator: _Operator, **settings: object) -> object:
    _operator.compile()
    return _operator.function(*args, **settings)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds modules that `import mxnet` shall not run, or not as they stand."""

    OPERATORS = ("mxnet.ndarray.register", "mxnet.symbol.register")
    UNUSED = ("requests", "mxnet.test_utils")

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name not in self.OPERATORS + self.UNUSED:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = (
                importlib.util.LazyLoader(spec.loader)
                if name in self.UNUSED
                else _OperatorLoader(name, spec.loader.path)
            )
        return spec


class _OperatorLoader(importlib.machinery.SourceFileLoader):
    def exec_module(self, module: types.ModuleType) -> None:
        def wait(source: str, _: None, made: dict[str, types.FunctionType]) -> None:
            name = re.search(r"^def (\w+)\(", source, re.MULTILINE)
            if name is None:
                raise ImportError(f"{module.__name__} writes something else than functions")
            made[name[1]] = _Operator(source, vars(module)).function

        vars(module)["exec"] = wait
        super().exec_module(module)


@contextmanager
def _only_what_is_used() -> Iterator[None]:
    """Let `import mxnet` leave out what is not called, which is more than half of its time.

    MXNet writes 2,556 operators as Python source and compiles them all; we call a few dozen. Here
    each is compiled at its first call, to the same code. Its own tests and `requests` run when
    something asks for them. It compares two versions with distutils, for which setuptools puts
    itself in the place of Python's own and would be loaded whole.
    """
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    setuptools = sys.modules.get("_distutils_hack") if sys.version_info < (3, 12) else None
    if setuptools is not None:
        setuptools.remove_shim()
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        if setuptools is not None:
            setuptools.add_shim()


def _has_avx2() -> bool:
    if platform.machine() != "x86_64":
        return False
    if sys.platform == "darwin":
        return bool(_sysctl("hw.optional.avx2_0"))
    return {"avx2", "fma"} <= set(processor_says("flags").split())


def _refuse_unsupported_platform() -> None:
    here = f"{platform.system()} {platform.machine()}"
    if here in ("Linux x86_64", "Linux aarch64", "Darwin x86_64"):
        return
    template = QT_TRANSLATE_NOOP(
        "Errors",
        "MXNet 1.9.1 has no build for {platform}. Use Linux (x86_64 or aarch64) or an Intel Mac; "
        "on Windows, use Linux in WSL2.",
    )
    raise EngineError(template, platform=here)


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The engine needs the Python package {package}, which is not installed. "
            "Install it with: {command}",
        )
        wanted = {"mxnet": "mxnet==1.9.1", "numpy": '"numpy>=1.26,<2"'}
        package = error.name or name
        command = f"pip install {wanted.get(package, package)}"
        raise EngineError(template, package=package, command=command) from error
    except OSError as error:
        raise _library_error(str(error)) from error
    except (ImportError, AttributeError, RuntimeError) as error:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "MXNet is installed but does not load ({reason}). Install it anew with: "
            'pip install --force-reinstall mxnet==1.9.1 "numpy>=1.26,<2"',
        )
        raise EngineError(template, reason=_first_line(error)) from error


def _library_error(reason: str) -> EngineError:
    """Explain the loader's `libx.so.0: cannot open shared object file`."""
    missing = re.match(r"([\w.+-]+): cannot open", reason)
    if missing is None:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "MXNet's library does not load ({reason}). Run lstm-gui doctor to see what is missing.",
        )
        return EngineError(template, reason=reason)
    return EngineError(_what_to_install(missing[1]), library=missing[1])


def _what_to_install(library: str) -> str:
    if library.startswith("libquadmath"):
        return QT_TRANSLATE_NOOP(
            "Errors",
            "MXNet needs the system library {library}, which is missing. "
            "On Debian and Ubuntu install it with: sudo apt-get install libquadmath0",
        )
    if library.startswith(("libcu", "libnccl", "libnv")):
        return QT_TRANSLATE_NOOP(
            "Errors",
            "This build of MXNet is for graphics cards and needs {library}, which is missing. "
            "Install the NVIDIA driver and CUDA, or the build for the processor: "
            "pip install mxnet==1.9.1",
        )
    return QT_TRANSLATE_NOOP(
        "Errors",
        "MXNet needs the system library {library}, which is missing. "
        "Install it with your system's package manager.",
    )


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
