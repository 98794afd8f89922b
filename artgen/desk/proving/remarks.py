"""Remarks: what a machine finds in a proof before a person looks; each is fine, or says what to look at."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from artgen.campaigns.model import Campaign
from artgen.desk.proving.alike import CLOSE, Twins
from artgen.desk.proving.camera import Seen
from artgen.desk.proving.portrait import Portrait
from artgen.make import OTHER_LETTERS
from artgen.records import Fault, Person, State
from artgen.worker import UNKNOWN_LANGUAGE, UNSHOWN_NAME

_FEW = 5
NOTED = (UNSHOWN_NAME, UNKNOWN_LANGUAGE, OTHER_LETTERS)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was looked at: whether a person should look too, what it is about, and what was found."""

    look: bool
    title: str
    found: str
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class Roll:
    """Everyone in the ledger, counted on the way: who gets nothing and why, who wears which look."""

    people: int = 0
    aside: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    looks: Counter[str] = field(default_factory=Counter)
    silent: int = 0

    def count(self, people: Iterable[Person]) -> Iterator[Person]:
        """Hand everyone on, counted."""
        for person in people:
            self.people += 1
            if person.token:
                self.looks[person.look] += 1
                self.silent += not person.address
            else:
                key = (person.state.value, person.reason)
                self.aside[key] += 1
                if len(few := self.examples.setdefault(key, [])) < _FEW:
                    few.append(person.customer)
            yield person


def remarks(
    campaign: Campaign,
    roll: Roll,
    faults: Iterable[Fault],
    twins: Twins | None,
    portraits: tuple[Portrait, ...],
    seen: Seen | None,
) -> tuple[Remark, ...]:
    """Return all remarks, those to look at first; `seen` is what the camera saw go wrong, None without a camera."""
    noted = [fault for fault in faults if fault.reason in NOTED]
    said = [
        *_letters(portraits),
        *_screens(portraits, seen),
        *_aside(roll),
        _names(noted),
        *_languages(campaign, noted),
        _alike(twins),
        *_looks(campaign, roll),
    ]
    return tuple(sorted(said, key=lambda remark: not remark.look))


def _letters(portraits: tuple[Portrait, ...]) -> Iterator[Remark]:
    found: dict[str, list[str]] = {}
    for portrait in portraits:
        for flaw in portrait.flaws:
            found.setdefault(str(flaw), []).append(portrait.person.customer)
    for what, customers in sorted(found.items()):
        yield Remark(True, "A letter must not go out like this", what, tuple(customers[:_FEW]))
    if not found:
        yield Remark(False, "Letters", f"all {len(portraits)} of this proof are sound: headers, links, words, size")


def _screens(portraits: tuple[Portrait, ...], seen: Seen | None) -> Iterator[Remark]:
    gone = tuple(portrait.person.customer for portrait in portraits if not portrait.poster)
    if gone:
        yield Remark(True, "A poster isn't there", f"{len(gone)} can't be read where they are published", gone[:_FEW])
    if seen is None:
        yield Remark(True, "Screens", "no pictures of pages and letters were taken; look at some yourself")
        return
    found: dict[str, list[str]] = {}
    for portrait in portraits:
        for shot in portrait.shots:
            for fault in seen.get(shot.file, ()):
                found.setdefault(f"{shot.frame.name}: {fault}", []).append(portrait.person.customer)
    for what, customers in sorted(found.items()):
        yield Remark(True, "A screen shows something wrong", what, tuple(customers[:_FEW]))
    if not found:
        many = sum(len(portrait.shots) for portrait in portraits)
        yield Remark(False, "Screens", f"{many} were looked at; nothing is missing or wider than its screen")


def _aside(roll: Roll) -> Iterator[Remark]:
    for (state, reason), many in sorted(roll.aside.items(), key=lambda one: (-one[1], one[0])):
        title = {State.HELD: "Held", State.FAULTY: "Set aside"}.get(State(state), state.capitalize())
        customers = tuple(roll.examples[state, reason])
        yield Remark(True, title, f"{_people(many)} of {roll.people:,} get nothing: {reason}", customers)
    if not roll.aside:
        yield Remark(False, "Held or set aside", f"nobody: all {roll.people:,} have a page")
    if roll.silent:
        yield Remark(True, "No address", f"{_people(roll.silent)} have a page and get no letter")


def _names(noted: list[Fault]) -> Remark:
    customers = [fault.customer for fault in noted if fault.reason == UNSHOWN_NAME]
    if not customers:
        return Remark(False, "Names", "every name that there is stands on its poster")
    found = f"the poster goes without the name of {_people(len(customers))}: its fonts lack a letter"
    return Remark(True, "Names", found, tuple(customers[:_FEW]))


def _languages(campaign: Campaign, noted: list[Fault]) -> Iterator[Remark]:
    wished = Counter(fault.detail for fault in noted if fault.reason == UNKNOWN_LANGUAGE)
    for tag, many in sorted(wished.items()):
        found = f"{_people(many)} asked for '{tag}', which the campaign doesn't speak; they get {campaign.words.locale}"
        yield Remark(True, "Languages", found)
    for fault in noted:
        if fault.reason == OTHER_LETTERS:
            yield Remark(True, "Languages", f"in {fault.detail}")
    for locale in campaign.locales[1:]:
        if locale not in campaign.letter.translations:
            found = f"the letter in {locale} has artgen's own subject and no thanks of yours; add letter.translations"
            yield Remark(True, "Languages", found)


def _alike(twins: Twins | None) -> Remark:
    if twins is None:
        return Remark(False, "Look-alikes", "there are no two posters with something in them to compare")
    found = f"the two most alike of {twins.compared:,} posters compared differ by {twins.distance:.2f} of 100"
    who = (twins.one, twins.other) if twins.distance < CLOSE else ()
    return Remark(twins.distance < CLOSE, "Look-alikes", found, who)


def _looks(campaign: Campaign, roll: Roll) -> Iterator[Remark]:
    idle = [look.called for look in campaign.looks if not roll.looks[look.called]]
    if idle:
        yield Remark(True, "Looks", f"nobody wears {'; '.join(idle)}, so this proof can't show it")
    else:
        yield Remark(False, "Looks", "somebody wears each of the campaign's looks")


def _people(many: int) -> str:
    return "1 person" if many == 1 else f"{many:,} people"
