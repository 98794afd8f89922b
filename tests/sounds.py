"""Sound to be tested: synthetic years as the page carries them, a page that renders them, and what is measured."""

import base64
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page
from stories import story

from artgen.publishing.score import score
from artgen.publishing.script import tightened
from artgen.shipped import place

PARTS = ("notes.js", "orchestra.js", "sound.js")
RATE = 24_000
CROWDS = (1, 4, 23, 180, 600)
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
HTML = f"""<!doctype html><html lang="en"><title>Sound</title><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="{POLICY}"><script src="spy.js"></script>
<script src="sound.js"></script><script src="early.js"></script><button>Hear</button></html>"""
# Every context that is made is kept, and what reaches its loudspeaker is listened to as well.
SPY = """window.contexts = [];
window.AudioContext = class extends AudioContext { constructor(...o) { super(...o); contexts.push(this); } };
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (to, ...rest) {
  if (to === contexts[0]?.destination) connect.call(this, contexts[0].ear ??= contexts[0].createAnalyser());
  return connect.call(this, to, ...rest);
};
window.loudest = () => {
  const heard = new Float32Array(2048);
  contexts[0].ear.getFloatTimeDomainData(heard);
  return Math.max(...heard.map(Math.abs));
};"""
RENDER = """async ([data, seconds, rate, from, volume, stop, louder]) => {
  const piece = artgenSound.score(data, seconds);
  piece.notes.forEach(note => { note.level *= louder; });
  const context = new OfflineAudioContext(2, Math.round((seconds + 3 - from) * rate), rate);
  const playing = artgenSound.render(context, piece, from, volume);
  if (stop) playing.stop(stop);
  const made = await context.startRendering();
  const bytes = new Uint8Array(8 * made.length);
  [0, 1].forEach(side => bytes.set(new Uint8Array(made.getChannelData(side).buffer), side * 4 * made.length));
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return btoa(text);
}"""
Data = dict[str, Any]
Samples = NDArray[np.float32]


@lru_cache(maxsize=8)
def _year(count: int) -> Data:
    told = story(count)
    timed, columns, dice = score(told), told.columns, np.random.default_rng(count)
    return {
        "year": 2025,
        "south": False,
        "seconds": timed.seconds,
        "bars": timed.bars.round(2).tolist(),
        "at": timed.at.round(2).tolist(),
        "lasts": timed.lasts.round(2).tolist(),
        "day": columns.day.tolist(),
        "month": columns.month.tolist(),
        "hour": [None if value != value else round(value, 2) for value in columns.hour.tolist()],
        "share": columns.share.round(2).tolist(),
        "x": dice.uniform(0.08, 0.92, count).round(2).tolist(),
        "from": dice.uniform(0.08, 0.92, count).round(2).tolist(),
        "kind": [0] * count,
        "moment": [int(n % (count // 5 + 1) == count // 10) for n in range(count)],
    }


def year(count: int, **changed: object) -> Data:
    """Return the data of a synthetic year as the page carries it; a single value changed stands for all activities."""
    alike = {key: value if isinstance(value, list | bool) else [value] * count for key, value in changed.items()}
    return _year(count) | alike


def sound() -> str:
    """Return the parts of the script that make sound, joined as they are published, in one scope."""
    folder = place("assets") / "page"
    return "(()=>{\n" + "".join(tightened((folder / part).read_text("utf-8")) for part in PARTS) + "})();\n"


class Player:
    """A page with the sound in it, and nothing else."""

    def __init__(self, view: Page) -> None:
        self.view = view

    def notes(self, data: Data, kind: str = "note", seconds: float = 0) -> list[dict[str, Any]]:
        """Return the notes of one kind in the score."""
        piece = self.view.evaluate("([data, s]) => artgenSound.score(data, s || undefined)", [data, seconds])
        return [note for note in piece["notes"] if note["kind"] == kind]

    def render(self, data: Data, *, start: float = 0, volume: float = 1, stop: float = 0, louder: float = 1) -> Samples:
        """Return what is heard, left and right: (2, samples) at RATE."""
        coded = self.view.evaluate(RENDER, [data, data["seconds"], RATE, start, volume, stop, louder])
        return np.frombuffer(base64.b64decode(coded), np.float32).reshape(2, -1)


def until(view: Page, condition: str) -> None:
    """Wait until a condition holds in the page (its policy forbids the evaluation that Playwright waits with)."""
    look = f"const look = () => ({condition}) ? done() : setTimeout(look, 30)"
    view.evaluate(f"new Promise((done, fail) => {{ {look}; look(); setTimeout(() => fail('{condition}'), 20000); }})")


def power(samples: Samples) -> float:
    return float((samples.astype(float) ** 2).mean())


def decibels(samples: Samples) -> float:
    return 10 * float(np.log10(power(samples) + 1e-20))


def spectrum(samples: Samples) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return frequencies in hertz and the energy at each, both sides together."""
    return np.fft.rfftfreq(samples.shape[1], 1 / RATE), (np.abs(np.fft.rfft(samples)) ** 2).sum(axis=0)


def flatness(samples: Samples) -> float:
    """Return how far the spectra of half a second are noise: near .5 for noise, near 0 for tones, 200 to 4,000 Hz."""
    whole = samples[0, : samples.shape[1] // 12000 * 12000].reshape(-1, 12000) * np.hanning(12000)
    energy = np.abs(np.fft.rfft(whole))[4:40, 100:2000] ** 2 + 1e-20
    return float(np.median(np.exp(np.log(energy).mean(axis=1)) / energy.mean(axis=1)))
