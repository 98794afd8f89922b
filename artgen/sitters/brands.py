"""The brands whose customers sit: an airline, a running club and a coffee house, each in its own words."""

from artgen.words.vocabulary import Noun, Vocabulary

NORTHWING = Vocabulary(
    brand="Northwing",
    activity=Noun("flight", "flights"),
    verb="took",
    unit=Noun("mile", "miles"),
    unit_short="mi",
    place=Noun("airport", "airports"),
    phrase="in flight",
    grade="a premium cabin",
)
RUN = Vocabulary(
    brand="Longway Run Club",
    activity=Noun("run", "runs"),
    verb="ran",
    unit=Noun("kilometre", "kilometres"),
    unit_short="km",
    place=Noun("route", "routes"),
    phrase="in running",
)
COFFEE = Vocabulary(
    brand="Harbour & Pine",
    activity=Noun("cup", "cups"),
    verb="ordered",
    unit=Noun("cup", "cups"),
    unit_short="cups",
    place=Noun("café", "cafés"),
    phrase="in coffee",
    amount="money",
)
BRANDS = {"flight": NORTHWING, "run": RUN, "coffee": COFFEE}
