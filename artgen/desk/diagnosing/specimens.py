"""What was made, looked at before it leaves: some people's letters as they would go out, and their files on the shelf.

Who is looked at follows from the customers' ids alone: the same people each time, and those at the edges.
"""

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from artgen.campaigns.lots import lot
from artgen.campaigns.model import Campaign
from artgen.desk.diagnosing.diagnosis import Line, Part
from artgen.desk.proving.approval import changed, listed, stale
from artgen.errors import MailError
from artgen.ledger import Ledger
from artgen.mailing.checker import MOST_HTML, Known, flaws, on_folder
from artgen.mailing.gist import read_gist
from artgen.mailing.letter import write
from artgen.mailing.received import receive
from artgen.publishing.links import Keys, page_path, share_path
from artgen.records import Claim, Person, State

SOME = 40
_LONG_SUBJECT = 60


def chosen(people: Iterable[Person], campaign: str) -> list[Person]:
    """Return the people to look at: some by lot, one of each language, the fullest, the emptiest, the longest name."""
    some: list[tuple[float, str, Person]] = []
    edges: dict[str, Person] = {}
    for one in people:
        if not one.token or one.state is not State.MADE or not one.address:
            continue
        entry = (-lot("doctor", campaign, one.customer), one.customer, one)
        heapq.heappush(some, entry) if len(some) < SOME else heapq.heappushpop(some, entry)
        edges.setdefault(f"language {one.locale}", one)
        for edge, better in (
            ("fullest", lambda a, b: a.drawn > b.drawn),
            ("emptiest", lambda a, b: a.drawn < b.drawn),
            ("longest", lambda a, b: len(a.name) > len(b.name)),
        ):
            if edge not in edges or better(one, edges[edge]):
                edges[edge] = one
    named = {one.customer: one for one in [*(entry[2] for entry in some), *edges.values()]}
    return [named[customer] for customer in sorted(named)]


def specimens(campaign: Campaign, out: Path, keys: Keys, now: dt.datetime) -> tuple[list[Line], list[Person], int]:
    """Return what was found, who was looked at, and how many letters are waiting."""
    made, letters = Part("What was made"), Part("The letters")
    with Ledger(out / "ledger.sqlite", campaign.id) as ledger:
        tally, waiting = ledger.tally(), ledger.queue.waiting()
        made.right_if(
            waiting or any(tally.get(state) for state in (State.ACCEPTED, State.DELIVERED)),
            "people",
            f"{sum(tally.values()):,} on record, {waiting:,} letters waiting",
            "nobody waits for a letter",
            "run `artgen make`, and look at `artgen status`",
        )
        _states(made, tally)
        _approved(made, campaign, ledger)
        people = chosen(ledger.people(), campaign.id)
    if people:
        _published(made, campaign, out, people)
        _written(letters, campaign, out, keys, now, people)
    return [*made.lines, *letters.lines], people, waiting


def _states(part: Part, tally: dict[State, int]) -> None:
    if doubts := tally.get(State.UNKNOWN, 0) + tally.get(State.CLAIMED, 0):
        part.look("doubts", f"{doubts:,} letters may or may not have gone out", "settle them: `artgen doubts`")
    if faulty := tally.get(State.FAULTY, 0):
        part.look("set aside", f"{faulty:,} customers could not be drawn", "look at faults.csv")
    if held := tally.get(State.HELD, 0):
        part.look("held", f"{held:,} customers are held back", "look why: `artgen status`, faults.csv")


def _approved(part: Part, campaign: Campaign, ledger: Ledger) -> None:
    differing, advice = changed(campaign, ledger), "run `artgen proof`, then approve"
    found = f"not as approved: {listed(differing)}" if differing else ""
    if not differing and (differing := stale(campaign, ledger)):
        found, advice = f"made before these changed: {listed(differing)}", f"run `artgen make` to its end, {advice}"
    if campaign.mailer.kind == "outbox":
        part.fine_if(
            not differing, "approval", "it stands", found, f"the outbox needs none; before a real send {advice}"
        )
    else:
        part.right_if(not differing, "approval", "it stands", found, advice)


def _published(part: Part, campaign: Campaign, out: Path, people: list[Person]) -> None:
    if campaign.shelf.kind != "folder":
        part.look("files", "they are in a bucket", "ask for them: artgen doctor --ask-network")
        return
    alive, lost = on_folder(out / "site"), Counter[str]()
    for one in people:
        page = page_path(one.token)
        for what, path in (
            ("pages", page),
            ("pictures", page + one.image),
            ("pages for others", share_path(one.share)),
            ("cards", share_path(one.share) + one.card),
        ):
            lost[what] += not alive(path)
    missing = [f"{many} {what}" for what, many in lost.items() if many]
    part.right_if(
        not missing,
        "links alive",
        f"all files of {len(people)} people are on the shelf",
        f"of {len(people)} people these are missing: {', '.join(missing)}",
        "run `artgen make` again: it puts back what is gone",
    )


def _written(part: Part, campaign: Campaign, out: Path, keys: Keys, now: dt.datetime, people: list[Person]) -> None:
    """Write everyone's letter and read it as a mail reader does."""
    found: Counter[str] = Counter()
    sizes, subjects, languages = [0], [0], Counter[str]()
    alive = on_folder(out / "site") if campaign.shelf.kind == "folder" else lambda path: True
    subjects_there = 1 + len(campaign.letter.subjects)
    for n, one in enumerate(people):
        send_id = keys.send_id(campaign.id, one.customer, one.generation)
        claim = Claim(send_id, one.customer, one.name, one.address, one.token, one.image, one.letter)
        try:
            letter = write(claim, campaign, keys, now, variant=n % subjects_there)
        except MailError as wrong:
            part.wrong("written", str(wrong), "mend that; no letter can be written until then")
            return
        own = (one.token, one.share, send_id, keys.unsubscribe_token(campaign.id, one.customer))
        locale = read_gist(one.letter).locale
        found.update(
            {f"{flaw.rule}: {flaw.what}" for flaw in flaws(letter.message, Known(claim, campaign, locale, alive, own))}
        )
        read = receive(letter.message)
        sizes.append(len(letter.message))
        subjects.append(len(str(read.mail["Subject"])))
        languages[locale] += 1
    told = ", ".join(f"{many} in {locale}" for locale, many in sorted(languages.items()))
    part.ok("read", f"{len(people)} letters: {told}")
    for flaw, many in sorted(found.items()):
        part.wrong(flaw.partition(":")[0], f"{flaw} ({many} of {len(people)})", "mend the campaign or the template")
    if not found:
        part.ok("headers, parts, links", "one of each header, a plain text that says the same, alt text, preheader")
        part.ok(
            "weight", f"at most {max(sizes) / 1000:.0f} KB as sent; HTML under {MOST_HTML / 1000:.0f} KB is not cut"
        )
    part.fine_if(
        max(subjects) <= _LONG_SUBJECT,
        "subject",
        f"at most {max(subjects)} characters",
        f"up to {max(subjects)} characters; phones show some 40, others {_LONG_SUBJECT}",
        "put what matters first, or shorten letter.subject",
    )


def links_of(people: Iterable[Person]) -> Iterator[tuple[str, str]]:
    """Yield the paths of each person's page and of the picture in their letter."""
    for one in people:
        yield page_path(one.token), page_path(one.token) + one.image
