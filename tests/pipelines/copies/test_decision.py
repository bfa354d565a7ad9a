"""What two texts are to each other."""

from __future__ import annotations

from pipelines.copies.decision import Piece, compare

STORY = (
    "जैसलमेर, 12 मार्च (भाषा) थलसेना ने बृहस्पतिवार को रेगिस्तान में नई तोप का परीक्षण किया। "
    "परीक्षण के दौरान तोप ने 38 किलोमीटर दूर रखे निशाने को भेद दिया। "
    "ब्रिगेडियर अनिल राठौड़ ने बताया कि इस वर्ष ऐसी 24 तोपें तैनात की जाएंगी।"
)


def test_a_text_is_the_same_as_itself() -> None:
    assert compare(Piece(STORY), Piece(STORY)).relation == "same"
