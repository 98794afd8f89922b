"""Layers: in which order flowers are laid over each other, so that none is lost."""

import numpy as np
from numpy.typing import NDArray

from artgen.renderers._bloom_bouquet import Bouquet
from artgen.renderers._bloom_crown import Floats, Ints
from artgen.renderers._bloom_petals import sunflower
from artgen.renderers._bloom_room import neighbours

WANTED = np.linspace(0.62, 0.42, 8)
"""The share of its disc below which a flower is lifted, round by round: who asks for less each time finds rest."""
_SPOTS = sunflower(24, 0.96)
Flags = NDArray[np.bool_]


def layers(stand: Bouquet) -> Ints:
    """Return the flowers from the lowest to the topmost: from the rim inward, then those that would be hidden."""
    places, radii = stand.places, stand.radii
    order = np.argsort(-stand.crown.depth(places) - 0.1 * radii / radii.mean(), kind="stable")
    one, other = neighbours(places, radii, 0.8)
    low, high = np.concatenate([one, other]), np.concatenate([other, one])
    by_low = np.argsort(low, kind="stable")
    low, high = low[by_low], high[by_low]
    covered = _covered(places, radii, low, high)
    best, most = order, -1.0
    for wanted in WANTED.tolist():
        shown = _shown(order, low, high, covered)
        if (least := float(shown.min())) > most:
            best, most = order, least
        lifted = np.flatnonzero(shown < wanted)
        if not len(lifted):
            break
        kept = order[shown[order] >= wanted]
        order = np.concatenate([kept, lifted[np.argsort(-radii[lifted], kind="stable")]])
    return best


def _shown(order: Ints, low: Ints, high: Ints, covered: Flags) -> Floats:
    """Return the share of each flower's spots that no later flower covers; `low` is sorted."""
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    shown = np.ones(len(order))
    if len(low):
        begins = np.flatnonzero(np.diff(low, prepend=-1))
        hidden = covered & (rank[high] > rank[low])[:, None]
        shown[low[begins]] = 1 - np.logical_or.reduceat(hidden, begins, axis=0).mean(axis=1)
    return shown


def _covered(places: Floats, radii: Floats, low: Ints, high: Ints) -> Flags:
    """Return which spots of each lower flower lie under the disc of the higher one of its pair."""
    apart = (places[low] - places[high])[:, None, :] + radii[low][:, None, None] * _SPOTS
    under: Flags = (apart**2).sum(axis=-1) < (0.96 * radii[high][:, None]) ** 2
    return under
