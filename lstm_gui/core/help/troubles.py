"""What can go wrong, at more length than a message has room for, and what helps. No Qt here."""

from __future__ import annotations

from lstm_gui.core.help.topic import Topic, by_name
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["TROUBLES"]

TROUBLES = by_name(
    (
        Topic(
            ("text",),
            QT_TRANSLATE_NOOP(
                "Help",
                "The text in use stays, and nothing is lost. A text to train on is a .txt "
                "file, or a .zip with one in it, of at least some hundred characters.\n\n"
                "What helps: open the file in an editor and save it as plain text in UTF-8. "
                "A word processor's file (.docx, .odt, .pdf) is no plain text: save or "
                "export it as .txt first. Of a very large file, use the first part; the "
                "form says how much is read.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "A text that cannot be used"),
            terms=(
                "vocabulary",
                "token",
            ),
            see=("experiment",),
        ),
        Topic(
            ("encoding",),
            QT_TRANSLATE_NOOP(
                "Help",
                "A file holds bytes, and it does not say how they are to be read as "
                "characters. UTF-8 and the usual Chinese encodings are found by themselves; "
                "here that was not certain, and a wrong guess would make the model learn "
                "nonsense.\n\n"
                "What helps: press “Choose the encoding…” and try one after another until "
                "the preview can be read: GB18030 for texts from the mainland, Big5 for "
                "those from Taiwan and Hong Kong. Or save the file in an editor as UTF-8.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "A text whose encoding is not known"),
            terms=("token",),
            see=("experiment",),
        ),
        Topic(
            ("model",),
            QT_TRANSLATE_NOOP(
                "Help",
                "A model file is checked before anything of it is used: sizes, names, a "
                "digest, and every value. If one of these is wrong, the file was damaged on "
                "its way, was not made by this program, or belongs to a newer version. The "
                "model in use stays.\n\n"
                "What helps: fetch or copy the file again. Open the text that the model was "
                "trained on, for it can only read those characters. The newest models of "
                "your runs are also in the table of runs: select one and press Continue.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "A model that cannot be opened"),
            terms=("vocabulary",),
            see=("runs",),
        ),
        Topic(
            ("output",),
            QT_TRANSLATE_NOOP(
                "Help",
                "Nothing half-written is left behind: a file that was there before is still "
                "there as it was.\n\n"
                "What helps: if the disk is full, free some room; File, Data folder… lists "
                "the models that are kept, with their sizes, and deletes those you choose. "
                "If the folder is protected, choose another, such as your home folder. If "
                "the medium was pulled out, put it in again. Then save once more; the run "
                "goes on meanwhile.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "A file that cannot be written"),
            see=("runs",),
        ),
        Topic(
            ("engine",),
            QT_TRANSLATE_NOOP(
                "Help",
                "The engine is MXNet 1.9.1, which does the computing. Without it the window "
                "opens, and texts and earlier runs can be looked at, but nothing is "
                "trained.\n\n"
                "What helps: in a terminal, run lstm-gui doctor; it examines the machine "
                "and names what is missing with the command that brings it, most often "
                "libquadmath0 or a NumPy below 2. If memory ran out, choose fewer hidden "
                "units, a smaller batch or shorter sequences. If a graphics card was "
                "chosen, try cpu under Context.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "The engine does not start, or cannot go on"),
        ),
        Topic(
            ("download",),
            QT_TRANSLATE_NOOP(
                "Help",
                "Each text of the catalogue is fetched from the place that is shown, by "
                "https, and used only if its size and its SHA-256 are what they should be.\n\n"
                "What helps: see whether a browser can open the address. A proxy is taken "
                "from the environment (https_proxy). A download that was cut off goes on "
                "where it ended when you press Download again. Or fetch the file elsewhere "
                "and open it with Ctrl+O.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "A text that could not be fetched"),
            see=("experiment",),
        ),
        Topic(
            ("export",),
            QT_TRANSLATE_NOOP(
                "Help",
                "Some kinds of files need a package that does not come with the program, "
                "some need what this run does not have: a film needs the moments of the "
                "time machine, a script a run that kept its network and text.\n\n"
                "What helps: install what the message names with pip in the same "
                "environment, or choose another kind of file: numbers as CSV and pictures "
                "as PNG or SVG need nothing.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "Something that cannot be exported"),
            see=("runs",),
        ),
        Topic(
            ("font",),
            QT_TRANSLATE_NOOP(
                "Help",
                "Characters that no installed font has are drawn as empty boxes. Training "
                "is not touched by it: the model sees characters, not their shapes.\n\n"
                "What helps: on Debian and Ubuntu, sudo apt-get install fonts-noto-cjk; on "
                "Fedora, sudo dnf install google-noto-sans-cjk-fonts; on Arch, sudo pacman "
                "-S noto-fonts-cjk. Those are for Chinese; for another script the message "
                "names the packages. Then start the program again.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "A font that is missing"),
        ),
        Topic(
            ("input",),
            QT_TRANSLATE_NOOP(
                "Help",
                "The environment asks for an input method that this Qt does not have.\n\n"
                "What helps: start the program with QT_IM_MODULE=ibus lstm-gui; fcitx5 "
                "understands that, too. Until then, text can be pasted into every field.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "Chinese cannot be typed"),
        ),
        Topic(
            ("preferences",),
            QT_TRANSLATE_NOOP(
                "Help",
                "The file of preferences, or the layout in it, could not be read, perhaps "
                "because the machine stopped while it was written. It is set aside under "
                "another name, and the program goes on with what it has at first: look, "
                "language, layout and recent files. Runs, models and texts are not in it "
                "and are all there.\n\n"
                "What helps: choose look and language again in the View menu. If it happens "
                "at every start, see whether the folder ~/.config/lstm-gui can be written "
                "to.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "Preferences that were damaged"),
        ),
        Topic(
            ("storage",),
            QT_TRANSLATE_NOOP(
                "Help",
                "The table of runs and the models lie in the data folder. It cannot be read "
                "or written now: the disk may be full, the folder protected, or the file "
                "damaged. The run in the window goes on all the same.\n\n"
                "What helps: save the model or the moment in the File menu, to another disk "
                "if need be. Free room with File, Data folder…. A damaged table is set "
                "aside and a new one begun; the models beside it stay.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "Runs that cannot be kept"),
            see=("runs",),
        ),
        Topic(
            ("unexpected",),
            QT_TRANSLATE_NOOP(
                "Help",
                "This should not happen, and it is not your doing. What was trained is "
                "kept: the run was copied a few seconds ago at most.\n\n"
                "What helps: press Reset to go on, or close the window and start again; the "
                "next start offers to continue the run. To report it, press Details and "
                "Copy, and add what you did; Help, Show logs opens what else was written "
                "down.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "Something unexpected"),
        ),
        Topic(
            ("size",),
            QT_TRANSLATE_NOOP(
                "Help",
                "With these settings the model needs more memory than this machine has "
                "free. The system might slow down or end the program.\n\n"
                "What helps: fewer hidden units count most, since the weights grow with "
                "their square; then fewer layers, a smaller batch, and shorter sequences.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "A model that may be too large"),
            see=("experiment",),
        ),
        Topic(
            ("diverged", "not_a_number"),
            QT_TRANSLATE_NOOP(
                "Help",
                "One step was so long that the weights landed where everything is worse; "
                "the next gradient is larger still, and soon the numbers overflow. The "
                "model was put back to the last good epoch, and the curve ends at its last "
                "finite value.\n\n"
                "What helps: a learning rate a third or a tenth as high, or a smaller θ, so "
                "that steep places are clipped. With Adam, stay near 0.01. The button "
                "beside the message does it and resumes.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "Training has broken down"),
            formula="g ← min(1, θ / ‖g‖) g",
            terms=(
                "exploding_gradient",
                "gradient_clipping",
                "learning_rate",
            ),
            see=(
                "training",
                "perplexity",
            ),
        ),
        Topic(
            ("rising",),
            QT_TRANSLATE_NOOP(
                "Help",
                "Now and then a step overshoots; the curve jumps and comes back. If it "
                "keeps rising, steps are too long.\n\n"
                "What helps: wait an epoch or two; then take a third of the learning rate. "
                "Ctrl+Z goes back to just before the last change.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "The perplexity rises"),
            terms=(
                "learning_rate",
                "perplexity",
            ),
            see=(
                "perplexity",
                "training",
            ),
        ),
        Topic(
            ("overfitting",),
            QT_TRANSLATE_NOOP(
                "Help",
                "On the training text it still gets better, on songs it has not seen it "
                "gets worse: it remembers these words and no longer what songs have in "
                "common. Samples become copies.\n\n"
                "What helps: stop at the best moment, which is kept and which the button "
                "goes back to; train on more text; take fewer hidden units.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "The model learns by heart"),
            terms=(
                "overfitting",
                "held_out",
            ),
            see=("perplexity",),
        ),
        Topic(
            ("flat",),
            QT_TRANSLATE_NOOP(
                "Help",
                "At the beginning a level curve means that steps are too short, or that the "
                "weights begin too small: the model knows how frequent each character is, "
                "and nothing more. Later it means that it hovers around its goal with steps "
                "too long to reach it, or that all is learnt.\n\n"
                "What helps: at the beginning raise the learning rate, or choose "
                "1/√(inputs) under Initial weights. Later lower it to a third. Near 1 there "
                "is nothing left to gain.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "The curve is level"),
            terms=("learning_rate",),
            see=(
                "perplexity",
                "training",
            ),
        ),
        Topic(
            ("saturated",),
            QT_TRANSLATE_NOOP(
                "Help",
                "A gate near 0 or 1 hardly changes when its weights change a little, so "
                "almost no gradient passes and it does not learn to do otherwise. A few "
                "such gates are useful: they hold a memory for long. Many of them mean that "
                "the weights were thrown too far.\n\n"
                "What helps: a lower learning rate, begun earlier. Lifetimes shows which "
                "gates they are.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "Gates that are stuck"),
            formula="σ′(a) = σ(a) (1 − σ(a))",
            terms=(
                "saturation",
                "gate",
            ),
            see=("lifetimes",),
        ),
        Topic(
            ("dead",),
            QT_TRANSLATE_NOOP(
                "Help",
                "These cells hold the same value whatever is read. Early in training many "
                "are like that; if they stay so, the model has more cells than it has found "
                "a use for.\n\n"
                "What helps: nothing is wrong. Fewer hidden units would be faster and do as "
                "well.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "Cells that never move"),
            terms=("memory_cell",),
            see=(
                "lifetimes",
                "cells",
            ),
        ),
        Topic(
            ("clipped",),
            QT_TRANSLATE_NOOP(
                "Help",
                "Every gradient is longer than θ and is cut to it, so with SGD every step "
                "is as long as learning rate times θ. The book's recipe works like that. "
                "But the model cannot take shorter steps as it nears its goal.\n\n"
                "What helps: if the curve has become level, raise θ above the usual norm "
                "and lower the learning rate as much, which the button does; or lower the "
                "learning rate alone.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "Every batch is clipped"),
            formula="‖η g‖ ≤ η θ",
            terms=(
                "gradient_clipping",
                "learning_rate",
            ),
            see=("training",),
        ),
        Topic(
            ("lesson",),
            QT_TRANSLATE_NOOP(
                "Help",
                "A lesson is a text file in UTF-8 with parts in brackets and lines of name "
                "= value. The message names the line and what is wrong there.\n\n"
                "What helps: open the file in a text editor, go to that line, mend it, and "
                "open it again. The lessons that come with the program are good patterns; "
                "README describes each line.",
            ),
            title=QT_TRANSLATE_NOOP("Help", "A lesson that cannot be read"),
            see=("lessons",),
        ),
    )
)
"""By the names that errors, findings of the watch and notices give."""
