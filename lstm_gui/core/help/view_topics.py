"""What the views are, and what can be read from them. No Qt here."""

from __future__ import annotations

from lstm_gui.core.help.topic import Topic
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["VIEWS"]

VIEWS: tuple[Topic, ...] = (
    Topic(
        ("experimentDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "All settings of a run, in groups. A blue dot marks what acts at once; what is "
            "tinted needs a new model and waits for a button at the foot of the form.\n\n"
            "Every change is marked on the curve, and Ctrl+Z goes back to just before it.",
        ),
        see=(
            "training",
            "runs",
        ),
    ),
    Topic(
        ("lyricsDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "What the model writes as it is at this moment. Type a beginning and press "
            "Generate, also while it trains. Below are the samples that it writes by itself "
            "every so many epochs.",
        ),
        terms=(
            "prefix",
            "temperature",
            "warm_up",
        ),
        see=("studio",),
    ),
    Topic(
        ("samplesPanel",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Every so many epochs the model goes on from the prefixes of the form, always with "
            "the likeliest character. Each sample says how much of it is new; point at it to "
            "read its longest copy, with song and line.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Samples by epoch"),
        terms=(
            "prefix",
            "greedy",
        ),
        see=(
            "studio",
            "lyrics",
        ),
    ),
    Topic(
        ("perplexityDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "How unsure the model is about the next character, on a logarithmic axis: thin for "
            "each batch, bold for each epoch. Lower is better; 1 is certainty.\n\n"
            "Vertical marks are changes of settings. Level lines are baselines; a dashed curve "
            "is the part held out, a dotted one the book's. The wheel zooms, dragging moves, "
            "Home shows all.",
        ),
        formula="P = exp(−(1/n) Σ ln p(x_{t+1} | x_1 … x_t))",
        terms=(
            "perplexity",
            "baseline",
            "overfitting",
        ),
        see=(
            "training",
            "runs",
        ),
    ),
    Topic(
        ("studioDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "A page to write on together with the model: it offers the next characters, and you "
            "choose. What stands word for word in the training text is underlined, with its "
            "source beside it; branches keep every version.",
        ),
        terms=(
            "prefix",
            "temperature",
            "top_k",
            "top_p",
        ),
        see=("lyrics",),
    ),
    Topic(
        ("runsDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Every run that was trained, with what was different about it, its curve and your "
            "notes. Tick runs to draw them over one another; Continue goes on with a model that "
            "was kept. F2 renames, Del deletes, and that can be taken back.",
        ),
        terms=(
            "perplexity",
            "twin_run",
        ),
        see=(
            "perplexity",
            "search",
        ),
    ),
    Topic(
        ("trainingDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "What happens at each step: the norm of the gradient against θ, the share of "
            "batches that were clipped, and the learning rate. Below, goals: to be told, or to "
            "stop, when they are reached.",
        ),
        formula="‖g‖ = √(Σ g_i g_i)",
        terms=(
            "gradient",
            "gradient_clipping",
        ),
        see=("perplexity",),
    ),
    Topic(
        ("stepsDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "One training step, taken apart: what each time step reads and expects, the loss of "
            "every character, the gradient on its way back, clipping, and how far each weight "
            "moves. The step itself is the one that training would have taken.",
        ),
        terms=(
            "bptt",
            "loss",
            "gradient",
        ),
        see=(
            "training",
            "ledger",
        ),
    ),
    Topic(
        ("readingDock", "readingView"),
        QT_TRANSLATE_NOOP(
            "Help",
            "One cell read along the text: its value and its gates below each character, how "
            "surprised the model was above, and the five likeliest next characters. The text "
            "can be coloured by the cell, by surprise, or by who mattered to a character.",
        ),
        terms=(
            "surprise",
            "memory_cell",
            "who_mattered",
        ),
        see=(
            "memory",
            "cells",
        ),
    ),
    Topic(
        ("ledgerDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The accounts of one cell at one character, in numbers: how much of the old memory "
            "is kept, how much is written, how much is shown. The graph beside it is the "
            "article's; a click on an equation shows its numbers.",
        ),
        formula="C_t = F_t ⊙ C_{t−1} + I_t ⊙ C̃_t",
        terms=(
            "memory_cell",
            "forget_gate",
            "input_gate",
            "output_gate",
        ),
        see=(
            "reading",
            "steps",
        ),
    ),
    Topic(
        ("cellsDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Cells that follow something that has a name, such as the place in a line or the "
            "depth of brackets. For each, how well it follows is measured on text that was not "
            "used to find it.",
        ),
        terms=("memory_cell",),
        see=(
            "reading",
            "memory",
        ),
    ),
    Topic(
        ("lifetimesDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "How long each cell keeps what it holds, judged by its forget gate; which gates are "
            "nearly always open or shut; and which cells never move.",
        ),
        formula="k = ln ½ / ln f",
        terms=(
            "half_life",
            "saturation",
            "forget_gate",
        ),
        see=(
            "memory",
            "cells",
        ),
    ),
    Topic(
        ("phrasesDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Choose a phrase of the probe text: the cells that are high throughout it and low "
            "elsewhere are listed, and the training text is searched for other places where "
            "they fire together.",
        ),
        terms=("memory_cell",),
        see=(
            "cells",
            "reading",
        ),
    ),
    Topic(
        ("touchDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Hold, clear, flip or freeze memory cells, or take over the state of another text, "
            "and read what the model writes with it and without. The model itself stays as it "
            "is.",
        ),
        terms=("intervention",),
        see=(
            "whatIf",
            "reading",
        ),
    ),
    Topic(
        ("whatIfDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Put another character in the place of one, and see how long the memory can tell "
            "the difference: each row is a cell, bright where it is another one than before. "
            "What fades fast was forgotten fast.",
        ),
        terms=("memory_span",),
        see=(
            "touch",
            "distance",
        ),
    ),
    Topic(
        ("distanceDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "How far back the network reaches, by two measures: what gradients still say about "
            "a state so many characters ago, and what the model really recalls in a task.",
        ),
        formula="‖∂L_t / ∂h_{t−k}‖",
        terms=(
            "vanishing_gradient",
            "memory_span",
        ),
        see=(
            "training",
            "steps",
        ),
    ),
    Topic(
        ("reachView", "reachPlot"),
        QT_TRANSLATE_NOOP(
            "Help",
            "The median over 16 places of the text, with the quartiles as a band. Where the "
            "line falls steeply, nothing can be learnt about what stands farther back. The "
            "dashed line is where training cuts gradients off.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "How far gradients reach"),
        formula="‖∂L_t / ∂h_{t−k}‖",
        terms=(
            "vanishing_gradient",
            "bptt",
        ),
        see=("distance",),
    ),
    Topic(
        ("recallView", "recallPlot"),
        QT_TRANSLATE_NOOP(
            "Help",
            "The share of questions answered right, by how many characters lie between. An LSTM "
            "that was trained on the task holds out where a plain RNN only guesses.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Memory span"),
        terms=("memory_span",),
        see=("distance",),
    ),
    Topic(
        ("searchDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Train models with settings from these ranges, beside the window, and keep those "
            "with the lowest perplexity. Each trial becomes a run of the table.",
        ),
        terms=("learning_rate",),
        see=("runs",),
    ),
    Topic(
        ("articleDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "What an LSTM is for, in five minutes. Each equation opens the ledger at its "
            "numbers, and each claim can be put to the test on the model as it is.",
        ),
        terms=(
            "lstm",
            "forget_gate",
        ),
        see=(
            "ledger",
            "lessons",
        ),
    ),
    Topic(
        ("lessonsDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Eight lessons of a few minutes. A step asks what you expect; then a small model is "
            "trained, and its numbers decide.",
        ),
        terms=("perplexity",),
        see=(
            "article",
            "runs",
        ),
    ),
    Topic(
        ("helpDock",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Point at anything in the window, or go there with the Tab key, and rest: this page "
            "tells what it is. Shift+F1 brings the page to the front, at what has the focus.\n\n"
            "Stay on this page keeps what you are reading; the glossary has the words of the "
            "field in both languages.",
        ),
        see=(
            "article",
            "lessons",
        ),
    ),
    Topic(
        ("memoryPanel", "center"),
        QT_TRANSLATE_NOOP(
            "Help",
            "What the network holds while it reads the text below: a row for each memory cell, "
            "a column for each character. Blue is below zero, orange above. Point at a value to "
            "read it; the arrow keys walk through cells and characters.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Memory"),
        formula="C_t = F_t ⊙ C_{t−1} + I_t ⊙ C̃_t",
        terms=(
            "memory_cell",
            "hidden_state",
            "probe_text",
        ),
        see=(
            "reading",
            "cells",
        ),
    ),
)
