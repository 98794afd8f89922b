"""Bad input costs what it must and no more: one clear error, one row, one customer, or nothing but a notice."""

from pathlib import Path

import pandas as pd
import pytest
from harvest import (
    COLUMNS,
    HEADER,
    PEOPLE,
    PEOPLE_HEADER,
    ROWS,
    activity_files,
    bring_in,
    harvest,
    lines,
    people_file,
)

from artgen.errors import InputError
from artgen.history.history import CONTRADICTED, NO_ADDRESS, REPEATED, SHARED, UNKNOWN_HOME
from artgen.history.names import ADDRESS, CONTROLS, CUT, EMPTY, LONG_NAME, MARKUP, PLACEHOLDER
from artgen.history.table import CELL_TOO_LONG, NO_ROWS
from artgen.records import Fault, Gravity

GIANT = "x" * 10_000_000

SET_ASIDE = {
    "no customer": (",2025-01-06 09:00,1,1,LIS,JFK,,,,", "no customer id", "customer", ""),
    "a customer id of 257 signs": (
        f"{'i' * 257},2025-01-06,1,1,LIS,JFK,,,,",
        "customer id longer than 256 characters",
        "customer",
        "257 characters",
    ),
    "a NUL in a customer id": (
        "a\x00b,2025-01-06,1,1,LIS,JFK,,,,",
        "customer id with a control character",
        "customer",
        "U+0000",
    ),
    "a tab in a customer id": (
        "a\tb,2025-01-06,1,1,LIS,JFK,,,,",
        "customer id with a control character",
        "customer",
        "U+0009",
    ),
    "an unknown airport": ("a,2025-01-06 09:00,1,1,LIS,QQQ,,,,", "unknown place", "destination", "QQQ"),
    "no airport, so no clock": ("a,2025-01-06 09:00,1,1,,JFK,,,,", "unknown place", "origin", ""),
    "a date that does not exist": ("a,2025-02-30 09:00,1,1,LIS,JFK,,,,", "no such date", "when", "2025-02-30 09:00"),
    "a leap day of a common year": ("a,2025-02-29,1,1,LIS,JFK,,,,", "no such date", "when", "2025-02-29"),
    "an hour 25": ("a,2025-01-06 25:00,1,1,LIS,JFK,,,,", "no such time", "when", "2025-01-06 25:00"),
    "a minute past 24:00": ("a,2025-01-06 24:01,1,1,LIS,JFK,,,,", "no such time", "when", "2025-01-06 24:01"),
    "a time in the gap of the clock": (
        "a,2025-03-30 01:30,1,1,LIS,JFK,,,,",
        "time skipped by the clock",
        "when",
        "2025-03-30 01:30",
    ),
    "a date of another kind": ("a,06/01/2025,1,1,LIS,JFK,,,,", "time can't be read", "when", "06/01/2025"),
    "no time at all": ("a,,1,1,LIS,JFK,,,,", "time can't be read", "when", ""),
    "control characters in a time": (
        "a,2025-\x00\x1b01-06,1,1,LIS,JFK,,,,",
        "time can't be read",
        "when",
        "2025-01-06",
    ),
    "an address where a time should be": ("a,ada@example.com,1,1,LIS,JFK,,,,", "time can't be read", "when", ""),
    "a NaN amount": ("a,2025-01-06,NaN,1,LIS,JFK,,,,", "amount is not a number", "amount", "NaN"),
    "an infinite amount": ("a,2025-01-06,inf,1,LIS,JFK,,,,", "amount is not a number", "amount", "inf"),
    "an amount past all numbers": ("a,2025-01-06,1e999,1,LIS,JFK,,,,", "amount is not a number", "amount", "1e999"),
    "an amount too large": ("a,2025-01-06,1e13,1,LIS,JFK,,,,", "amount is too large to be true", "amount", "1e13"),
    "a negative amount": ("a,2025-01-06,-3,1,LIS,JFK,,,,", "amount is negative", "amount", "-3"),
    "thousands separators": ('a,2025-01-06,"1,234.5",1,LIS,JFK,,,,', "amount is not a number", "amount", "1,234.5"),
    "NaN minutes": ("a,2025-01-06,1,nan,LIS,JFK,,,,", "minutes are not a number", "minutes", "nan"),
    "negative minutes": ("a,2025-01-06,1,-5,LIS,JFK,,,,", "minutes are negative", "minutes", "-5"),
    "minutes of two years": ("a,2025-01-06,1,1e6,LIS,JFK,,,,", "minutes are more than a year", "minutes", "1e6"),
    "a cell of 10 MB": (f"a,2025-01-06,1,1,LIS,JFK,{GIANT},,,", CELL_TOO_LONG, "category", "10,000,000 characters"),
    "too few cells": ("a,2025-01-06", "wrong number of cells", "", "2 cells under a header of 10"),
    "too many cells": ("a,2025-01-06,1,1,LIS,JFK,,,,,", "wrong number of cells", "", "11 cells under a header of 10"),
    "broken quotes": ('a,"2025"-01-06,1,1,LIS,JFK,,,,', "broken quotes", "", "',' expected after '\"'"),
}
UNNAMED = (
    *("no customer id", "customer id longer than 256 characters", "customer id with a control character"),
    *(CELL_TOO_LONG, "wrong number of cells"),
)


