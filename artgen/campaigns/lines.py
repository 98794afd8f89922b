"""On which line each key of a TOML file stands, so that an error can say where to look.

tomllib keeps no places, and neither does tomlkit (its issue 55, open since 2019): so the keys of a text that tomllib
has read are sought once more, which takes no value's meaning, only where it ends.
"""

import re
import tomllib
from collections import Counter

KeyPath = tuple[str | int, ...]
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[ \t]*\.[ \t]*)+""")
_VALUE = re.compile(
    r""""{3}(?:[^\\]|\\.)*?"{3,5}|'{3}.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^,\]}#\n]+""",
    re.DOTALL,
)


def lines(text: str) -> dict[KeyPath, int]:
    """Return the line (1..) of each key, table and item of a TOML text that tomllib can read.

    >>> lines('a = 1\\n[[b]]\\nc = { d = [2,\\n3] }\\n')[("b", 0, "c", "d", 1)]
    4
    """
    return _Search(text).found


class _Search:
    """A walk through a text; `found` is what it came past, `_tables` how many of each `[[table]]` it has seen."""

    def __init__(self, text: str) -> None:
        self.found: dict[KeyPath, int] = {}
        self._text, self._at, self._line, self._counted = text, 0, 1, 0
        self._tables: Counter[KeyPath] = Counter()
        under: KeyPath = ()
        self._pass(_BLANK)
        while self._at < len(text):
            if text.startswith("[", self._at):
                under = self._header()
            else:
                self._pair(under)
            self._pass(_BLANK)

    def _header(self) -> KeyPath:
        many = self._text.startswith("[[", self._at)
        self._at += 1 + many
        path: KeyPath = ()
        parts = self._key()
        for n, part in enumerate(parts):
            path = (*path, part)
            self._note(path)
            if many and n == len(parts) - 1:
                self._tables[path] += 1
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
                self._note(path)
        self._at += 1 + many
        return path

    def _pair(self, under: KeyPath) -> None:
        path = under
        for part in self._key():
            path = (*path, part)
            self._note(path)
        self._at = self._text.index("=", self._at) + 1
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        self._pass(_BLANK)
        opened = self._text[self._at]
        if opened not in "[{":
            self._pass(_VALUE)
            return
        self._at += 1
        n = 0
        self._pass(_BLANK)
        while self._text[self._at] not in "]}":
            if opened == "[":
                self._note((*path, n))
                self._value((*path, n))
            else:
                self._pair(path)
            n += 1
            self._pass(_BLANK)
            self._at += self._text[self._at] == ","
            self._pass(_BLANK)
        self._at += 1

    def _key(self) -> list[str]:
        """Pass a key and return its parts; tomllib says what quotes and escapes in it mean."""
        self._pass(re.compile(r"[ \t]*"))
        start = self._at
        self._pass(_KEY)
        said: object = tomllib.loads(f"{self._text[start : self._at]} = 0")
        self._pass(re.compile(r"[ \t]*"))
        parts = []
        while isinstance(said, dict):
            ((part, said),) = said.items()
            parts.append(part)
        return parts

    def _note(self, path: KeyPath) -> None:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        self.found.setdefault(path, self._line)

    def _pass(self, what: re.Pattern[str]) -> None:
        if passed := what.match(self._text, self._at):
            self._at = passed.end()
