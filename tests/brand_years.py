"""The synthetic years of runs and cups, as the tests call them, and a plain telling of them in English."""

from artgen.history.story import Story
from artgen.sitters.brands import COFFEE, RUN
from artgen.sitters.habits import COUNTS, KINDS, NAMES, YEAR, awkward, told, year
from artgen.words.telling import Figure, Row, Telling

__all__ = ["BRANDS", "COFFEE", "COUNTS", "KINDS", "NAMES", "RUN", "YEAR", "awkward", "telling", "told", "year"]

BRANDS = {"run": RUN, "coffee": COFFEE}


def telling(story: Story, brand: str) -> Telling:
    """Put a year into plain English, enough for a frame around its picture."""
    words, count = BRANDS[brand], len(story)
    noun = words.activity.one if count == 1 else words.activity.many
    places = {one.destination.name for one in story.activities if one.destination}
    kinds = {one.category for one in story.activities if one.category}
    weeks = {one.start.isocalendar().week for one in story.activities}
    figures = (
        Figure(f"{count}", noun),
        Figure(f"{len(places)}", "places"),
        Figure(f"{len(kinds)}", "kinds"),
        Figure(f"{len(weeks)}", "weeks"),
    )
    rows = tuple(
        Row(
            n=one.n,
            month=f"{one.start:%B}",
            day=f"{one.start.day} {one.start:%B}",
            day_short=f"{one.start.day} {one.start:%b}",
            way=one.destination.name if one.destination else "",
            way_short=one.destination.name if one.destination else "",
            fact=one.category,
        )
        for one in story.activities
    )
    return Telling(
        name=story.name,
        year=str(story.year),
        tag=f"Your year {words.phrase}" if count else "For you",
        sentence=f"{count} {noun} in {story.year}." if count else "This is for you.",
        figures=figures if count else (),
        moments=(),
        rows=rows,
        routes=(),
    )
