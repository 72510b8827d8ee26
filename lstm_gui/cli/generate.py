"""`lstm-gui generate`: write with a model that was saved."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from annotated_types import Ge, Gt, Le
from pydantic import ValidationError

from lstm_gui.cli.output import print_json, print_text
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import ConfigError
from lstm_gui.core.model.backend import Backend
from lstm_gui.core.model.checkpoint import Checkpoint, load_checkpoint
from lstm_gui.core.model.writing import write, write_variants
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed
from lstm_gui.core.settings.groups import GenerateRequest
from lstm_gui.core.settings.options import PROGRAM, Parser

__all__ = ["run"]


def run(argv: Sequence[str]) -> int:
    """Write as `argv` asks; return the exit status."""
    given = _parser().parse_args(argv)
    _check_context(given.context)
    _request(given, "?" if given.prefix is None else given.prefix)  # before the model is read
    checkpoint = load_checkpoint(given.file)
    vocabulary = Vocabulary(checkpoint.vocabulary)
    request = _request(given, _prefix(given, checkpoint, vocabulary))
    vocabulary.encode(request.prefix)  # before the engine is loaded
    from lstm_gui.engine import create_backend

    backend = create_backend()
    _restore(backend, checkpoint, given.context)
    _write(backend, vocabulary, request, json=given.json)
    return 0


_ASKED = tuple(GenerateRequest.model_fields.keys() - {"id", "prefix"})
"""What has a flag of the same name."""


def _parser() -> Parser:
    parser = Parser(
        prog=f"{PROGRAM} generate",
        description="Write with a model that was saved: a prefix, and what the model adds.",
        allow_abbrev=False,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the model")
    parser.add_argument("--prefix", help="what the text begins with (the model's own first prefix)")
    _add(parser, "length", "how many characters are written after the prefix")
    _add(parser, "temperature", "0 always takes the likeliest character; higher is bolder")
    _add(parser, "top_k", "draw among the K likeliest characters only; 0 for all")
    _add(parser, "top_p", "draw among the fewest likeliest that have this much together; 1 for all")
    _add(parser, "repetition_penalty", "divides the scores of characters in the text; 1 for none")
    _add(parser, "seed", "the starting point of all random numbers")
    _add(parser, "variants", "how many texts, each with the next seed, written as one batch")
    parser.add_argument(
        "--until-line-end", action="store_true", help="end a text with its line, if that is sooner"
    )
    knob = KNOBS["compute.context"]
    parser.add_argument(knob.flag, default="cpu", metavar="NAME", help=f"{knob.help} (cpu)")
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    return parser


def _add(parser: Parser, name: str, help_text: str) -> None:
    default = GenerateRequest.model_fields[name].default
    parser.add_argument(
        f"--{name.replace('_', '-')}",
        type=type(default),
        default=default,
        metavar="X" if isinstance(default, float) else "N",
        help=f"{help_text} ({default:g})",
    )


def _request(given: argparse.Namespace, prefix: str) -> GenerateRequest:
    try:
        return GenerateRequest(prefix=prefix, **{name: getattr(given, name) for name in _ASKED})
    except ValidationError as error:
        raise _request_error(str(error.errors()[0]["loc"][0])) from None


def _request_error(name: str) -> ConfigError:
    flag = f"--{name.replace('_', '-')}"
    bounds = GenerateRequest.model_fields[name].metadata
    low = next((bound.ge for bound in bounds if isinstance(bound, Ge)), None)
    above = next((bound.gt for bound in bounds if isinstance(bound, Gt)), None)
    high = next((bound.le for bound in bounds if isinstance(bound, Le)), None)
    if name == "prefix":
        return ConfigError(name, "--prefix must have between 1 and 10,000 characters.")
    if high is None:
        return ConfigError(name, "{flag} must be at least {low}.", flag=flag, low=low)
    if above is not None:
        template = "{flag} must be above {low} and at most {high}."
        return ConfigError(name, template, flag=flag, low=above, high=high)
    template = "{flag} must be between {low} and {high}."
    return ConfigError(name, template, flag=flag, low=low, high=high)


def _check_context(context: str) -> None:
    changed(Experiment(), "compute.context", context)  # raises when it is no context at all


def _prefix(given: argparse.Namespace, checkpoint: Checkpoint, vocabulary: Vocabulary) -> str:
    if given.prefix is not None:
        return str(given.prefix)
    own = (p for p in checkpoint.experiment.train.prefixes if not vocabulary.unknown(p))
    return next(own, vocabulary.characters[0])


def _restore(backend: Backend, checkpoint: Checkpoint, context: str) -> None:
    experiment = changed(checkpoint.experiment, "compute.context", context)
    backend.build(experiment.model, experiment.compute, len(checkpoint.vocabulary))
    backend.load_weights(checkpoint.snapshot.weights)


def _write(
    backend: Backend, vocabulary: Vocabulary, request: GenerateRequest, *, json: bool
) -> None:
    started = time.perf_counter()
    if request.variants == 1 and not json:
        print_text(request.prefix)
        for character in write(backend, vocabulary, request):
            if character:
                print_text(character)
        print_text("\n")
        return
    texts = [request.prefix] * request.variants
    for written in write_variants(backend, vocabulary, request):
        texts = [text + new for text, new in zip(texts, written, strict=True)]
    seconds = time.perf_counter() - started
    for number, text in enumerate(texts):
        if json:
            seed = request.seed + number
            print_json(event="text", prefix=request.prefix, text=text, seed=seed, seconds=seconds)
        else:
            print_text(f"{text}\n" if number + 1 == len(texts) else f"{text}\n\n")
