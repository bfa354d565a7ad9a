"""Names of the months as Hindi outlets write them: English, Hindi and their variants, some Nepali."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january जनवरी जन जनबरी",
            "feb february फरवरी फरबरी फर फेब्रुअरी",
            "mar march मार्च",
            "apr april अप्रैल अप्रेल अप्रिल अप्रै",
            "may मई मे",
            "jun june जून जुन",
            "jul july जुलाई जुलाइ जुला",
            "aug august अगस्त अग अगष्ट",
            "sep sept september सितंबर सितम्बर सेप्टेम्बर सित सितं",
            "oct october अक्टूबर अक्तूबर अक्टुबर अक्टोबर अक्टू",
            "nov november नवंबर नवम्बर नोभेम्बर नव नवं",
            "dec december दिसंबर दिसम्बर डिसेम्बर दिस दिसं",
        ),
        1,
    )
    for name in names.split()
}
"""Name in lower case and NFC → its number from 1. Who matches folded text folds these, too."""
