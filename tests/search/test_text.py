"""The Devanagari helpers, and folding against the traps that ../shared lists."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from search.text import cut, devanagari_share, fold, graphemes, lower, match_key, nfc, squeeze, words

QUIRKS = Path(__file__).parents[3] / "shared/domain/text_quirks.jsonl"

DEVANAGARI = st.text(
    st.sampled_from(
        [chr(c) for c in range(0x900, 0x980)] + list(" -.,()|“’\u200c\u200d\u00ad\ufeffaZ49é\u0301")
    )
)
ANY = st.one_of(st.text(), DEVANAGARI)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("लड़ाकू", "लडाकू"),
        ("लड\u093cाकू", "ल\u095cाकू"),
        ("अंग्रेजी\u093c", "अंग्रेजी"),
        ("क़िंगदाओ", "किंगदाओ"),
        ("औऱ", "और"),
        ("पाँच", "पांच"),
        ("कुमाऊँ", "कुमाऊं"),
        ("आॅपरेशन", "ऑपरेशन"),
        ("अाॅपरेशन", "ऑपरेशन"),
        ("डाॅक", "डॉक"),
        ("अाैर", "और"),
        ("एेसा", "ऐसा"),
        ("हिन्दी", "हिंदी"),
        ("सिन्दूर", "सिंदूर"),
        ("इम्फाल", "इंफाल"),
        ("ट्रम्प", "ट्रंप"),
        ("कॉन्फ्रेन्स", "कॉन्फ्रेंस"),
        ("क्\u200dया", "क्या"),
        ("ट्रेन\u200dिंग", "ट्रेनिंग"),
        ("सै\u00adनिक", "सैनिक"),
        ("\ufeffनई", "नई"),
        ("दुःख", "दुख"),
        ("एस-४००", "एस-400"),
        ("MiG", "mig"),
        ("अग्नि-Ⅴ", "अग्नि-V"),
    ],
)
def test_spellings_that_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("दिन", "दीन"),
        ("मिल", "मील"),
        ("सेना", "सेन"),
        ("नाग", "नागा"),
        ("अन्न", "अंन"),
        ("कन्या", "कंया"),
        ("ऑपरेशन", "आपरेशन"),
    ],
)
def test_words_that_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("S400", "s 400"),
        ("S-400", "s 400"),
        ("s – 400", "s 400"),
        ("एस-४००", "एस 400"),
        ("एस 400", "एस 400"),
        ("एस–400", "एस 400"),
        ("Su-30MKI", "su 30 mki"),
        ("डी.आर.डी.ओ.", "डीआरडीओ"),
        ("D.R.D.O.", "drdo"),
        ("‘तेजस’", "तेजस"),
        ("गोला-बारूद", "गोला बारूद"),
        ("केरलः", "केरल"),
        ("7.85 लाख", "7.85 लाख"),
        ("1,27,000", "127000"),
        ("10,20", "10 20"),
        ("है.इस", "है इस"),
        ("उ.प्र.", "उप्र"),
        ("…—।", ""),
        ("", ""),
    ],
)
def test_match_keys(text: str, key: str) -> None:
    assert match_key(text) == key


@given(ANY)
def test_folding_is_stable_and_composed(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert unicodedata.is_normalized("NFC", folded)
    key = match_key(text)
    assert match_key(key) == key


@given(ANY)
@example("İΣ१٢ΑΣ")
def test_lower_case_keeps_the_length(text: str) -> None:
    assert len(lower(text)) == len(text)
    assert lower(text) == "".join(map(lower, text))


def test_words_are_whole() -> None:
    text = "‘क्\u200dया’ एस-400, बालासोर।आज पढ़ें|"
    found = list(words(text))
    assert [word for word, _, _ in found] == ["क्\u200dया", "एस", "400", "बालासोर", "आज", "पढ़ें"]
    assert all(text[start:end] == word for word, start, end in found)


@given(ANY)
def test_no_word_begins_with_a_mark(text: str) -> None:
    for word, start, end in words(text):
        assert text[start:end] == word
        assert regex.match(r"[\p{L}\p{N}]", word)


@pytest.mark.parametrize(
    ("text", "share"),
    [("", 0), ("123 …", 0), ("सेना", 1), ("abcd", 0), ("सेना army", 1 / 3), ("ाि", 0), ("সেনা", 0)],
)
def test_devanagari_share(text: str, share: float) -> None:
    assert devanagari_share(text) == pytest.approx(share)


def test_squeeze() -> None:
    assert squeeze("\ufeff यह भी\u00a0\u00a0पढ़ें:\u200b \n\t अब ") == "यह भी पढ़ें: अब"


def test_graphemes() -> None:
    assert graphemes("क्षि") == ["क्षि"] or graphemes("क्षि") == ["क्", "षि"]
    assert len(graphemes("सेना")) == 2


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("सेना", 2, "सेना"),
        ("सेना", 1, "…"),
        ("पनडुब्बी", 3, "पन…"),
        ("रक्षा मंत्री राजनाथ सिंह", 10, "रक्षा मंत्री…"),
        ("कखग घङ", 5, "कखग…"),
        ("", 0, ""),
    ],
)
def test_cut(text: str, limit: int, expected: str) -> None:
    if limit == 0:
        with pytest.raises(ValueError, match="ellipsis"):
            cut(text, limit)
    else:
        assert cut(text, limit) == expected


@given(ANY, st.integers(1, 20))
def test_cuts_are_short_and_whole(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert len(graphemes(short)) <= limit
    if short != text:
        assert short.endswith("…")
        head = short[:-1]
        assert text.startswith(head)
        # What follows does not begin with a mark of the last letter kept.
        assert not (regex.search(r"[\p{L}\p{M}\p{N}]$", head) and regex.match(r"\p{M}", text[len(head) :]))


def test_nfc() -> None:
    assert nfc("न\u093c") == "ऩ"
    assert nfc("\u0958") == "क\u093c"


SAME_KEY = {
    "nukta-omitted": ("लड़ाकू विमान", "लडाकू विमान"),
    "nukta-loan": ("गाज़ा", "गाजा"),
    "aa-candra": ("आॅपरेशन सिंदूर", "ऑपरेशन सिंदूर"),
    "chandrabindu": ("कुमाऊँ रेजिमेंट", "कुमाऊं रेजिमेंट"),
    "half-nasal": ("ऑपरेशन सिन्दूर", "ऑपरेशन सिंदूर"),
    "zwj": ("न्\u200dयूज", "न्यूज"),
    "zwj-misuse": ("ट्रेन\u200dिंग", "ट्रेनिंग"),
    "nbsp": ("यह भी पढ़ें:\u00a0डीएवी", "यह भी पढ़ें: डीएवी"),
    "visarga-colon": ("नेशनल डेस्कः", "नेशनल डेस्क:"),
    "danda-nospace": ("बालासोर।आज", "बालासोर। आज"),
    "danda-vs-stop": ("पर है.इस दौरान", "पर है. इस दौरान"),
    "danda-space-before": ("मामले आए ।", "मामले आए।"),
    "pipe-as-danda": ("किया गया |", "किया गया।"),
    "abbrev-dots": ("डी.आर.डी.ओ. ने", "डीआरडीओ ने"),
    "hyphen-digit": ("एस–400", "एस 400"),
    "dev-digits": ("एस-४००", "एस-400"),
    "smart-quotes": ("‘तेजस’", "तेजस"),
}


ELSEWHERE = {
    "nfc-decomposes-nukta": "test_nfc",
    "over-folding": "test_words_that_stay_apart",
    "invisible-bom": "test_spellings_that_fold_alike",
    "re-w": "test_words_are_whole",
    "re-boundary": "test_words_are_whole",
    "snowball-over": "tests/search/test_lemmas.py",
    "oblique-forms": "tests/search/test_lemmas.py",
    "o-vs-aa": "out of scope: the vocabulary lists variants, a rule would merge डॉक and डाक",
    "fullstop-decimals": "out of scope: sentences",
    "sklearn-pattern": "out of scope: a library that is not used",
    "fts5-unicode61": "out of scope: a library that is not used",
    "fts5-zwj": "out of scope: a library that is not used",
    "fts5-trigram": "out of scope: a library that is not used",
    "space-variants": "out of scope: the vocabulary lists variants",
    "longest-match": "out of scope: tags",
    "roman-numerals": "out of scope: the vocabulary lists variants",
    "spelled-numbers": "out of scope: amounts",
    "lakh-crore": "test_match_keys",
    "translit-latin-caps": "out of scope: tags",
    "typos": "out of scope: tags",
    "glued-text": "out of scope: extraction",
    "seed-glue": "out of scope: extraction",
}
"""Where the other traps of these two kinds are dealt with."""


@pytest.mark.shared
@pytest.mark.skipif(not QUIRKS.exists(), reason="../shared is not here")
def test_every_listed_trap_is_dealt_with() -> None:
    rows = [json.loads(line) for line in QUIRKS.read_text(encoding="utf-8").splitlines()]
    listed = {row["id"] for row in rows if row["kind"] in ("normalisation", "tokenisation")}
    assert listed == {*SAME_KEY, *ELSEWHERE}


@pytest.mark.parametrize("trap", sorted(SAME_KEY))
def test_traps(trap: str) -> None:
    one, other = SAME_KEY[trap]
    assert match_key(one) == match_key(other) != ""
