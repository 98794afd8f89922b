"""Languages: each says all that English says, by its own rules, to the person who asked for it; a gap stops the run."""

import datetime as dt
import math
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from line import campaign, run, summary
from stories import COUNTS, awkward, story
from test_campaign import GOOD, written

from artgen.artwork import compose
from artgen.campaigns.model import Campaign, load
from artgen.drawing import theme as themes
from artgen.errors import CampaignError, MailError
from artgen.history.columns import Place
from artgen.history.facts import facts
from artgen.history.history import History, Record
from artgen.history.moments import moments
from artgen.history.story import Last, Story
from artgen.mailing.gist import letter_words, read_gist
from artgen.mailing.wording import Wording, word
from artgen.records import Recipient
from artgen.words import languages
from artgen.words.phrases import load as speak
from artgen.words.phrases import locales
from artgen.words.places import renamed
from artgen.words.tell import tell_words
from artgen.words.vocabulary import Noun, Vocabulary
from artgen.words.voice import Voice
from artgen.worker import UNKNOWN_LANGUAGE, Sitting, seat

OURS = ("de", "en_GB", "es", "fr", "pt")
YEARS = {str(count): story(count) for count in COUNTS if count < 200} | awkward()
WORDS = {
    "de": (["Lauf", "Läufe"], ["Kilometer", "Kilometer"], ["Ort", "Orte"], "zu Fuß"),
    "en_GB": (["run", "runs"], ["kilometre", "kilometres"], ["place", "places"], "on foot"),
    "es": (["carrera", "carreras"], ["kilómetro", "kilómetros"], ["lugar", "lugares"], "a pie"),
    "fr": (["course", "courses"], ["kilomètre", "kilomètres"], ["lieu", "lieux"], "à pied"),
    "pt": (["corrida", "corridas"], ["quilômetro", "quilômetros"], ["lugar", "lugares"], "a pé"),
}
GERMAN = """
[words.translations.de]
activity = ["Lauf", "Läufe"]
unit = ["Kilometer", "Kilometer"]
unit_short = "km"
place = ["Ort", "Orte"]
phrase = "zu Fuß"
"""
WEIGHT = GOOD.replace('phrase = "of running"', 'phrase = "of running"\namount = "weight"')
TOWNS = GOOD.replace('phrase = "of running"', 'phrase = "of running"\nplace = ["town", "towns"]')
FLIGHTS = """
[words.translations.de]
activity = ["Flug", "Flüge"]
unit = ["Kilometer", "Kilometer"]
unit_short = "km"
place = ["Flughafen", "Flughäfen"]
phrase = "in der Luft"
duration = "an Bord"
grade = "eine höhere Klasse"

[letter.translations.de]
subject = "{name}, dein {year} in der Luft"
thanks = "Danke für die Begleitung."
"""


FORMS = '{ one = "a", two = "b", few = "c", many = "d", other = "e" }'


def measure(campaign: Campaign, locale: str = "de") -> str:
    """Return what a campaign calls its amount in a language."""
    words = campaign.vocabulary_in(locale)
    return Voice(words, speak(locale)).measure()


def runs(locale: str) -> Vocabulary:
    """Return a running club's words in a language, of which the word for a run is feminine in three."""
    activity, unit, place, phrase = WORDS[locale]
    return Vocabulary("Stride", Noun(*activity), "ran", Noun(*unit), "km", Noun(*place), phrase, locale=locale)


def whole(told: Story) -> Story:
    """Give a synthetic year its facts and moments."""
    return Story(
        told.name, told.year, told.activities, facts(told.activities), moments(told.activities, told.home), told.home
    )


def airline(folder: Path, more: str = FLIGHTS) -> Campaign:
    """Return the sample airline's campaign with one more language; its pages stay until a date."""
    text = Path(load("heart-of-travel").folder / "campaign.toml").read_text("utf-8")
    text = text.replace("stays_until = 2027-12-31", "stays_until = 2028-01-01")
    return load(written(folder, text + more))


def record(start: dt.datetime, origin: str = "", destination: str = "", amount: float = math.nan) -> Record:
    """Return one activity of which no more is known."""
    return Record(start, True, amount, math.nan, origin, destination, "", 0, "", 1)


def flyer(language: str) -> History:
    """Return the year of someone who flew from Austin to Denver and back, with a language of their own."""
    start = dt.datetime(2025, 3, 1, 8, 15, tzinfo=ZoneInfo("America/Chicago"))
    there, back = record(start, "AUS", "DEN"), record(start + dt.timedelta(days=3), "DEN", "AUS")
    return History("a", Recipient("a", "Maya", "maya@mail.example", language=language), (there, back))


