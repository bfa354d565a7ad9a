"""Dates as Hindi news pages print them. All instants are aware; all pages print Indian time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

IST = timezone(timedelta(hours=5, minutes=30), "IST")

MONTHS_HI = (
    "जनवरी", "फरवरी", "मार्च", "अप्रैल", "मई", "जून",
    "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर",
)  # fmt: skip
MONTHS_HI_SHORT = ("जन", "फर", "मार्च", "अप्रै", "मई", "जून", "जुला", "अग", "सितं", "अक्टू", "नवं", "दिसं")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAYS = {
    "hi": ("सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार"),
    "mr": ("सोमवारी", "मंगळवारी", "बुधवारी", "गुरुवारी", "शुक्रवारी", "शनिवारी", "रविवारी"),
    "ne": ("सोमबार", "मंगलबार", "बुधबार", "बिहीबार", "शुक्रबार", "शनिबार", "आइतबार"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
"""Weekdays from Monday, as news of each language says when something happened (Marathi: on Monday)."""

_DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")


def hindi_digits(text: str) -> str:
    """``2026`` → ``२०२६``."""
    return text.translate(_DIGITS)


def day_month(at: datetime) -> str:
    """``24 नवंबर``."""
    at = at.astimezone(IST)
    return f"{at.day} {MONTHS_HI[at.month - 1]}"


def hindi_date(at: datetime) -> str:
    """``24 नवंबर 2026``."""
    return f"{day_month(at)} {at.astimezone(IST).year}"


def hindi_time(at: datetime) -> str:
    """``शाम 5:30``: the part of the day makes up for the twelve-hour clock."""
    at = at.astimezone(IST)
    part = (
        "रात" if at.hour < 4 else "सुबह" if at.hour < 12 else "दोपहर" if at.hour < 16
        else "शाम" if at.hour < 20 else "रात"
    )  # fmt: skip
    return f"{part} {(at.hour - 1) % 12 + 1}:{at.minute:02d}"


def twelve(at: datetime) -> str:
    """``05:30 PM``, whatever the locale."""
    at = at.astimezone(IST)
    return f"{(at.hour - 1) % 12 + 1:02d}:{at.minute:02d} {'AM' if at.hour < 12 else 'PM'}"


def english_date(at: datetime) -> str:
    """``Tue, 24 Nov 2026``."""
    at = at.astimezone(IST)
    return f"{DAYS_EN[at.weekday()]}, {at.day:02d} {MONTHS_EN[at.month - 1]} {at.year}"


def ago(at: datetime, now: datetime) -> str:
    """``3 घंटे पहले``."""
    minutes = max(1, int((now - at).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} मिनट पहले"
    if minutes < 60 * 24:
        return f"{minutes // 60} घंटे पहले"
    return f"{minutes // (60 * 24)} दिन पहले"


def rfc822(at: datetime, zone: str = "+0530") -> str:
    """``Tue, 24 Nov 2026 17:30:00 +0530``; `zone` may be ``IST`` or ``GMT`` (then the clock is UTC's)."""
    local = at.astimezone(UTC) if zone == "GMT" else at.astimezone(IST)
    return (
        f"{DAYS_EN[local.weekday()]}, {local.day:02d} {MONTHS_EN[local.month - 1]} {local.year} "
        f"{local:%H:%M:%S} {zone}"
    )


def iso(at: datetime) -> str:
    """ISO 8601 in Indian time with offset."""
    return at.astimezone(IST).isoformat(timespec="seconds")


def iso_utc(at: datetime) -> str:
    """ISO 8601 in UTC with Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_bare(at: datetime) -> str:
    """``2026-11-24T17:30:00``: Indian time that does not say so."""
    return at.astimezone(IST).strftime("%Y-%m-%dT%H:%M:%S")


def with_weekdays(text: str, at: datetime, language: str) -> str:
    """`text` with {yesterday}, {day} and {tomorrow} replaced by names of weekdays around `at`."""
    weekday = at.astimezone(IST).weekday()
    for shift, mark in enumerate(("{yesterday}", "{day}", "{tomorrow}"), -1):
        text = text.replace(mark, DAYS[language][(weekday + shift) % 7])
    return text
