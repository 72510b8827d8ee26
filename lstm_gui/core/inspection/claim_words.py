"""What is said of the article's claims when they are put to the test; see `claims`."""

from __future__ import annotations

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = [
    "CARRY",
    "CARRY_FAILS",
    "CARRY_INEXACT",
    "CARRY_NEVER",
    "DISTANCE",
    "DISTANCE_FAILS",
    "GATES",
    "GATES_FAIL",
    "GRADIENTS",
    "GRADIENTS_ALONE",
    "GRADIENTS_FAIL",
    "GRADIENTS_PLAIN",
    "NOTHING_CARRIES",
    "NO_C",
    "NO_GATES",
    "OUTPUT",
    "OUTPUT_FAILS",
]

GATES = QT_TRANSLATE_NOOP(
    "Claims",
    "In cell {cell} the gate let in {open} % of the candidate {open_of} at {open_at}, and {shut} % "
    "of {shut_of} at {shut_at}: of that, only {written} was written.",
)
GATES_FAIL = QT_TRANSLATE_NOOP(
    "Claims",
    "No gate both opens and shuts on this text yet. The one that moves most, of cell {cell}, lets "
    "in between {low} % and {high} %. Train longer.",
)
NO_GATES = QT_TRANSLATE_NOOP(
    "Claims",
    "A plain RNN has no gates: whatever it reads goes into its state, which is all that it has.",
)
CARRY = QT_TRANSLATE_NOOP(
    "Claims",
    "Cell {cell} held for {steps} characters, “{text}”, with {keep} above 0.95: its memory went "
    "from {begin} to {end}. With {keep} at exactly 1 and nothing written, it stays the same to "
    "the last bit; at 0.5, {half} % of it would be left ({at_half}).",
)
CARRY_INEXACT = QT_TRANSLATE_NOOP(
    "Claims",
    "Cell {cell} held for {steps} characters, “{text}”, with {keep} above 0.95: its memory went "
    "from {begin} to {end}. But with {keep} at exactly 1 and nothing written it does not stay "
    "the same; at 0.5, {half} % of it would be left ({at_half}).",
)
CARRY_FAILS = QT_TRANSLATE_NOOP(
    "Claims",
    "No cell held for longer than {steps} of these characters with {keep} above 0.95 and less than "
    "5 % written. Train longer, or begin with a forget bias of 1.",
)
CARRY_NEVER = QT_TRANSLATE_NOOP(
    "Claims",
    "At none of these characters was {keep} above 0.95 in any cell while less than 5 % was "
    "written. Cell {cell} comes nearest at {at}: {keep} is {kept}, and {written} % is written. "
    "Train longer, or begin with a forget bias of 1.",
)
NOTHING_CARRIES = QT_TRANSLATE_NOOP(
    "Claims",
    "A plain RNN has no gate that could keep its state: each character writes all of it anew.",
)
DISTANCE = QT_TRANSLATE_NOOP(
    "Claims",
    "With {new} in place of {old}, the model expects something else even {reach} characters later: "
    "{expected} after {at}, which it gave {was} %, has {now} % then (in all, {felt} nats).",
)
DISTANCE_FAILS = QT_TRANSLATE_NOOP(
    "Claims",
    "Whichever character of this text is another, what the model expects differs for {reach} "
    "characters at most; from there on by less than {nats} nats. Train longer, or read another "
    "text.",
)
GRADIENTS = QT_TRANSLATE_NOOP(
    "Claims",
    "One hundredth of the gradient of a loss still arrives {gated} characters back in the {symbol} "
    "of the {name}, and {plain} back in the plain RNN beside it (of {last} measured).",
)
GRADIENTS_FAIL = QT_TRANSLATE_NOOP(
    "Claims",
    "Not in this run, so far: one hundredth of the gradient of a loss arrives {gated} characters "
    "back in the {symbol} of the {name}, and {plain} back in the plain RNN beside it (of {last} "
    "measured). Train longer, or begin with a forget bias of 1.",
)
GRADIENTS_ALONE = QT_TRANSLATE_NOOP(
    "Claims",
    "One hundredth of the gradient of a loss arrives {gated} characters back in the {symbol} of "
    "the {name} (of {last} measured). Whether that is far, a plain RNN beside it tells.",
)
GRADIENTS_PLAIN = QT_TRANSLATE_NOOP(
    "Claims",
    "In this plain RNN one hundredth of the gradient of a loss arrives {plain} characters back (of "
    "{last} measured). What gates change, an LSTM beside it tells.",
)
OUTPUT = QT_TRANSLATE_NOOP(
    "Claims",
    "With C of all {cells} cells turned round and H left as it was, all {characters} scores of the "
    "next character are the same to the last bit; a character later, through H, they are not "
    "({felt} nats). At {at}, cell {cell} holds tanh C = {memory}, and an output gate of {gate} % "
    "lets {shown} of it be seen.",
)
OUTPUT_FAILS = QT_TRANSLATE_NOOP(
    "Claims",
    "With C of all {cells} cells turned round and H left as it was, the {characters} scores of the "
    "next character are others, which must not be (a character later: {felt} nats). At {at}, cell "
    "{cell} holds tanh C = {memory}, and an output gate of {gate} % lets {shown} of it be seen.",
)
NO_C = QT_TRANSLATE_NOOP(
    "Claims",
    "This cell keeps no C beside H: what it remembers is what the output layer sees.",
)
