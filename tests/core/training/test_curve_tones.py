"""A tone is as high as the curve."""

from __future__ import annotations

import io
import math
import wave

import numpy as np
import pytest

from lstm_gui.core.training.curve_tones import PLAYERS, SECONDS, pitch, player, tone


def heard(data: bytes) -> tuple[float, float]:
    """Return the strongest frequency of a WAV file, and how strong its third overtone is."""
    with wave.open(io.BytesIO(data)) as reader:
        assert (reader.getnchannels(), reader.getsampwidth()) == (1, 2)
        rate, count = reader.getframerate(), reader.getnframes()
        samples = np.frombuffer(reader.readframes(count), "<i2")
    assert count / rate == pytest.approx(SECONDS, abs=0.01)
    assert np.abs(samples).max() < 32_767 * 0.3 and abs(samples[0]) < 99 and abs(samples[-1]) < 99
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(count), 8 * count))
    step = rate / (8 * count)
    top = int(spectrum.argmax())
    third = spectrum[min(3 * top, len(spectrum) - 1)]
    return top * step, float(third / spectrum[top])


@pytest.mark.parametrize("perplexity", [1.0, 1.02, 2.0, 14.2, 219.0, 1027.0, 5000.0])
def test_the_pitch_is_that_of_the_perplexity(perplexity: float) -> None:
    found, _ = heard(tone(perplexity))
    octaves = min(math.log(perplexity, 8), 4)
    assert found == pytest.approx(220 * 2**octaves, rel=0.01)


def test_lower_is_lower_and_nothing_is_beyond_hearing() -> None:
    pitches = [pitch(value) for value in (0.5, 1, 1.5, 3, 9, 80, 900, 1e9, math.inf)]
    assert pitches == sorted(pitches) and pitches[0] == pitches[1] == 220
    assert pitch(1e9) == pitch(math.inf) == pitch(math.nan) == 3520


def test_the_part_held_out_sounds_otherwise() -> None:
    (own, plain), (held, reedy) = heard(tone(30.0)), heard(tone(30.0, held_out=True))
    assert own == pytest.approx(held, rel=0.01)
    assert plain < 0.05 and reedy > 0.3


def test_the_first_player_that_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert player() == ()
    for name in ("ffplay", "aplay"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    assert player() == (str(tmp_path / "aplay"), *PLAYERS["aplay"])
    assert player({"aplay"})[0] == str(tmp_path / "ffplay")
    assert player({"aplay", "ffplay"}) == ()