@pytest.mark.parametrize("name", SET_ASIDE)
def test_a_bad_row_costs_one_row(tmp_path: Path, name: str) -> None:
    """The row is set aside with file, line, column and reason; everything else is as if it had never been there."""
    row, reason, column, detail = SET_ASIDE[name]
    clean, found = harvest(tmp_path / "clean"), harvest(tmp_path / "bad", lines(HEADER, [ROWS[0], row, *ROWS[1:]]))
    customer = "" if reason in (*UNNAMED, "broken quotes") else "a"
    assert found.faults == (Fault(Gravity.ROW, reason, customer, "activities.csv", 3, column, detail),)
    assert found.counts.left_out == {reason: 1}
    assert (found.counts.read, found.counts.kept, found.counts.whole) == (4, 3, True)
    assert found.told() == clean.told()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,2025-01-06 09:00,1,1,LIS,JFK,,,,cancelled", "cancelled"),
        (",not a time,NaN,,QQQ,,,,,cancelled", "cancelled"),
        ("a,2024-12-31 23:59,1,1,LIS,JFK,,,,", "outside the year"),
        ("a,2025-12-31 24:00,1,1,LIS,JFK,,,,", "outside the year"),
        ("a,2026-01-01T03:00Z,1,1,JFK,LIS,,,,", ""),
        ("a,2026-01-01T05:00Z,1,1,JFK,LIS,,,,", "outside the year"),
    ],
)
def test_ordinary_rows_left_out_are_counted_and_no_fault(tmp_path: Path, row: str, reason: str) -> None:
    """A status that the campaign leaves out comes before every fault; the year is that of the local clock."""
    found = harvest(tmp_path, lines(HEADER, [*ROWS, row]))
    assert found.faults == ()
    assert found.counts.left_out == ({reason: 1} if reason else {})
    assert found.counts.whole


