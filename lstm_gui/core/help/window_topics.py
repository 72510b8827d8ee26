"""What stands around the views: bars, dialogs, and the actions of the menus. No Qt here.

An action whose tip says all of it has no topic here.
"""

from __future__ import annotations

from lstm_gui.core.help.topic import Topic
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["WINDOW"]

WINDOW: tuple[Topic, ...] = (
    Topic(
        ("mainWindow",),
        QT_TRANSLATE_NOOP(
            "Help",
            "On the left is what is set, in the middle what the model remembers, on the right "
            "what it writes; above the memory are the views, in groups. Every border can be "
            "dragged, every tab pulled out.\n\n"
            "Nothing that can be pressed here breaks anything: a change is taken back with "
            "Ctrl+Z, and what was trained stays in the table of runs.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "The window"),
    ),
    Topic(
        ("corpusCard",),
        QT_TRANSLATE_NOOP(
            "Help",
            "What is trained on: how many characters, how many different ones, how many songs "
            "and lines. The button opens another text, the songs to choose among, or a task "
            "that needs memory.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Text"),
        terms=(
            "vocabulary",
            "held_out",
        ),
        see=("experiment",),
    ),
    Topic(
        ("restartFoot",),
        QT_TRANSLATE_NOOP(
            "Help",
            "These settings change the model. Apply and keep learning goes on with all that "
            "fits of the model; Apply and restart begins with a new one; Revert goes back to "
            "what is in use.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Settings that wait"),
        see=("experiment",),
    ),
    Topic(
        ("runBar",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Start, pause, step by step, stop, and back to the first weights. Beside it, "
            "settings that belong together, the device that computes, and at the right the "
            "perplexity and epoch of now.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Run"),
        terms=("epoch",),
        see=(
            "training",
            "perplexity",
        ),
    ),
    Topic(
        ("headlineLabel",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The perplexity of the last complete epoch, and how many epochs are done of those "
            "planned.",
        ),
        terms=(
            "perplexity",
            "epoch",
        ),
        see=("perplexity",),
    ),
    Topic(
        ("curveGlance",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The curve in small, while its plot is out of sight. A click brings the plot.",
        ),
        terms=("perplexity",),
        see=("perplexity",),
    ),
    Topic(
        ("presetCombo",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Settings that belong together; they fill the form. Quick learns in seconds, Book "
            "LSTM and Book GRU are the recipes of the book, and Article as printed shows what "
            "happens without clipping.",
        ),
        terms=("preset",),
        see=("experiment",),
    ),
    Topic(
        ("statusLine", "statusLabel", "progressBar", "autosaveLabel"),
        QT_TRANSLATE_NOOP(
            "Help",
            "What the engine is doing, where: the batch of the epoch, characters a second, "
            "seconds an epoch, and the time that is left. At the right, when the run was last "
            "copied to disk: if the program or the machine stops, the next start goes on from "
            "there.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Status"),
        terms=(
            "epoch",
            "batch_size",
        ),
        see=("training",),
    ),
    Topic(
        ("groupBar",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The views in groups, by what one does: watch the training, read the memory, try "
            "something out, compare runs, write. A click brings the views of a group, with the "
            "one in front that was there last.",
        ),
    ),
    Topic(
        ("dockTabs",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Each tab is a view. Drag it to move it, double-click to make it a window of its "
            "own; the right button has a place beside the others, and closing.",
        ),
    ),
    Topic(
        ("noticeBar",),
        QT_TRANSLATE_NOOP(
            "Help",
            "What needs to be known: what went wrong, what the watch has noticed, what was "
            "done. Nothing waits for an answer here. Help opens a page that says more, and what "
            "to do.",
        ),
    ),
    Topic(
        ("twinBar",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Two models are trained in turns, with the same seed on the same batches; what "
            "differs stands here. End twin goes on with the first alone; the second stays in "
            "the table of runs.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Twin run"),
        terms=("twin_run",),
        see=("runs",),
    ),
    Topic(
        ("twinForm", "twinAction", "twinButton"),
        QT_TRANSLATE_NOOP(
            "Help",
            "Train two models side by side that differ in one setting, and in nothing else: the "
            "same seed, the same batches. So what differs in their curves comes from that "
            "setting.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Twin run"),
        terms=(
            "twin_run",
            "seed",
        ),
        see=(
            "runs",
            "distance",
        ),
    ),
    Topic(
        ("welcomeDialog", "welcomeAction"),
        QT_TRANSLATE_NOOP(
            "Help",
            "How one begins, in three steps, and examples to open: models that were trained "
            "before, each with its curve and its memory. Nothing here changes a run; what is "
            "opened becomes a run of its own.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Welcome"),
        terms=("perplexity",),
        see=(
            "lessons",
            "article",
        ),
    ),
    Topic(
        ("songsDialog", "songsAction"),
        QT_TRANSLATE_NOOP(
            "Help",
            "Tick the songs to train on, to hold out, or to leave out. What is chosen becomes a "
            "text of its own, with the songs held out at its end.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Songs"),
        terms=(
            "held_out",
            "vocabulary",
        ),
        see=("experiment",),
    ),
    Topic(
        ("catalogueDialog", "getTextsAction"),
        QT_TRANSLATE_NOOP(
            "Help",
            "Texts that can be fetched, the book's own lyrics among them. Only here does the "
            "program use the network, and only when Download is pressed; each file is checked "
            "before it is opened.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Get texts"),
        see=("experiment",),
    ),
    Topic(
        ("textEditorDialog", "editTextAction"),
        QT_TRANSLATE_NOOP(
            "Help",
            "Write a text to train on, or paste one. Some thousands of characters are a good "
            "beginning; with less, the model soon knows it by heart.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Edit or paste text"),
        terms=("vocabulary",),
        see=("experiment",),
    ),
    Topic(
        ("encodingDialog", "encodingButton"),
        QT_TRANSLATE_NOOP(
            "Help",
            "How the bytes of the file are read as characters. The preview is right when it can "
            "be read; most Chinese files are in UTF-8 or GB18030, older ones from Taiwan and "
            "Hong Kong in Big5.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Encoding"),
        see=("experiment",),
    ),
    Topic(
        ("exportDialog", "exportAction"),
        QT_TRANSLATE_NOOP(
            "Help",
            "A view as a picture or as numbers; a run as a report, a table, events for "
            "TensorBoard, a script or a film; or the table of all runs.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Export"),
        see=("runs",),
    ),
    Topic(
        ("dataFolderDialog", "dataFolderAction"),
        QT_TRANSLATE_NOOP(
            "Help",
            "What is kept, with its size: models of runs and texts of your own. Delete what is "
            "not needed, or choose another folder. What a run under way needs cannot be "
            "deleted.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Data folder"),
        see=("runs",),
    ),
    Topic(
        ("momentDialog", "saveMomentAction"),
        QT_TRANSLATE_NOOP(
            "Help",
            "The run and all that is seen of it in one file: model, place in the text, curve, "
            "samples, moments, layout. Opened elsewhere, the window is the same, and training "
            "goes on to the bit.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Save moment"),
        see=("runs",),
    ),
    Topic(
        ("openModelAction",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Open a model that was saved, and train it further or let it write. It needs the "
            "characters of the text that it was trained on.",
        ),
        see=("runs",),
    ),
    Topic(
        ("saveModelAction",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Save the weights, the settings and the place in the text as a safetensors file. "
            "Other programs can read the weights.",
        ),
        see=("runs",),
    ),
    Topic(
        ("saveTwinAction",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Save the model of the twin in a file of its own.",
        ),
        terms=("twin_run",),
        see=("runs",),
    ),
    Topic(
        ("saveSamplesAction", "saveSamplesButton"),
        QT_TRANSLATE_NOOP(
            "Help",
            "Save all samples with their epoch and perplexity as a text file.",
        ),
        terms=("prefix",),
        see=("lyrics",),
    ),
    Topic(
        ("quitAction",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Close the window. The run under way and its model are kept first, so nothing needs "
            "to be saved.",
        ),
    ),
    Topic(
        ("undoAction", "redoAction"),
        QT_TRANSLATE_NOOP(
            "Help",
            "Undo goes back to just before the last change of a setting: the model, the curve "
            "and the place in the text are as they were then. Redo goes forward again.",
        ),
        see=(
            "runs",
            "experiment",
        ),
    ),
    Topic(
        ("generateAction", "generateButton"),
        QT_TRANSLATE_NOOP(
            "Help",
            "Let the model go on from the prefix, as it is at this moment. It may train meanwhile.",
        ),
        terms=(
            "prefix",
            "temperature",
        ),
        see=("lyrics",),
    ),
    Topic(
        ("resetZoomAction", "resetZoomButton"),
        QT_TRANSLATE_NOOP(
            "Help",
            "Show the whole curve again, and follow it as it grows.",
        ),
        see=("perplexity",),
    ),
    Topic(
        ("resetLayoutAction",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Put all views back where they stood at first. Nothing else is changed.",
        ),
    ),
    Topic(
        ("theme",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Light, dark, or as the system is. The colours of the data stay the same, so that "
            "pictures can be compared.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Theme"),
    ),
    Topic(
        ("language",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The language of the window; it changes at once. What you have typed and the text "
            "that is trained on stay as they are.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Language"),
    ),
    Topic(
        ("threads",),
        QT_TRANSLATE_NOOP(
            "Help",
            "How many threads compute, from the next start on. More are faster with large "
            "models; with the book's sizes a few are enough, and the rest is left for other "
            "programs. With another number the last digits of a curve may differ.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Processor threads"),
    ),
    Topic(
        ("at_start",),
        QT_TRANSLATE_NOOP(
            "Help",
            "What becomes of the run that was under way when the window was closed: it goes on, "
            "it is offered, or the window begins anew. In any case it stays in the table of "
            "runs.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "At the next start"),
        see=("runs",),
    ),
    Topic(
        ("articleAction",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Read in five minutes what an LSTM is for, and put each claim to the test on this run.",
        ),
        terms=("lstm",),
        see=(
            "article",
            "lessons",
        ),
    ),
    Topic(
        ("shortcutsAction",),
        QT_TRANSLATE_NOOP(
            "Help",
            "All shortcuts of the window in one list.",
        ),
    ),
    Topic(
        ("aboutAction",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The version of the program and of what it is built on, and the licences.",
        ),
    ),
)