def letter(campaign: Campaign, sitting: Sitting) -> Wording:
    """Return the letter to the person of a sitting, from nothing but the campaign and what the ledger keeps."""
    artwork = compose(sitting.look, sitting.story, sitting.telling, sitting.vocabulary, sitting.seed)
    kept = letter_words(sitting.story, sitting.telling, artwork, themes.load("linen"), sitting.vocabulary)
    return word("Maya", campaign, read_gist(kept))


@pytest.mark.parametrize("locale", locales())
def test_every_language_says_what_english_says(locale: str) -> None:
    """A shipped language lacks no text, has none of its own invention, and fills its braces with the same words."""
    assert languages.texts("en_US").keys() - languages.texts(locale).keys() <= {
        key for key in languages.texts("en_US") if key.startswith("lint.")
    }


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("room", ["hour", "day", "week", "month"])
def test_a_language_has_its_own_plurals(locale: str, room: str) -> None:
    """The words that a language counts with have every form that its counts call for."""
    assert speak(locale).lacking(speak(locale).noun(room)) == []


@pytest.mark.parametrize("locale", OURS)
@pytest.mark.parametrize("told", YEARS.values(), ids=YEARS)
def test_a_year_is_told_whole(told: Story, locale: str) -> None:
    """Whatever the year, every sentence is filled in, begins with a large letter or a figure, and ends as one."""
    telling = tell_words(whole(told), runs(locale))
    said = [telling.sentence, *(text for it in telling.moments for text in (it.heading, it.text))]
    assert not [text for text in said if set("{}") & set(text) or not text.endswith((".", ". "))]
    assert not [text for text in said if text[0] != text[0].upper()]
    assert not [text for text in said if "  " in text or " ." in text or ".." in text]


@pytest.mark.parametrize(
    ("locale", "one", "many", "sum_", "decimal"),
    [
        ("en_GB", "1 run", "two runs", "29,530", "21.1"),
        ("de", "1 Lauf", "zwei Läufe", "29.530", "21,1"),
        ("es", "1 carrera", "dos carreras", "29.530", "21,1"),
        ("fr", "1 course", "deux courses", "29\u202f530", "21,1"),
        ("pt", "1 corrida", "2 corridas", "29.530", "21,1"),
    ],
)
def test_counts_and_numbers(locale: str, one: str, many: str, sum_: str, decimal: str) -> None:
    """One is said in the singular, two in the plural, and figures with the language's own signs."""
    phrases, noun = speak(locale), runs(locale).activity
    assert phrases.counted(1, "1", noun) == one
    assert phrases.counted(2, phrases.spelled(2), noun) == many
    assert (phrases.number(29530), phrases.number(21.0975)) == (sum_, decimal)


@pytest.mark.parametrize("locale", ["de", "es", "fr", "pt"])
def test_no_count_takes_a_gender(locale: str) -> None:
    """A count that would change with its noun's gender stands in figures; the others are all different words."""
    words = [speak(locale).spelled(count) for count in range(100)]
    assert words[1] == "1"
    assert len(set(words)) == 100
    assert not [word for word in words if word.endswith((" y uno", " et un", " e um", " e dois"))]


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en_GB", ("1 January 2028", "2 January", "A, B and C")),
        ("de", ("1. Januar 2028", "2. Januar", "A, B und C")),
        ("es", ("1 de enero de 2028", "2 de enero", "A, B y C")),
        ("fr", ("1er janvier 2028", "2 janvier", "A, B et C")),
        ("pt", ("1º de janeiro de 2028", "2 de janeiro", "A, B e C")),
    ],
)
def test_dates_and_lists(locale: str, said: tuple[str, str, str]) -> None:
    """Dates and lists are written as the language writes them, the first of a month too."""
    phrases = speak(locale)
    assert (phrases.date(dt.date(2028, 1, 1)), phrases.day(dt.date(2028, 1, 2)), phrases.listed("ABC")) == said


@given(value=st.floats(0, 1e6), locale=st.sampled_from(OURS))
@example(value=1.04, locale="de")
@example(value=1.96, locale="fr")
def test_a_noun_agrees_with_the_figure(value: float, locale: str) -> None:
    """What is written as 1 is said of one, whatever lay behind the comma; French and Portuguese count to 2 as one."""
    written_ = round(value, 0 if value >= 100 else 1)
    singular = written_ < 2 if locale in ("fr", "pt") else written_ == 1
    assert speak(locale).plural(value, Noun("one", "many")) == ("one" if singular else "many")


