"""The judge of styles: every law over every kind of year, theme, paper and option; gallery, tests and desk ask it.

A style's own test is three lines:

    from artgen.conformance import check

    def test_style():
        assert not check(my_style)
"""

from collections.abc import Iterator

from artgen.conformance import declared, paint, paper, promise, readable, said, sameness, size, truth
from artgen.conformance.finding import Finding, Severity, gathered, note
from artgen.conformance.picture import Picture, Pose, draw, told
from artgen.conformance.plan import Level, Plan, plan
from artgen.conformance.spent import Spent, timed, waiting
from artgen.drawing.style import Renderer
from artgen.sitters import sample
from artgen.words.phrases import locales

__all__ = ["Finding", "Level", "Picture", "Pose", "Severity", "check", "draw", "judge", "look_at", "told"]


def check(renderer: Renderer, level: Level = "quick") -> tuple[Finding, ...]:
    """Return the faults of a style, none where all is well, and print them, so that a failing test shows them."""
    faults = tuple(found for found in judge(renderer, level) if found.severity is Severity.FAULT)
    for fault in faults:
        print(fault)
    return faults


def judge(renderer: Renderer, level: Level = "quick") -> tuple[Finding, ...]:
    """Return all that can be said of a style, faults first, then notes; "full" draws everyone on every paper."""
    return tuple(gathered(_judged(renderer, plan(renderer, level), level)))


def look_at(picture: Picture, *laws: str) -> Iterator[Finding]:
    """Yield what is wrong with one picture; "reading" and "promise" are measured in pixels, and only when named."""
    yield from truth.counted(picture)
    yield from truth.shown(picture)
    yield from truth.spined(picture)
    yield from paper.inside(picture)
    yield from paper.within_inset(picture)
    yield from size.light(picture)
    yield from paint.in_its_voice(picture)
    yield from paint.swatched(picture)
    if readable.LAW in laws:
        yield from readable.readable(picture)
    if promise.LAW in laws:
        yield from promise.kept(picture)


def _judged(renderer: Renderer, planned: Plan, level: Level) -> Iterator[Finding]:
    yield from declared.sound(renderer)
    yield from declared.bounded(renderer)
    elsewhere = sameness.begin(renderer, planned.again)
    pictures: dict[str, Picture] = {}
    spent: dict[str, Spent] = {}
    for pose in planned.drawn:
        picture, spent[str(pose)] = timed(renderer, pose)
        if isinstance(picture, Finding):
            yield picture
            continue
        pictures[str(pose)] = picture
        deep = [promise.LAW] * (str(pose) in planned.measured) + [readable.LAW] * (str(pose) in planned.read)
        yield from look_at(picture, *deep)
    yield from _with_options(renderer, planned)
    yield from _in_greys(renderer, planned)
    yield from _in_words(renderer, planned)
    again = [pictures[str(pose)] for pose in planned.again if str(pose) in pictures]
    yield from sameness.twice(renderer, again)
    yield from sameness.apart([picture for picture in pictures.values() if picture.pose.theme.name == "linen"])
    for picture in again:
        if len(picture.pose.sitter) > 1:
            yield from sameness.moved(renderer, picture)
    if isinstance(elsewhere, Finding):
        yield elsewhere
    else:
        yield from sameness.finish(elsewhere, {name: picture.artwork.digest for name, picture in pictures.items()})
    yield from waiting(renderer, planned.drawn, spent)
    yield _times(planned, spent)


def _with_options(renderer: Renderer, planned: Plan) -> Iterator[Finding]:
    for options in declared.extremes(renderer):
        for pose in planned.optional:
            picture = draw(renderer, Pose(pose.sitter, pose.theme, pose.canvas, options))
            yield from [picture] if isinstance(picture, Finding) else look_at(picture)
    yield from declared.felt(renderer, planned.optional)


def _in_greys(renderer: Renderer, planned: Plan) -> Iterator[Finding]:
    for pose in (*planned.again, *planned.optional):
        picture = draw(renderer, Pose(pose.sitter, paint.grey(), pose.canvas))
        yield from [picture] if isinstance(picture, Finding) else paint.of_the_theme(picture)


def _in_words(renderer: Renderer, planned: Plan) -> Iterator[Finding]:
    for pose in planned.drawn:
        if pose.theme.name == "linen" and pose.canvas.name == "poster":
            yield from said.said(renderer, pose.sitter, "en_US")
    for locale in locales():
        for sitter in planned.spoken:
            yield from said.said(renderer, sitter, locale)
    yield from said.of_money(renderer, sample("coffee", 4))


def _times(planned: Plan, spent: dict[str, Spent]) -> Finding:
    counts = {pose.sitter.name: spent[str(pose)].worked for pose in planned.drawn if pose.theme.name == "linen"}
    wanted = [
        (name, counts[name])
        for name in ("flight 1", "flight 23", "run 40", "flight 180", "flight 600")
        if name in counts
    ]
    return note("time", ", ".join(f"{name}: {1000 * seconds:.0f} ms" for name, seconds in wanted))
