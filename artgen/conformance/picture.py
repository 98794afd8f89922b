"""A picture as the judge sees it: who sits, in which theme, on which paper, with which options, and what was drawn."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import wraps
from itertools import islice
from typing import Any

from artgen.artwork import Artwork, Look, compose
from artgen.conformance.finding import Finding
from artgen.drawing.canvas import Canvas
from artgen.drawing.marks import Mark
from artgen.drawing.rng import Rng
from artgen.drawing.style import Description, Renderer, Value
from artgen.drawing.svg import write
from artgen.drawing.theme import Theme
from artgen.errors import StyleError
from artgen.renderers import failure
from artgen.sitters import Sitter
from artgen.words.telling import Telling

MOST_TAKEN = 100_000
"""So many marks are looked at where a style may never end."""


@dataclass(frozen=True, slots=True)
class Pose:
    """One picture to draw."""

    sitter: Sitter
    theme: Theme
    canvas: Canvas
    options: dict[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        """Name it.

        >>> from artgen import sitters
        >>> from artgen.drawing import theme
        >>> from artgen.drawing.canvas import POSTER
        >>> str(Pose(sitters.sample("flight", 4), theme.load("linen"), POSTER, {"tilt": 12}))
        'flight 4 in linen on poster, tilt = 12'
        """
        chosen = "".join(f", {name} = {value}" for name, value in self.options.items())
        return f"{self.sitter.name} in {self.theme.name} on {self.canvas.name}{chosen}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn pose: the style's marks in their order, and the finished sheet."""

    renderer: Renderer
    pose: Pose
    marks: tuple[Mark, ...]
    artwork: Artwork

    def finding(self, law: str, what: str) -> Finding:
        """Return a fault of this picture."""
        return Finding(law, what, str(self.pose))

    @property
    def art(self) -> str:
        """Return the art as SVG, without the words around it."""
        pose = self.pose
        words = {"title": "", "description": "", "reveal": self.renderer.reveal, "style": self.renderer.name}
        return write(pose.canvas, pose.theme, art=self.marks, **words).svg  # type: ignore[arg-type]


def draw(renderer: Renderer, pose: Pose) -> Picture | Finding:
    """Draw a pose; where the style fails, say how and in which line."""
    marks: list[Mark] = []
    try:
        look = Look(replace(renderer, draw=_kept(renderer.draw, marks)), pose.theme, pose.options, pose.canvas)
        sitter = pose.sitter
        artwork = compose(look, sitter.story, told(renderer, sitter), sitter.vocabulary, sitter.name)
    except Exception as wrong:
        # Whatever a style raises is a finding about that style, and the next picture is drawn all the same.
        return Finding("draws", f"{failure(wrong, renderer.source)}; every year must be drawn", str(pose))
    return Picture(renderer, pose, tuple(marks), artwork)


def told(renderer: Renderer, sitter: Sitter) -> Telling:
    """Return a sitter's telling; an empty year has the style's own sentence, if it has one."""
    if len(sitter.story):
        return sitter.telling
    wish = described(renderer, sitter).wish
    return replace(sitter.telling, sentence=wish or sitter.telling.sentence)


def described(renderer: Renderer, sitter: Sitter) -> Description:
    """Return what a style says its picture looks like; raise StyleError where that is no Description."""
    seen: object = renderer.describe(sitter.story, sitter.telling, sitter.vocabulary)
    if not isinstance(seen, Description):
        raise StyleError(f"describe gives {kind(seen)}; return a Description(title, text, alt)")
    if strange := next((part for part, said in asdict(seen).items() if not isinstance(said, str)), ""):
        raise StyleError(f"the description's {strange} is {kind(getattr(seen, strange))}; write it as text")
    return seen


def kind(given: object) -> str:
    """Say what was given in place of something else: None, or its type."""
    return "None" if given is None else f"a {type(given).__name__}"


def drawn_alone(renderer: Renderer, pose: Pose) -> list[Mark]:
    """Return the marks that a style draws, and nothing around them; raises whatever the style raises."""
    rng = Rng(pose.sitter.name).fork(renderer.name)
    drawn = renderer.draw(pose.sitter.story, pose.canvas, pose.theme, rng, **renderer.checked(pose.options))
    return list(islice(drawn, MOST_TAKEN))


def _kept(generator: Callable[..., Iterator[Mark]], marks: list[Mark]) -> Callable[..., Iterator[Mark]]:
    @wraps(generator)
    def keeping(*given: Any, **options: Any) -> Iterator[Mark]:
        for mark in generator(*given, **options):
            marks.append(mark)
            yield mark

    return keeping