@pytest.mark.parametrize(
    ("tag", "chosen"),
    [
        ("", "en_US"),
        ("de", "de"),
        ("de-AT", "de"),
        ("de-Latn-CH", "de"),
        ("PT-br", "pt"),
        ("pt_PT", "pt"),
        ("en-GB", "en_GB"),
        ("en-AU", "en_US"),
        ("it", None),
        ("German", None),
        ("-", None),
    ],
)
def test_the_language_that_fits(tag: str, chosen: str | None) -> None:
    """A tag is shortened until it fits, then another of its language is taken; none is guessed."""
    assert languages.choose(tag, ["de", "pt", "en_GB"], "en_US") == chosen


def test_a_person_is_told_in_their_own_language(tmp_path: Path) -> None:
    """Someone of de-AT gets a German year in kilometres, although the campaign speaks of miles."""
    sitting = seat(airline(tmp_path), flyer("de-AT"))
    assert sitting.telling.sentence == "Zwei Flüge und 2.498 Kilometer, vom 1. März bis 4. März."
    assert sitting.telling.rows[0].fact == "1.249 Kilometer, 08:15"


def cups(locale: str, unit: Noun, short: str) -> Voice:
    """Return the voice of a coffee house whose amounts are cups."""
    words = Vocabulary("Bean", Noun("x", "x"), "had", unit, short, Noun("x", "x"), "", amount="cups", locale=locale)
    return Voice(words, speak(locale))


@pytest.mark.parametrize(
    ("amount", "said"), [(1, "1 فنجان"), (2, "فنجانان"), (3, "3 فناجين"), (11, "11 فنجانًا"), (100, "100 فنجان")]
)
def test_a_short_unit_that_is_a_word_has_its_plurals(amount: float, said: str) -> None:
    """Where the short unit is the unit's own word, it stands in the form that its count calls for."""
    unit = Noun("فنجان", "فنجانًا", {"two": "فنجانان", "few": "فناجين", "many": "فنجانًا", "other": "فنجان"})
    assert cups("ar", unit, "فنجان").amount_short(amount) == said


def test_a_short_unit_that_is_a_sign_is_always_the_same() -> None:
    """A sign of a unit has no plural, and one cup is no cups."""
    cup = Noun("Tasse", "Tassen")
    assert cups("de", cup, "T.").amount_short(3) == "3 T."
    assert (cups("de", cup, "Tassen").amount_short(1), cups("de", cup, "Tassen").amount_short(3)) == (
        "1 Tasse",
        "3 Tassen",
    )


def test_the_letter_is_in_that_language(tmp_path: Path) -> None:
    """The letter needs nothing but what the ledger keeps, and says the brand's German texts."""
    campaign = airline(tmp_path)
    said = letter(campaign, seat(campaign, flyer("de")))
    assert (said.lang, said.subject, said.thanks) == (
        "de",
        "Maya, dein 2025 in der Luft",
        "Danke für die Begleitung.",
    )
    assert "Sie bleibt bis 1. Januar 2028." in said.once


def test_where_the_brand_is_silent_artgen_speaks(tmp_path: Path) -> None:
    """A letter in a language that the brand wrote no texts in takes artgen's, and the brand's signature."""
    campaign = airline(tmp_path, FLIGHTS.partition("[letter")[0])
    said = letter(campaign, seat(campaign, flyer("de")))
    assert (said.subject, said.thanks, said.signed_by) == (
        "Maya, dein Jahr als Bild",
        "Danke.",
        "Everyone at Northwing",
    )


def test_a_language_that_was_taken_out_stops_sending(tmp_path: Path) -> None:
    """A letter that was made in a language which the campaign no longer speaks is not sent in another."""
    sitting = seat(airline(tmp_path), flyer("de"))
    with pytest.raises(MailError, match="'de', which the campaign no longer speaks"):
        letter(load("heart-of-travel"), sitting)


def test_amounts_of_the_source_are_told_in_the_languages_unit(tmp_path: Path) -> None:
    """A length that the data gives in kilometres is told in miles to someone whose language counts in them."""
    miles = GERMAN.replace('"km"', '"mi"').replace("Kilometer", "Meilen")
    campaign = load(written(tmp_path, GOOD + miles))
    start = dt.datetime(2025, 3, 1, tzinfo=ZoneInfo("Europe/Oslo"))
    ran = History("a", Recipient("a", "Maya", "", language="de"), (record(start, amount=42.195),))
    assert math.isclose(seat(campaign, ran).story.activities[0].amount, 26.2188, abs_tol=1e-4)


