"""Every action of the window in one table: its menu, shortcut, and the states it makes sense in."""

from __future__ import annotations

import os
from dataclasses import dataclass

from PySide6.QtCore import QLocale

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, SOURCE_LANGUAGE, languages
from lstm_gui.core.worker.states import Act

__all__ = ["ACTIONS", "MENUS", "SUBMENUS", "ActionSpec"]

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
    "recent": QT_TRANSLATE_NOOP("Actions", "&Recent"),
    "atStart": QT_TRANSLATE_NOOP("Actions", "At the next s&tart"),
    "edit": QT_TRANSLATE_NOOP("Actions", "&Edit"),
    "run": QT_TRANSLATE_NOOP("Actions", "&Run"),
    "view": QT_TRANSLATE_NOOP("Actions", "&View"),
    "arrangement": QT_TRANSLATE_NOOP("Actions", "&Arrangement"),
    "beside": QT_TRANSLATE_NOOP("Actions", "Show &beside"),
    "theme": QT_TRANSLATE_NOOP("Actions", "&Theme"),
    "palette": QT_TRANSLATE_NOOP("Actions", "C&olours"),
    "text_size": QT_TRANSLATE_NOOP("Actions", "Text &size"),
    "motion": QT_TRANSLATE_NOOP("Actions", "Mot&ion"),
    "language": QT_TRANSLATE_NOOP("Actions", "La&nguage"),
    "threads": QT_TRANSLATE_NOOP("Actions", "Processor t&hreads"),
    "help": QT_TRANSLATE_NOOP("Actions", "&Help"),
}


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "open",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Open…"),
        "Ctrl+O",
        QT_TRANSLATE_NOOP("Actions", "Open a text, a model or a moment"),
    ),
    ActionSpec(
        "getTexts",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Get texts…"),
        "Ctrl+Shift+G",
        QT_TRANSLATE_NOOP("Actions", "Fetch a text from the network: only then is it used"),
    ),
    ActionSpec(
        "songs",
        "file",
        QT_TRANSLATE_NOOP("Actions", "So&ngs…"),
        "Ctrl+L",
        QT_TRANSLATE_NOOP("Actions", "Choose which songs are trained on, held out or left out"),
    ),
    ActionSpec(
        "editText",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Edit or paste text…"),
        "Ctrl+E",
    ),
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
        "saveMoment",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Sa&ve moment…"),
        "Ctrl+M",
        QT_TRANSLATE_NOOP("Actions", "Save the run and all that is seen of it in one file"),
        Act.SAVE,
    ),
    ActionSpec(
        "saveSamples", "file", QT_TRANSLATE_NOOP("Actions", "Save s&amples…"), "Ctrl+Shift+S"
    ),
    ActionSpec(
        "export",
        "file",
        QT_TRANSLATE_NOOP("Actions", "E&xport…"),
        "Ctrl+Shift+E",
        QT_TRANSLATE_NOOP("Actions", "A view, a run or the table of runs as a file"),
    ),
    ActionSpec(
        "dataFolder",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Data &folder…"),
        "Ctrl+Shift+D",
        QT_TRANSLATE_NOOP(
            "Actions", "See what is kept, delete what is not needed, choose a folder"
        ),
    ),
    *(
        ActionSpec(f"at_start.{choice}", "atStart", text, keys, group="at_start")
        for choice, text, keys in (
            (
                "ask",
                QT_TRANSLATE_NOOP("Actions", "&Ask whether the last run goes on"),
                "Ctrl+Alt+A",
            ),
            ("always", QT_TRANSLATE_NOOP("Actions", "&Go on with the last run"), "Ctrl+Alt+G"),
            ("never", QT_TRANSLATE_NOOP("Actions", "&Begin anew"), "Ctrl+Alt+B"),
        )
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
    ActionSpec(
        "commands",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Commands…"),
        "Ctrl+K",
        QT_TRANSLATE_NOOP("Actions", "Find an action, a view, a setting or a file by its name"),
    ),
    ActionSpec(
        "numbers",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Nu&mbers…"),
        "Ctrl+Shift+N",
        QT_TRANSLATE_NOOP("Actions", "What a view shows, in words and as a table"),
    ),
    ActionSpec(
        "nextPane",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Ne&xt pane"),
        "Ctrl+F6",
        QT_TRANSLATE_NOOP("Actions", "Move the keyboard to the next part of the window"),
    ),
    ActionSpec(
        "previousPane",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Previous pane"),
        "Ctrl+Shift+F6",
        QT_TRANSLATE_NOOP("Actions", "Move the keyboard to the part of the window before"),
    ),
    ActionSpec("resetZoom", "view", QT_TRANSLATE_NOOP("Actions", "Reset &zoom"), "Ctrl+0"),
    ActionSpec(
        "resetLayout", "view", QT_TRANSLATE_NOOP("Actions", "Reset &layout"), "Ctrl+Shift+0"
    ),
    ActionSpec(
        "sound",
        "view",
        QT_TRANSLATE_NOOP("Actions", "So&und"),
        "Ctrl+Alt+N",
        QT_TRANSLATE_NOOP(
            "Actions", "Hear the perplexity of each epoch: the tone falls as the curve falls"
        ),
    ),
    ActionSpec(
        "present",
        "view",
        QT_TRANSLATE_NOOP("Actions", "P&resentation"),
        "F11",
        QT_TRANSLATE_NOOP(
            "Actions",
            "For a projector: the views that are open fill the screen, with large text and strong "
            "colours, without settings and menus; Esc ends it",
        ),
    ),
    ActionSpec(
        "fillScreen",
        "view",
        QT_TRANSLATE_NOOP("Actions", "This view &fills the screen"),
        "F12",
        QT_TRANSLATE_NOOP("Actions", "The view in use, or the map, and nothing else; Esc ends it"),
    ),
    ActionSpec(
        "arrangeWatch",
        "arrangement",
        QT_TRANSLATE_NOOP("Actions", "&Watch"),
        "Ctrl+Shift+1",
        QT_TRANSLATE_NOOP("Actions", "The curve, the settings and what the model writes"),
    ),
    ActionSpec(
        "arrangeMemory",
        "arrangement",
        QT_TRANSLATE_NOOP("Actions", "&Memory"),
        "Ctrl+Shift+2",
        QT_TRANSLATE_NOOP("Actions", "One cell and the map, and no settings"),
    ),
    ActionSpec(
        "arrangeCompare",
        "arrangement",
        QT_TRANSLATE_NOOP("Actions", "&Compare"),
        "Ctrl+Shift+3",
        QT_TRANSLATE_NOOP("Actions", "The table of runs and their curves"),
    ),
    ActionSpec(
        "arrangeClass",
        "arrangement",
        QT_TRANSLATE_NOOP("Actions", "C&lass (large)"),
        "Ctrl+Shift+4",
        QT_TRANSLATE_NOOP(
            "Actions",
            "Docks for a class: the curve, the map and the lyrics, large; text and bars stay. "
            "A presentation enlarges the text and fills the screen",
        ),
    ),
    ActionSpec(
        "arrangeBack",
        "arrangement",
        QT_TRANSLATE_NOOP("Actions", "&As it was"),
        "Ctrl+Shift+5",
        QT_TRANSLATE_NOOP("Actions", "Back to how it was before the first arrangement"),
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
    *(
        ActionSpec(f"palette.{name}", "palette", text, keys, tip, group="palette")
        for name, text, keys, tip in (
            (
                "standard",
                QT_TRANSLATE_NOOP("Actions", "&Blue and orange"),
                "Ctrl+Alt+O",
                QT_TRANSLATE_NOOP("Actions", "Safe for colour-blind people"),
            ),
            (
                "cividis",
                QT_TRANSLATE_NOOP("Actions", "&Cividis: blue, yellow and brown"),
                "Ctrl+Alt+V",
                QT_TRANSLATE_NOOP("Actions", "Safe for colour-blind people, and in even steps"),
            ),
            (
                "purple",
                QT_TRANSLATE_NOOP("Actions", "&Purple and green"),
                "Ctrl+Alt+P",
                QT_TRANSLATE_NOOP("Actions", "Safe for colour-blind people"),
            ),
            (
                "grey",
                QT_TRANSLATE_NOOP("Actions", "&Grey, for print"),
                "Ctrl+Alt+W",
                QT_TRANSLATE_NOOP("Actions", "Lightness alone: in the middle of the greys is 0"),
            ),
        )
    ),
    ActionSpec("larger", "text_size", QT_TRANSLATE_NOOP("Actions", "&Larger"), "Ctrl++"),
    ActionSpec("smaller", "text_size", QT_TRANSLATE_NOOP("Actions", "&Smaller"), "Ctrl+-"),
    *(
        ActionSpec(f"text_size.{size}", "text_size", text, keys, group="text_size")
        for size, text, keys in (
            (100, "100 %", "Shift+F2"),
            (125, "125 %", "Shift+F3"),
            (150, "150 %", "Shift+F4"),
            (200, "200 %", "Shift+F5"),
        )
    ),
    ActionSpec(
        "motion.full",
        "motion",
        QT_TRANSLATE_NOOP("Actions", "&Full"),
        "Ctrl+Alt+F",
        group="motion",
    ),
    ActionSpec(
        "motion.reduced",
        "motion",
        QT_TRANSLATE_NOOP("Actions", "&Reduced"),
        "Ctrl+Alt+R",
        QT_TRANSLATE_NOOP("Actions", "Nothing glides or pulses: what changes is there at once"),
        group="motion",
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
    *(  # those that a file was added for, by their own names
        ActionSpec(
            f"language.{code}", "language", QLocale(code).nativeLanguageName(), group="language"
        )
        for code in languages()
        if code not in (SOURCE_LANGUAGE, "zh_CN")
    ),
    ActionSpec(
        "welcome",
        "help",
        QT_TRANSLATE_NOOP("Actions", "&Welcome"),
        "Ctrl+Shift+W",
        QT_TRANSLATE_NOOP("Actions", "Three steps to begin with, and examples to open"),
    ),
    ActionSpec(
        "article",
        "help",
        QT_TRANSLATE_NOOP("Actions", "The a&rticle"),
        "Ctrl+Shift+A",
        QT_TRANSLATE_NOOP(
            "Actions", "Read what an LSTM is for, and put each claim to the test on this run"
        ),
    ),
    ActionSpec(
        "lessons",
        "help",
        QT_TRANSLATE_NOOP("Actions", "&Lessons"),
        "Ctrl+Shift+L",
        QT_TRANSLATE_NOOP("Actions", "Predict what a run does, run it, and see what came of it"),
    ),
    ActionSpec(
        "whatIsThis",
        "help",
        QT_TRANSLATE_NOOP("Actions", "What &is this?"),
        "Shift+F1",
        QT_TRANSLATE_NOOP(
            "Actions", "Tell what has the focus, and then whatever you point at, in the help pane"
        ),
    ),
    ActionSpec(
        "glossary",
        "help",
        QT_TRANSLATE_NOOP("Actions", "&Glossary"),
        "Ctrl+Shift+H",
        QT_TRANSLATE_NOOP("Actions", "Look up the words of the field, in English and Chinese"),
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


SUBMENUS = {
    "recent": "file",
    "atStart": "file",
    "arrangement": "view",
    "beside": "view",
    "theme": "view",
    "palette": "view",
    "text_size": "view",
    "motion": "view",
    "language": "view",
    "threads": "view",
}
