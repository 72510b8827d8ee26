"""`lstm-gui span`: how far back a model recalls, measured with the task that it was trained on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lstm_gui.cli.output import print_json, print_text
from lstm_gui.core.corpus.tasks import load_task, names_task
from lstm_gui.core.errors import CheckpointError
from lstm_gui.core.inspection.jobs import ModelAccess, finish
from lstm_gui.core.inspection.spans import MeasureSpan, MemorySpan, recalls
from lstm_gui.core.model.checkpoint import load_checkpoint
from lstm_gui.core.settings.options import PROGRAM, Manual, Parser
from lstm_gui.core.training.loop import require_same_vocabulary

__all__ = ["run"]

_BAR = 40


MANUAL = Manual(
    examples={
        "lstm-gui train --corpus task:recall --out recall.safetensors": "train a model first",
        "lstm-gui span recall.safetensors": "print how much it recalls at each distance",
    },
    statuses={0: "measured", 2: "bad input, and one sentence says what"},
    files={"MODEL": "a model that train or the window has saved"},
    environment={"OMP_NUM_THREADS": "how many threads compute"},
)


def run(argv: Sequence[str]) -> int:
    """Measure as `argv` asks; return the exit status."""
    given = _parser().parse_args(argv)
    checkpoint = load_checkpoint(given.model)
    name = given.corpus or checkpoint.corpus_name
    corpus = load_task(name) if names_task(name) else None
    if corpus is None or recalls(corpus) is None:
        template = (
            "{file} was trained on {text}, and the span is measured with the recall task. Train a "
            "model with --corpus task:recall, or name the task with --corpus."
        )
        raise CheckpointError(template, file=given.model.name, text=name)
    corpus = corpus.first(checkpoint.experiment.corpus.max_chars)
    require_same_vocabulary(corpus.vocabulary, checkpoint.vocabulary, checkpoint.corpus_name)
    from lstm_gui.engine import create_backend

    backend, model = create_backend(), checkpoint.experiment.model
    compute = checkpoint.experiment.compute.model_copy(update={"context": "cpu"})
    backend.build(model, compute, len(corpus.vocabulary))
    backend.load_weights(checkpoint.snapshot.weights)
    span = finish(MeasureSpan(), ModelAccess(backend, corpus.vocabulary, corpus, model))
    if given.json:
        for distance, right in zip(span.distances, span.right.tolist(), strict=True):
            print_json(event="span", distance=distance, right=right)
        print_json(event="done", chance=span.chance, trained=span.trained, reaches=span.reaches())
    else:
        print_text(_table(span))
    return 0


def _table(span: MemorySpan) -> str:
    lines = ["distance   right"]
    for distance, right in zip(span.distances, span.right.tolist(), strict=True):
        lines.append(f"{distance:8}  {right:6.1%}  {'#' * round(_BAR * right)}".rstrip())
    lines.append(f"a guess   {span.chance:6.1%}")
    lines.append(f"trained up to {span.trained}; at least 90% right up to {span.reaches()}")
    return "\n".join(lines) + "\n"


def _parser() -> Parser:
    parser = Parser(
        prog=f"{PROGRAM} span",
        description="Measure how much a model recalls at each distance from 1 to 500: it has to "
        "be trained on the recall task.",
        manual=MANUAL,
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model that was saved")
    parser.add_argument(
        "--corpus",
        metavar="task:recall:…",
        help="the task, if the model's own does not do (that of the model)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    return parser
