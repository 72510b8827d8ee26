"""Qt is imported without the copies and the reading that nobody needs, and nothing else differs."""

from __future__ import annotations

import pytest

from tests.commands import python

IMPORT = "import builtins; own = builtins.__import__\n"
SHORT = f"{IMPORT}from lstm_gui.gui.widgets.qt_import import import_qt; import_qt()\n"


def test_python_imports_by_itself_again() -> None:
    assert python(f"{IMPORT}import PySide6.QtCore; print(builtins.__import__ is own)") == "False\n"
    assert python(f"{SHORT}print(builtins.__import__ is own)") == "True\n"


def test_nothing_is_copied_until_it_is_asked_for() -> None:
    code = (
        "import pyqtgraph.Qt as qt, PySide6.QtCore as core, PySide6.QtWidgets as widgets\n"
        "print('QCalendarWidget' in vars(qt.QtWidgets), len(vars(qt.QtWidgets)) > 150)\n"
        "print(qt.QtWidgets.QCalendarWidget is widgets.QCalendarWidget)\n"
        "print('QCalendarWidget' in vars(qt.QtWidgets), qt.QtCore.Qt is core.Qt)\n"
        "print(len(dir(core)) > 99)"
    )
    assert python(f"import PySide6.QtCore\n{code}") == "True True\nTrue\nTrue True\nTrue\n"
    assert python(SHORT + code) == "False False\nTrue\nTrue True\nTrue\n"


def test_what_qt_does_not_have_the_mirror_does_not_have() -> None:
    code = "from pyqtgraph.Qt import QtCore; print(hasattr(QtCore, 'pyqtSignal'))"
    assert python(SHORT + code) == "False\n"


@pytest.mark.parametrize("first", ["import PySide6.QtCore", "import pyqtgraph"])
def test_what_is_imported_already_stays(first: str) -> None:
    code = f"{first}\n{SHORT}import pyqtgraph as pg; print(len(vars(pg.QtCore)) > 150)"
    assert python(code) == "True\n"


def test_all_of_pyqtgraph_finds_what_it_asks_qt_for() -> None:
    """Its modules import names of Qt's; those that need further packages are left out."""
    code = (
        "import os, pkgutil, importlib, pyqtgraph\n"
        "for one in pkgutil.walk_packages(pyqtgraph.__path__, 'pyqtgraph.'):\n"
        "    folder, _, name = one.name.partition('.')[2].partition('.')\n"
        "    if folder in ('graphicsItems', 'widgets') and name != 'MatplotlibWidget':\n"
        "        importlib.import_module(one.name)\n"
        "print('all')"
    )
    assert python(SHORT + code) == "all\n"
