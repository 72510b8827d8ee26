"""`lstm-gui generate`: write with a model that was saved."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotated_types import Ge, Gt, Le
from pydantic import ValidationError

from lstm_gui.cli.flags import add_corpus, load_text
from lstm_gui.cli.output import print_json, print_text
from lstm_gui.core.clean_text import character_names
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import ConfigError, CorpusError
from lstm_gui.core.inspection.copies import (
    LEAST_SPAN,
    Span,
    TextIndex,
    novelty,
    place_of,
    spans,
)
from lstm_gui.core.model.backend import Backend
from lstm_gui.core.model.checkpoint import Checkpoint, load_checkpoint
from lstm_gui.core.model.writing import write, write_variants
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed
from lstm_gui.core.settings.groups import GenerateRequest
from lstm_gui.core.settings.options import PROGRAM, Manual, Parser
from lstm_gui.core.training.held_out import training_length

__all__ = ["run"]


MANUAL = Manual(
    examples={
        "lstm-gui generate model.safetensors --prefix 分开": "write 50 characters, greedily",
        "lstm-gui generate model.safetensors --temperature 0.8 --top-p 0.9 --variants 8": "eight "
        "bolder texts",
        "lstm-gui generate model.safetensors --novelty --corpus lyrics.txt": "tell what of it is "
        "copied from the text that the model was trained on",
    },
    statuses={0: "written", 2: "bad input, and one sentence says what"},
    files={"FILE": "a model that train or the window has saved"},
    environment={"OMP_NUM_THREADS": "how many threads compute"},
)


def run(argv: Sequence[str]) -> int:
    """Write as `argv` asks; return the exit status."""
    given = _parser().parse_args(argv)
    _check_context(given.context)
    _request(given, "?" if given.prefix is None else given.prefix)  # before the model is read
    if given.min_span < 1:
        raise ConfigError("min_span", "--min-span must be at least 1.")
    checkpoint = load_checkpoint(given.file)
    vocabulary = Vocabulary(checkpoint.vocabulary)
    request = _request(given, _prefix(given, checkpoint, vocabulary))
    vocabulary.encode(request.prefix)  # before the engine is loaded
    sources = _open_sources(given, checkpoint) if given.novelty else None
    from lstm_gui.engine import create_backend

    backend = create_backend()
    _restore(backend, checkpoint, given.context)
    _write(backend, vocabulary, request, sources, json=given.json)
    return 0


_ASKED = tuple(GenerateRequest.model_fields.keys() - {"id", "prefix"})
"""What has a flag of the same name."""


def _parser() -> Parser:
    parser = Parser(
        prog=f"{PROGRAM} generate",
        description="Write with a model that was saved: a prefix, and what the model adds.",
        manual=MANUAL,
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
    parser.add_argument(
        "--novelty",
        action="store_true",
        help="tell how much of each text does not stand in the text that the model was trained on",
    )
    parser.add_argument(
        "--min-span",
        type=int,
        default=LEAST_SPAN,
        metavar="N",
        help=f"what stands there has at least so many characters ({LEAST_SPAN})",
    )
    add_corpus(parser)
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


@dataclass(frozen=True, slots=True)
class _Sources:
    """The text that a model was trained on, in which what it writes is looked up."""

    corpus: Corpus
    index: TextIndex
    min_span: int

    def in_objects(self, text: str, start: int) -> dict[str, object]:
        """Return what JSON has of a text whose prefix ends at `start`."""
        found = spans(text, self.index, self.min_span)
        summary = novelty(text, found, start)
        return {
            "novelty": summary.share_new,
            "longest_span": summary.longest,
            "spans": [self._in_object(span) for span in found],
        }

    def in_words(self, text: str, start: int) -> str:
        """Return the share that is new, and the longest span with its place, in a line."""
        found = [span for span in spans(text, self.index, self.min_span) if not span.held_out]
        copied = [span for span in found if span.stop > start]
        share = f"{novelty(text, found, start).share_new:.1%} new"
        if not copied:
            return share
        longest = max(copied, key=len)
        place = place_of(self.corpus, longest.source)
        where = f"{place.song}, line {place.number}" if place.song else f"line {place.number}"
        piece = text[longest.start : longest.stop]
        return f"{share}; longest span: {len(longest)} characters, “{piece}” ({where})"

    def _in_object(self, span: Span) -> dict[str, object]:
        place = place_of(self.corpus, span.source)
        return {
            "start": span.start,
            "stop": span.stop,
            "song": place.song,
            "line": place.number,
            "held_out": span.held_out,
        }


def _open_sources(given: argparse.Namespace, checkpoint: Checkpoint) -> _Sources:
    """Read the text, of which the model was trained on the part that its settings say."""
    settings = checkpoint.experiment.corpus
    corpus = load_text(given).first(settings.max_chars)
    missing = corpus.vocabulary.unknown(checkpoint.vocabulary)
    if missing:
        raise CorpusError(
            "{file} is not the text that the model was trained on ({name}): it lacks characters "
            "that the model knows ({characters}). Choose that text with --corpus.",
            file=corpus.name,
            name=checkpoint.corpus_name,
            characters=character_names(missing, 3),
        )
    index = TextIndex.of(corpus, training_length(corpus, settings.held_out))
    return _Sources(corpus, index, given.min_span)


def _write(
    backend: Backend,
    vocabulary: Vocabulary,
    request: GenerateRequest,
    sources: _Sources | None,
    *,
    json: bool,
) -> None:
    if request.variants == 1 and not json:
        _stream(backend, vocabulary, request, sources)
        return
    started = time.perf_counter()
    texts = [request.prefix] * request.variants
    for written in write_variants(backend, vocabulary, request):
        texts = [text + new for text, new in zip(texts, written, strict=True)]
    seconds = time.perf_counter() - started
    prefix = request.prefix
    for number, text in enumerate(texts):
        if json:
            seed, more = request.seed + number, _in_objects(sources, prefix, text)
            print_json(event="text", prefix=prefix, text=text, seed=seed, seconds=seconds, **more)
        else:
            print_text("\n" if number else "")
            print_text(f"{text}\n{_in_words(sources, prefix, text)}")


def _stream(
    backend: Backend, vocabulary: Vocabulary, request: GenerateRequest, sources: _Sources | None
) -> None:
    """Print a single text while it is written."""
    text = request.prefix
    print_text(text)
    for character in write(backend, vocabulary, request):
        if character:
            text += character
            print_text(character)
    print_text(f"\n{_in_words(sources, request.prefix, text)}")


def _in_objects(sources: _Sources | None, prefix: str, text: str) -> dict[str, object]:
    return {} if sources is None else sources.in_objects(text, len(prefix))


def _in_words(sources: _Sources | None, prefix: str, text: str) -> str:
    return "" if sources is None else sources.in_words(text, len(prefix)) + "\n"