SHORT = "customer,when,amount,minutes,origin,destination,category,gr…"
APART = "; columns are separated by comma, semicolon or tab"
ERRORS = {
    "an empty file": (b"", "activities.csv: the file is empty; it needs a header line"),
    "blank lines alone": (b"\n\r\n\n", "activities.csv: the file is empty; it needs a header line"),
    "a missing column": (
        HEADER.replace("when", "whem").encode() + b"\n",
        "activities.csv: line 1: there is no column 'when'; did you mean 'whem'? The file has: customer, whem, amount,",
    ),
    "a missing column under a declared delimiter": (
        f"sep=,\n{HEADER.replace('when', 'whem')}\n".encode(),
        "activities.csv: line 2: there is no column 'when'; did you mean 'whem'? The file has: customer, whem, amount,",
    ),
    "another delimiter": (
        lines(HEADER, ROWS).replace(",", "|").encode(),
        "activities.csv: line 1: there is no column 'customer'; The file has: " + SHORT.replace(",", "|") + APART,
    ),
    "another delimiter, nearly a column": (
        b"customer|when\n",
        "activities.csv: line 1: there is no column 'customer'; The file has: customer|when" + APART,
    ),
    "a declared delimiter that is not the file's": (
        b"sep=;\n" + lines(HEADER, ROWS).encode(),
        "activities.csv: line 2: there is no column 'customer'; The file has: " + SHORT + APART,
    ),
    "a declared delimiter alone": (b"sep=;\r\n", "activities.csv: the file is empty; it needs a header line"),
    "one bad byte under a declared delimiter": (
        b"sep=,\n" + lines(HEADER, ROWS).encode().replace(b"work", b"w\xe9rk"),
        "activities.csv: line 3, column 'category': a byte there is not UTF-8; save the file as CSV (UTF-8)",
    ),
    "a column twice": (
        HEADER.replace("minutes", "amount").encode() + b"\n",
        "activities.csv: line 1: column 'amount' stands there 2 times; rename or drop one",
    ),
    "one bad byte": (
        lines(HEADER, ROWS).encode().replace(b"work", b"w\xe9rk"),
        "activities.csv: line 2, column 'category': a byte there is not UTF-8; save the file as CSV (UTF-8)",
    ),
    "one bad byte after a line break in quotes": (
        lines(HEADER, [ROWS[0].replace("work", '"a\nb"'), ROWS[1].replace("JFK", "\x7f")])
        .encode()
        .replace(b"\x7f", b"\xff"),
        "activities.csv: line 4, column 'origin': a byte there is not UTF-8",
    ),
    "UTF-16 cut in the middle of a sign": (
        lines(HEADER, ROWS).encode("utf-16")[:-1],
        "activities.csv: line 4, column 'status': a byte there is not UTF-16",
    ),
    "UTF-16 without its mark": (
        lines(HEADER, ROWS).encode("utf-16-le"),
        "activities.csv: line 1: NUL bytes in the header; if it is UTF-16 without its mark, save it as UTF-8",
    ),
    "UTF-32": (lines(HEADER, ROWS).encode("utf-32"), "activities.csv: the text is UTF-32; save it as CSV (UTF-8)"),
    "a spreadsheet": (b"PK\x03\x04\x14", "activities.csv: this is a spreadsheet or a compressed file"),
    "a quote never closed": (
        lines(HEADER, [*ROWS, '"a,2025']).encode(),
        "activities.csv: line 5: a quote is opened there and never closed",
    ),
    "a header in broken quotes": (b'"customer"s,when\n', "activities.csv: line 1: the header can't be read"),
    "half a Parquet file": (b"PAR1\x00\x00\x00PAR1", "activities.csv: not a sound Parquet file"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_a_file_that_cannot_be_read_is_one_clear_error(tmp_path: Path, name: str) -> None:
    """The message says which file, which line, what is wrong and what to do."""
    content, message = ERRORS[name]
    with pytest.raises(InputError) as raised:
        harvest(tmp_path, content)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.csv", "none.csv: there is no such file; check the name in the campaign"),
        ("*.tsv", "*.tsv: no file matches; look at the folder and the pattern"),
        (".", ": can't be read (Is a directory); check the path and its rights"),
    ],
)
def test_a_missing_file_is_one_clear_error(tmp_path: Path, name: str, message: str) -> None:
    """A file, pattern or folder that can't be opened is named as it was given."""
    (tmp_path / "people.csv").write_text(lines(PEOPLE_HEADER, PEOPLE))
    with pytest.raises(InputError) as raised:
        bring_in(people_file(tmp_path / "people.csv"), activity_files(tmp_path / name), tmp_path / "shards")
    assert message in str(raised.value)


