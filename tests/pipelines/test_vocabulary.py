"""The vocabulary's files, and what the loader says of mistakes in them."""

from __future__ import annotations

import itertools
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from pipelines.matching import Matcher
from pipelines.vocabulary import DIRECTORY, VocabularyProblem, load_vocabulary
from pipelines.vocabulary.checks import findings, unverified
from pipelines.vocabulary.inflection import plurals, spellings

SHARED = Path(__file__).resolve().parents[3] / "shared"

TANK = """[test-tank]
type = "armour"
label_hi = "परीक्षण टैंक"
label_en = "Test tank"
names = ["परीक्षण टैंक"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the real types and room for files of a test."""
    shutil.copy(DIRECTORY / "types.toml", tmp_path)
    return tmp_path


def test_a_thousand_concepts_with_labels_in_both_languages() -> None:
    vocabulary = load_vocabulary()
    assert len(vocabulary) >= 1000
    for concept in vocabulary:
        assert any("\u0900" <= char <= "\u097f" for char in concept.label_hi), concept.id
        assert concept.label_en.isprintable()
        assert concept.all_names[0] == concept.label_hi


@pytest.mark.shared
def test_the_ids_are_those_of_the_lexicon() -> None:
    lexicon = SHARED / "domain" / "lexicon.jsonl"
    if not lexicon.exists():
        pytest.skip("../shared is not here")
    rows = [json.loads(line) for line in lexicon.read_text("utf-8").splitlines()]
    vocabulary = load_vocabulary()
    assert {row["id"]: row["type"] for row in rows}.items() <= {c.id: c.type for c in vocabulary}.items()


def test_every_concept_has_names_in_both_scripts() -> None:
    for concept in load_vocabulary():
        forms = [*concept.all_names, *concept.weak]
        assert any("a" <= char <= "z" for char in "".join(forms).lower()), concept.id
        assert any("\u0900" <= char <= "\u097f" for char in "".join(forms)), concept.id


BOXES = {  # country → south, north, west, east in degrees
    "c-india": (6, 38, 68, 98),
    "c-pakistan": (23, 37, 60, 78),
    "c-china": (18, 54, 73, 136),
    "c-israel": (29, 34, 34, 36),
    "c-iran": (25, 40, 44, 64),
    "c-ukraine": (44, 53, 22, 41),
    "c-russia": (41, 82, 19, 180),
    "c-usa": (24, 50, -125, -66),
}


def test_places_are_where_they_are() -> None:
    vocabulary = load_vocabulary()
    places = {concept.id: concept for concept in vocabulary if concept.type == "place"}
    without = {id for id in places if vocabulary.location(id) is None}
    assert without == {"loc", "lac", "international-border", "agpl"}  # lines
    for id, place in places.items():
        if (at := vocabulary.location(id)) is not None:
            south, north, west, east = BOXES[place.country] if place.country else (-90, 90, -180, 180)
            assert south <= at[0] <= north and west <= at[1] <= east, id
    assert vocabulary.location("moscow") == (55.76, 37.62)
    assert {c.id for c in vocabulary if vocabulary.location(c.id)} <= places.keys()
    assert vocabulary.location("no-such-concept") is None


def test_names_are_for_the_index() -> None:
    names = load_vocabulary().names("drdo")
    assert {"DRDO", "डीआरडीओ", "रक्षा अनुसंधान एवं विकास संगठन"} <= set(names)
    assert load_vocabulary().names("no-such-concept") == ()


@pytest.mark.parametrize(
    ("office", "country", "day", "person"),
    [
        ("defence-minister", "c-india", date(2020, 1, 1), "p-rajnath"),
        ("defence-minister", "c-india", date(2019, 5, 30), "p-sitharaman"),
        ("defence-minister", "c-india", date(2017, 6, 1), "p-jaitley"),
        ("defence-minister", "c-russia", date(2020, 1, 1), "p-shoigu"),
        ("army-chief", "c-india", date(2018, 1, 1), "p-rawat"),
        ("defence-chief", "c-india", date(2020, 6, 1), "p-rawat"),
        ("army-chief", "c-pakistan", date(2020, 6, 1), "p-bajwa"),
        ("army-chief", "c-india", date(2011, 6, 1), "p-vk-singh"),
        ("army-chief", "c-india", date(1971, 12, 16), "p-manekshaw"),
        ("army-chief", "c-india", date(1990, 1, 1), None),
        ("defence-minister", "c-uk", date(2025, 1, 1), "p-healey"),
        ("nsa", "c-india", date(2003, 1, 1), "p-brajesh-mishra"),
        ("defence-minister", "c-india", date(1980, 1, 1), None),
        ("defence-minister", "c-india", date(2001, 6, 1), "p-jaswant-singh"),
        ("defence-minister", "c-india", date(2002, 6, 1), "p-fernandes"),
        ("defence-minister", "c-china", date(2023, 3, 5), "p-wei"),
        ("defence-minister", "c-israel", date(2024, 11, 5), "p-gallant"),
        ("defence-minister", "c-israel", date(2024, 11, 8), "p-katz"),
        ("defence-minister", "c-russia", date(2024, 5, 13), None),
        ("army-chief", "c-pakistan", date(2013, 11, 10), "p-kayani"),
        ("army-chief", "c-pakistan", date(2022, 11, 10), "p-bajwa"),
        # On the day of a handover the newcomer is in office.
        ("army-chief", "c-pakistan", date(2022, 11, 29), "p-munir"),
        ("army-chief", "c-india", date(2024, 6, 30), "p-dwivedi"),
        ("defence-minister", "c-india", date(2019, 5, 31), "p-rajnath"),
        ("supreme-leader", "c-iran", date(2026, 3, 2), None),
    ],
)
def test_offices_have_holders_on_a_day(office: str, country: str, day: date, person: str | None) -> None:
    holder = load_vocabulary().holder(office, country, day)
    assert (holder.id if holder else None) == person


