"""What two texts are to each other."""

from __future__ import annotations

import json

import pytest

from pipelines.copies.decision import Piece, Verdict, compare

LEAD = "रेगिस्तान में चल रहे अभ्यास के दौरान मंगलवार को बख्तरबंद गाड़ी पलटने से तीन जवान घायल हो गए।"
DETAIL = "यह हादसा जैसलमेर जिले के मोहनगढ़ इलाके में सुबह करीब छह बजे हुआ, जब गाड़ी एक टीले से उतर रही थी।"
HOSPITAL = "घायल जवानों को हेलीकॉप्टर से जोधपुर के सैन्य अस्पताल पहुंचाया गया, जहां उनकी हालत स्थिर है।"
SPOKESMAN = "सेना के प्रवक्ता कर्नल विक्रांत ने बताया कि हादसे की जांच के आदेश दे दिए गए हैं।"
EXERCISE = "अभ्यास में लगभग 4,500 सैनिक और 60 टैंक भाग ले रहे हैं और यह अगले हफ्ते तक चलेगा।"
EARLIER = "पिछले साल भी इसी इलाके में रेत धंसने से एक ट्रक पलट गया था, मगर तब कोई हताहत नहीं हुआ था।"
STORY = [LEAD, DETAIL, HOSPITAL, SPOKESMAN, EXERCISE, EARLIER]
LOCAL = "जोधपुर में पूर्व सैनिकों के संगठन ने अस्पताल जाकर परिजनों से मुलाकात की और मदद का भरोसा दिया।"


def text(*sentences: str) -> str:
    return "\n".join(sentences)


def relation(a: str, b: str) -> str:
    return compare(Piece(a), Piece(b)).relation


def reworded(found: str, put: str) -> str:
    changed = text(*STORY).replace(found, put)
    assert changed != text(*STORY)
    return changed


@pytest.mark.parametrize(
    "copy",
    [
        text(*STORY),
        " ".join(STORY),
        text("अभ्यास में हादसा, तीन जवान जख्मी", *STORY),
        text("जैसलमेर, नौ मई (भाषा) " + LEAD, *STORY[1:]) + " भाषा सुरेश माधव",
        reworded("तीन जवान", "3 जवान").replace("60 टैंक", "६० टैंक").replace("4,500", "साढ़े चार हजार"),
        reworded("।", "."),
        reworded("हेलीकॉप्टर", "हेलिकाप्टर").replace("गए", "गये").replace("मोहनगढ़", "मोहनगढ"),
        text(*STORY[:2], "यह भी पढ़ें: सेना को मिली नई तोप", *STORY[2:]),
    ],
)
def test_the_same_text_in_other_dress(copy: str) -> None:
    assert relation(text(*STORY), copy) == "same"


@pytest.mark.parametrize(
    "copy",
    [
        text(*STORY[:3]),
        text(LEAD, SPOKESMAN, EXERCISE),
        text(*STORY[:4], LOCAL, "वहां के विधायक भी मौजूद थे और उन्होंने घायलों का हाल पूछा।"),
        text(LEAD, EXERCISE, SPOKESMAN, HOSPITAL),
        text(*STORY[:4]).replace("बताया", "कहा").replace("घायल", "जख्मी"),
        text(*STORY[:3])[:-40],
    ],
)
def test_a_desks_cut_of_it(copy: str) -> None:
    assert relation(text(*STORY), copy) == "syndicated"


@pytest.mark.parametrize(
    ("found", "put", "kind"),
    [
        ("तीन जवान", "पांच जवान", "number"),
        ("तीन जवान", "5 जवान", "number"),
        ("60 टैंक", "70 टैंक", "number"),
        ("मंगलवार को", "बुधवार को", "weekday"),
        ("जोधपुर के", "बीकानेर के", "place"),
        ("कर्नल विक्रांत", "कर्नल रघुनाथ", "name"),
        ("जवान घायल हो गए", "जवान लापता हो गए", "status"),
        ("के मोहनगढ़ इलाके", "के सादेवाला इलाके", "name"),
    ],
)
def test_a_fact_in_the_place_of_another_is_an_edition(found: str, put: str, kind: str) -> None:
    changed = reworded(found, put)
    verdict = compare(Piece(text(*STORY)), Piece(changed))
    assert verdict.relation == "update"
    (replaced,) = verdict.evidence["replaced"]
    assert replaced["kind"] == kind
    assert replaced["a"] in found and replaced["b"] in put
    mirrored = compare(Piece(changed), Piece(text(*STORY))).evidence["replaced"]
    assert mirrored == [{"kind": kind, "a": replaced["b"], "b": replaced["a"]}]