PLAIN = lines(HEADER, ROWS)
SAME = {
    "BOM": b"\xef\xbb\xbf" + PLAIN.encode(),
    "CRLF": PLAIN.replace("\n", "\r\n").encode(),
    "lone CR": PLAIN.replace("\n", "\r").encode(),
    "semicolons": PLAIN.replace(",", ";").encode(),
    "tabs": PLAIN.replace(",", "\t").encode(),
    "a declared semicolon": b"sep=;\n" + PLAIN.replace(",", ";").encode(),
    "a declared comma": b"sep=,\r\n" + PLAIN.replace("\n", "\r\n").encode(),
    "a declared tab, in quotes, with a BOM": b'\xef\xbb\xbf"SEP=\t"\n' + PLAIN.replace(",", "\t").encode(),
    "a declared bar": b"sep=|\r" + PLAIN.replace(",", "|").replace("\n", "\r").encode(),
    "a declared semicolon in UTF-16": ("sep=;\r\n" + PLAIN.replace(",", ";")).encode("utf-16"),
    "UTF-16, little end first": PLAIN.encode("utf-16"),
    "UTF-16, big end first": b"\xfe\xff" + PLAIN.encode("utf-16-be"),
    "blank lines": PLAIN.replace("\n", "\n\n").encode(),
    "no last line end": PLAIN.rstrip().encode(),
    "blanks around cells": PLAIN.replace(",", " ,  ").encode(),
    "everything in quotes": ('"' + PLAIN.strip().replace(",", '","').replace("\n", '"\n"') + '"').encode(),
    "other columns between": PLAIN.replace(",", ",note,").replace("\n", ",\n").encode(),
}


@pytest.mark.parametrize("name", SAME)
def test_the_spelling_of_a_file_changes_nothing(tmp_path: Path, name: str) -> None:
    """Byte marks, line ends, delimiters and encodings give the same Histories and no fault."""
    content = SAME[name]
    found = harvest(tmp_path / "other", content)
    assert found.told() == harvest(tmp_path / "plain").told()
    assert (found.faults, found.counts.read, found.counts.whole) == ((), 3, True)


def test_parquet_gives_what_csv_gives(tmp_path: Path) -> None:
    """A Parquet file with typed columns (dates, numbers, missing values) gives the same Histories."""
    plain = harvest(tmp_path / "plain")
    frame = pd.read_csv(tmp_path / "plain" / "activities.csv", parse_dates=["when"])
    frame["category"] = frame["category"].astype("category")
    frame.to_parquet(tmp_path / "activities.parquet")
    source = activity_files(tmp_path / "*.parquet")
    found = bring_in(people_file(tmp_path / "plain" / "people.csv"), source, tmp_path / "shards")
    assert found.told() == plain.told()
    assert [record.line for record in found.of("a").records] == [1, 2]


def test_a_giant_cell_in_parquet_costs_one_row(tmp_path: Path) -> None:
    """The row is set aside by its number; the rows around it keep theirs."""
    harvest(tmp_path)
    frame = pd.read_csv(tmp_path / "activities.csv", dtype=str, keep_default_na=False)
    frame.loc[1, "weather"] = GIANT
    frame.to_parquet(tmp_path / "activities.parquet")
    source = activity_files(tmp_path / "activities.parquet")
    found = bring_in(people_file(tmp_path / "people.csv"), source, tmp_path / "shards")
    told = Fault(Gravity.ROW, CELL_TOO_LONG, "", "activities.parquet", 2, "weather", "10,000,000 characters")
    assert found.faults == (told,)
    assert [record.line for one in found.histories for record in one.records] == [1, 3]


def test_lists_in_parquet_are_one_clear_error(tmp_path: Path) -> None:
    """A column that is no text, number or date is named."""
    harvest(tmp_path)
    frame = pd.read_csv(tmp_path / "activities.csv", dtype=str)
    frame["when"] = [["2025-01-01"]] * 3
    frame.to_parquet(tmp_path / "activities.parquet")
    with pytest.raises(InputError, match=r"activities\.parquet: column 'when' holds list.*; write it as text"):
        bring_in(
            people_file(tmp_path / "people.csv"), activity_files(tmp_path / "activities.parquet"), tmp_path / "shards"
        )


def test_a_header_alone_is_a_year_without_activities(tmp_path: Path) -> None:
    """No row is no error: everyone has an empty year, and a notice names the file."""
    found = harvest(tmp_path, lines(HEADER, []))
    assert [len(one.records) for one in found.histories] == [0, 0]
    assert found.faults == (Fault(Gravity.NOTICE, NO_ROWS, file="activities.csv"),)
    assert found.counts.whole


def test_line_breaks_in_quotes_keep_later_line_numbers_true(tmp_path: Path) -> None:
    """A fault after a cell of two lines names the line as an editor shows it."""
    rows = [ROWS[0].replace("work", '"two\nlines"'), "a,nonsense,1,1,LIS,JFK,,,,"]
    found = harvest(tmp_path, lines(HEADER, rows))
    assert [fault.line for fault in found.faults] == [4]
    assert found.of("a").records[0].category == "two lines"


