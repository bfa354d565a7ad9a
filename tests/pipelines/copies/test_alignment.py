"""What stands in both of two texts, and what took whose place."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.copies.alignment import align


def words(text: str) -> list[str]:
    return text.split()


def test_paragraphs_are_found_in_any_order() -> None:
    first, second = words("a b c d e f g h"), words("p q r s t u v w")
    tiles = align(first + second, second + first).tiles
    assert [(tile.short, tile.long, tile.size) for tile in tiles] == [(0, 8, 8), (8, 0, 8)]


def test_what_took_a_words_place() -> None:
    (swap,) = align(words("a b c X d e f"), words("a b c Y Z d e f")).swaps
    assert (swap.short, swap.long, swap.context) == ((3, 4), (3, 5), 6)


def test_a_figure_that_stands_elsewhere_too_is_still_a_swap() -> None:
    short = words("a b c 12 d e f g h i j k l m n")
    long = words("a b c 17 d e f g h i j k l m n 12 d e f")
    assert [
        (swap.short, swap.long) for swap in align(short, long).swaps if swap.short[1] > swap.short[0]
    ] == [((3, 4), (3, 4))]


def test_nothing_in_common() -> None:
    assert align(words("a b c d"), words("e f g h")).tiles == ()
    assert align([], []).tiles == ()


@example(list("aaaaababaaaaaa"), list("aaaaaaaaaaa"))
@given(st.lists(st.sampled_from("abcde"), max_size=40), st.lists(st.sampled_from("abcde"), max_size=40))
def test_tiles_agree_and_do_not_overlap(short: list[str], long: list[str]) -> None:
    tiles = align(short, long).tiles
    seen_short: set[int] = set()
    seen_long: set[int] = set()
    for tile in tiles:
        assert short[tile.short : tile.short + tile.size] == long[tile.long : tile.long + tile.size]
        ours, theirs = (
            set(range(tile.short, tile.short + tile.size)),
            set(range(tile.long, tile.long + tile.size)),
        )
        assert not ours & seen_short and not theirs & seen_long
        seen_short |= ours
        seen_long |= theirs
