"""Ways to damage a model file, each by name; most are made with a digest that is right."""

from __future__ import annotations

import io
import json
import os
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load, save

from lstm_gui.core.model.checkpoint import MAX_BYTES
from lstm_gui.core.model.sealed_file import DIGEST, MAX_HEADER_BYTES, digest_of

Edit = Callable[[dict[str, Any]], None]
Write = Callable[[Path, bytes], None]

KEY = "lstm-playground"


def split(good: bytes) -> tuple[dict[str, Any], bytes]:
    """Return a file's header and the bytes of its arrays."""
    (length,) = struct.unpack("<Q", good[:8])
    return json.loads(good[8 : 8 + length]), good[8 + length :]


def join(header: object, arrays: bytes) -> bytes:
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(raw)) + raw + arrays


def forged(good: bytes, edit: Edit | None = None, arrays: Edit | None = None) -> bytes:
    """Change the settings or arrays of a file and give it the digest that goes with them."""
    header, _ = split(good)
    settings = json.loads(header["__metadata__"][KEY])
    values = dict(load(good))
    if edit is not None:
        edit(settings)
    if arrays is not None:
        arrays(values)
    return signed(json.dumps(settings, ensure_ascii=False), values)


def signed(text: str, values: dict[str, Any]) -> bytes:
    digest = digest_of(text, values)
    return save(values, {KEY: text, DIGEST: digest})


def bytes_of(make: Callable[[bytes], bytes]) -> Write:
    return lambda path, good: path.write_bytes(make(good)) and None


def setting(edit: Edit) -> Write:
    return bytes_of(lambda good: forged(good, edit))


def arrays(edit: Edit) -> Write:
    return bytes_of(lambda good: forged(good, arrays=edit))


def header(edit: Edit) -> Write:
    """Change safetensors' own header, and leave the rest."""

    def make(good: bytes) -> bytes:
        values, rest = split(good)
        edit(values)
        return join(values, rest)

    return bytes_of(make)


def put(path: str, value: object) -> Edit:
    def edit(values: dict[str, Any]) -> None:
        *above, last = path.split("/")
        for name in above:
            values = values[name]
        values[last] = value

    return edit


def drop(name: str) -> Edit:
    def edit(values: dict[str, Any]) -> None:
        del values[name]

    return edit


def entry(name: str, **fields: object) -> Edit:
    return lambda values: values[name].update(fields)


def metadata(**fields: object) -> Edit:
    return lambda values: values["__metadata__"].update(fields)


def spoiled(name: str, value: float) -> Edit:
    def edit(values: dict[str, Any]) -> None:
        array = values[name].copy()
        array.flat[0] = value
        values[name] = array

    return edit


def cast(name: str, kind: object) -> Edit:
    return lambda values: values.update({name: values[name].astype(kind)})


def renamed(old: str, new: str) -> Edit:
    return lambda values: values.update({new: values.pop(old)})


