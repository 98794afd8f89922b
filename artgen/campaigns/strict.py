"""The ground of every table of a campaign file: an unknown key is an error, and nothing changes later."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A table of a campaign file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
