"""Letters to the team's own addresses: real people's letters, marked as tests; nobody is claimed, nothing is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from artgen.campaigns.lots import lot
from artgen.campaigns.model import Campaign
from artgen.errors import MailError
from artgen.ledger import Ledger
from artgen.mailing.bucket import Bucket
from artgen.mailing.gist import read_gist
from artgen.mailing.letter import write
from artgen.mailing.mailer import Mailer
from artgen.mailing.wording import subject
from artgen.publishing.links import Keys
from artgen.records import Claim, Outcome, Person, State
from artgen.send.order import Clock, Watch

_AT_RANDOM = 3
_NO_LETTER = (State.HELD, State.FAULTY, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Seeded:
    """One test: whose letter, why theirs was chosen, under which of the brand's subjects, and what became of it.

    `subject` is None where their letter can have none of the brand's.
    """

    customer: str
    chosen: str
    subject: int | None
    outcome: Outcome


def to_seeds(
    campaign: Campaign, ledger: Ledger, mailer: Mailer, keys: Keys, *, clock: Clock, watch: Watch = Watch()
) -> list[Seeded]:
    """Send a few telling letters to each of the campaign's seeds; raise MailError where there are none."""
    if not campaign.sending.seeds:
        raise MailError("sending.seeds: names nobody; write your own addresses there")
    chosen = list(choose(campaign, ledger.people()))
    if not chosen:
        raise MailError("nobody has a letter yet; run `artgen make` first")
    rate = mailer.pace().per_second
    bucket = Bucket(rate, watch.steady, watch.sleep) if rate else None
    tests: list[Seeded] = []
    for seed in campaign.sending.seeds:
        for n, (person, why) in enumerate(chosen):
            variant = n % (1 + len(campaign.letter.subjects))
            letter = write(_claim(person, campaign, keys), campaign, keys, clock(), variant=variant, seed_to=seed)
            if bucket:
                bucket.take()
            number = subject(person.name, campaign, read_gist(person.letter), variant).number
            tests.append(Seeded(person.customer, why, number, mailer.deliver(letter.send_id, letter)))
    return tests


def choose(campaign: Campaign, people: Iterable[Person]) -> Iterator[tuple[Person, str]]:
    """Yield the people whose letters show the most, each once, and why: the rest are drawn by lot."""
    found: dict[str, tuple[tuple[float, ...], Person]] = {}
    drawn: list[tuple[float, str, Person]] = []
    for person in people:
        if person.state in _NO_LETTER or not (person.token and person.letter):
            continue
        ranks = {
            "the emptiest year": (person.drawn,),
            "the fullest year": (-person.drawn,),
            "the longest name": (-len(person.name),),
            **({} if person.name else {"no name": (0,)}),
            f"in {person.locale}": (lot("seeds", campaign.id, person.customer),),
        }
        for why, rank in ranks.items():
            if why not in found or rank < found[why][0]:
                found[why] = (rank, person)
        drawn.append((lot("seed", campaign.id, person.customer), person.customer, person))
        drawn = sorted(drawn, key=lambda entry: entry[:2])[: _AT_RANDOM + len(found)]
    seen: set[str] = set()
    for person, why in [*((person, why) for why, (_, person) in found.items()), *((p, "by lot") for _, _, p in drawn)]:
        if person.customer not in seen and (why != "by lot" or len(seen) < len(found) + _AT_RANDOM):
            seen.add(person.customer)
            yield person, why


def _claim(person: Person, campaign: Campaign, keys: Keys) -> Claim:
    return Claim(
        send_id=keys.send_id(campaign.id, person.customer, person.generation),
        customer=person.customer,
        name=person.name,
        address="",
        token=person.token,
        image=person.image,
        letter=person.letter,
    )
