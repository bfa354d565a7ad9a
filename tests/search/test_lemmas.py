"""Lemmas: the rules, the table and its file, and the measured quality."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality_lemmas import FLOOR, GOLD, measure
from search import lemmas
from search.lemmas import bases, build, inflections, lemma, lemma_rows, read, snowball, write
from search.text import fold

SNOWBALL = Path(__file__).parents[3] / "shared/data/analysis/snowball_hindi"


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("सेना", "सेना सेनाएं सेनाएँ सेनाओं सेनायें"),
        ("मिसाइल", "मिसाइल मिसाइलें मिसाइलों"),
        ("ड्रोन", "ड्रोन ड्रोनों"),
        ("पनडुब्बी", "पनडुब्बी पनडुब्बियां पनडुब्बियाँ पनडुब्बियों"),
        ("टैंक", "टैंक टैंकों"),
        ("हमला", "हमला हमले हमलों"),
        ("चौकी", "चौकी चौकियां चौकियों"),
        ("लड़का", "लड़का लड़के लडकों"),
        ("करना", "करना किया करती करेंगे"),
        ("पाना", "पाना पाएगी पायेगी पाये पाए"),
        ("सैनिक", "सैनिक सैनिकों"),
    ],
)
def test_forms_of_one_word(base: str, forms: str) -> None:
    assert {lemma(fold(form)) for form in forms.split()} == {fold(base)}


@pytest.mark.parametrize(
    "words",
    [
        "सेना से सेन",
        "नाग नागा",
        "चीन चीनी",
        "रूस रूसी",
        "भारत भारतीय",
        "पाकिस्तान पाकिस्तानी",
        "गोला गोली",
        "लड़का लड़की",
    ],
)
def test_different_words_stay_apart(words: str) -> None:
    assert len({lemma(fold(word)) for word in words.split()}) == len(words.split())


@pytest.mark.parametrize(
    ("base", "masculine", "forms"),
    [
        ("सेना", False, {"सेनाएं", "सेनाओं", "सेनायें"}),
        ("हमला", True, {"हमले", "हमलों"}),
        ("चौकी", False, {"चौकियां", "चौकियों"}),
        ("लड़ाकू", False, {"लडाकुएं", "लडाकुओं"}),
        ("थल सेना", False, {"थल सेनाएं", "थल सेनाओं", "थल सेनायें"}),
        ("कमांडो", False, {"कमांडोओं"}),
        ("डीआरडीओ", False, set()),
        ("", False, set()),
    ],
)
def test_inflections(base: str, masculine: bool, forms: set[str]) -> None:
    assert set(inflections(base, masculine)) == forms


def test_bases_are_their_own_lemmas_with_all_their_forms() -> None:
    own = dict(bases())
    assert len(own) > 80
    for base, masculine in own.items():
        assert lemma(base) == base
        for form in inflections(base, masculine):
            assert lemma(form) == (form if form in own else base)


def test_a_bad_base_names_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "bases.txt"
    file.write_text("# nouns\nतोप\nसेना\n", encoding="utf-8")
    monkeypatch.setattr(lemmas, "BASES", file)
    with pytest.raises(ValueError, match=r"bases.txt:3: .*m or f"):
        list(bases())


def test_rows_are_folded_and_closed() -> None:
    rows = dict(lemma_rows())
    assert 8_000 < len(rows) < 12_000, "small enough for a stemmer_override"
    for form, value in rows.items():
        assert fold(form) == form
        assert fold(value) == value
        assert value
        assert snowball(form) != value, "a row that Snowball makes needless"
        assert lemma(value) == value, "a lemma has to be its own lemma, or it loses its forms"


def test_the_file_holds_what_was_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "_lemmas.tsv"
    rows = build()
    assert write(path) == len(rows)
    assert read(path) == rows == dict(lemma_rows())
    assert list(tmp_path.iterdir()) == [path], "nothing but the file is left"
    monkeypatch.setattr(lemmas, "_RULES", -1)
    assert read(path) is None, "made by other rules"


@pytest.mark.parametrize("content", [b"", b"# other\n\xe0", b"# simplemma 1\na\tb\n"])
def test_a_broken_file_counts_as_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "_lemmas.tsv"
    path.write_bytes(content)
    assert read(path) is None
    assert read(tmp_path / "absent") is None


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # The rows of this process are kept; only this test may see them built again.
    rows = dict(lemma_rows())
    lemmas._table.cache_clear()
    monkeypatch.setattr(lemmas, "build", lambda: rows)
    yield
    lemmas._table.cache_clear()


def test_a_folder_that_cannot_be_written_is_no_obstacle(
    fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lemmas, "CACHE", tmp_path / "no such folder" / "_lemmas.tsv")
    assert lemma("सेनाओं") == "सेना"
    assert list(tmp_path.iterdir()) == []


def test_threads_do_not_disturb_each_other() -> None:
    words = [form + ending for form, _ in lemma_rows()[:300] for ending in ("ओं", "ता", "कर")]
    expected = [snowball(word) for word in words]
    wrong: list[str] = []

    def check() -> None:
        wrong.extend(w for w, e in zip(words, expected, strict=True) if snowball(w) != e)

    threads = [threading.Thread(target=check) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@given(st.text())
def test_any_string_has_a_lemma(word: str) -> None:
    assert isinstance(lemma(word), str)


@pytest.mark.shared
@pytest.mark.skipif(not SNOWBALL.exists(), reason="../shared is not here")
def test_the_fallback_is_snowball() -> None:
    vocabulary = (SNOWBALL / "voc.txt").read_text(encoding="utf-8").split()
    stems = (SNOWBALL / "output.txt").read_text(encoding="utf-8").split()
    assert len(vocabulary) == len(stems) > 50_000
    different = [(w, s) for w, s in zip(vocabulary[::7], stems[::7], strict=True) if snowball(w) != s]
    assert different == []


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.exists(), reason="../shared is not here")
def test_quality() -> None:
    figures = measure()
    assert figures["f1"] >= 0.92 > FLOOR, figures
    assert figures["snowball_f1"] < 0.7, "the measure itself has changed"
