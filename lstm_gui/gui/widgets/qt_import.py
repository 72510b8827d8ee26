"""Qt and pyqtgraph, imported first of all and without what this program has no use for.

PySide6 takes the place of Python's own `import`, and then reads the source of each module that is
imported, for the word that would give Qt's methods other names. pyqtgraph copies all names of
three modules of Qt into its own, by which each class of Qt is made, with its enumerations. Both
cost a start more than the painting of the window does.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from types import ModuleType

__all__ = ["import_qt"]

_COPIED = ("QtCore", "QtGui", "QtWidgets")


def import_qt() -> None:
    """Import Qt and pyqtgraph; what is imported already stays as it is."""
    if "PySide6" in sys.modules or "pyqtgraph" in sys.modules:
        return
    with _import_kept():
        modules = [import_module(f"PySide6.{name}") for name in _COPIED]
    for name, module in zip(_COPIED, modules, strict=True):
        mirror = _Mirror(f"pyqtgraph.Qt.{name}", module)
        sys.modules[mirror.__name__] = mirror
    with _nameless(modules):
        import_module("pyqtgraph")


class _Mirror(ModuleType):
    """A module that has whatever another one has, and takes it over when it is asked for it."""

    def __init__(self, name: str, module: ModuleType) -> None:
        super().__init__(name)
        self.__dict__["_module"] = module

    def __getattr__(self, name: str) -> object:
        value: object = getattr(self.__dict__["_module"], name)
        setattr(self, name, value)
        return value


@contextmanager
def _import_kept() -> Iterator[None]:
    """Undo at the end what has taken the place of Python's own import."""
    own = builtins.__import__
    try:
        yield
    finally:
        builtins.__import__ = own


@contextmanager
def _nameless(modules: Iterable[ModuleType]) -> Iterator[None]:
    """Let modules list no name while this is entered, so that none is copied."""
    with ExitStack() as stack:
        for module in modules:
            stack.enter_context(_with_value(module.__dict__, "__dir__", tuple))
        yield


@contextmanager
def _with_value(names: dict[str, object], name: str, value: object) -> Iterator[None]:
    missing = object()
    before = names.get(name, missing)
    names[name] = value
    try:
        yield
    finally:
        del names[name]
        if before is not missing:
            names[name] = before
