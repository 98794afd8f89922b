"""The year heard, in Chromium: never before a press, the same twice, within its loudness, and true to the data."""

import gzip
import json
import re
from collections.abc import Iterator

import numpy as np
import pytest
from browser import served
from pages import read
from playwright.sync_api import Browser
from sounds import CROWDS, HTML, RATE, SPY, Player, Samples, decibels, flatness, power, sound, spectrum, until, year

from artgen.publishing.script import PARTS as ALL_PARTS
from artgen.publishing.script import script
from artgen.shipped import place

CROWD = pytest.mark.parametrize("count", CROWDS)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("sound")
    (root / "index.html").write_text(HTML)
    (root / "spy.js").write_text(SPY)
    (root / "early.js").write_text(f"window.early = [artgenSound.start({json.dumps(year(4))}), contexts.length];")
    (root / "sound.js").write_text(sound())
    with served(root) as base:
        yield base


@pytest.fixture(scope="module")
def player(browser: Browser, address: str) -> Iterator[Player]:
    view = browser.new_page()
    faults: list[str] = []
    view.on("console", lambda message: faults.append(message.text))
    view.on("pageerror", lambda error: faults.append(str(error)))
    view.goto(address)
    yield Player(view)
    view.close()
    assert faults == []


@pytest.fixture(scope="module")
def heard(player: Player) -> dict[int, Samples]:
    """Each crowd's year, heard once."""
    return {count: player.render(year(count)) for count in CROWDS}


def test_it_weighs_little_and_rolls_no_dice() -> None:
    """Without its comments the script is at most 6 KB packed, and it asks neither chance, clock nor network."""
    source = sound()
    assert len(gzip.compress(source.encode(), 9)) <= 6 * 1024
    assert re.findall(r"Math\.random|Date|performance|fetch|eval|Function\(|import", source) == []


def test_the_whole_script_weighs_little_in_readable_parts() -> None:
    """All parts joined come to 18 KB packed, of the 30 allowed; every part is published, none is over 300 lines."""
    parts = sorted((place("assets") / "page").glob("*.js"))
    assert len(gzip.compress(script().encode(), 9)) <= 18 * 1024
    assert [part.name for part in parts] == sorted(ALL_PARTS)
    assert [part.name for part in parts if part.read_text("utf-8").count("\n") > 300] == []


