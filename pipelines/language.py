"""The second stage: is the story Hindi? Its body decides; a headline never does.

    share of Devanagari ─▶ function words ─▶ langdetect, where they are not clear ─▶ Hindi or not

langdetect alone takes Marathi for Hindi and Hindi for Nepali often enough on short texts, and knows neither
Bhojpuri nor Maithili. Function words decide better, because no text of fifty words does without them and
the languages share few (`EVIDENCE`, after the grammars: Kachru, Hindi, 2006; Pandharipande, Marathi, 1997;
Acharya, A Descriptive Grammar of Nepali, 1991; the chapters on Bhojpuri, Maithili and Magahi in Cardona and
Jain, The Indo-Aryan Languages, 2003). So they decide where they are clear, and langdetect, seeded, where
they are not. Latin words inside a Hindi text are normal and count for nothing unless they prevail.

Figures on the development data are in the test that measures them (tests/pipelines/test_language.py).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from langdetect import DetectorFactory
from langdetect.detector_factory import PROFILES_DIRECTORY
from langdetect.lang_detect_exception import LangDetectException

from pipelines.extraction.encoding import mojibake_share
from pipelines.stage import StagePipeline
from pipelines.story import Outcome, Story, reject
from search.text import devanagari_share, fold

STAGE: Final = "language"
MIN_SHARE: Final = 0.4
"""Least share of Devanagari among the letters."""
MIN_WORDS: Final = 12
"""Fewer Devanagari words do not tell a language."""
MOJIBAKE: Final = 0.02
SAMPLE: Final = 2000
"""Characters from the beginning of the body that langdetect sees: more changes nothing and costs time."""
CLEAR: Final = 0.62
"""Share of one language's function words that settles the matter."""
ENOUGH: Final = 6
"""Function words that are needed for that."""

_DATA: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
EVIDENCE: Final[dict[str, frozenset[str]]] = {
    language: frozenset(fold(table["words"]).split()) for language, table in _DATA.items()
}
"""Language → its function words, folded (``language.toml``)."""
SUFFIXES: Final[dict[str, tuple[str, ...]]] = {
    language: tuple(fold(table["endings"]).split()) for language, table in _DATA.items() if "endings" in table
}
NEIGHBOURS: Final = ("bho", "mai", "mag", "awa", "bra", "sa")
"""Languages that are near Hindi and that langdetect does not know."""

_CORE: Final = frozenset(fold("है हैं था थे थी थीं ने की को और हूं गया गई गए में").split())
"""Words that every Hindi sentence needs and its neighbours in Bihar and Uttar Pradesh say otherwise."""
CORE_HINDI: Final = 0.075
"""Share of `_CORE` words below which a text full of a neighbour's words is not Hindi. On the development
data Hindi stories have .08 (the lowest hundredth) to .24, Bhojpuri, Magahi and Awadhi .00 to .07 (the highest
twentieth)."""
CORE_BRAJ: Final = 0.12
"""The same for Braj, which shares more with Hindi."""
DIALECT: Final = 0.02
BRAJ: Final = 0.035
"""Share of words that only the neighbour has, which together with few `_CORE` words tells it."""

_WORD: Final = re.compile("[\u0904-\u0939\u0958-\u0961\u0972-\u097f][\u0900-\u0963\u0971-\u097f]*")
_SHARED: Final = Counter(word for vocabulary in EVIDENCE.values() for word in vocabulary)


@dataclass(frozen=True, slots=True)
class Verdict:
    language: str
    """ISO 639 code; ``und`` if undecided."""
    confidence: float
    """0 to 1."""
    devanagari: float
    """Share among the letters."""
    counted: int
    """Devanagari words."""

    def __str__(self) -> str:
        name = f" ({_DATA[self.language]['name']})" if self.language in _DATA else ""
        return f"looks like {self.language}{name} ({self.confidence:.2f}), Devanagari {self.devanagari:.0%}"