def test_a_declared_delimiter_keeps_later_line_numbers_true(tmp_path: Path) -> None:
    """The line `sep=;` counts as the first of the file, and is no row."""
    content = "sep=;\n" + lines(HEADER, [ROWS[0], "a,nonsense,1,1,LIS,JFK,,,,"]).replace(",", ";")
    found = harvest(tmp_path, content)
    assert [(fault.line, fault.detail) for fault in found.faults] == [(4, "nonsense")]
    assert [record.line for record in found.of("a").records] == [3]
    assert found.counts.read == 2


def test_words_that_the_campaign_does_not_know_are_drawn_and_told_once(tmp_path: Path) -> None:
    """An unknown weather or grade is drawn as unknown, and each word is one notice with its count."""
    rows = [f"a,2025-01-06 09:0{n},1,1,LIS,JFK,,{grade},{weather}," for n, (grade, weather) in enumerate(WORDS)]
    found = harvest(tmp_path, lines(HEADER, rows), grades={"First": 3}, weathers={"drizzle": "rain"})
    assert [(one.grade, one.weather) for one in found.of("a").records] == [(3, "rain"), (0, ""), (0, "snow"), (0, "")]
    assert [(fault.gravity, fault.detail) for fault in found.faults] == [
        (Gravity.NOTICE, "'2', 2 times"),
        (Gravity.NOTICE, "'frogs', 1 times"),
    ]


WORDS = (("First", "drizzle"), ("2", "frogs"), ("2", "snow"), ("", ""))

PERSON_SET_ASIDE = {
    "no @": ("c,Cy,nobody,", "the address has no @", "address"),
    "a local part beyond ASCII": (
        "c,Cy,zoë@example.com,",
        "the address has letters before the @ that not every mail server takes",
        "address",
    ),
    "two addresses in one cell": (
        'c,Cy,"x@example.com,y@example.com",',
        "the part of the address before the @ is not sound",
        "address",
    ),
    "a line break in an address": (
        'c,Cy,"x\n@example.com",',
        "the part of the address before the @ is not sound",
        "address",
    ),
    "a domain without a dot": ("c,Cy,x@localhost,", "the domain of the address is not sound", "address"),
}


@pytest.mark.parametrize("name", PERSON_SET_ASIDE)
def test_an_address_that_cannot_be_mailed_costs_one_customer(tmp_path: Path, name: str) -> None:
    """The customer is set aside with file, line and column; the address is never shown, and nobody else is touched."""
    row, reason, column = PERSON_SET_ASIDE[name]
    found = harvest(tmp_path, people=lines(PEOPLE_HEADER, [*PEOPLE, row]))
    assert found.faults == (Fault(Gravity.CUSTOMER, reason, "c", "people.csv", 4, column),)
    assert (found.of("c").person, found.of("c").faulty) == (None, reason)
    assert found.told()[:2] == harvest(tmp_path / "clean").told()


PERSON_NOTICED = {
    "an empty name": ("c,,c@example.com,", EMPTY, "name", ""),
    "a name of blanks and joiners": ("c, \u200d ,c@example.com,", EMPTY, "name", ""),
    "an address for a name": ("c,ann@example.com,c@example.com,", ADDRESS, "name", ""),
    "a full-width address for a name": ("c,ann\uff20example.com,c@example.com,", ADDRESS, "name", ""),
    "what an export writes for a name": ("c,NULL,c@example.com,", PLACEHOLDER, "name", ""),
    "a person called Null": ("c,Null,,", NO_ADDRESS, "address", "Null"),
    "a name that is markup": ("c,</text><script>,c@example.com,", MARKUP, "name", "</text><script>"),
    "control characters": ("c,C\x00y\x1b\u202e,c@example.com,", CONTROLS, "name", "Cy"),
    "a line break": ('c,"C\ny",c@example.com,', CONTROLS, "name", "C y"),
    "a name of 100 letters": (f"c,{'n' * 100},c@example.com,", LONG_NAME, "name", "n" * 100),
    "no address": ("c,Cy,,", NO_ADDRESS, "address", "Cy"),
    "an unknown home": ("c,Cy,c@example.com,QQQ", UNKNOWN_HOME, "home", "Cy"),
}


