"""Places by a language's own names: where it says Lissabon, no text and no picture says Lisbon."""

from collections.abc import Mapping
from dataclasses import replace

from artgen.history.columns import Place
from artgen.history.places import place
from artgen.history.story import Last, Story


def renamed(story: Story, names: Mapping[str, str]) -> Story:
    """Return a year with its places called as `names` says, by code; what it doesn't name keeps its name."""
    if not names:
        return story
    return replace(
        story,
        activities=tuple(
            replace(one, origin=_called(one.origin, names), destination=_called(one.destination, names))
            for one in story.activities
        ),
        home=_called(story.home, names),
        last=_remembered(story.last, names),
    )


def _called(there: Place | None, names: Mapping[str, str]) -> Place | None:
    """Return a place under its name here; where its name is its code, both change, so that it is told once."""
    if there is None or there.code not in names:
        return there
    name = names[there.code]
    return replace(there, name=name, code=name if there.code == there.name else there.code)


def _remembered(last: Last | None, names: Mapping[str, str]) -> Last | None:
    """Return the year before, which knows its places by name alone."""
    if last is None:
        return None
    own = {known.name if (known := place(code)) else code: name for code, name in names.items()}
    return replace(last, places=tuple(sorted({own.get(name, name) for name in last.places})))
