"""See the memory: what each cell holds, why, and when it learned to.

Pure functions over plain arrays: no Qt, no MXNet. A `Trace` (core.backend) says what a network
computed while it read a text; this package turns it into what a person can read: surprise,
ledgers, names, half-lives, orders, moments of training, phrases, and what happens with a hand in
the memory. Longer work comes as jobs, which the engine thread does in slices.
"""

from __future__ import annotations

from lstm_gui.core.inspection.anatomy import Anatomy, Upcoming, Updated, take_apart
from lstm_gui.core.inspection.cells import (
    memory_shown,
    state_before,
    state_quantity,
    states,
)
from lstm_gui.core.inspection.differentiation import ALL, LAST
from lstm_gui.core.inspection.features import (
    FEATURES,
    Feature,
    FeatureMatrix,
    corpus_features,
    feature_matrix,
)
from lstm_gui.core.inspection.graph import (
    ComputationGraph,
    Edge,
    Node,
    NodeKind,
    SubStep,
    graph,
    steps,
)
from lstm_gui.core.inspection.intervention import INTERVENTIONS, Intervention, Kind
from lstm_gui.core.inspection.jobs import Job, ModelAccess, finish
from lstm_gui.core.inspection.ledger import Equation, Ledger, Term, equations, ledger
from lstm_gui.core.inspection.lifetimes import (
    Histogram,
    dead_cells,
    half_lives,
    histogram,
    saturation,
)
from lstm_gui.core.inspection.model import Reader, forward
from lstm_gui.core.inspection.naming import (
    THRESHOLD,
    NamedCell,
    correlations,
    name_cells,
)
from lstm_gui.core.inspection.ordering import ORDERS, Order, order_cells, similarity_order
from lstm_gui.core.inspection.phrases import Match, PhraseCells, cells_of_phrase, matches
from lstm_gui.core.inspection.reading import (
    Guess,
    divergence,
    guesses,
    log_distribution,
    next_characters,
    surprise,
)
from lstm_gui.core.inspection.roll import ROLL_LENGTH, Roll, RollCall
from lstm_gui.core.inspection.search import PhraseMatches, PhraseSearch, PlacedMatch
from lstm_gui.core.inspection.timemachine import Moment, MomentStore, difference, due
from lstm_gui.core.inspection.trials import Touch, Touched, TouchRun, WhatIf, WhatIfResult

__all__ = [
    "ALL",
    "Anatomy",
    "ComputationGraph",
    "Edge",
    "Equation",
    "FEATURES",
    "Feature",
    "FeatureMatrix",
    "Guess",
    "Histogram",
    "INTERVENTIONS",
    "Intervention",
    "Job",
    "Kind",
    "Ledger",
    "LAST",
    "Match",
    "ModelAccess",
    "Moment",
    "MomentStore",
    "NamedCell",
    "Node",
    "NodeKind",
    "ORDERS",
    "Order",
    "PhraseCells",
    "PhraseMatches",
    "PhraseSearch",
    "PlacedMatch",
    "ROLL_LENGTH",
    "Reader",
    "Roll",
    "RollCall",
    "SubStep",
    "THRESHOLD",
    "Term",
    "Touch",
    "TouchRun",
    "Touched",
    "Upcoming",
    "Updated",
    "WhatIf",
    "WhatIfResult",
    "cells_of_phrase",
    "corpus_features",
    "correlations",
    "dead_cells",
    "difference",
    "divergence",
    "due",
    "equations",
    "feature_matrix",
    "finish",
    "forward",
    "graph",
    "guesses",
    "half_lives",
    "histogram",
    "ledger",
    "log_distribution",
    "matches",
    "memory_shown",
    "name_cells",
    "next_characters",
    "order_cells",
    "saturation",
    "similarity_order",
    "state_before",
    "state_quantity",
    "states",
    "steps",
    "surprise",
    "take_apart",
]
