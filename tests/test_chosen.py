"""Who is in a proof: the utmost, one of each kind, whom grace met, the two most alike, ten at random."""

import io
import random
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

import numpy as np
import pytest
from PIL import Image

from artgen.desk.proving.alike import MOST, nearest
from artgen.desk.proving.chosen import AT_RANDOM, Choice, Chosen
from artgen.desk.proving.readings import Reading
from artgen.history.grace import Action, Applied
from artgen.records import Person, State

STYLES, THEMES, LANGUAGES, SEGMENTS = ("heart", "bloom"), ("linen", "salt", "dusk"), ("en_US", "ar"), ("gold", "new")
NAMES = ("Ada", "", "Maximiliane-Theodora", "سارة", "Bo")
PLAIN = {field.name: 0 if field.type == "int" else "" for field in fields(Person)} | {"state": State.MADE}


def person(n: int, **said: object) -> Person:
    """Return a person with a page: every seventh year is empty."""
    made = {
        "customer": f"C-{n:06d}",
        "name": NAMES[n % 5] if n < 50 else "Eve",
        "token": "t",
        "address": "a",
        "drawn": n % 7 * (n % 11),
        "style": STYLES[n % 2],
        "theme": THEMES[n % 3],
        "locale": LANGUAGES[n % 97 == 3],
        "segment": SEGMENTS[n % 89 == 5],
    }
    return Person(**{**PLAIN, **made, **said})  # type: ignore[arg-type]


PEOPLE = tuple(map(person, range(400)))


def chosen(people: Iterable[Person] = PEOPLE, said: Iterable[Reading] = (), campaign: str = "year") -> list[Chosen]:
    """Choose among people."""
    choice = Choice(campaign, "km")
    choice.read(said)
    choice.see(people)
    return list(choice.chosen(None))


def of(group: str, found: Iterable[Chosen]) -> list[tuple[str, str]]:
    """Return why, and who, of one group."""
    return [(reason.why, one.person.customer) for one in found for reason in one.reasons if reason.group == group]


def met(n: int, rule: str, action: Action) -> Reading:
    """Return the reading of somebody whom a rule met."""
    return Reading(f"C-{n:06d}", (Applied(f"C-{n:06d}", rule, action, "why", 1),))


class Counted:
    """People that count how often they are gone through."""

    def __init__(self, many: int) -> None:
        self.many, self.passes = many, 0

    def __iter__(self) -> Iterator[Person]:
        self.passes += 1
        return map(person, range(self.many))


@pytest.mark.parametrize(
    ("group", "kinds"),
    [("style", STYLES), ("theme", THEMES), ("language", LANGUAGES), ("segment", SEGMENTS)],
)
def test_each_kind_has_somebody_who_wears_it(group: str, kinds: tuple[str, ...]) -> None:
    """Every style, theme, language and segment is there, and whoever stands for it is of it and not empty."""
    found = chosen()
    column = "locale" if group == "language" else group
    there = {one.person.customer: one.person for one in found}
    worn = [(why.split(",")[0], there[who]) for why, who in of(group, found)]
    assert sorted(kind for kind, _ in worn) == sorted(kinds)
    assert all(getattr(one, column) == kind and one.drawn for kind, one in worn)


def test_the_utmost_are_there() -> None:
    """The fewest and the most activities, the longest name, none, and one from right to left."""
    said = dict(of("edge", chosen()))
    people = {one.customer: one for one in PEOPLE}
    assert people[said["the fewest activities: 0"]].drawn == 0
    assert people[said["the most activities: 60"]].drawn == max(one.drawn for one in PEOPLE)
    assert people[said["the longest name"]].name == "Maximiliane-Theodora"
    assert people[said["no name"]].name == ""
    assert people[said["a name read from right to left"]].name == "سارة"


def test_a_name_that_no_font_has_is_there() -> None:
    """Whose poster goes without the name is looked at."""
    choice = Choice("year", unshown=frozenset({"C-000077"}))
    choice.see(PEOPLE)
    assert ("a name that the poster's fonts lack", "C-000077") in of("edge", choice.chosen())


