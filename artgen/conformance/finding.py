"""Findings: what the judge has to say, each one sentence that tells a designer what to mend and where it was seen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """A fault must be mended; a note is worth knowing."""

    FAULT = "fault"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: the `law` it touches, `what` to mend, `where` it was seen (sitter, theme, canvas, options).

    >>> print(Finding("size", "25,000 marks; draw at most 20,000", "flight 600 in linen on poster"))
    size: 25,000 marks; draw at most 20,000 (flight 600 in linen on poster)
    """

    law: str
    what: str
    where: str = ""
    severity: Severity = Severity.FAULT

    def __str__(self) -> str:
        return f"{self.law}: {self.what}" + (f" ({self.where})" if self.where else "")


def note(law: str, what: str, where: str = "") -> Finding:
    """Return a finding that is no fault."""
    return Finding(law, what, where, Severity.NOTE)


def gathered(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield one finding of each law and kind: the first, with how many more pictures break it; faults before notes."""
    first: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in found:
        first.setdefault((finding.severity, finding.law), []).append(finding)
    for (_, _), alike in sorted(first.items(), key=lambda item: item[0][0] is Severity.NOTE):
        head, more = alike[0], len({one.where for one in alike}) - 1
        yield replace(head, where=f"{head.where}, and {more} more" if more > 0 else head.where)
