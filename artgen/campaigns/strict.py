"""The ground of every table of a campaign file: an unknown key is an error, and nothing changes later."""

from pydantic import BaseModel, ConfigDict, ValidationError

_SAID = {
    "extra_forbidden": "not a key that artgen knows; take it out or look for a slip of the pen",
    "missing": "is needed and missing; add it",
}


class Strict(BaseModel):
    """A table of a campaign file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def slip(wrong: ValidationError) -> str:
    """Say the first thing that is wrong in a file, after its key; what repeats is counted from 1."""
    first = wrong.errors()[0]
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    said = _SAID.get(first["type"], first["msg"].removeprefix("Value error, "))
    return ": ".join(part for part in (where, said) if part)