def test_ten_are_drawn_by_lot_and_by_campaign() -> None:
    """Ten at random, the same each time, others in another campaign."""
    ten = of("random", chosen())
    assert len(ten) == AT_RANDOM
    assert ten == of("random", chosen())
    assert ten != of("random", chosen(campaign="other"))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_people_never_shows(seed: int) -> None:
    """The same people in another order: the same choice, in the same order, for the same reasons."""
    people, said = list(PEOPLE), [met(n, "a loss", Action.SOFTEN) for n in range(40)]
    shuffled = random.Random(seed)
    shuffled.shuffle(people)
    mixed = list(said)
    shuffled.shuffle(mixed)
    assert chosen(people, mixed) == chosen(PEOPLE, said)


def test_everyone_is_there_once_with_every_reason() -> None:
    """Nobody is shown twice; who stands for several reasons has them all."""
    found = chosen()
    assert len({one.person.customer for one in found}) == len(found)
    assert max(len(one.reasons) for one in found) > 1


def test_whom_a_rule_met_is_there() -> None:
    """Two of each rule of grace that met somebody with a page, and how many it met."""
    found = chosen(said=[met(n, "a loss", Action.SOFTEN) for n in range(9)])
    assert [why for why, _ in of("grace", found)] == ["a loss: told more quietly, 9 people"] * 2


def test_who_has_no_page_is_not_shown() -> None:
    """One held by grace, and one set aside, can't be shown."""
    people = [replace(one, token="") if one.customer == "C-000004" else one for one in PEOPLE]
    found = chosen(people, [met(4, "a loss", Action.HOLD)])
    assert "C-000004" not in [one.person.customer for one in found]


def test_the_farthest_from_the_rest_is_there() -> None:
    """The one whose usual amount is farthest from the middle, with both told."""
    said = [Reading(f"C-{n:06d}", (), 10.0 + n % 3) for n in range(100)]
    said[42] = Reading("C-000042", (), 11_000.0)
    ((why, who),) = of("outlier", chosen(said=said))
    assert who == "C-000042"
    assert why == "11,000 km an activity, where the middle customer has 11 km"


def test_a_hundred_thousand_people_are_gone_through_once() -> None:
    """One pass, a few dozen people, and no more than two thousand among whom look-alikes are looked for."""
    people, choice = Counted(100_000), Choice("year")
    choice.see(people)
    assert people.passes == 1
    assert choice.people == 100_000
    assert len(choice.crowd) == MOST
    assert len(choice.chosen()) <= 40


def test_look_alikes_are_looked_for_among_years_with_something_in_them() -> None:
    """Empty years are alike by nature, and not compared."""
    choice = Choice("year")
    choice.see(PEOPLE)
    assert len(choice.crowd) == sum(one.drawn > 0 for one in PEOPLE)


def picture(seed: int, nudge: int = 0) -> bytes:
    """Return a JPEG of random patches, a little changed."""
    patches = np.random.default_rng(seed).integers(0, 250, (6, 5, 3), dtype=np.uint8)
    patches[0, 0, 0] += nudge
    drawn = io.BytesIO()
    Image.fromarray(patches).resize((400, 500), Image.Resampling.NEAREST).save(drawn, "JPEG", quality=90)
    return drawn.getvalue()


@pytest.mark.parametrize("order", [1, -1])
def test_the_two_most_alike_are_found(order: int) -> None:
    """Two that differ in one corner are found among sixty, whatever order they come in."""
    crowd = [(f"C-{n}", picture(n)) for n in range(60)]
    twins = nearest([*crowd, ("C-twin", picture(31, nudge=5))][::order])
    assert twins is not None
    assert (twins.one, twins.other) == ("C-31", "C-twin")
    assert 0 < twins.distance < 1
    assert twins.compared == 61


def test_one_poster_has_no_look_alike() -> None:
    """With fewer than two pictures that can be read there is nothing to compare."""
    assert nearest([("C-1", picture(1)), ("C-2", b"no picture")]) is None


def test_both_of_a_pair_are_shown() -> None:
    """Each of the two names the other and how far they are apart."""
    choice = Choice("year")
    choice.see(PEOPLE)
    one, other = choice.crowd[0].customer, choice.crowd[1].customer
    twins = nearest([(one, picture(1)), (other, picture(1, nudge=5))])
    assert twins is not None
    assert [who for _, who in of("alike", choice.chosen(twins))] == [one, other]
    assert f"differs from {other} by {twins.distance:.2f} of 100" in dict(of("alike", choice.chosen(twins)))