@pytest.mark.parametrize("name", PERSON_NOTICED)
def test_an_odd_text_is_cleaned_drawn_and_noticed(tmp_path: Path, name: str) -> None:
    """The customer is kept, the notice names file and column and no line, and nobody else is touched."""
    row, reason, column, shown = PERSON_NOTICED[name]
    found = harvest(tmp_path, people=lines(PEOPLE_HEADER, [*PEOPLE, row]))
    notice = Fault(Gravity.NOTICE, reason, "c", "people.csv", 0, column)
    assert found.faults == ((notice,) if reason else ())
    person = found.of("c").person
    assert person is not None
    assert person.name == shown
    assert found.told()[:2] == harvest(tmp_path / "clean").told()


def test_a_name_of_300_letters_is_kept_and_a_longer_one_cut(tmp_path: Path) -> None:
    """300 code points are the limit, and no grapheme is cut in two."""
    rows = ["c," + "n" * 300 + ",,", "d," + "x\u0301\u0327" * 101 + ",,"]
    found = harvest(tmp_path, people=lines(PEOPLE_HEADER, rows))
    names = [one.person.name for one in (found.of("c"), found.of("d")) if one.person]
    assert [len(name) for name in names] == [300, 300]
    assert [fault.reason for fault in found.faults if fault.customer == "d"] == [LONG_NAME, CUT, NO_ADDRESS]


def test_the_same_person_twice_counts_once(tmp_path: Path) -> None:
    """A row that stands there twice is kept once, with a notice."""
    found = harvest(tmp_path, people=lines(PEOPLE_HEADER, [*PEOPLE, PEOPLE[0]]))
    assert found.told() == harvest(tmp_path / "clean").told()
    assert found.faults == (Fault(Gravity.NOTICE, REPEATED, "a", "people.csv", 0, "customer"),)
    assert (found.people.read, found.people.kept) == (3, 3)


def test_a_customer_with_two_different_rows_is_set_aside(tmp_path: Path) -> None:
    """Nobody guesses which of two rows is right; the rows of activities are counted as left out."""
    found = harvest(tmp_path, people=lines(PEOPLE_HEADER, [*PEOPLE, "a,Eve,eve@example.com,"]))
    assert found.faults == (Fault(Gravity.CUSTOMER, CONTRADICTED, "a", "people.csv", 2, "customer"),)
    assert found.of("a").person is None
    assert found.counts.left_out == {"customer set aside": 2}
    assert found.counts.whole


def test_a_shared_address_belongs_to_the_least_id(tmp_path: Path) -> None:
    """The others are held with the reason and drawn nothing, however the address is spelled."""
    found = harvest(tmp_path, people=lines(PEOPLE_HEADER, ["b,Bo,ADA@Example.COM,", PEOPLE[0]]))
    assert (found.of("a").held, found.of("b").held) == ("", SHARED)
    assert found.of("b").records == ()
    assert found.faults == (Fault(Gravity.CUSTOMER, SHARED, "b", "people.csv", 2, "address"),)
    assert found.counts.left_out == {"customer held": 1}
    assert found.counts.whole


def test_a_customer_who_is_set_aside_keeps_no_address_from_others(tmp_path: Path) -> None:
    """Whoever has contradicting rows does not contend for a mailbox."""
    rows = ["a,Ada,one@example.com,", "a,Eve,one@example.com,", "b,Bo,one@example.com,"]
    found = harvest(tmp_path, people=lines(PEOPLE_HEADER, rows))
    assert (found.of("a").faulty, found.of("b").held) == (CONTRADICTED, "")


def test_activities_of_strangers_are_one_fault_a_customer(tmp_path: Path) -> None:
    """Who is not among the people is drawn nothing; the fault counts the rows."""
    rows = [row.replace("a,", "ghost,", 1) for row in ROWS[:2]]
    found = harvest(tmp_path, lines(HEADER, [*ROWS, *rows]))
    told = Fault(Gravity.ROW, "no such person", "ghost", "activities.csv", 5, "customer", "2 activities")
    assert found.faults == (told,)
    assert found.counts.left_out == {"no such person": 2}
    assert found.counts.whole


