"""Writes what READMEs say from what it is said of: the commands' own help, the finished style. `make readme` runs it,
tests check that both are fresh."""

import re
from pathlib import Path
from typing import Any

import typer

from artgen.cli import app

README = Path(__file__).parent.parent / "README.md"
STYLES = README.parent / "artgen" / "renderers" / "README.md"
EXAMPLE = README.parent / "templates" / "style" / "tidal.py"
MARKS = ("<!-- commands: written by `make readme` -->", "<!-- end of commands -->")


def reference() -> str:
    """Return the reference in Markdown: every command, its help and its options."""
    root = typer.main.get_command(app)
    return "\n\n".join(_section(words, command) for words, command in _leaves(("artgen",), root))


def _leaves(words: tuple[str, ...], command: Any):
    for name, child in sorted(getattr(command, "commands", {}).items()):
        yield from _leaves((*words, name), child)
    if not hasattr(command, "commands"):
        yield words, command


def _section(words: tuple[str, ...], command: Any) -> str:
    about, _, example = (command.help or "").partition("Example: ")
    arguments = " ".join(p.metavar or p.name.upper() for p in command.params if p.param_type_name == "argument")
    lines = [f"### `{' '.join((*words, arguments)).strip()}`", "", " ".join(about.split())]
    for option in command.params:
        if option.param_type_name == "option" and option.name != "help":
            lines.append(f"- `{option.opts[0]}` {option.help or ''}".rstrip())
    return "\n".join([*lines, "", f"Example: `{example.strip()}`"])


def fresh(text: str) -> str:
    """Return the README's text with the reference between its two marks written anew."""
    between = re.compile(re.escape(MARKS[0]) + ".*" + re.escape(MARKS[1]), re.DOTALL)
    return between.sub(lambda _: f"{MARKS[0]}\n\n{reference()}\n\n{MARKS[1]}", text)


def with_example(text: str) -> str:
    """Return the styles' README with the finished style in its first block of Python."""
    before, _, rest = text.partition("```python\n")
    return f"{before}```python\n{EXAMPLE.read_text('utf-8')}```{rest.partition('```')[2]}"


if __name__ == "__main__":
    README.write_text(fresh(README.read_text("utf-8")), "utf-8")
    STYLES.write_text(with_example(STYLES.read_text("utf-8")), "utf-8")