@pytest.mark.parametrize(
    "edition",
    [
        text("सेना ने हादसे के सिलसिले में गाड़ी के चालक को हटा दिया है और जांच दल मौके पर भेजा है।", *STORY),
        text("अभ्यास में घायल जवानों में से एक ने अस्पताल में दम तोड़ दिया है, सेना ने यह जानकारी दी।", *STORY[1:]),
        text(
            LEAD,
            DETAIL,
            "एक जवान को दिल्ली भेजा गया है, जहां सैन्य अस्पताल में उसकी सर्जरी की तैयारी है।",
            *STORY[3:],
        ),
    ],
)
def test_a_new_top_over_the_old_story_is_an_edition(edition: str) -> None:
    assert relation(text("अभ्यास में हादसा", *STORY), text("अभ्यास में हादसे के बाद कार्रवाई", edition)) == "update"


def test_a_paragraph_out_of_a_story_is_no_edition_of_it() -> None:
    assert relation(
        "इसके अलावा " + HOSPITAL + SPOKESMAN, text(LEAD, DETAIL, "इसके अलावा " + HOSPITAL, SPOKESMAN)
    ) == ("syndicated")


def test_the_states_of_a_live_blog_are_editions_of_it() -> None:
    later = text("अभ्यास में हादसा LIVE: तीन जवान घायल", *STORY)
    assert relation(text("अभ्यास में हादसा लाइव: तीन जवान घायल", *STORY[:4]), later) == "update"
    assert relation(later, later) == "same"


def test_two_outlets_do_not_edit_each_others_stories() -> None:
    own_top = "सीमावर्ती इलाकों में इन दिनों सेना की बड़ी तैयारी चल रही है और गांवों में भी हलचल है।"
    a, b = text("अभ्यास में हादसा", *STORY), text("सीमा पर हलचल", own_top, *STORY)
    assert compare(Piece(a, outlet="x"), Piece(b, outlet="x")).relation == "update"
    assert compare(Piece(a, outlet="x"), Piece(b, outlet="y")).relation == "syndicated"


@pytest.mark.parametrize(
    "news",
    [
        "सेना ने हादसे की जांच के लिए पांच सदस्यों की समिति बनाई है, जो अगले महीने अपनी बात रखेगी और सुझाव देगी।",
        "हादसे के बाद घायल सूबेदार को सोमवार की रात बरेली के सैन्य अस्पताल में ले जाया गया और देखभाल की जा रही है।",
    ],
)
def test_what_another_outlet_prints_of_a_later_state_is_no_copy(news: str) -> None:
    """An agency's new lead reaches us through whatever paper prints it."""
    a, b = text("अभ्यास में हादसा", *STORY), text("अभ्यास में हादसे की जांच", news, *STORY)
    assert compare(Piece(a, outlet="x"), Piece(b, outlet="y")).relation == "update"


def test_two_reports_of_one_event_and_another_event() -> None:
    report = text(
        "जैसलमेर के मोहनगढ़ में युद्धाभ्यास के समय सेना की एक बख्तरबंद गाड़ी पलट गई, हादसे में तीन जवान घायल हुए हैं।",
        "अधिकारियों के मुताबिक गाड़ी टीले से उतरते समय फिसली। सभी को हेलीकॉप्टर से जोधपुर ले जाया गया।",
        "कर्नल विक्रांत ने कहा कि मामले की जांच होगी।",
    )
    assert relation(text(*STORY), report) == "same_event"
    other = text(
        "नौसेना का नया गश्ती पोत शुक्रवार को कोच्चि में बेड़े में शामिल हुआ।",
        "पोत की लंबाई 105 मीटर है और इसे गोवा के कारखाने में बनाया गया है।",
        "समारोह में कई देशों के राजनयिक आए।",
    )
    assert relation(text(*STORY), other) == "different"


