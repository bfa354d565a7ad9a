"""What pages say that are no news: not found, out of order, please log in, please consent, about us.

A notice is told from a story by words about pages, in the title or at the beginning of the text.
"""

from __future__ import annotations

import re
from typing import Final

from search.text import fold

# Anchored and tied to words about pages, because the words alone are news: "404 करोड़ की ठगी", "एंबुलेंस
# नहीं मिली",
# "ट्रेन में तकनीकी खराबी", "दोनों देशों में सहमति".
NOT_FOUND: Final = re.compile(
    fold(
        r"(?:^|[|–-]\s*)404\s*(?:$|[|!.:–-]|error|page|not|पेज|पृष्ठ)|\berror\s*404|"
        r"page not found|^(?:error:? )?not found"
        r"|page (?:you|does not|doesn.?t|cannot|can.?t|is no longer|no longer)|nothing (?:was )?found"
        r"|(?:पेज|पेज़|पृष्ठ|पन्ना|लिंक|यूआरएल|सामग्री)\s.{0,25}(?:नहीं मिल|उपलब्ध नहीं|"
        r"मौजूद नहीं|हटा दिया|हटा दी|भेटिएन)"
    )
)
ERROR: Final = re.compile(
    fold(
        r"^(?:error\s*)?(?:40[13]|50\d)(?:\D|$)|internal server error|service unavailable|"
        r"bad gateway|gateway time-?out"
        r"|^access denied|^forbidden|temporarily unavailable|under maintenance|attention required|"
        r"just a moment"
        r"|checking your browser|are you a robot|verify (?:that )?you are (?:a )?human|"
        r"^कुछ (?:गड़बड़|गलत) हो गया|^सर्वर में समस्या"
    )
)
LOGIN: Final = re.compile(
    fold(
        r"^(?:log ?in|sign ?in|sign ?up|register|subscribe to|लॉग ?इन|लॉगिन|साइन ?इन|सब्सक्राइब)"
        r"(?![a-z\u0900-\u097f])"
    )
)
CONSENT: Final = re.compile(
    fold(
        r"before you continue|we value your privacy|cookie consent|cookies? and privacy|your consent"
        r"|^(?:privacy|cookies?) policy|^(?:हमारी|आपकी|हम आपकी)\s(?:गोपनीयता|निजता|प्राइवेसी)"
        r"|^(?:गोपनीयता|प्राइवेसी|कुकी)\s(?:नीति|पॉलिसी)"
    )
)
GONE: Final = re.compile(
    fold(
        r"^.{0,40}(?:यह|ये|इस|आपके द्वारा|जिस|this)\s.{0,30}"
        r"(?:पेज|पेज़|पृष्ठ|पन्ना|लिंक|यूआरएल|खबर|ख़बर|लेख|स्टोरी|सामग्री|page|story|article)\s.{0,25}"
        r"(?:उपलब्ध नहीं|मौजूद नहीं|हटा दिया|हटा दी|हटाई जा|no longer|not available|not found|been removed)"
    )
)
"""How a page says in its text that it is not there any more."""
LIST_TITLE: Final = re.compile(
    fold("न्यूज़|समाचार|खबरें|खबरों|ताज़ा|लेटेस्ट|खोज परिणाम")
    + r"|\b(?:news|latest|updates?|results|archives?|tag|category)\b"
)
"""How the names of sections and lists of results are made."""
SERVICE_PATH: Final = re.compile(
    r"^/(?:[a-z]{2}/|hindi/|pages?/|static/)?(?:contact|about|privacy|terms|disclaimer|advertis|career|sitemap|cookie|"
    r"feedback|grievance|complaint|copyright|code-of-ethics|dnpa|faq|help|login|signin|sign-in|register|subscri|newsletter)"
    r"[a-z-]*(?:\.\w{2,5})?/?$",
    re.I,
)
"""Addresses of pages about the outlet itself."""
SERVICE_TITLE: Final = re.compile(
    fold(
        r"(?:हमारे बारे में|हमसे संपर्क करें|संपर्क(?: करें)?|(?:उपयोग|सेवा) की शर्तें|नियम (?:और|एवं|व) शर्तें|"
        r"(?:गोपनीयता|निजता|कुकी|कुकीज़|प्राइवेसी) (?:नीति|पॉलिसी)|अस्वीकरण|विज्ञापन दें|शिकायत निवारण|आचार संहिता|"
        r"हाम्रो बारेमा|सम्पर्क|about(?: us)?|contact(?: us)?|terms (?:of (?:use|service)|(?:and|&) conditions)|"
        r"(?:privacy|cookies?) (?:policy|notice)|disclaimer|advertise with us|grievance redressal|sitemap)"
    )
)
"""Their headlines, whole: आचार संहिता in a longer one is news."""
