"""What the controls in the views are, and what happens when they are turned. No Qt here.

Settings have none here, for their `Knob` has the words.
"""

from __future__ import annotations

from lstm_gui.core.help.topic import Topic
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["CONTROLS"]

CONTROLS: tuple[Topic, ...] = (
    Topic(
        ("plotLegend",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Each name has the colour of its line. Baselines are switched on and off in the "
            "menu of the plot, under the right button.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Lines of the plot"),
        terms=(
            "perplexity",
            "baseline",
            "held_out",
        ),
        see=("perplexity",),
    ),
    Topic(
        ("smoothingSlider", "smoothingLabel"),
        QT_TRANSLATE_NOOP(
            "Help",
            "A moving mean over the curves. Further to the right it takes in more batches: the "
            "line is calmer, and what is new shows later. At the left end the curves are as "
            "measured.",
        ),
        see=("perplexity",),
    ),
    Topic(
        ("plotAxisCombo",),
        QT_TRANSLATE_NOOP(
            "Help",
            "What the curves are drawn by. Epochs compare how often the text was read, batches "
            "how many steps were taken, seconds what it cost on this machine.",
        ),
        terms=("epoch",),
        see=(
            "perplexity",
            "runs",
        ),
    ),
    Topic(
        ("studioPage", "thenPage"),
        QT_TRANSLATE_NOOP(
            "Help",
            "Write here, or let the model write from the cursor with Ctrl+Return. Ctrl with a "
            "digit takes one of the characters offered. The colours show what is chosen above: "
            "probability, surprise, or a cell of the map.",
        ),
        terms=(
            "surprise",
            "who_mattered",
        ),
        see=("studio",),
    ),
    Topic(
        ("candidateStrip",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The eight likeliest characters at the cursor, each with its probability. Choose "
            "one, and the model goes on from there as another branch.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "The next character"),
        formula="p_i = exp(y_i) / Σ_j exp(y_j)",
        terms=(
            "temperature",
            "greedy",
        ),
        see=("studio",),
    ),
    Topic(
        ("branchView",),
        QT_TRANSLATE_NOOP(
            "Help",
            "All versions of the text as a tree: each branch keeps the beginning of the one "
            "above it. The arrow keys walk through it; two that are selected can be compared.",
        ),
        see=("studio",),
    ),
    Topic(
        ("keptList",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Texts that you have kept, with their settings, epoch and seed. They last from one "
            "session to the next.",
        ),
        see=("studio",),
    ),
    Topic(
        ("sourceView",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The place in the training text where the words at the cursor stand, with song and "
            "line.",
        ),
        see=("studio",),
    ),
    Topic(
        ("noveltyStrip", "noveltyCurve"),
        QT_TRANSLATE_NOOP(
            "Help",
            "The share of the samples that is new, over the epochs, beside that of real songs "
            "among one another. When it falls far below theirs, the model copies.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "New characters"),
        see=(
            "studio",
            "lyrics",
        ),
    ),
    Topic(
        ("gradientNormStrip",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The size of all gradients together, before clipping, with θ as a line. A steep "
            "rise is a warning: the next step would throw the weights off if it were not "
            "clipped.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Gradient norm"),
        formula="‖g‖ = √(Σ g_i g_i)",
        terms=(
            "gradient",
            "exploding_gradient",
        ),
        see=("training",),
    ),
    Topic(
        ("clippedShareStrip",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The share of batches whose gradient was larger than θ. With the book's recipe it "
            "is all of them, on purpose: then every step has the same length.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Clipped batches"),
        terms=("gradient_clipping",),
        see=("training",),
    ),
    Topic(
        ("learningRateStrip",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The learning rate as it was at each step, with what you and the watch have changed.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Learning rate"),
        terms=("learning_rate",),
        see=("training",),
    ),
    Topic(
        ("goalFields",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Be told when the perplexity is below a number, or let training stop once it has "
            "hardly moved for a good while.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Goals"),
        terms=("perplexity",),
        see=("training",),
    ),
    Topic(
        ("stepUpdates",),
        QT_TRANSLATE_NOOP(
            "Help",
            "How far each matrix of weights moves in this step, beside how large it is.",
        ),
        formula="W ← W − η g",
        terms=(
            "gradient",
            "learning_rate",
        ),
        see=("steps",),
    ),
    Topic(
        ("memoryHeatmap", "memoryHeatmapB", "memoryMaps"),
        QT_TRANSLATE_NOOP(
            "Help",
            "A row is a cell, a column is a character, the colour is the value. Click to choose "
            "a cell and a character: the other views follow. Long stripes are cells that hold "
            "on to something; columns that change all at once are places where the text turns, "
            "such as the end of a line.",
        ),
        terms=(
            "memory_cell",
            "hidden_state",
        ),
        see=(
            "reading",
            "ledger",
        ),
    ),
    Topic(
        ("quantityButton_c",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The memory of each cell. It may leave −1 … 1 and count on; what it shows of it "
            "goes through tanh, so beyond ±4 hardly anything changes.",
        ),
        formula="C_t = F_t ⊙ C_{t−1} + I_t ⊙ C̃_t",
        terms=(
            "memory_cell",
            "half_life",
        ),
        see=(
            "ledger",
            "reading",
        ),
    ),
    Topic(
        ("quantityButton_h",),
        QT_TRANSLATE_NOOP(
            "Help",
            "What each cell shows: to the gates at the next character, and to the output layer "
            "that guesses it. A GRU and an RNN have this alone.",
        ),
        formula="H_t = O_t ⊙ tanh(C_t)",
        terms=("hidden_state",),
        see=(
            "ledger",
            "reading",
        ),
    ),
    Topic(
        ("quantityButton_i",),
        QT_TRANSLATE_NOOP(
            "Help",
            "How much of the candidate each cell writes into its memory: 0 is shut, 1 is open.",
        ),
        formula="I_t = σ(X_t W_{xi} + H_{t−1} W_{hi} + b_i)",
        terms=(
            "input_gate",
            "gate",
        ),
        see=(
            "ledger",
            "lifetimes",
        ),
    ),
    Topic(
        ("quantityButton_f",),
        QT_TRANSLATE_NOOP(
            "Help",
            "How much of its old memory each cell keeps: bright cells hold on, dark ones let "
            "go. Look where a line or a song ends.",
        ),
        formula="F_t = σ(X_t W_{xf} + H_{t−1} W_{hf} + b_f)",
        terms=(
            "forget_gate",
            "half_life",
        ),
        see=(
            "ledger",
            "lifetimes",
        ),
    ),
    Topic(
        ("quantityButton_o",),
        QT_TRANSLATE_NOOP(
            "Help",
            "How much of its memory each cell shows. A cell can keep something for long with "
            "this gate shut, and show it when it is needed.",
        ),
        formula="O_t = σ(X_t W_{xo} + H_{t−1} W_{ho} + b_o)",
        terms=(
            "output_gate",
            "gate",
        ),
        see=(
            "ledger",
            "lifetimes",
        ),
    ),
    Topic(
        ("quantityButton_c~",),
        QT_TRANSLATE_NOOP(
            "Help",
            "What each cell could write at this character, between −1 and 1. Whether it does is "
            "up to the input gate.",
        ),
        formula="C̃_t = tanh(X_t W_{xc} + H_{t−1} W_{hc} + b_c)",
        terms=("candidate",),
        see=("ledger",),
    ),
    Topic(
        ("quantityButton_r",),
        QT_TRANSLATE_NOOP(
            "Help",
            "How much of the old state goes into the candidate. At 0 the cell proposes "
            "something new, as if nothing had been read before.",
        ),
        formula="R_t = σ(X_t W_{xr} + H_{t−1} W_{hr} + b_r)",
        terms=(
            "gru",
            "gate",
        ),
        see=("ledger",),
    ),
    Topic(
        ("quantityButton_z",),
        QT_TRANSLATE_NOOP(
            "Help",
            "How much of the old state each cell keeps: 1 keeps all of it, 0 replaces it by the "
            "candidate.",
        ),
        formula="H_t = Z_t ⊙ H_{t−1} + (1 − Z_t) ⊙ H̃_t",
        terms=(
            "gru",
            "gate",
        ),
        see=(
            "ledger",
            "lifetimes",
        ),
    ),
    Topic(
        ("quantityButton_h~",),
        QT_TRANSLATE_NOOP(
            "Help",
            "What each cell of a GRU proposes as its new state.",
        ),
        formula="H̃_t = tanh(X_t W_{xh} + R_t ⊙ (H_{t−1} W_{hh} + b_h))",
        terms=(
            "gru",
            "candidate",
        ),
        see=("ledger",),
    ),
    Topic(
        ("quantitySwitch",),
        QT_TRANSLATE_NOOP(
            "Help",
            "What the heat map shows: the memory C, what it shows H, the gates I, F and O, or "
            "the candidate C̃. The layer is chosen beside it, if there is more than one.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Quantity"),
        terms=(
            "memory_cell",
            "hidden_state",
            "gate",
        ),
        see=("ledger",),
    ),
    Topic(
        ("orderBar", "orderCombo", "refreshOrderButton"),
        QT_TRANSLATE_NOOP(
            "Help",
            "By index, by how much a cell moves, by half-life, by what it follows, or by "
            "similarity, which puts cells side by side that do alike. Rows keep their places "
            "while training goes on, until you sort again.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Order of the rows"),
        terms=("half_life",),
        see=(
            "cells",
            "lifetimes",
        ),
    ),
    Topic(
        ("cellSearch",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Type the number of a cell, or part of its name, and Enter: it is chosen and "
            "brought into view.",
        ),
        terms=("memory_cell",),
        see=("cells",),
    ),
    Topic(
        ("pinButton",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Pinned cells stay on top of the map, whatever the order.",
        ),
        see=("memory",),
    ),
    Topic(
        ("memoryColorBar",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Which colour stands for which value. C is coloured up to ±4 at most, since tanh(4) "
            "is 0.999; the points at the side say how far it really goes. Click to choose "
            "another range, or to colour each cell by its own range.",
        ),
        terms=("saturation",),
        see=("memory",),
    ),
    Topic(
        ("memoryReadout",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The cell, the character and the value that is pointed at, with its neighbours.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Values at the cursor"),
        terms=("memory_cell",),
        see=("ledger",),
    ),
    Topic(
        ("timeMachineBar", "momentSlider"),
        QT_TRANSLATE_NOOP(
            "Help",
            "Moments of the training are kept as it goes. Drag the slider to see the memory as "
            "it was at any of them, play the training like a film, or lay two moments side by "
            "side. The model itself stays where it is; “Back to now” follows it again.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Time machine"),
        terms=("epoch",),
        see=("memory",),
    ),
    Topic(
        ("compareButton_off", "compareButton_side", "compareButton_difference"),
        QT_TRANSLATE_NOOP(
            "Help",
            "One moment; two beside each other; or what changed from A to B, where grey is no "
            "change.",
        ),
        see=("memory",),
    ),
    Topic(
        ("memoryTextBar", "probeField", "probeEdit", "probeUnknown"),
        QT_TRANSLATE_NOOP(
            "Help",
            "Type a text whose memory you want to see; it trains nothing. Or choose a joint of "
            "batches, to see what becomes of the state between the end of one and the beginning "
            "of the next.",
        ),
        terms=("probe_text",),
        see=(
            "memory",
            "lyrics",
        ),
    ),
    Topic(
        ("jointBar", "jointTrackSpin", "jointSamplingCombo", "jointWords"),
        QT_TRANSLATE_NOOP(
            "Help",
            "The end of a sequence and the beginning of the next one on the same track. Between "
            "two lines stands the state that the engine begins with: the last one, detached, "
            "with consecutive sampling; zeros with random sampling.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Joint of two batches"),
        terms=(
            "consecutive_sampling",
            "random_sampling",
            "bptt",
        ),
        see=("memory",),
    ),
    Topic(
        ("layerCombo", "stepLayerCombo", "reachLayerCombo", "interventionLayerCombo"),
        QT_TRANSLATE_NOOP(
            "Help",
            "The first layer reads the characters; each further one reads the hidden states of "
            "the one below.",
        ),
        see=("memory",),
    ),
    Topic(
        ("prefixEdit", "studioPrefixCombo", "studioPrefixEdit", "interventionPrefixEdit"),
        QT_TRANSLATE_NOOP(
            "Help",
            "The beginning that the model goes on from. It reads it first, with an empty "
            "memory, and the longer it is, the better it knows where it is.\n\n"
            "A character that does not occur in the training text cannot be read: such "
            "characters are named below the field, to be left out or replaced by the nearest "
            "form that is known.",
        ),
        terms=(
            "prefix",
            "warm_up",
            "vocabulary",
        ),
        see=(
            "lyrics",
            "studio",
        ),
    ),
    Topic(
        (
            "prefixWarning",
            "studioPrefixWarning",
            "studioPageWarning",
            "prefixReplaceButton",
            "prefixLeaveOutButton",
            "studioPrefixReplaceButton",
            "studioPrefixLeaveOutButton",
            "studioPageReplaceButton",
            "studioPageLeaveOutButton",
        ),
        QT_TRANSLATE_NOOP(
            "Help",
            "The model knows only the characters of the text that it was trained on, and each "
            "of them is a number to it. For a character outside it has no number. Leave it out, "
            "or take the nearest form that it knows: in another case or width, or, where OpenCC "
            "is installed, the traditional or simplified one.",
        ),
        title=QT_TRANSLATE_NOOP("Help", "Unknown characters"),
        terms=(
            "vocabulary",
            "token",
        ),
        see=(
            "lyrics",
            "studio",
        ),
    ),
    Topic(
        ("lengthSpin", "studioLengthSpin", "interventionLengthSpin"),
        QT_TRANSLATE_NOOP(
            "Help",
            "How many characters the model writes. More show what it keeps up over a distance, "
            "and take longer.",
        ),
        see=(
            "lyrics",
            "studio",
        ),
    ),
    Topic(
        ("temperatureSpin", "studioTemperatureSpin", "interventionTemperatureSpin"),
        QT_TRANSLATE_NOOP(
            "Help",
            "How freely the next character is drawn. At 0 it is always the likeliest, so the "
            "same prefix gives the same text.\n\n"
            "Raise it: the model repeats itself less and surprises more; at 1 it draws by its "
            "own probabilities; far above 1 it stammers.",
        ),
        formula="p_i = exp(y_i / T) / Σ_j exp(y_j / T)",
        terms=(
            "temperature",
            "greedy",
        ),
        see=(
            "lyrics",
            "studio",
        ),
    ),
    Topic(
        ("studioTopKSpin",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Only the k likeliest characters are drawn from.\n\n"
            "Raise it: rarer characters get a chance. At 0 none is left out.",
        ),
        terms=(
            "top_k",
            "temperature",
        ),
        see=("studio",),
    ),
    Topic(
        ("studioTopPSpin",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Only the likeliest characters are drawn from, as many as are needed for their "
            "probabilities to add up to p.\n\n"
            "Raise it: rarer characters get a chance. At 1 none is left out.",
        ),
        terms=(
            "top_p",
            "temperature",
        ),
        see=("studio",),
    ),
    Topic(
        ("studioPenaltySpin",),
        QT_TRANSLATE_NOOP(
            "Help",
            "Characters that stand in the text already are made less likely by this factor.\n\n"
            "Raise it: fewer repetitions, and soon fewer of the small words that every line "
            "needs. At 1 nothing is changed.",
        ),
        see=("studio",),
    ),
    Topic(
        ("studioVariantsSpin",),
        QT_TRANSLATE_NOOP(
            "Help",
            "So many texts are written at once, each drawn with a seed of its own, and stand "
            "side by side.",
        ),
        terms=("seed",),
        see=("studio",),
    ),
    Topic(
        ("studioSeedSpin", "newSeedCheck"),
        QT_TRANSLATE_NOOP(
            "Help",
            "The number that the drawing begins with. The same seed, model and settings write "
            "the same text again.",
        ),
        terms=("seed",),
        see=("studio",),
    ),
    Topic(
        ("studioLeastSpanSpin",),
        QT_TRANSLATE_NOOP(
            "Help",
            "From how many characters in a row on a passage counts as copied.\n\n"
            "Raise it: fewer underlines, and only longer copies.",
        ),
        see=("studio",),
    ),
    Topic(
        ("studioEverySpin",),
        QT_TRANSLATE_NOOP(
            "Help",
            "The last request is repeated by itself every so many epochs, so that you can watch "
            "the model improve. At 0 it is not.",
        ),
        terms=("epoch",),
        see=("studio",),
    ),
)
