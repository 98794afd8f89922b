"""The letter's HTML template with its style sheet written into each element, once a process: css-inline's only door.

Two things hide from the HTML reader while that happens. Jinja's statements stand in the template as comments
(`<!--{% for %}-->`), since a table would throw out bare text; and colours stand in the style sheet as words
(`color: paper-ink`), which become Jinja's afterwards, because each letter has its own.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import css_inline

from artgen.publishing.templates import environment
from artgen.shipped import place

TEMPLATE = "letter/letter.html"
_STATEMENT = re.compile(r"<!--(\{%.*?%\})-->", re.S)
_COLOUR = re.compile(r"\b(paper|night)-(ground|ink|muted|hairline)\b")


def sheet(**values: object) -> str:
    """Return the letter's HTML, filled in and escaped; raise jinja2's UndefinedError for a missing value."""
    return _fill()(**values)


@lru_cache(maxsize=1)
def _fill() -> Callable[..., str]:
    source = (place("templates") / TEMPLATE).read_text("utf-8")
    inlined = css_inline.CSSInliner(load_remote_stylesheets=False).inline(source)
    inlined = inlined.replace(' data-css-inline="keep"', "")
    whole = _COLOUR.sub(r"{{ \1_\2 }}", _STATEMENT.sub(r"\1", inlined))
    return environment().from_string(whole).render