def test_no_two_persons_hold_one_office_on_one_day() -> None:
    for office, holders in load_vocabulary().holders.items():
        dated = sorted(
            (tenure.country, tenure.held_from, tenure.held_to, person.id)
            for tenure, person in holders
            if tenure.held_from
        )
        assert all(tenure.held_from for tenure, _ in holders), office  # else it is held on every day
        for one, two in itertools.pairwise(dated):
            if one[0] == two[0]:
                assert one[2] is not None, (office, one, two)
                assert two[1] is not None and two[1] >= one[2], (office, one, two)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (TANK + TANK.replace("[test-tank]", "[Test_Tank]"), "test.toml:6: 'Test_Tank' is no id"),
        (TANK.replace("armour", "armor"), "test.toml:1: test-tank: unknown type 'armor'"),
        (TANK.replace('label_hi = "परीक्षण टैंक"\n', ""), "label_hi and label_en are both needed"),
        (TANK.replace('names = ["परीक्षण टैंक"]', ""), "no form at all"),
        (TANK.replace('["परीक्षण टैंक"]', '["परीक्षण टैंक", " "]'), "names has an empty or padded form"),
        (TANK + 'weak = ["परीक्षण टैंक"]\n', "is both a weak form and a name"),
        (TANK + "weight = 2\n", "weight is from 0 to 1, not 2"),
        (TANK + 'colour = "green"\n', "unknown field 'colour'"),
        (TANK + 'broader = ["nothing"]\n', "test-tank refers to nothing, which no file has"),
        (
            TANK + 'offices = [{ office = "x", country = "test-tank", from = "2020-13" }]\n',
            "bad date '2020-13'",
        ),
        (
            TANK + 'offices = [{ office = "x", country = "test-tank", from = "2020", to = "2019" }]\n',
            "x ends on 2019-12-31, before it begins on 2020-01-01",
        ),
        (
            TANK + 'offices = [{ office = "x", country = "test-tank", unverified = "yes" }]\n',
            "unverified is true or false, not 'yes'",
        ),
        (TANK + "lat = 20.0\n", "lat and lon go together"),
        ("[broken", "test.toml: "),
    ],
)
def test_a_mistake_is_named_with_file_and_line(folder: Path, content: str, says: str) -> None:
    (folder / "test.toml").write_text(content, "utf-8")
    with pytest.raises(VocabularyProblem) as problem:
        load_vocabulary(folder)
    assert says in str(problem.value)
    assert "\n" not in str(problem.value)


def test_an_id_stands_once_in_all_files(folder: Path) -> None:
    (folder / "one.toml").write_text(TANK, "utf-8")
    row = {"id": "test-tank", "type": "armour", "label_hi": "टैंक", "label_en": "Tank", "names": ["टैंक"]}
    (folder / "two.jsonl").write_text("\n" + json.dumps(row), "utf-8")
    with pytest.raises(VocabularyProblem, match=r"two\.jsonl:2: test-tank stands already in one\.toml:1"):
        load_vocabulary(folder)


def person(id: str, *, held_from: str, held_to: str | None = None, **more: object) -> str:
    office = {"office": "x", "country": "test-tank", "from": held_from, **more}
    if held_to:
        office["to"] = held_to
    row = {"id": id, "type": "person", "label_hi": id, "label_en": id, "names": [id], "offices": [office]}
    return json.dumps(row) + "\n"


def test_the_check_tells_of_two_in_one_office_and_of_what_needs_a_second_source(folder: Path) -> None:
    (folder / "test.toml").write_text(TANK, "utf-8")
    rows = person("p-one", held_from="2019-01-01", held_to="2020-03-09")
    rows += person("p-two", held_from="2020-03-09", held_to="2021-05-31")
    rows += person("p-three", held_from="2021-05", unverified=True)
    (folder / "test.jsonl").write_text(rows, "utf-8")
    vocabulary = load_vocabulary(folder)
    told = [line for line in findings(vocabulary, Matcher(vocabulary)) if line.startswith("p-")]
    assert told == ["p-two: p-three is x of test-tank, too, from 2021-05-01 to 2021-05-31"]
    assert list(unverified(vocabulary)) == ["p-three: x of test-tank, 2021-05-01 to now"]


def test_no_strong_name_belongs_to_two_concepts() -> None:
    shared = {"संयुक्त सैन्य अभ्यास", "संयुक्त युद्धाभ्यास"}
    for key, forms in Matcher(load_vocabulary()).keys.items():
        strong = {form.concept.id for form in forms if form.strength == "strong" and form.text not in shared}
        assert len(strong) < 2, (key, strong)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("मिसाइल", {"मिसाइलें", "मिसाइलों"}),
        ("सेना", {"सेनाएं", "सेनाओं"}),
        ("पनडुब्बी", {"पनडुब्बियां", "पनडुब्बियों"}),
        ("हमला", {"हमले", "हमलों"}),
        ("डीआरडीओ", set()),
    ],
)
def test_plurals_come_by_rule(word: str, forms: set[str]) -> None:
    assert forms <= set(plurals(word))
    assert not forms or set(plurals(word)) - {word}


def test_spellings_take_initials_apart_and_agree_genitives() -> None:
    assert ("डी", "आर", "डी", "ओ") in spellings(("डीआरडीओ",), inflect=True)
    assert ("सेना", "का", "प्रमुख") in spellings(("सेना", "के", "प्रमुख"), inflect=True)
    assert ("की", "4") not in spellings(("के", "4"), inflect=False)