def zipped(_: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", "text")
    return data.getvalue()


def twice(good: bytes) -> bytes:
    """Name one array twice in the header."""
    (length,) = struct.unpack("<Q", good[:8])
    raw = good[8 : 8 + length].strip()
    first = json.dumps("weights/b_q") + ":" + json.dumps(split(good)[0]["weights/b_q"])
    return join(raw[:-1] + b"," + first.encode() + b"}", good[8 + length :])


def two_digests(good: bytes) -> bytes:
    (length,) = struct.unpack("<Q", good[:8])
    raw = good[8 : 8 + length].replace(b'"sha256":', b'"sha256":"0","sha256":"1","x":', 1)
    return join(raw, good[8 + length :])


def overlap(values: dict[str, Any]) -> None:
    start, _ = values["weights/W_hq"]["data_offsets"]
    (count,) = values["weights/b_q"]["shape"]
    values["weights/b_q"]["data_offsets"] = [start, start + 4 * count]


def lone_surrogate(good: bytes) -> bytes:
    values, rest = split(good)
    text = values["__metadata__"][KEY]
    values["__metadata__"][KEY] = text.replace("song", "so\ud800ng")
    return join(values, rest)


def padded(good: bytes) -> bytes:
    """Fill up the header with more blanks than may stand there; all else is right."""
    (length,) = struct.unpack("<Q", good[:8])
    return join(good[8 : 8 + length] + b" " * MAX_HEADER_BYTES, good[8 + length :])


FILES: dict[str, Write] = {
    **{
        f"cut at {size}": bytes_of(lambda good, size=size: good[:size])
        for size in (0, 1, 7, 8, 9, 16, 100, 1000)
    },
    "cut in the middle": bytes_of(lambda good: good[: len(good) // 2]),
    "cut by one byte": bytes_of(lambda good: good[:-1]),
    "one byte more": bytes_of(lambda good: good + b"\0"),
    "one byte before": bytes_of(lambda good: b"\0" + good),
    "only zeros": bytes_of(lambda good: bytes(len(good))),
    **{
        f"header length {length}": bytes_of(
            lambda good, length=length: struct.pack("<Q", length) + good[8:]
        )
        for length in (0, 1, 2, 2**20 + 1, 100_000_000, 2**31, 2**63, 2**64 - 1)
    },
    "header of blanks": bytes_of(padded),
    "header not UTF-8": bytes_of(lambda good: join(b"\xff\xfe" * 50, split(good)[1])),
    "header not JSON": bytes_of(lambda good: join(b"{" * 50, split(good)[1])),
    "header a list": bytes_of(lambda good: join([1, 2], split(good)[1])),
    "header a number": bytes_of(lambda good: join(17, split(good)[1])),
    "header a text": bytes_of(lambda good: join("__metadata__", split(good)[1])),
    "header nested deeply": bytes_of(lambda good: join(b"[" * 100_000, b"")),
    "header a huge number": bytes_of(lambda good: join(b"9" * 100_000, b"")),
    "no metadata": header(drop("__metadata__")),
    "metadata a list": header(put("__metadata__", ["lstm-playground"])),
    "metadata empty": header(put("__metadata__", {})),
    "metadata of another program": header(put("__metadata__", {"format": "pt"})),
    "settings missing": header(lambda values: values["__metadata__"].pop(KEY) and None),
    "digest missing": header(lambda values: values["__metadata__"].pop(DIGEST) and None),
    "settings a number": header(metadata(**{KEY: 1})),
    "settings not JSON": header(metadata(**{KEY: "{"})),
    "settings a list": header(metadata(**{KEY: "[]"})),
    "settings null": header(metadata(**{KEY: "null"})),
    "settings empty": header(metadata(**{KEY: "{}"})),
    "settings nested deeply": header(metadata(**{KEY: "[" * 50_000})),
    "digest of something else": header(metadata(sha256="0" * 64)),
    "digest empty": header(metadata(sha256="")),
    "digest twice": bytes_of(two_digests),
    "a lone surrogate": bytes_of(lone_surrogate),
    "schema newer": setting(put("schema_version", 2)),
    "schema 0": setting(put("schema_version", 0)),
    "schema a text": setting(put("schema_version", "1")),
    "schema missing": setting(drop("schema_version")),
    "unknown setting": setting(put("extra", 1)),
    "unknown setting inside": setting(put("experiment/train/momentum", 0.9)),
    "vocabulary missing": setting(drop("vocabulary")),
    "vocabulary empty": setting(put("vocabulary", "")),
    "vocabulary shorter": setting(lambda v: v.update(vocabulary=v["vocabulary"][:-1])),
    "vocabulary longer": setting(lambda v: v.update(vocabulary=v["vocabulary"] + "\uffff")),
    "vocabulary in another order": setting(lambda v: v.update(vocabulary=v["vocabulary"][::-1])),
    "vocabulary repeats": setting(
        lambda v: v.update(vocabulary=v["vocabulary"][:1] + v["vocabulary"][:-1])
    ),
    "vocabulary huge": setting(put("vocabulary", "".join(map(chr, range(0xE000, 0x40000))))),
    "hidden larger": setting(put("experiment/model/hidden", 4)),
    "hidden out of range": setting(put("experiment/model/hidden", 10**9)),
    "layers more": setting(put("experiment/model/layers", 2)),
    "another cell": setting(put("experiment/model/cell", "gru")),
    "an unknown cell": setting(put("experiment/model/cell", "qrnn")),
    "another batch size": setting(put("experiment/train/batch_size", 3)),
    "rate not a number": setting(put("experiment/train/learning_rate", float("nan"))),
    "rate infinite": setting(put("experiment/train/learning_rate", float("inf"))),
    "context nonsense": setting(put("experiment/compute/context", "tpu")),
    "epoch negative": setting(put("place/epoch", -1)),
    "epoch true": setting(put("place/epoch", True)),
    "epoch a text": setting(put("place/epoch", "1")),
    "loss infinite": setting(put("place/loss_sum", float("inf"))),
    "place missing": setting(drop("place")),
    "array missing": arrays(drop("weights/b_q")),
    "all arrays missing": arrays(lambda values: values.clear()),
    "array too many": arrays(put("weights\\x", np.zeros(3, np.float32))),
    "array of no part": arrays(lambda v: v.update({"code/x": np.zeros(1, np.float32)})),
    "array without a part": arrays(lambda v: v.update(x=np.zeros(1, np.float32))),
    "array renamed": arrays(renamed("weights/b_q", "weights/b_Q")),
    "array turned": arrays(
        lambda v: v.update({"weights/W_hq": np.ascontiguousarray(v["weights/W_hq"].T)})
    ),
    "array flat": arrays(lambda v: v.update({"weights/W_hq": v["weights/W_hq"].ravel()})),
    "array of doubles": arrays(cast("weights/b_q", np.float64)),
    "array of halves": arrays(cast("weights/b_q", np.float16)),
    "array of whole numbers": arrays(cast("weights/b_q", np.int32)),
    "array of truths": arrays(cast("weights/b_q", np.bool_)),
    "array with NaN": arrays(spoiled("weights/W_hq", float("nan"))),
    "array with infinity": arrays(spoiled("weights/l0.b", float("inf"))),
    "array with minus infinity": arrays(spoiled("memory/h", float("-inf"))),
    "memory without h": arrays(drop("memory/h")),
    "memory without c": arrays(drop("memory/c")),
    "memory of another batch": arrays(
        lambda v: v.update({"memory/h": np.zeros((1, 5, 3), np.float32)})
    ),
    "half an optimizer": arrays(drop("optimizer/t")),
    "optimizer of another shape": arrays(
        lambda v: v.update({"optimizer/t": np.zeros((2,), np.float32)})
    ),
    "dtype unknown": header(entry("weights/b_q", dtype="F128")),
    "dtype brain float": header(entry("weights/b_q", dtype="BF16")),
    "dtype of 8 bits": header(entry("weights/b_q", dtype="F8_E4M3")),
    "shape overflows": header(entry("weights/b_q", shape=[2**63, 2])),
    "shape negative": header(entry("weights/b_q", shape=[-1])),
    "shape a text": header(entry("weights/b_q", shape="all")),
    "offsets overlap": header(overlap),
    "offsets beyond the end": header(entry("weights/b_q", data_offsets=[0, 2**40])),
    "offsets backwards": header(entry("weights/b_q", data_offsets=[8, 0])),
    "offsets negative": header(entry("weights/b_q", data_offsets=[-4, 0])),
    "offsets missing": header(lambda values: values["weights/b_q"].pop("data_offsets") and None),
    "an array of size 0 within another": header(
        lambda v: v.update({"weights/z": {"dtype": "F32", "shape": [0], "data_offsets": [4, 4]}})
    ),
    "an entry that is no object": header(lambda v: v.update({"weights/b_q": 7})),
    "an array named twice": bytes_of(twice),
    "a pickle": bytes_of(lambda _: pickle.dumps({"weights": [1.0] * 100})),
    "a zip": bytes_of(zipped),
    "MXNet's .params": bytes_of(lambda _: struct.pack("<QQQI", 0x112, 0, 1, 0xF993FAC9) * 9),
    "a PNG": bytes_of(lambda _: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(500)),
    "a text": bytes_of(lambda _: "想要有直升机\n".encode() * 100),
    "a program": bytes_of(lambda _: b"\x7fELF\2\1\1" + bytes(500)),
}


def missing(path: Path, good: bytes) -> None:
    """Leave nothing there."""


def dangling(path: Path, good: bytes) -> None:
    path.symlink_to(path.with_name("nowhere"))


def loop(path: Path, good: bytes) -> None:
    path.symlink_to(path)


def pipe(path: Path, good: bytes) -> None:
    os.mkfifo(path)


def folder(path: Path, good: bytes) -> None:
    path.mkdir()


def sparse(path: Path, good: bytes) -> None:
    path.touch()
    os.truncate(path, 3 * 2**30)


def long_foreign(path: Path, good: bytes) -> None:
    path.touch()
    os.truncate(path, MAX_BYTES - 1)


PLACES: dict[str, Write] = {
    "nothing": missing,
    "a link to nothing": dangling,
    "a link to itself": loop,
    "a pipe": pipe,
    "a folder": folder,
    "a file of 3 GB": sparse,
    "a file of zeros just not too large": long_foreign,
}
