"""What is notable in a year: every moment found, ranked by strength and by how tellable its kind is; five are told."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from artgen.history import absences, extremes, firsts, habits, hours, patterns, rhythms
from artgen.history.columns import Place
from artgen.history.evidence import Activities, by_day
from artgen.history.story import Moment

MOST = 5

Find = Callable[[Activities, Place | None], Moment | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of moment: of one `family` at most one is told; `tellable` 0..1 is how good a story it makes."""

    key: str
    family: str
    tellable: float
    find: Find


# In this order among equals. What each finds, from what, and how strong it is, its function says.
KINDS = (
    Kind("longest", "size", 1.0, extremes.longest),
    Kind("farthest_from_home", "distance", 0.9, extremes.farthest_from_home),
    Kind("first_of_year", "opening", 0.7, firsts.first_of_year),
    Kind("last_of_year", "closing", 0.7, firsts.last_of_year),
    Kind("odd_one_out", "size", 0.8, extremes.odd_one_out),
    Kind("longest_time", "size", 0.7, extremes.longest_time),
    Kind("busiest_day", "busiest", 0.9, rhythms.busiest_day),
    Kind("busiest_week", "busiest", 0.7, rhythms.busiest_week),
    Kind("busiest_month", "busiest", 0.6, rhythms.busiest_month),
    Kind("streak_days", "streak", 0.9, rhythms.streak_days),
    Kind("streak_weeks", "streak", 0.7, rhythms.streak_weeks),
    Kind("latest", "late", 0.9, hours.latest),
    Kind("across_midnight", "late", 0.7, hours.across_midnight),
    Kind("night_owl", "late", 0.8, hours.night_owl),
    Kind("earliest", "early", 0.8, hours.earliest),
    Kind("most_taken_route", "heart", 0.9, habits.most_taken_route),
    Kind("most_visited_place", "heart", 0.8, habits.most_visited_place),
    Kind("most_frequent_category", "heart", 0.7, habits.most_frequent_category),
    Kind("return_to_place", "absence", 0.8, absences.return_to_place),
    Kind("longest_pause", "absence", 0.8, absences.longest_pause),
    Kind("return_to_category", "absence", 0.6, absences.return_to_category),
    Kind("first_place", "new", 0.7, firsts.first_place),
    Kind("new_category", "new", 0.7, firsts.new_category),
    Kind("same_place_weekday", "pattern", 0.7, patterns.same_place_weekday),
    Kind("same_weekday", "pattern", 0.7, patterns.same_weekday),
    Kind("same_date", "pattern", 0.7, patterns.same_date),
    Kind("one_season", "season", 0.6, patterns.one_season),
    Kind("every_month", "season", 0.5, patterns.every_month),
    Kind("every_season", "season", 0.3, patterns.every_season),
    Kind("round_total", "round", 0.8, firsts.round_total),
    Kind("round_count", "round", 0.7, firsts.round_count),
)
_KIND = {kind.key: kind for kind in KINDS}


def moments(activities: Activities, home: Place | None, without: Collection[str] = ()) -> tuple[Moment, ...]:
    """Return the moments to tell, at most five, in the order of their days; kinds in `without` are not looked for."""
    return chosen(ranked(activities, home, without), activities)


def ranked(activities: Activities, home: Place | None, without: Collection[str] = ()) -> tuple[Moment, ...]:
    """Return every moment of a year, the best first: by strength times tellable, among equals in the order of KINDS.

    Each is found from this one person's activities alone. A single activity is the first and nothing more, or it would
    be the longest, the latest and the farthest at once. Strengths are kept to four decimals, so that the last bit
    of a logarithm never decides; what is left without any strength is no moment. Kinds look at the year by its days,
    and so is their evidence in order, since sentences show days.
    """
    calendar = by_day(activities)
    sought = KINDS if len(activities) > 1 else (_KIND["first_of_year"],)
    found = [(kind, kind.find(calendar, home)) for kind in sought if kind.key not in without]
    rounded = [(kind, replace(it, strength=round(it.strength, 4))) for kind, it in found if it]
    told = [(kind, moment) for kind, moment in rounded if moment.strength > 0]
    return tuple(moment for _, moment in sorted(told, key=lambda pair: -_score(*pair)))


def chosen(best_first: Sequence[Moment], activities: Activities) -> tuple[Moment, ...]:
    """Choose at most five, in the order of their first days: one of a family, no two of the same single activity."""
    families: set[str] = set()
    alone: set[tuple[int, ...]] = set()
    told: list[Moment] = []
    for moment in best_first:
        family = _KIND[moment.key].family
        if family in families or moment.of in alone or len(told) == MOST:
            continue
        families.add(family)
        alone.update([moment.of] if len(moment.of) == 1 else [])
        told.append(moment)
    place = {one.n: at for at, one in enumerate(by_day(activities))}
    return tuple(sorted(told, key=lambda moment: (place[moment.of[0]], moment.key)))


def _score(kind: Kind, moment: Moment) -> float:
    return round(moment.strength * kind.tellable, 6)