def test_the_amount_is_named_in_every_language(tmp_path: Path) -> None:
    """A language has a word of its own for the amount: the brand's, artgen's for a key, or the unit that is counted."""
    own = load(written(tmp_path, WEIGHT + GERMAN + 'measured = "Gewicht"\n'))
    keyed, counted = (WEIGHT.replace('"weight"', f'"{amount}"') for amount in ("duration", "kilometres"))
    assert measure(own) == "Gewicht"
    assert measure(load(written(tmp_path, keyed + GERMAN))) == "Dauer"
    assert measure(load(written(tmp_path, counted + GERMAN))) == "Zahl der Kilometer"


def test_another_english_takes_the_words_of_english(tmp_path: Path) -> None:
    """A word for the amount is right in every kind of the language that it is in."""
    british = GERMAN.replace(".de]", ".en_GB]").replace("Kilometer", "kilometres")
    assert measure(load(written(tmp_path, WEIGHT + british)), "en_GB") == "weight"


@pytest.mark.parametrize("locale", locales())
def test_a_place_has_a_word_in_every_language(tmp_path: Path, locale: str) -> None:
    """A campaign that has no word of its own for a place leaves it to each language, its own too."""
    text = GOOD.replace("[words]", f'[words]\nlocale = "{locale}"')
    text = text.replace('["run", "runs"]', FORMS).replace('["kilometre", "kilometres"]', FORMS)
    campaign = load(written(tmp_path, text))
    assert campaign.vocabulary.place == speak(locale).noun("place")
    assert speak(locale).lacking(campaign.vocabulary.place) == []


def test_a_language_without_a_word_for_places_needs_none_of_the_brand(tmp_path: Path) -> None:
    """Where the campaign's own language says nothing of places, no other one must."""
    campaign = load(written(tmp_path, GOOD + GERMAN.replace('place = ["Ort", "Orte"]\n', "")))
    assert campaign.vocabulary_in("de").place == Noun("Ort", "Orte")


def test_a_language_calls_places_by_its_own_names(tmp_path: Path) -> None:
    """Text, picture and list say the name that the language has; what it doesn't name is called as before."""
    campaign = airline(tmp_path, FLIGHTS + "[words.translations.de.places]\nAUS = 'Ostin'\n")
    sitting = seat(campaign, flyer("de"))
    assert [row.way for row in sitting.telling.rows] == ["von Ostin nach Denver", "von Denver nach Ostin"]
    assert sitting.story.home is not None
    assert (sitting.story.home.code, sitting.story.home.name) == ("AUS", "Ostin")
    assert seat(campaign, flyer("")).telling.rows[0].way == "Austin to Denver"


def test_a_campaign_calls_places_by_its_own_names(tmp_path: Path) -> None:
    """The campaign's own language may have names of places too."""
    text = Path(load("heart-of-travel").folder / "campaign.toml").read_text("utf-8")
    campaign = load(written(tmp_path, text + "[words.places]\nAUS = 'Ostin'\n"))
    assert seat(campaign, flyer("")).telling.rows[0].way == "Ostin to Denver"


def test_the_year_before_has_the_same_names() -> None:
    """What is remembered of last year calls a place as this year does."""
    last = Last(2024, (1,) * 12, ("Austin", "Boston"))
    told = renamed(Story("Jo", 2025, (), last=last), {"AUS": "Ostin"})
    assert told.last == Last(2024, (1,) * 12, ("Boston", "Ostin"))


def test_a_place_that_is_its_name_is_told_once() -> None:
    """A place without a code has its new name as one, so that no picture sets the old name beside it."""
    town = Place("Wien", "Wien", 48.2, 16.4, "")
    told = renamed(Story("Jo", 2025, (), home=town), {"Wien": "Vienna"})
    assert told.home == Place("Vienna", "Vienna", 48.2, 16.4, "")