def test_two_events_of_one_kind_are_two_stories() -> None:
    def encounter(district: str, village: str, hour: str) -> str:
        return text(
            f"जम्मू-कश्मीर के {district} जिले में सुरक्षाबलों और आतंकियों के बीच मुठभेड़ चल रही है।",
            f"सेना और पुलिस ने {village} में आतंकियों के छिपे होने की सूचना पर {hour} घेराबंदी की थी।",
            "इलाके में इंटरनेट सेवा बंद कर दी गई है।",
        )

    first = encounter("शोपियां", "चित्रगाम", "तड़के") + "दो आतंकी एक मकान में छिपे हैं और फायरिंग जारी है।"
    second = encounter("कुपवाड़ा", "लोलाब", "देर रात") + "मारे गए घुसपैठिये के पास से राइफल और नक्शे मिले।"
    assert compare(Piece(first), Piece(second)).relation not in ("same", "syndicated")


def test_the_tally_of_another_day_is_another_story() -> None:
    def tally(day: str, fired: int, total: int) -> str:
        return f"अभ्यास में {day} को {fired} गोले दागे गए और कुल {total} गोले दागे जा चुके हैं, सेना ने यह जानकारी दी।" * 2

    assert relation(tally("सोमवार", 40, 212), tally("मंगलवार", 55, 267)) == "different"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("थल सेना प्रमुख ने तोप का उद्घाटन किया", "थल सेना प्रमुख ने तोप का उद्घाटन किया", "same"),
        ("सेना प्रमुख ने पुल का उद्घाटन किया", "सेना प्रमुख जनरल रघुनाथ तोमर ने पुल का उद्घाटन किया", "same"),
        ("अगस्त में रक्षा उत्पादन पर रिपोर्ट", "सितंबर में रक्षा उत्पादन पर रिपोर्ट", "different"),
        ("रक्षा मंत्री ने राजस्थान में बैठक की", "रक्षा मंत्री ने उत्तर प्रदेश में बैठक की", "different"),
        ("एनडीए में भर्ती का नोटिस जारी", "CDS में भर्ती का नोटिस जारी", "same_event"),
        ("NDA में भर्ती का नोटिस जारी", "CDS में भर्ती का नोटिस जारी", "different"),
        ("रक्षा मंत्री कल पुल का उद्घाटन करेंगे", "रक्षा मंत्री ने पुल का उद्घाटन किया", "same_event"),
        ("", "", "different"),
        ("", text(*STORY), "different"),
        ("।।।", "?", "different"),
    ],
)
def test_headlines_and_no_text(a: str, b: str, expected: str) -> None:
    assert relation(a, b) == expected


def test_titles_count_where_there_is_no_text() -> None:
    assert compare(Piece("", "सेना को मिली नई तोप"), Piece("", "सेना को मिली नयी तोप")).relation == "same"


@pytest.mark.parametrize("other", [text(*STORY[:3]), reworded("तीन जवान", "पांच जवान"), text(LOCAL), ""])
def test_the_relation_is_symmetric_and_the_evidence_is_json(other: str) -> None:
    one: Verdict = compare(Piece(text(*STORY)), Piece(other))
    two = compare(Piece(other), Piece(text(*STORY)))
    assert (one.relation, one.score) == (two.relation, two.score)
    assert 0 <= one.score <= 1
    assert json.loads(json.dumps(one.evidence)) == one.evidence
    assert one.evidence["words"] == two.evidence["words"][::-1]


def test_the_evidence_names_the_agencies() -> None:
    a = text("जैसलमेर, 9 मई (भाषा) " + LEAD, *STORY[1:])
    b = text(*STORY) + " (इनपुट: एएनआइ)"
    assert compare(Piece(a), Piece(b)).evidence["agencies"] == ["भाषा", "एएनआई"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("सेना " * 20_000, "सेना " * 20_001),
        ("एक " * 9_000, "लाख करोड़ " * 9_000),
        ("9" * 50_000, "९" * 50_001),
        ("(" * 20_000, "\n" * 20_000),
        ("\u200d\u093d\u0901" * 500, "\x00"),
    ],
)
def test_texts_that_are_none_are_compared_all_the_same(a: str, b: str) -> None:
    assert compare(Piece(a), Piece(b)).relation == compare(Piece(b), Piece(a)).relation
