"""The automaton: word boundaries, spellings, the longest name, offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.matching import Matcher
from pipelines.tokens import SENTENCE_END, SENTENCE_LONGEST, tokenize
from pipelines.vocabulary import load_vocabulary

MATCHER = Matcher(load_vocabulary(), ["शिव सेना"])


def found(text: str) -> dict[str, str]:
    """Concept id → what stands in the text."""
    return {match.concept.id: text[match.start : match.end] for match in MATCHER.find(tokenize(text))}


@pytest.mark.parametrize(
    "written", ["S-400", "S400", "S 400", "एस-400", "एस 400", "एस–४००", "एस४००", "एस‑400"]
)
def test_a_designation_in_any_dash_space_script_and_digits(written: str) -> None:
    assert found(f"रूस से {written} प्रणाली आई।")["s-400"] == written


@pytest.mark.parametrize(
    "written", ["डीआरडीओ", "डी.आर.डी.ओ", "डी. आर. डी. ओ", "डी आर डी ओ", "DRDO", "D.R.D.O"]
)
def test_an_abbreviation_with_and_without_dots(written: str) -> None:
    assert found(f"कल {written} ने बताया")["drdo"] == written


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("जिलाधिकारी अरुण सक्सेना ने बताया", "army-generic"),
        ("प्राचीन मंदिर", "c-china"),
        ("सालेह ने कहा", "ladakh"),
        ("तेल टैंकर पलटा", "tank-generic"),
        ("भूमिगत केबल", "mig-generic"),
        ("इक्वाडोर में भूकंप", "quad"),
        ("जिले के 4 गांव", "k-15-sagarika"),
        ("गांव को विकास चाहिए", "co-production"),
        ("लोग आमने सामने आए", "tank-generic"),
        ("रिलायंस का 4G फोन", "k-4"),
        ("the lac insect", "lac"),
    ],
)
def test_no_name_inside_another_word(text: str, concept: str) -> None:
    assert concept not in found(text)


@pytest.mark.parametrize(
    ("text", "concept", "instead"),
    [
        ("वास्तविक नियंत्रण रेखा पर", "lac", "loc"),
        ("भारत-तिब्बत सीमा पुलिस के जवान", "itbp", "c-tibet"),
        ("चीन की पीपुल्स लिबरेशन आर्मी", "pla", "army-generic"),
        ("ब्रह्मोस-एनजी का परीक्षण", "brahmos-ng", "brahmos"),
        ("पाकिस्तानी सेना ने", "pakistan-army", "army-generic"),
    ],
)
def test_the_longest_name_wins(text: str, concept: str, instead: str) -> None:
    assert concept in found(text)
    assert instead not in found(text)


def test_a_trap_wins_over_the_name_inside_it() -> None:
    assert "army-generic" not in found("शिव सेना ने बंद बुलाया")
    assert "army-generic" in found("आज सेना ने बंद बुलाया")


@pytest.mark.parametrize(
    ("text", "concept", "surface"),
    [
        ("दो मिसाइलें दागीं", "missile-generic", "मिसाइलें"),
        ("तीन पनडुब्बियों का बेड़ा", "submarine-generic", "पनडुब्बियों"),
        ("लड़ाकू विमानों ने उड़ान भरी", "fighter-generic", "लड़ाकू विमानों"),
        ("एक हेलिकाप्टर और चीता हेलीकाप्टर", "cheetah-heli", "चीता हेलीकाप्टर"),
        ("ऑपरेशन सिन्दूर के बाद", "op-sindoor", "ऑपरेशन सिन्दूर"),
        ("बी.एस. धनोआ ने कहा", "p-dhanoa", "बी.एस. धनोआ"),
        ("फ़्रांस से आए", "c-france", "फ़्रांस"),
        ("INS शिवालिक और आइएनएस तबर", "ins-shivalik", "INS शिवालिक"),
        ("हिंदप्रशांत में शांति", "indo-pacific", "हिंदप्रशांत"),
        ("जम्मूकश्मीर में तैनात", "jammu-kashmir", "जम्मूकश्मीर"),
        ("मिसाइलों का सहउत्पादन होगा", "co-production", "सहउत्पादन"),
        ("लड़ाकू हैलीकॉप्टर उड़ा", "military-helicopter", "लड़ाकू हैलीकॉप्टर"),
    ],
)
def test_inflection_and_spelling_by_rule(text: str, concept: str, surface: str) -> None:
    assert found(text)[concept] == surface


def test_a_name_never_runs_over_a_comma_or_a_full_stop() -> None:
    assert "agni-5" not in found("यज्ञ में अग्नि, 5 पुजारी आए")
    assert "indian-army" not in found("मैच जीता भारतीय। सेना प्रमुख आए")
    assert "p-jaishankar" in found("विदेश मंत्री एस. जयशंकर ने कहा।")


def test_full_stops_end_sentences_only_where_they_do() -> None:
    assert tokenize("दर 5.5 है. लेफ्टि. जनरल आए.").pieces.count("।") == 2
    assert tokenize("कहा.लेकिन").pieces.count("।") == 1


@given(st.text(alphabet=st.sampled_from("सेना अग्नि5-एस400.,।()\n‍डीआरओ क़ँं़ॉअाॅXyz0٣"), max_size=60))
def test_offsets_point_into_the_original(text: str) -> None:
    tokens = tokenize(text)
    assert len(tokens.pieces) == len(tokens.starts) == len(tokens.ends) == len(tokens.offsets)
    for piece, offset in zip(tokens.pieces, tokens.offsets, strict=True):
        assert tokens.key[offset : offset + len(piece)] == piece
    ends = 0
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        assert ends <= start < end <= len(text)
        ends = end
    for match in MATCHER.find(tokens):
        assert 0 <= match.start < match.end <= len(text)


def test_a_rank_before_a_name_is_found_with_the_name() -> None:
    assert {"general", "p-dwivedi"} <= found("जनरल द्विवेदी ने कहा").keys()
    named = found("लेफ्टिनेंट जनरल मनोज पांडे अगले प्रमुख होंगे")
    assert "p-pande" in named and named["lieutenant-general"] == "लेफ्टिनेंट जनरल"
    assert "general" not in named


def test_sentences_cover_the_text_and_none_is_endless() -> None:
    tokens = tokenize("सेना आई। " + "सेना " * 1000 + "\nअंत")
    assert tokens.sentences[0] == (0, 1)
    assert all(last - first < SENTENCE_LONGEST for first, last in tokens.sentences)
    held = {piece for first, last in tokens.sentences for piece in range(first, last + 1)}
    ends = {place for place, piece in enumerate(tokens.pieces) if piece == SENTENCE_END}
    assert held | ends == set(range(len(tokens.pieces))) and not held & ends
    for piece in held:
        first, last = tokens.sentence(piece)
        assert first <= piece <= last
    assert tokenize("").sentences == ()
