"""Grace in the campaign file: rules that read aloud like sentences, and a sentence back for every slip."""

import datetime as dt
import re
from pathlib import Path

import pytest
from test_campaign import GOOD, written

from artgen.campaigns import starter
from artgen.campaigns.model import FILE, builtin_names, load
from artgen.errors import CampaignError
from artgen.history import mercy
from artgen.history.condition import Flag, When
from artgen.history.grace import Action, Rule
from artgen.history.mercy import WATCHED

SENTENCES = """
[[grace]]
name = "clinics"
leave_out = "activities"
when = { category = ["clinic", "hospital"], date = { from = 2025-02-01, until = 2025-03-31 } }
because = "a sensitive place"

[[grace]]
hold = "customer"
when = { person = { complaint = ["open", "new"], born = { after = 2007-12-31 } } }
because = "an open complaint"

[[grace]]
soften = "year"
when = { place = "LIS", hour = { from = 22, to = 5 }, count = { at_least = 3, below = 9 } }
because = "long nights"

[[grace]]
watch = ["praxis"]
because = "our word for a clinic"

[[grace]]
switch_off = "late nights"
because = "night trains are our trade"
"""
MAPPED = GOOD.replace('when = "at"', 'when = "at", category = "kind", status = "state"')
LEFT = MAPPED.replace('zone = "Europe/Oslo"', 'zone = "Europe/Oslo", leave_out = { cancelled = "cancelled" }')


def test_rules_are_read_as_they_are_said(tmp_path: Path) -> None:
    """Each rule has its action, its conditions and its reason; without a name it is called by its reason."""
    rules = load(written(tmp_path, MAPPED + SENTENCES)).rules
    spring = When(category=("clinic", "hospital"), since=dt.date(2025, 2, 1), until=dt.date(2025, 3, 31))
    asked = (Flag("born", after=dt.date(2007, 12, 31)), Flag("complaint", ("open", "new")))
    nights = When(place=("LIS",), from_hour=22, to_hour=5, at_least=3, below=9)
    assert rules.own == (
        Rule("clinics", Action.LEAVE_OUT, spring, "a sensitive place"),
        Rule("an open complaint", Action.HOLD, When(person=asked), "an open complaint"),
        Rule("long nights", Action.SOFTEN, nights, "long nights"),
    )
    assert (rules.off, rules.watched, rules.money) == (frozenset({"late nights"}), (*WATCHED, "praxis"), False)
    assert rules.flags == ("born", "complaint")


def test_money_is_known_by_the_brands_words(tmp_path: Path) -> None:
    """A brand whose amount is money has the rule of money."""
    assert load(written(tmp_path, GOOD.replace('phrase = "of', 'amount = "money"\nphrase = "of'))).rules.money


def rule(text: str, when: str = '{ category = "clinic" }') -> str:
    """One rule in TOML."""
    return f'[[grace]]\n{text}\nwhen = {when}\nbecause = "a reason"\n'


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (rule(""), "a rule has no action; give one of leave_out, soften, hold, watch, switch_off"),
        (rule('soften = "year"\nhold = "customer"'), "a rule has 2 actions (soften, hold)"),
        (rule('leave_out = "customer"'), "grace.1.leave_out"),
        (rule('soften = "year"', "{}"), "asks nothing, so it would meet everyone"),
        ('[[grace]]\nhold = "customer"\nbecause = "x"\n', "hold needs a when, or it would meet everyone"),
        (rule('switch_off = "money"'), "switch_off takes no when"),
        (rule('switch_off = "manners"'), "grace.1.switch_off"),
        (rule('soften = "year"', '{ mood = "sad" }'), "grace.1.when.mood: not a key that artgen knows"),
        (rule('soften = "year"', '{ category = "" }'), "a word is empty"),
        (rule('soften = "year"', "{ category = [] }"), "a word is empty"),
        (rule('soften = "year"', "{ date = {} }"), "give from, until, or both"),
        (rule('soften = "year"', "{ date = { from = 2025-03-01, until = 2025-02-01 } }"), "from lies after until"),
        (rule('soften = "year"', "{ hour = { from = 5, to = 5 } }"), "the same hour"),
        (rule('soften = "year"', "{ hour = { from = 25, to = 5 } }"), "grace.1.when.hour.from"),
        (rule('soften = "year"', "{ count = { at_least = 3, below = 3 } }"), "no count can meet both"),
        (rule('soften = "year"', "{ count = {} }"), "give at_least, below, or both"),
        (rule('soften = "year"', '{ person = { vip = "" } }'), "'vip' is compared with nothing"),
        (rule('soften = "year"', "{ person = { vip = { is_set = false, after = 2025-01-01 } } }"), "has no day"),
        (rule('soften = "year"', '{ weather = "rain" }'), "asks for the weather; name its column in activity.columns"),
        (rule('soften = "year"\nname = "money"'), "'money' is the name of a built-in rule"),
        (rule('soften = "year"') + rule('hold = "customer"'), "two rules are called 'a reason'"),
        (rule('hold = "customer"', '{ status = "cancelled" }'), "whose rows activity.leave_out takes before"),
        (rule('hold = "customer"').replace("a reason", ""), "grace.1.because"),
    ],
)
def test_a_slip_in_a_rule_is_answered(tmp_path: Path, said: str, answer: str) -> None:
    """The message names the file and the rule, says what is wrong, and what to do."""
    with pytest.raises(CampaignError) as wrong:
        load(written(tmp_path, LEFT + said))
    assert "campaign.toml: grace" in str(wrong.value)
    assert answer in str(wrong.value)


@pytest.mark.parametrize("name", builtin_names())
def test_every_ready_made_campaign_has_rules(name: str) -> None:
    """Each ready-made campaign keeps to rules that can apply."""
    assert load(name).rules.watched[: len(WATCHED)] == WATCHED


def test_the_rules_in_the_starter_work_when_uncommented(tmp_path: Path) -> None:
    """The two rules that the starter shows can be taken as they are."""
    starter.write(tmp_path / "new")
    text = (tmp_path / "new" / FILE).read_text("utf-8")
    start, end = text.index("# [[grace]]"), text.index("\n\n# What the posters")
    rules = text[start:end].replace("# ", "").replace("#", "")
    assert len(load(written(tmp_path / "new", text[:start] + rules + text[end:])).rules.own) == 2


def test_the_page_about_grace_is_true(tmp_path: Path) -> None:
    """Every rule shown there can be read, every built-in one is named, and the thresholds are those of the code."""
    page = (Path(__file__).parent.parent / "docs" / "grace.md").read_text("utf-8")
    shown = "\n".join(re.findall(r"```toml\n(.*?)```", page, re.S))
    assert len(load(written(tmp_path, MAPPED + shown)).rules.own) == 5
    assert all(f"| `{name}` |" in page for name in mercy.MERCIES)
    said = (f"last {mercy.STOP_DAYS} days", f"within {mercy.CLINIC_WITHIN_DAYS} days", f"{mercy.NIGHT_ENDS:02d}:00")
    assert [text for text in (*said, f"first {mercy.CLINIC_NEW_AFTER_DAYS} days") if text not in page] == []
