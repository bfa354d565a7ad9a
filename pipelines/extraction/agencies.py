"""News agencies by the names under which papers credit them.

भाषा (language) and वार्ता (talks) are ordinary words too, and एपी may be initials: the names mean an agency in
the position of a credit only. `pipelines.extraction.credits` knows those positions.
"""

from __future__ import annotations

from typing import Final

import regex

from search.text import fold

AGENCIES: Final[dict[str, tuple[str, ...]]] = {
    "भाषा": ("पीटीआई-भाषा", "पीटीआई भाषा", "पीटीआइ-भाषा", "भाषा", "PTI-Bhasha", "PTI Bhasha", "Bhasha"),
    "पीटीआई": ("प्रेस ट्रस्ट ऑफ इंडिया", "प्रेस ट्रस्ट", "पीटीआई", "पीटीआइ", "प्रेट्र", "प्रेट", "PTI"),
    "वार्ता": ("यूनीवार्ता", "यूनिवार्ता", "यूएनआई-वार्ता", "वार्ता", "UNI Varta", "Univarta"),
    "यूएनआई": ("यूएनआई", "यूएनआइ", "UNI"),
    "एएनआई": ("एएनआई", "एएनआइ", "ANI"),
    "आईएएनएस": ("आईएएनएस", "आइएएनएस", "IANS"),
    "हिन्दुस्थान समाचार": (
        "हिन्दुस्थान समाचार", "हिंदुस्थान समाचार", "हि.स.", "हि. स.", "हि.स", "हि. स", "हिस",
        "Hindusthan Samachar",
    ),
    "पीआईबी": ("पत्र सूचना कार्यालय", "पीआईबी", "पीआइबी", "पसूका", "PIB"),
    "रॉयटर्स": ("रॉयटर्स", "रायटर्स", "रॉयटर", "रायटर", "Reuters"),
    "एएफपी": ("एएफपी", "AFP"),
    "एपी": ("एसोसिएटेड प्रेस", "एपी", "AP"),
    "शिन्हुआ": ("शिन्हुआ", "Xinhua"),
    "स्पुतनिक": ("स्पुतनिक", "स्पूतनिक", "Sputnik"),
    "डीपीए": ("डीपीए", "DPA"),
    "आरएनएस": ("आरएनएस", "RNS"),
    "रासस": ("रासस",),
}  # fmt: skip
"""The agency's own name → the forms of it in print."""

_UNNAMED: Final = ("एजेंसियां", "एजेंसियाँ", "एजेंसी", "एजेन्सी", "agencies", "agency")

NAMES: Final = "|".join(
    regex.escape(form)
    for form in sorted(
        (*(form for forms in AGENCIES.values() for form in forms), *_UNNAMED), key=len, reverse=True
    )
)
"""A pattern of all forms, the longest first; एजेंसी, which names none, too."""
END: Final = r"(?![\p{L}\p{M}])"

_KEYS: Final = {fold(form): name for name, forms in AGENCIES.items() for form in forms}
_FIRST: Final = regex.compile(rf"^\W*({NAMES}){END}", regex.I)


def canonical(printed: str | None) -> str | None:
    """The agency's own name for a credit as printed (PTI/भाषा: the first); None if it names no agency.

    For what is known to be a credit: any text that begins with भाषा would do.
    """
    found = _FIRST.match(printed or "")
    return _KEYS.get(fold(found[1])) if found else None
