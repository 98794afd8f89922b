"""Templates, jinja2's only door: only files of artgen's own, strict about unknown names, and all but text is escaped.

Nobody else's template is ever compiled, so there is nothing for jinja2's sandbox to hold back; it looked at each of the
400 attributes that a page asks for, a fifth of the page's time.
"""

from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from artgen.shipped import place

__all__ = ["Markup", "environment", "escape", "render"]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the one environment, made once a process; a name without a value raises, never shows as nothing.

    Every template escapes what it is given, those from a string too; the one exception is a file named `*.txt`,
    since a text part is no markup and would show `&#39;`.
    """
    return Environment(
        loader=FileSystemLoader(place("templates")),
        undefined=StrictUndefined,
        autoescape=select_autoescape(disabled_extensions=("txt",), default_for_string=True, default=True),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def render(name: str, /, **values: object) -> str:
    """Fill the template called `name` (such as "page/page.html"); raise jinja2's UndefinedError for a missing value."""
    return environment().get_template(name).render(**values)
