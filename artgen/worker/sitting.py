"""A sitting: one customer's Story told with grace, in the person's language, and the look that it is drawn in."""

from dataclasses import dataclass, replace

from artgen.artwork import Artwork, Lettering, Look, compose, plate, share_card
from artgen.campaigns.looks import themed
from artgen.campaigns.model import Campaign
from artgen.drawing.answers import described
from artgen.drawing.calls import answerable
from artgen.drawing.canvas import POSTER, Canvas
from artgen.history.gently import tell_gently
from artgen.history.grace import Graced, grace
from artgen.history.history import History, measured
from artgen.history.story import Last, Story
from artgen.publishing.card import Card
from artgen.renderers import load as load_style
from artgen.words.places import renamed
from artgen.words.tell import tell_words
from artgen.words.telling import Telling
from artgen.words.vocabulary import Vocabulary

ECHO, OFF = "echo", "off"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One customer's Story with its words, in the person's language, and the look that it is drawn in.

    `lettering` is there where the fonts can't draw that language.
    """

    story: Story
    telling: Telling
    look: Look
    vocabulary: Vocabulary
    seed: str
    lettering: Lettering | None = None


def seat(campaign: Campaign, history: History, last: Last | None = None) -> Sitting:
    """Tell a customer's year with grace and choose its look; raise ValueError for one who is to get nothing."""
    return sit(campaign, grace(history, campaign.rules, campaign.year), last)


def sit(campaign: Campaign, graced: Graced, last: Last | None) -> Sitting:
    """Tell a year in its tone and in the look that is for this person; a theme of their own wish comes first.

    Last year stays out of an empty or a quiet year, and of a style that has an option `echo` which is off.
    """
    history = graced.history
    if history.person is None or history.held:
        raise ValueError("nobody sits for this picture")
    locale = campaign.locale_for(history.person.language) or campaign.words.locale
    choice = campaign.look_of(history).look
    theme = campaign.worn(history.person.theme) or themed(choice.theme, campaign.folder)
    look = Look(answerable(load_style(choice.style)), theme, dict(choice.options))
    if choice.edition == "quiet":
        graced = replace(graced, tone=replace(graced.tone, softened=True))
    if graced.tone.softened or not history.records or look.renderer.checked(look.options).get(ECHO) == OFF:
        last = None
    own, set_in = _told(campaign, graced, locale, look, last), campaign.lettered_in(locale)
    lettering = _told(campaign, graced, set_in, look, last) if set_in != locale else None
    return Sitting(own.story, own.telling, look, own.vocabulary, f"{campaign.id}\0{history.customer}", lettering)


def _told(campaign: Campaign, graced: Graced, locale: str, look: Look, last: Last | None) -> Lettering:
    """Tell a year in one of the campaign's languages, amounts in its unit, places by its names."""
    vocabulary, scale = campaign.vocabulary_in(locale), campaign.words.scale(locale)
    graced = replace(graced, history=measured(graced.history, scale), read=measured(graced.read, scale))
    story = tell_gently(graced, campaign.year, campaign.distance_unit_in(locale))
    story = renamed(replace(story, kinds=campaign.words.kinds, last=last), campaign.words.places_in(locale))
    telling = tell_words(story, vocabulary)
    if not len(story):
        wish = described(look.renderer.name, look.renderer.describe(story, telling, vocabulary)).wish
        telling = replace(telling, sentence=wish or telling.sentence)
    return Lettering(story, telling, vocabulary)


def draw(sitting: Sitting, canvas: Canvas = POSTER) -> Artwork:
    """Draw a sitting on one of the sheets."""
    return composed(sitting, sitting.look.on(canvas))


def carded(sitting: Sitting, poster: Artwork) -> Card:
    """Draw a sitting's card; of the poster, whose picture is laid on it, only what its style shows there."""
    words = Lettering(sitting.story, sitting.telling, sitting.vocabulary)
    if poster.inset is None:
        return Card(share_card(sitting.look, words, sitting.seed, sitting.lettering))
    return Card(plate(sitting.look, words, sitting.lettering), poster.inset)


def composed(sitting: Sitting, look: Look) -> Artwork:
    return compose(look, sitting.story, sitting.telling, sitting.vocabulary, sitting.seed, sitting.lettering)
