"""What is remembered of a source's last answer, and what the next one then means.

    Answer ─▶ question ─▶ 304 ─▶ doubtful? ─ no ──▶ not_modified     nothing new
                 │                   └─ yes ─▶ the whole, asked for once more
                 └─────▶ body ─▶ its hash known? ─ yes ─▶ same       nothing new, nothing is parsed
                                      └─ no ──▶ read, announced ─▶ renewed

A server may say that nothing changed while it did: so its word is doubted now and then, and one that was
found out is asked for the whole for a time. Nothing here touches network, store or clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

READER: Final = 1
"""Raise it when sources are read otherwise than before: then unchanged bodies are read once more."""
LONG: Final = 3.0
"""Nothing new for so many usual gaps makes a 304 doubtful. If news came at random, a gap would be that long
in one case of twenty (e⁻³)."""
SHORTEST_GAP: Final = timedelta(minutes=20)
_WEIGHT: Final = 0.2
"""Of the newest gap in the usual one."""
DISTRUST: Final = timedelta(days=1)
"""How long a server that was found out is asked for the whole; twice as long each further time ..."""
LONGEST_DISTRUST: Final = timedelta(days=30)
"""... at most so long."""
_LONGEST_HEADER: Final = 1000
"""Characters of a validator; a longer one is none."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said by which it will know its answer again; as sent."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """For a conditional request (RFC 9110, 13.1); empty without validators."""
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in found.items() if value}


NO_VALIDATORS: Final = Validators()


def validators(etag: bytes | None, last_modified: bytes | None) -> Validators:
    """Of the headers of an answer."""
    return Validators(_header(etag), _header(last_modified))


def _header(value: bytes | None) -> str | None:
    text = (value or b"").decode("latin-1").strip()
    return text if text.isprintable() and 0 < len(text) <= _LONGEST_HEADER else None


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer of one address of a source. Instants are aware."""

    url: str
    """As it is asked for, before redirects."""
    source: str
    """Address of the source that it belongs to."""
    reading: str
    """`reading_of` the source then."""
    asked_at: datetime
    whole_at: datetime
    """When a whole body came last."""
    news_at: datetime
    """When it announced something new last."""
    gap: timedelta | None = None
    """Usual time between two announcements of something new; None until there were two."""
    validators: Validators = NO_VALIDATORS
    body_hash: str | None = None
    """None, and no validators: the answer is read whatever it is, since something of it was left over."""
    again_at: datetime | None = None
    """From then on the same body has something new: an edit that it announces for later."""
    unchanged: int = 0
    """304s since the last whole body."""
    false_304s: int = 0
    """How often a 304 was found to be false."""
    distrusted_until: datetime | None = None
    moved_to: str | None = None
    """Where it has moved for good."""


def reading_of(kind: str, items: Sequence[str] = ()) -> str:
    """What else decides how a body is read: with another, the same body may say something new."""
    return blake2b(repr((READER, kind, tuple(items))).encode(), digest_size=8).hexdigest()


def hash_of(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()


def question(known: Answer | None, reading: str, now: datetime) -> dict[str, str]:
    """Headers of the request for an address; none: the whole is asked for."""
    if known is None or known.reading != reading or _left_over(known, now):
        return {}
    if known.distrusted_until is not None and now < known.distrusted_until:
        return {}
    return known.validators.headers


def knows(known: Answer | None, reading: str, body_hash: str, now: datetime) -> bool:
    """Whether a body with this hash has nothing new."""
    return (
        known is not None
        and known.reading == reading
        and known.body_hash == body_hash
        and not _left_over(known, now)
    )


def _left_over(known: Answer, now: datetime) -> bool:
    return known.again_at is not None and known.again_at <= now


def doubtful(known: Answer, now: datetime, every: int) -> bool:
    """Whether a 304 is checked: the `every`-th without a whole body, or nothing new for longer than usual."""
    if known.unchanged + 1 >= every:
        return True
    if known.gap is None:
        return False
    return now - max(known.news_at, known.whole_at) > LONG * max(known.gap, SHORTEST_GAP)


def not_modified(known: Answer, now: datetime) -> Answer:
    """After a 304 that is believed."""
    return replace(known, asked_at=now, unchanged=known.unchanged + 1)


def same(known: Answer, said: Validators, now: datetime) -> Answer:
    """After a body that was known."""
    return replace(known, asked_at=now, whole_at=now, unchanged=0, validators=said)


def renewed(
    known: Answer | None,
    new: Answer,
    *,
    news: bool,
    settled: bool,
    denied: bool,
) -> Answer:
    """After a body that was read, and whose entries are announced: `new` with what is known from before.

    `news`: it announced something new. `settled`: nothing of it was left for the next time. `denied`: the
    server had just said that there is nothing new.
    """
    now = new.asked_at
    if known is not None:
        gap = _gap(known, now) if news else known.gap
        new = replace(
            new,
            news_at=now if news else known.news_at,
            gap=gap,
            false_304s=known.false_304s,
            distrusted_until=known.distrusted_until,
        )
    if news and denied:
        new = replace(
            new, false_304s=new.false_304s + 1, distrusted_until=now + _distrust(new.false_304s + 1)
        )
    return new if settled else replace(new, validators=NO_VALIDATORS, body_hash=None)


def _gap(known: Answer, now: datetime) -> timedelta:
    last = now - known.news_at
    return last if known.gap is None else known.gap + _WEIGHT * (last - known.gap)


def _distrust(times: int) -> timedelta:
    longer: int = 2 ** min(times - 1, 10)
    return min(DISTRUST * longer, LONGEST_DISTRUST)