@CROWD
def test_it_is_pleasant_in_any_crowd(count: int, heard: dict[int, Samples]) -> None:
    """From one to 600 it is never silent, loud or harsh: below the ceiling, without an offset, tones and no noise."""
    samples, seconds = heard[count], year(count)["seconds"]
    played = samples[:, : int(seconds * RATE)]
    tenths = [decibels(played[:, i : i + RATE // 2]) for i in range(RATE // 2, int((seconds - 1) * RATE), RATE // 2)]
    frequency, energy = spectrum(samples)
    assert np.abs(samples).max() < 0.8
    assert np.abs(samples.mean(axis=1)).max() < 1e-4
    assert -30 < decibels(played) < -18
    assert min(tenths) > -45
    assert energy[frequency > 6000].sum() < 1e-4 * energy.sum()
    assert flatness(samples) < 0.05
    assert decibels(samples[:, -RATE // 4 :]) < -70


def test_a_quieter_year_is_quieter(heard: dict[int, Samples]) -> None:
    """The fewer activities, the softer the piece, and by no more than 8 dB."""
    loudness = [decibels(heard[count][:, : int(year(count)["seconds"] * RATE)]) for count in CROWDS]
    assert loudness == sorted(loudness)
    assert 2 < loudness[-1] - loudness[0] < 8


@pytest.mark.parametrize("count", [1, 23, 180])
def test_it_is_the_same_twice(count: int, player: Player, heard: dict[int, Samples]) -> None:
    """The same data makes the same samples to the last bit."""
    assert np.array_equal(player.render(year(count)), heard[count])


def test_another_year_sounds_otherwise(player: Player) -> None:
    """Two years that differ in one hour make two scores."""
    assert player.notes(year(1, hour=9.0)) != player.notes(year(1, hour=10.0))


@CROWD
def test_every_activity_is_heard_when_it_is_seen(count: int, player: Player) -> None:
    """Each activity has one note of its own, at the second when its mark begins, also where the year plays shorter."""
    data = year(count)
    notes, short = player.notes(data), player.notes(data, seconds=data["seconds"] / 1.25)
    assert [note["n"] for note in notes] == list(range(count))
    assert [note["t"] for note in notes] == pytest.approx(data["at"])
    assert [note["t"] * 1.25 for note in short] == pytest.approx(data["at"])
    assert all(note["end"] - note["t"] > 0.1 for note in notes)


def test_the_hour_is_the_register(player: Player, heard: dict[int, Samples]) -> None:
    """From three at night each later hour is as high or higher, from three in the afternoon as low or lower."""
    heights = [player.notes(year(1, hour=(3 + late) % 24))[0]["midi"] for late in range(0, 25, 2)]
    night, day = (spectrum(player.render(year(4, hour=hour, moment=0))) for hour in (3, 15))
    centres = [(frequency * energy).sum() / energy.sum() for frequency, energy in (night, day)]
    assert heights[:7] == sorted(heights[:7])
    assert heights[6:] == sorted(heights[6:], reverse=True)
    assert heights[6] - heights[0] > 18
    assert centres[1] > 1.5 * centres[0]


def test_the_amount_is_the_length(player: Player) -> None:
    """The larger the amount, the longer its note rings."""
    rings = [player.notes(year(23, share=share))[0]["ring"] for share in (0.05, 0.2, 0.5, 1)]
    assert rings == sorted(rings)
    assert rings[-1] > 2 * rings[0]


@pytest.mark.parametrize("count", [1, 23, 180])
def test_places_are_heard_left_and_right(count: int, player: Player) -> None:
    """West is heard left and east right, mirrored; a way from west to east begins left and ends right."""
    west, east = (player.render(year(count, **{"x": x, "from": x})) for x in (0.1, 0.9))
    assert power(west[0]) > 1.5 * power(west[1])
    assert power(east[1]) > 1.5 * power(east[0])
    assert player.notes(year(1, **{"x": 0.9, "from": 0.1}))[0]["pans"] == pytest.approx([-0.72, 0.72])


def test_the_season_is_the_harmony(player: Player) -> None:
    """Each season has its own chord and scale; south of the equator they are half a year off."""
    chords = [
        [note["midi"] for note in player.notes(year(1, month=month, south=south), "pad")][:7]
        for south, month in [(False, 0), (False, 3), (False, 6), (False, 9), (True, 6), (True, 9), (True, 0), (True, 3)]
    ]
    assert chords[:4] == chords[4:]
    assert len(set(map(tuple, chords[:4]))) == 4
    assert player.notes(year(1, month=11), "pad")[:7] == player.notes(year(1, month=1), "pad")[:7]


@CROWD
def test_a_moment_adds_its_motif(count: int, player: Player) -> None:
    """Each moment is three bells, the same ones everywhere, soon after its activity; without moments there are none."""
    data = year(count)
    bells = player.notes(data, "motif")
    moments = [n for n in range(count) if data["moment"][n]]
    assert sorted((bell["n"], bell["midi"]) for bell in bells) == [(n, midi) for n in moments for midi in (79, 81, 86)]
    assert all(0 < bell["t"] - data["at"][bell["n"]] < 1 for bell in bells)
    assert player.notes(year(count, moment=0), "motif") == []


@pytest.mark.parametrize("count", [1, 23])
def test_a_motif_can_be_heard(count: int, player: Player) -> None:
    """The bell's last tone stands out where a moment is, and not where none is."""
    lit, plain = (spectrum(player.render(year(count, moment=moment, hour=3.0))) for moment in (1, 0))
    bell = 440 * 2 ** ((86 - 69) / 12)
    shares = [energy[np.abs(frequency - bell) < 4].sum() / energy.sum() for frequency, energy in (lit, plain)]
    assert shares[0] > 5 * shares[1]


@CROWD
def test_what_is_unknown_stands_in_the_middle(count: int, player: Player) -> None:
    """Without hours, amounts or places it plays in the middle register, of middle length, in the middle."""
    nothing = {"hour": None, "share": None, "x": None, "from": None}
    notes = player.notes(year(count, **nothing))
    samples = player.render(year(count, **nothing)) if count == 23 else None
    assert all(62 <= note["midi"] <= 76 and note["pans"] == [0, 0] for note in notes)
    assert 0.5 < notes[0]["ring"] < 2.8
    assert samples is None or abs(decibels(samples[0]) - decibels(samples[1])) < 1


def test_the_worst_crowd_stays_below_the_ceiling(player: Player) -> None:
    """Six hundred of the largest at one hour of one second, and all of them moments, don't clip."""
    worst = year(600, at=5.0, month=6, hour=3.0, share=1.0, moment=1, x=1.0, **{"from": 1.0})
    assert np.abs(player.render(worst)).max() < 1


def test_there_is_a_ceiling(player: Player) -> None:
    """However loud a score would be, nothing reaches 1, where it would break."""
    assert 0.9 < np.abs(player.render(year(4), louder=60)).max() < 0.99


def test_one_activity_is_a_whole_phrase(player: Player) -> None:
    """One activity is answered for most of its time, never twice at once, and the phrase ends on its season's home."""
    homes = []
    for month in (0, 3, 6, 9):
        answers = player.notes(year(1, month=month), "answer")
        begun = [note["t"] for note in answers]
        homes.append(answers[-1]["midi"] % 12)
        assert begun == sorted(set(begun))
        assert 0.6 < begun[-1] / year(1)["seconds"] < 0.9
    assert homes == [2, 0, 9, 9]


def test_a_year_of_none_is_silent(player: Player) -> None:
    """Where nothing happened, nothing is made up: no score, and nothing to start."""
    nothing = {"at": [], "seconds": 12, "bars": []}
    assert player.view.evaluate("data => artgenSound.score(data).notes.length", nothing) == 0
    assert player.view.evaluate("data => artgenSound.start(data)", nothing) is False


@pytest.mark.parametrize("count", [4, 600])
def test_stop_silences_at_once(count: int, player: Player) -> None:
    """A fifth of a second after stop there is nothing, not a sample, no echo; until then all is as it was."""
    data = year(count)
    stopped, whole = player.render(data, stop=3.0), player.render(data)
    assert np.array_equal(stopped[:, : 3 * RATE], whole[:, : 3 * RATE])
    assert np.abs(stopped[:, int(3.2 * RATE) :]).max() == 0


def test_volume_and_a_later_start(player: Player) -> None:
    """At no volume there is no sound; from a later second the rest is played, and the chord is there at once."""
    data = year(23)
    rest = player.render(data, start=10)
    assert np.abs(player.render(data, volume=0)).max() == 0
    assert rest.shape[1] == round((data["seconds"] + 3 - 10) * RATE)
    assert decibels(rest[:, RATE // 2 : RATE]) > -45


def test_an_example_differs_in_one_thing(player: Player) -> None:
    """What shows how a thing is heard has a step for each value, and nothing else that moves."""
    shown = {what: player.view.evaluate(f"artgenSound.example('{what}')") for what in ("hour", "share", "x", "month")}
    heights = [note["midi"] for note in player.notes(shown["hour"])]
    rings = [note["ring"] for note in player.notes(shown["share"])]
    places = [note["pans"][0] for note in player.notes(shown["x"])]
    chords = {note["t"]: 0 for note in player.notes(shown["month"], "pad")}
    bells = player.notes(player.view.evaluate("artgenSound.example('moment')"), "motif")
    assert heights == sorted(set(heights))
    assert rings == sorted(set(rings))
    assert places == pytest.approx([-0.81, 0, 0.81])
    assert list(chords)[:4] == [0, 2, 4, 6]
    assert [bell["n"] for bell in bells] == [1, 1, 1]
    assert all(player.notes(data, "answer") == [] for data in shown.values())


def test_nothing_sounds_before_a_press(browser: Browser, address: str) -> None:
    """Until a person presses, no audio is so much as opened; then it plays, moves on, changes volume and stops."""
    view = browser.new_page()
    view.goto(address)
    data = year(4)
    before = view.evaluate("early")
    view.evaluate("data => document.querySelector('button').onclick = () => { artgenSound.start(data); }", data)
    view.click("button")
    until(view, "artgenSound.now() > 0.5 && loudest() > 0.005")
    view.evaluate("artgenSound.at(9)")
    until(view, "artgenSound.now() > 9.2 && artgenSound.now() < 15 && loudest() > 0.005")
    view.evaluate("artgenSound.setVolume(0)")
    until(view, "loudest() < 0.0001")
    view.evaluate("artgenSound.setVolume(1)")
    until(view, "loudest() > 0.005")
    view.evaluate("artgenSound.stop()")
    until(view, "contexts[0].state === `suspended`")
    after = view.evaluate("[Number.isNaN(artgenSound.now()), contexts.length]")
    view.close()
    assert before == [False, 0]
    assert after == [True, 1]


def test_it_reads_what_the_page_carries(player: Player) -> None:
    """The block of numbers in a made page is a score: one note for each of its activities, moments included."""
    (block,) = [text for text in read("23-linen").texts["script"] if text.startswith("{")]
    data = player.view.evaluate("text => JSON.parse(text)", block)
    assert set(year(23)) <= set(data)
    assert len(player.notes(data)) == 23
    assert len(player.notes(data, "motif")) == 3 * sum(data["moment"]) > 0
