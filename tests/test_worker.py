"""One customer's sitting: the look is the person's own or drawn from the campaign's, and an empty year gets a wish."""

from artgen.campaigns.model import Campaign, load
from artgen.history.history import History
from artgen.records import Recipient
from artgen.worker import draw, seat


def campaign() -> Campaign:
    return load("heart-of-travel")


def nobody_flew(customer: str, theme: str = "") -> History:
    return History(customer, Recipient(customer, "Maya", "", theme=theme))


def test_an_empty_year_gets_the_styles_own_wish() -> None:
    """The sentence of the style stands on the poster in place of one about the year."""
    sitting = seat(campaign(), nobody_flew("a"))
    assert sitting.telling.sentence == "Drawn in one breath, and meant for you."
    assert 'data-a="' not in draw(sitting).svg


def test_a_persons_own_theme_is_taken() -> None:
    """A theme in the people file goes before the campaign's looks."""
    assert {seat(campaign(), nobody_flew(who, "salt")).look.theme.name for who in "abcdef"} == {"salt"}


def test_people_are_spread_over_the_looks() -> None:
    """Among many people every look of the campaign is taken, each person always the same."""
    drawn = [seat(campaign(), nobody_flew(str(n))).look.theme.name for n in range(60)]
    assert set(drawn) == {look.theme for look in campaign().looks}
    assert drawn == [seat(campaign(), nobody_flew(str(n))).look.theme.name for n in range(60)]
