"""Every action of the window in one table: menu, shortcut, and the states it makes sense in."""

from __future__ import annotations

import os
from dataclasses import dataclass

from lstm_gui.core.states import Act
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["ACTIONS", "MENUS", "ActionSpec"]

MOST_THREADS = 16


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. `act` ties it to the table of states; `group` makes it one of a choice."""

    name: str
    menu: str
    text: str
    shortcut: str = ""
    tip: str = ""
    act: Act | None = None
    group: str = ""


MENUS: dict[str, str] = {
    "file": QT_TRANSLATE_NOOP("Actions", "&File"),
    "edit": QT_TRANSLATE_NOOP("Actions", "&Edit"),
    "run": QT_TRANSLATE_NOOP("Actions", "&Run"),
    "view": QT_TRANSLATE_NOOP("Actions", "&View"),
    "theme": QT_TRANSLATE_NOOP("Actions", "&Theme"),
    "language": QT_TRANSLATE_NOOP("Actions", "La&nguage"),
    "threads": QT_TRANSLATE_NOOP("Actions", "Processor t&hreads"),
    "help": QT_TRANSLATE_NOOP("Actions", "&Help"),
}


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("openText", "file", QT_TRANSLATE_NOOP("Actions", "&Open text…"), "Ctrl+O"),
    ActionSpec("openModel", "file", QT_TRANSLATE_NOOP("Actions", "Open &model…"), "Ctrl+Shift+O"),
    ActionSpec(
        "saveModel",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Save model…"),
        "Ctrl+S",
        act=Act.SAVE,
    ),
    ActionSpec(
        "saveTwin",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Save the twin's mo&del…"),
        "Ctrl+Alt+M",
        act=Act.SAVE,
    ),
    ActionSpec(
        "saveSamples", "file", QT_TRANSLATE_NOOP("Actions", "Save s&amples…"), "Ctrl+Shift+S"
    ),
    ActionSpec("quit", "file", QT_TRANSLATE_NOOP("Actions", "&Quit"), "Ctrl+Q"),
    ActionSpec("undo", "edit", QT_TRANSLATE_NOOP("Actions", "&Undo change"), "Ctrl+Z"),
    ActionSpec("redo", "edit", QT_TRANSLATE_NOOP("Actions", "&Redo change"), "Ctrl+Shift+Z"),
    ActionSpec(
        "branch",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Branch"),
        "Ctrl+Shift+B",
        QT_TRANSLATE_NOOP(
            "Actions",
            "Go on from here as a new run; the run as it was, with what was undone, stays in the "
            "table",
        ),
    ),
    ActionSpec(
        "start",
        "run",
        QT_TRANSLATE_NOOP("Actions", "&Start"),
        "F5",
        QT_TRANSLATE_NOOP("Actions", "Train until the last epoch"),
        Act.START,
    ),
    ActionSpec(
        "pause",
        "run",
        QT_TRANSLATE_NOOP("Actions", "&Pause"),
        "F6",
        QT_TRANSLATE_NOOP("Actions", "Rest after this batch; press again to go on"),
        Act.PAUSE,
    ),
    ActionSpec(
        "step",
        "run",
        QT_TRANSLATE_NOOP("Actions", "S&tep one batch"),
        "F7",
        QT_TRANSLATE_NOOP("Actions", "Train on one batch"),
        Act.STEP,
    ),
    ActionSpec(
        "stepEpoch",
        "run",
        QT_TRANSLATE_NOOP("Actions", "Step one epo&ch"),
        "Shift+F7",
        QT_TRANSLATE_NOOP("Actions", "Train to the end of this epoch, then pause"),
        Act.EPOCH,
    ),
    ActionSpec(
        "stepSlowly",
        "run",
        QT_TRANSLATE_NOOP("Actions", "Step in slow &motion"),
        "Ctrl+F7",
        QT_TRANSLATE_NOOP("Actions", "Take the next batch apart, part by part, and train on it"),
        Act.SLOWLY,
    ),
    ActionSpec(
        "stop",
        "run",
        QT_TRANSLATE_NOOP("Actions", "St&op"),
        "F8",
        QT_TRANSLATE_NOOP("Actions", "End this run; the model stays and can write"),
        Act.STOP,
    ),
    ActionSpec(
        "reset",
        "run",
        QT_TRANSLATE_NOOP("Actions", "R&eset"),
        "F9",
        QT_TRANSLATE_NOOP("Actions", "Back to the initial weights, with the same seed"),
        Act.RESET,
    ),
    ActionSpec(
        "twin",
        "run",
        QT_TRANSLATE_NOOP("Actions", "T&win run…"),
        "Ctrl+T",
        QT_TRANSLATE_NOOP("Actions", "Train two models that differ in one setting, side by side"),
    ),
    ActionSpec("generate", "run", QT_TRANSLATE_NOOP("Actions", "&Generate"), "Ctrl+G"),
    ActionSpec("resetZoom", "view", QT_TRANSLATE_NOOP("Actions", "Reset &zoom"), "Ctrl+0"),
    ActionSpec(
        "resetLayout", "view", QT_TRANSLATE_NOOP("Actions", "Reset &layout"), "Ctrl+Shift+0"
    ),
    ActionSpec(
        "theme.system",
        "theme",
        QT_TRANSLATE_NOOP("Actions", "Follow the &system"),
        "Ctrl+Alt+S",
        group="theme",
    ),
    ActionSpec(
        "theme.light", "theme", QT_TRANSLATE_NOOP("Actions", "&Light"), "Ctrl+Alt+L", group="theme"
    ),
    ActionSpec(
        "theme.dark", "theme", QT_TRANSLATE_NOOP("Actions", "&Dark"), "Ctrl+Alt+D", group="theme"
    ),
    ActionSpec(
        "language.system",
        "language",
        QT_TRANSLATE_NOOP("Actions", "&System language"),
        "Ctrl+Alt+Y",
        group="language",
    ),
    ActionSpec(
        "language.en",
        "language",
        QT_TRANSLATE_NOOP("Actions", "&English"),
        "Ctrl+Alt+E",
        group="language",
    ),
    ActionSpec(
        "language.zh_CN",
        "language",
        QT_TRANSLATE_NOOP("Actions", "&Chinese (简体中文)"),
        "Ctrl+Alt+C",
        group="language",
    ),
    ActionSpec("shortcuts", "help", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"), "F1"),
    ActionSpec(
        "logs",
        "help",
        QT_TRANSLATE_NOOP("Actions", "Show l&ogs"),
        "Ctrl+Shift+F1",
        QT_TRANSLATE_NOOP("Actions", "Open the folder of logs and crash reports"),
    ),
    ActionSpec(
        "about", "help", QT_TRANSLATE_NOOP("Actions", "&About the LSTM playground"), "Ctrl+F1"
    ),
    *(
        ActionSpec(
            f"threads.{count}",
            "threads",
            str(count) if count else QT_TRANSLATE_NOOP("Actions", "&Automatic"),
            f"Ctrl+Alt+{count}" if count < 10 else "",
            group="threads",
        )
        for count in range(min(os.cpu_count() or 1, MOST_THREADS) + 1)
    ),
)
