"""The awkward years of every brand by what is awkward about them: each has broken a careless drawing somewhere."""

from dataclasses import replace

from artgen.history.columns import Activity
from artgen.history.facts import facts
from artgen.history.moments import moments
from artgen.history.story import Story
from artgen.sitters import flights, habits
from artgen.sitters.sitter import softened

_LONG = "Slow and easy round the whole of the harbour with everybody from the Thursday group"
_MARKUP = "</text><script>alert(1)</script>"


def awkward_years() -> dict[str, tuple[str, Story]]:
    """Return brand and year by name: years of flights, then of runs, then of cups."""
    found = {name: ("flight", story) for name, story in flights.awkward().items()}
    for name, story in habits.awkward().items():
        found[f"{name}, on foot" if name in found else name] = "run", story
    found["some hours unknown"] = "flight", _some_hours_unknown(flights.year(23))
    found["first and last left out"] = "flight", replace(flights.year(23), whole=False)
    found["softened"] = "flight", softened(flights.year(40))
    found["softened, on foot"] = "run", softened(habits.year("run", 40))
    found["softened, one"] = "coffee", softened(habits.year("coffee", 1))
    found["amounts of nothing"] = "run", _amounts(habits.year("run", 23), 0.0)
    found["kinds by the campaign"] = "run", replace(habits.year("run", 40), kinds=habits.KINDS["run"][::-1])
    found["unwieldy kinds"] = (
        "run",
        habits.told(
            "Ada",
            [(30 * i + 5, 8.0, (_LONG, _MARKUP, "\u0642\u0647\u0648\u0629")[i % 3], 3.0, _LONG) for i in range(12)],
        ),
    )
    found["one cup a day"] = (
        "coffee",
        habits.told("Ada", [(day, 8.1, "Flat white", 4.2, "Harbour St") for day in range(1, 366)]),
    )
    return found


def _some_hours_unknown(story: Story) -> Story:
    def known(one: Activity) -> Activity:
        return one if one.n % 2 else replace(one, timed=False, sun=(), rising=())

    return _of(story, tuple(map(known, story.activities)))


def _amounts(story: Story, amount: float) -> Story:
    return _of(story, tuple(replace(one, amount=amount) for one in story.activities))


def _of(story: Story, activities: tuple[Activity, ...]) -> Story:
    return replace(story, activities=activities, facts=facts(activities), moments=moments(activities, story.home))
