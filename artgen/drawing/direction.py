"""Which way letters run: the Unicode Bidirectional Algorithm (UAX #9) for one line of plain text.

Texts hold no formatting characters here (`graphemes` leaves them out), so there are neither embeddings nor isolates:
every level is that of the line, or one or two above it.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LTR, RTL = "ltr", "rtl"
_RIGHT = {"R", "AL"}
_NUMBER = {"EN", "AN"}
_NEUTRAL = {"B", "S", "WS", "ON"}
_PAIRS = "()[]{}⁅⁆⁽⁾₍₎⌈⌉⌊⌋❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟦⟧⟨⟩⟪⟫〈〉《》「」『』【】〔〕〖〗〘〙〚〛（）［］｛｝｟｠｢｣"
_CLOSED_BY = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_CLOSING = set(_PAIRS[1::2])


@lru_cache(maxsize=1024)
def direction(text: str) -> str:
    """Return LTR or RTL: the direction of a text's first letter, LTR where it has none.

    >>> direction("Maya"), direction("24 فبراير"), direction("2026")
    ('ltr', 'rtl', 'ltr')
    """
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return LTR
        if kind in _RIGHT:
            return RTL
    return LTR


def levels(text: str, base: str) -> tuple[int, ...]:
    """Return the embedding level of each character in a line whose direction is `base`: odd runs to the left.

    >>> levels("ab א1", "ltr")
    (0, 0, 0, 1, 2)
    """
    floor = int(base == RTL)
    given = [unicodedata.bidirectional(character) or "L" for character in text]
    seen = [i for i, kind in enumerate(given) if kind != "BN"]
    kinds = [given[i] for i in seen]
    edge = "R" if floor else "L"
    _weak(kinds, edge)
    _brackets([text[i] for i in seen], [given[i] for i in seen], kinds, edge)
    _neutral(kinds, edge)
    found = dict(zip(seen, (_level(kind, floor) for kind in kinds), strict=True))
    made: list[int] = []
    for i in range(len(text)):
        made.append(found.get(i, made[-1] if made else floor))
    for i in reversed(range(len(text))):
        if given[i] not in {"WS", "S", "B", "BN"}:
            break
        made[i] = floor
    return tuple(made)


def reordered(levels: Sequence[int]) -> list[int]:
    """Return the indexes of pieces, each of one level, as they stand from left to right.

    >>> reordered([0, 1, 2, 1, 0])
    [0, 3, 2, 1, 4]
    """
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = max(end, start + 1)
    return order


def _level(kind: str, floor: int) -> int:
    if floor:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)


def _weak(kinds: list[str], edge: str) -> None:
    """Resolve marks, numbers and what belongs to numbers (W1 to W7), in place."""
    before, strong = edge, edge
    for i, kind in enumerate(kinds):
        if kind == "NSM":
            kind = kinds[i] = before
        before = kind
        if kind in _RIGHT or kind == "L":
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[i] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for i in range(1, len(kinds) - 1):
        around = kinds[i - 1]
        if around == kinds[i + 1] and (
            (kinds[i] == "ES" and around == "EN") or (kinds[i] == "CS" and around in _NUMBER)
        ):
            kinds[i] = around
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > start and ((start and kinds[start - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")):
            kinds[start:end] = ["EN"] * (end - start)
        start = max(end, start + 1)
    strong = edge
    for i, kind in enumerate(kinds):
        if kind in {"ES", "ET", "CS"}:
            kinds[i] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"


def _brackets(text: list[str], given: list[str], kinds: list[str], edge: str) -> None:
    """Give the brackets around a text the direction of that text (N0), in place."""
    for opened, closed in _pairs(text, kinds):
        inside = {_strong(kind) for kind in kinds[opened + 1 : closed]} - {""}
        if edge in inside:
            found = edge
        elif inside:
            before = next((_strong(kind) for kind in reversed(kinds[:opened]) if _strong(kind)), edge)
            found = before if before != edge else edge
        else:
            continue
        for at in (opened, closed):
            kinds[at] = found
            for i in range(at + 1, len(kinds)):
                if given[i] != "NSM":
                    break
                kinds[i] = found


def _pairs(text: list[str], kinds: list[str]) -> list[tuple[int, int]]:
    opened: list[tuple[int, str]] = []
    found = []
    for i, character in enumerate(text):
        if kinds[i] != "ON":
            continue
        if character in _CLOSED_BY:
            opened.append((i, _CLOSED_BY[character]))
        elif character in _CLOSING:
            for depth in reversed(range(len(opened))):
                if opened[depth][1] == character:
                    found.append((opened[depth][0], i))
                    del opened[depth:]
                    break
    return sorted(found)


def _strong(kind: str) -> str:
    return "R" if kind in _NUMBER or kind == "R" else "L" if kind == "L" else ""


def _neutral(kinds: list[str], edge: str) -> None:
    """Give neutral characters the direction of both their neighbours, or else the line's (N1, N2), in place."""
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > start:
            before = _strong(kinds[start - 1]) if start else edge
            after = _strong(kinds[end]) if end < len(kinds) else edge
            kinds[start:end] = [before if before == after else edge] * (end - start)
        start = max(end, start + 1)
