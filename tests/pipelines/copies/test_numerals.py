"""Hindi number words as numbers."""

from __future__ import annotations

import pytest

from pipelines.copies.numerals import WORDS, runs
from pipelines.copies.reading import read
from pipelines.copies.spelling import level


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("सात", "7"),
        ("७", "7"),
        ("7", "7"),
        ("अट्ठाईस", "28"),
        ("निन्यानवे", "99"),
        ("दो सौ", "200"),
        ("एक सौ बीस", "120"),
        ("दो हज़ार तीन सौ सात", "2307"),
        ("साढ़े पांच लाख", "550000"),
        ("सवा दो करोड़", "22500000"),
        ("पौने तीन लाख", "275000"),
        ("डेढ़ करोड़", "15000000"),
        ("ढाई हजार", "2500"),
        ("10 अरब 50 करोड़", "10500000000"),
        ("५.४५ लाख", "545000"),
        ("1,27,000", "127000"),
        ("एक लाख 42 हजार", "142000"),
        ("दोनों", "2"),
    ],
)
def test_a_number_is_its_value_however_it_is_written(said: str, number: str) -> None:
    assert read(f"तोपें {said} थीं").keys == ("तोपें", f"#{number}", "थीं")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12, 15 और 18", ["12", "15", "18"]),
        ("तीन लाख, 40 हजार", ["300000", "40000"]),
        ("दो तीन", ["2", "3"]),
        ("14वें", ["14"]),
        ("लाख कोशिश", []),
        ("अरब सागर", []),
        ("साढ़े", []),
        ("9:30 बजे", ["9", "30"]),
    ],
)
def test_what_belongs_to_a_number(text: str, numbers: list[str]) -> None:
    assert [key[1:] for key in read(text).keys if key[0] == "#"] == numbers


def test_there_is_a_word_for_every_number_up_to_99() -> None:
    assert {int(value) for value in WORDS.values()} == set(range(100))


def test_no_word_is_two_numbers() -> None:
    forms = [level(form) for form in ("उनासी", "नवासी", "उनतीस", "उनचास", "सत्रह", "सत्तर", "साठ", "सात", "आठ")]
    assert [number for _, _, number in runs([f for form in forms for f in (form, "।")])] == [
        "79", "89", "29", "49", "17", "70", "60", "7", "8"
    ]  # fmt: skip