def test_a_stranger_in_several_files_is_told_without_a_line(tmp_path: Path) -> None:
    """A line alone would not say of which file."""
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(lines(HEADER, [ROWS[0].replace("a,", "ghost,", 1)]), "utf-8")
    (tmp_path / "people.csv").write_text(lines(PEOPLE_HEADER, PEOPLE), "utf-8")
    source = activity_files(tmp_path / "*.csv", files=(tmp_path / "a.csv", tmp_path / "b.csv"))
    found = bring_in(people_file(tmp_path / "people.csv"), source, tmp_path / "shards")
    assert found.faults == (Fault(Gravity.ROW, "no such person", "ghost", "", 0, "customer", "2 activities"),)


CASED = {"cancelled": "cancelled", "remboursé": "refunded", "Storno": "reversed", "STORNO": "voided"}


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("cancelled", "cancelled"),
        ("Cancelled", "cancelled"),
        ("REMBOURSÉ", "refunded"),
        ("Rembourse\u0301", "refunded"),
        ("STORNO", "voided"),
        ("storno", "reversed"),
        ("storniert", ""),
    ],
)
def test_a_status_is_left_out_however_it_is_cased_or_composed(tmp_path: Path, status: str, reason: str) -> None:
    """As it is spelled first; else without regard to case or composition, by the first of the campaign's words."""
    found = harvest(tmp_path, lines(HEADER, [f"a,2025-01-06,1,1,LIS,JFK,,,,{status}"]), leave_out=CASED)
    assert found.counts.left_out == ({reason: 1} if reason else {})
    assert found.faults == ()


def test_a_hostile_id_never_becomes_a_path(tmp_path: Path) -> None:
    """Ids are opaque: a path, a quote, an @ are ids like others, and nothing lands outside the folder."""
    ids = ("../../etc/passwd", "a@b", "'; drop table person; --", "\N{SNOWMAN}" * 256)
    people = [f"{one},N,," for one in ids]
    rows = [f"{one},2025-05-0{n + 1},1,1,LIS,JFK,,,," for n, one in enumerate(ids)]
    found = harvest(tmp_path / "in", lines(HEADER, rows), lines(PEOPLE_HEADER, people))
    assert {one.customer: len(one.records) for one in found.histories} == dict.fromkeys(ids, 1)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["in"]
    assert sorted(item.name for item in (tmp_path / "in").iterdir()) == ["activities.csv", "people.csv", "shards"]
    assert {item.name.rstrip("0123456789") for item in (tmp_path / "in" / "shards").iterdir()} == {
        "shard-",
        "faults.jsonl",
    }


def test_a_bad_row_of_people_costs_one_row(tmp_path: Path) -> None:
    """A row without an id, with a giant cell or with the wrong number of cells is set aside by its line."""
    rows = [PEOPLE[0], ",Nobody,,", f"c,{GIANT},,", "d,Di", PEOPLE[1], "e\x00f,Eve,,"]
    found = harvest(tmp_path, people=lines(PEOPLE_HEADER, rows))
    told = [(fault.gravity, fault.reason, fault.line, fault.column) for fault in found.faults]
    assert sorted(told, key=lambda one: one[2]) == [
        (Gravity.ROW, "no customer id", 3, "customer"),
        (Gravity.ROW, CELL_TOO_LONG, 4, "name"),
        (Gravity.ROW, "wrong number of cells", 5, ""),
        (Gravity.ROW, "customer id with a control character", 7, "customer"),
    ]
    assert (found.people.read, found.people.kept, found.people.whole) == (6, 2, True)


def test_faults_never_show_an_address(tmp_path: Path) -> None:
    """Wherever an address has strayed, no fault repeats it."""
    rows = [",".join("eve@example.com" if at == n else "" for at in range(len(COLUMNS))) for n in range(len(COLUMNS))]
    people = ["c,Cy,eve@example.com@,", "d,eve@example.com,,eve@example.com"]
    found = harvest(tmp_path, lines(HEADER, rows), lines(PEOPLE_HEADER, people))
    assert len(found.faults) >= len(COLUMNS)
    assert not [fault for fault in found.faults if "eve@" in fault.detail + fault.reason]