def test_a_place_that_is_no_airport_is_refused(tmp_path: Path) -> None:
    """A slip in a code is named, since nobody would ever see the name."""
    with pytest.raises(CampaignError, match="'LISB' is no airport; write its IATA code"):
        airline(tmp_path, FLIGHTS + "[words.translations.de.places]\nLISB = 'Lissabon'\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + GERMAN.replace('phrase = "zu Fuß"\n', ""), "words.translations.de.phrase: is needed and missing"),
        (GOOD + GERMAN.replace(".de]", ".xx]"), "words.translations.xx: 'xx' has no words yet; there are: ar, de"),
        (GOOD + GERMAN.replace(".de]", ".en_US]"), "translations.en_US: is the campaign's own language"),
        (GOOD + GERMAN.replace(".de]", ".ar]"), "words.translations.ar: 'Läufe' needs the forms few, other, two"),
        (GOOD + GERMAN + 'grade = "steil"\n', "translations.de.grade: say it in both en_US and de"),
        (GOOD + GERMAN.replace('"km"', '"kg"'), "translations.de.unit_in: 'km' is no 'kg'"),
        (GOOD + GERMAN.replace('["Lauf", "Läufe"]', '["Lauf"]'), "write [one, many]"),
        (WEIGHT + GERMAN, "translations.de.measured: 'weight' has no word in de; add one, such as measured ="),
        (TOWNS + GERMAN.replace('place = ["Ort", "Orte"]\n', ""), "translations.de.place: en_US has a word of yours"),
        (
            TOWNS + GERMAN + "[words.translations.de.places]\nOslo = ''\n",
            "de.places.Oslo: String should have at least 1",
        ),
        (GOOD + GERMAN + "[words.translations.de.places]\nOslo = 'Christiania'\n", "the campaign maps no places"),
        (GOOD + '[letter.translations.de]\nsubject = "x"\n', "letter.translations: 'de' has no brand words"),
        (GOOD.replace("[words]", 'languages = ["nl.toml"]\n[words]'), "languages: 'nl' has no brand words"),
        (GOOD.replace("[words]", 'stays_until = "May"\n[words]') + GERMAN, "stays_until: is said in more than one"),
        (GOOD.replace("[words]", '[words]\nlocale = "tlh"'), "words.locale: 'tlh' has no words yet"),
    ],
)
def test_a_gap_is_named_before_the_run(tmp_path: Path, text: str, said: str) -> None:
    """A language that lacks brand words, forms or a unit stops the reading of the campaign, with its key."""
    with pytest.raises(CampaignError) as wrong:
        load(written(tmp_path, text))
    assert said in str(wrong.value)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ('[page]\nkeep = "Bewaar het"\n', "no words; write what en_US.toml says there"),
        ('inherits = "de"\n[page]\nkep = "Bewaar het"\n', "'page.kep' is no text of artgen's"),
        ('inherits = "de"\n[page]\nkeep = "Bewaar {name}"\n', "page.keep: 'name' can't be filled in"),
        ('inherits = "de"\n[parts]\nway = "naar {destination}"\n', "parts.way: 'origin' is not said"),
        ('inherits = "de"\n[page]\nkeep = "Bewaar {"\n', "page.keep: "),
        ('inherits = "de"\n[page\n', "mend the file there"),
    ],
)
def test_a_campaigns_own_language_is_held_to_english(tmp_path: Path, file: str, said: str) -> None:
    """A file of the campaign's own is checked like ours: every text, no other, with the same braces."""
    (tmp_path / "nl.toml").write_text(file, "utf-8")
    text = GOOD.replace("[words]", 'languages = ["nl.toml"]\n[words]') + GERMAN.replace(".de]", ".nl]")
    with pytest.raises(CampaignError) as wrong:
        load(written(tmp_path, text))
    assert said in str(wrong.value)


def test_a_campaign_adds_a_language_as_one_file(tmp_path: Path) -> None:
    """What the file says stands, what it inherits stands beside it, and numbers follow the new language."""
    (tmp_path / "nl.toml").write_text('inherits = "de"\n[page]\nkeep = "Bewaar het"\n', "utf-8")
    text = GOOD.replace("[words]", 'languages = ["nl.toml"]\n[words]') + GERMAN.replace(".de]", ".nl]")
    campaign = load(written(tmp_path, text))
    sitting = seat(campaign, History("a", Recipient("a", "Maya", "", language="nl-BE")))
    assert sitting.vocabulary.locale == "nl"
    phrases = speak("nl", sitting.vocabulary.language_file)
    assert (phrases.say("page.keep"), phrases.day(dt.date(2025, 5, 3))) == ("Bewaar het", "3. mei")


def test_a_language_that_nobody_speaks_is_a_notice(tmp_path: Path) -> None:
    """Someone whose tag the campaign doesn't speak is made in its own language, and the list of faults says so."""
    folder = campaign(tmp_path / "small", members=1)
    people, file = folder / "members.csv", folder / "campaign.toml"
    header, member = people.read_text("utf-8").splitlines()
    people.write_text(f"{header},reads\n{member},tlh\n", "utf-8")
    text = file.read_text("utf-8").replace('home = "home"', 'home = "home"\nlanguage = "reads"')
    file.write_text(text, "utf-8")
    run("make", folder, "--out", tmp_path / "out", "--workers", "1")
    assert f"{UNKNOWN_LANGUAGE},NW-000001,,,,tlh" in (tmp_path / "out" / "faults.csv").read_text("utf-8")
    assert summary(tmp_path / "out")["made"] == 1
