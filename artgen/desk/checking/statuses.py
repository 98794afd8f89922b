"""What a check says of statuses: every one that is drawn is listed, and one that is nearly left out is suspicious."""

from collections.abc import Iterator
from itertools import takewhile

from artgen.desk.checking.evidence import Evidence, judge, rows
from artgen.desk.checking.findings import Example, Look
from artgen.history.cells import folded
from artgen.history.names import brief

ALIKE, WHOLE = 5, 4


def statuses(evidence: Evidence) -> Iterator[Look]:
    """Look at the statuses of the rows that are drawn; nothing to say where the campaign maps no status."""
    source, drawn = evidence.campaign.activity, evidence.survey.statuses
    if not source.columns.status:
        return
    ordered = sorted(drawn, key=lambda word: (-drawn[word], word))
    told = [f"{rows(drawn[word])} '{brief(word)}'" if word else f"{rows(drawn[word])} without one" for word in ordered]
    if rest := evidence.kept - drawn.total():
        told.append(f"{rows(rest)} with others")
    near = [(word, out) for word in ordered for out in source.leave_out if nearly(word, out)]
    yield Look(
        "statuses",
        judge(bool(near)),
        "Statuses that are drawn",
        ", ".join(told) or "no row is drawn",
        "any that begins like a status that is left out",
        "Each is drawn and told. Cancelled or refunded under another spelling? Name it under [activity.leave_out].",
        len(near),
        tuple(Example(detail=f"'{brief(word)}' begins like '{out}'") for word, out in near[:3]),
    )


def nearly(status: str, out: str) -> bool:
    """Tell whether a status begins like one that is left out: with all of it, or with five letters and half of both.

    >>> nearly("storniert", "storno"), nearly("Canceled", "cancelled"), nearly("voided", "void")
    (True, True, True)
    >>> nearly("returned", "retoure"), nearly("paid", "paid back"), nearly("done", "")
    (False, False, False)
    """
    said, left = ("".join(filter(str.isalnum, folded(word))) for word in (status, out))
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(said, left, strict=False)))
    return shared == len(left) >= WHOLE or (shared >= ALIKE and 2 * shared >= max(len(said), len(left)))