def judge(story: Story) -> Outcome:
    """The story with its language set if that is Hindi, else the refusal.

    Reasons: ``too-short``, ``unreadable`` (UTF-8 encoded twice, beyond repair), ``not-hindi``, ``undecided``.
    """
    body = story.text
    if (share := mojibake_share(body)) > MOJIBAKE:
        return reject(
            story, STAGE, "unreadable", f"{share:.0%} of the text is UTF-8 encoded twice, with bytes lost"
        )
    verdict = detect(body)
    if verdict.language == "hi":
        return replace(story, language="hi")
    found = replace(story, language=None if verdict.language == "und" else verdict.language)
    if verdict.devanagari >= MIN_SHARE and verdict.counted < MIN_WORDS:
        return reject(
            found, STAGE, "too-short", f"{verdict.counted} Devanagari words, {MIN_WORDS} tell a language"
        )
    if verdict.language == "und":
        return reject(found, STAGE, "undecided", f"{verdict}, {verdict.counted} words")
    return reject(found, STAGE, "not-hindi", str(verdict))


def detect(text: str) -> Verdict:
    """The language of a body. Depends on `text` alone: langdetect is seeded anew for every call."""
    share = devanagari_share(text)
    if share < MIN_SHARE:
        guess = _langdetect(text[:SAMPLE])
        language, sure = next(((k, v) for k, v in guess.items() if k not in ("hi", "mr", "ne")), ("und", 0.0))
        return Verdict(language, sure, share, 0)
    tokens = _WORD.findall(fold(text[: 2 * SAMPLE]))
    weights, hits = function_words(tokens)
    best = max(weights, key=lambda k: weights[k])
    if best in ("hi", *NEIGHBOURS) and (other := neighbour(tokens)):
        return Verdict(other[0], other[1], share, len(tokens))
    # From here on it is Hindi, Marathi or Nepali; the others share too many words with Hindi to be counted.
    weights = {language: weights[language] for language in ("hi", "mr", "ne")}
    whole = sum(weights.values())
    best = max(weights, key=lambda k: weights[k])
    clear = weights[best] / whole if whole else 0.0
    if hits >= ENOUGH and clear >= CLEAR:
        return Verdict(best, clear, share, len(tokens))
    guess = _langdetect(text[:SAMPLE])
    combined = {
        k: 0.6 * (weight / whole if whole else 0.0) + 0.4 * guess.get(k, 0.0) for k, weight in weights.items()
    }
    language = max(combined, key=lambda k: combined[k])
    if len(tokens) < MIN_WORDS or combined[language] < 0.35:
        return Verdict("und", combined[language], share, len(tokens))
    return Verdict(language, combined[language], share, len(tokens))


def function_words(tokens: list[str]) -> tuple[dict[str, float], int]:
    """Weight of each language's function words and endings among folded `tokens`, and how many words were
    such."""
    weights = dict.fromkeys(EVIDENCE, 0.0)
    hits = 0
    for token, count in Counter(tokens).items():
        found = False
        for language, vocabulary in EVIDENCE.items():
            if token in vocabulary:
                weights[language] += count / _SHARED[token]
                found = True
        if not found:
            for language, endings in SUFFIXES.items():
                if len(token) > 4 and token.endswith(endings):
                    weights[language] += 0.5 * count
        hits += count * found
    return weights, hits


def neighbour(tokens: list[str]) -> tuple[str, float] | None:
    """The language next to Hindi that folded `tokens` are in, and how surely; None if they may be Hindi."""
    if len(tokens) < 2 * MIN_WORDS:
        return None
    core = sum(token in _CORE for token in tokens) / len(tokens)
    shares = {
        language: sum(token in EVIDENCE[language] and _SHARED[token] == 1 for token in tokens) / len(tokens)
        for language in NEIGHBOURS
    }
    best = max(shares, key=lambda k: shares[k])
    needed, most = (BRAJ, CORE_BRAJ) if best == "bra" else (DIALECT, CORE_HINDI)
    if shares[best] < needed or core >= most:
        return None
    return best, min(1.0, 0.5 + 0.5 * (most - core) / most)


def _langdetect(text: str) -> dict[str, float]:
    """Language → probability."""
    detector = _factory().create()
    detector.append(text)
    try:
        return {guess.lang: guess.prob for guess in detector.get_probabilities()}
    except LangDetectException:
        return {}


@cache
def _factory() -> DetectorFactory:
    # Not langdetect's own global one: its seed could be changed by anybody.
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.seed = 0
    return factory


def warm_up() -> None:
    """Load langdetect's profiles, which takes a while."""
    _langdetect("यह एक वाक्य है।")


class LanguagePipeline(StagePipeline):
    """`judge` in a worker process."""

    stage = STAGE
    function = staticmethod(judge)
    in_workers = True
