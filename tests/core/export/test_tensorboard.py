"""The events are what TensorBoard reads: records with their checksums, read here by hand."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator

import pytest

from lstm_gui.core.errors import ExportError
from lstm_gui.core.export.run_files import tensorboard_events
from tests.core.export.runs import exported

_POLYNOMIAL = 0x82F63B78  # CRC-32C, Castagnoli


def crc(data: bytes) -> int:
    """Return the masked checksum of a TFRecord."""
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ (_POLYNOMIAL if value & 1 else 0)
    value ^= 0xFFFFFFFF
    return (((value >> 15) | (value << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(data: bytes) -> Iterator[bytes]:
    """Yield the records of a TFRecord file; both checksums of each must be right."""
    place = 0
    while place < len(data):
        head = data[place : place + 8]
        (length,) = struct.unpack("<Q", head)
        body = data[place + 12 : place + 12 + length]
        sums = data[place + 8 : place + 12], data[place + 12 + length : place + 16 + length]
        assert [struct.unpack("<I", one)[0] for one in sums] == [crc(head), crc(body)]
        yield body
        place += 16 + length


def test_every_figure_comes_back_with_its_step_and_time() -> None:
    pytest.importorskip("tensorboardX", reason="an extra: tensorboardX is not installed")
    from tensorboardX.proto.event_pb2 import Event

    given = exported()
    events = [Event.FromString(record) for record in records(tensorboard_events(given))]
    assert events[0].file_version == "brain.Event:2"
    scalars: dict[str, list[tuple[int, float, float]]] = {}
    for event in events:
        for value in event.summary.value:
            if value.WhichOneof("value") == "simple_value":
                figures = event.step, value.simple_value, event.wall_time
                scalars.setdefault(value.tag, []).append(figures)
    assert {tag: len(values) for tag, values in scalars.items()} == {
        "batch/loss": 24,
        "epoch/perplexity": 6,
        "epoch/held-out_perplexity": 3,
    }
    step, perplexity, when = scalars["epoch/perplexity"][-1]
    assert (step, round(perplexity, 4)) == (6, 16.6667)
    assert when == pytest.approx(given.run.began + 3.0)


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorboardX", None)
    with pytest.raises(ExportError, match=r'pip install "lstm-gui\[tensorboard\]"'):
        tensorboard_events(exported())
