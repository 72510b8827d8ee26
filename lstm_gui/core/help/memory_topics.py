"""What the controls of the heat map are, and what its quantities mean. No Qt here."""

from __future__ import annotations

from lstm_gui.core.help.topic import Topic
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["MEMORY"]

MEMORY: tuple[Topic, ...] = (
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
)
