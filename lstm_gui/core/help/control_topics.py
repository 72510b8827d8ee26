"""What the controls in the other views are, and what happens when they are turned. No Qt here.

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
