"""Word diffs."""

from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from pipelines.worddiff import word_diff

OLD = "सेना ने सोमवार को बताया कि हादसे में सात जवान घायल हुए हैं।\nघायलों को अस्पताल ले जाया गया।"


def test_a_changed_word_stands_beside_what_it_was() -> None:
    assert word_diff("सात जवान घायल", "नौ जवान घायल") == "[-सात-] {+नौ+} जवान घायल"


def test_words_that_came_and_went() -> None:
    assert word_diff("सात जवान घायल", "सात घायल हुए") == "सात [-जवान-] घायल {+हुए+}"


def test_what_did_not_change_is_left_out() -> None:
    new = OLD.replace("सात", "आठ").replace("गया।", "गया है।")
    assert word_diff(
        OLD, new, around=2
    ) == "… हादसे में [-सात-] {+आठ+} जवान घायल …\n… ले जाया [-गया।-] {+गया है।+}".replace(" …\n", "\n")


def test_paragraphs_keep_their_lines() -> None:
    assert word_diff("एक", "एक\nदो") == "एक {+\nदो+}"


def test_nothing_changed() -> None:
    assert word_diff(OLD, f"  {OLD.replace(' ', '  ')}\n") == ""


WORDS = st.lists(st.sampled_from(["सेना", "ने", "सात", "आठ", "\n"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_the_whole_diff(old: str, new: str) -> None:
    diff = word_diff(old, new, around=99)
    if not diff:
        assert old.split() == new.split()
        return
    went = regex.sub(r"\{\+.*?\+\}", "", diff, flags=regex.S).replace("[-", "").replace("-]", "")
    came = regex.sub(r"\[-.*?-\]", "", diff, flags=regex.S).replace("{+", "").replace("+}", "")
    assert (went.split(), came.split()) == (old.split(), new.split())
