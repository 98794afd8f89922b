"""The `[last_year]` of a campaign file: the campaign of the year before, of which a style may let a little show."""

from pydantic import Field

from artgen.campaigns.strict import Strict


class LastYear(Strict):
    """Last year's campaign: its folder or its TOML file, found from where this campaign's file stands."""

    campaign: str = Field(min_length=1)
