"""Everything that feeds announce although it is no story: PDFs, dead links, lists, players, endless loops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.newsroom.feeds import Item
from tests.newsroom.markup import Sheet, listing
from tests.newsroom.response import Response, redirect, text

Frame = Callable[[Sheet, str, str], str]

HUGE_BYTES = 5_600_000
"""Size of the page that is too large for a limit of 5 MB."""


@dataclass(frozen=True, slots=True)
class Trap:
    """An address that must give no story."""

    kind: str
    """Why: pdf, not-found, soft-404, video, home, section, login, too-large, redirect-loop."""
    address: str
    title: str
    """As feeds announce it."""


TRAPS = (
    Trap("home", "/", "तेज़ खबर 24×7: देश-दुनिया की ताज़ा खबरें"),
    Trap("section", "/raksha/", "रक्षा समाचार की सभी खबरें यहां देखें"),
    Trap("pdf", "/uploads/raksha-lekha-samiti-report.pdf", "संसदीय समिति की पूरी रिपोर्ट यहां पढ़ें (पीडीएफ)"),
    Trap("not-found", "/news/hata-di-gayi-khabar-20999999", "सेना की नई वर्दी को लेकर बड़ा फैसला"),
    Trap("soft-404", "/news/purani-khabar-20000001", "नौसेना के पुराने जहाज की अंतिम यात्रा"),
    Trap("video", "/videos/tejas-ki-udaan-21004711", "वीडियो: आसमान में तेजस की गर्जना, देखिए कलाबाज़ियां"),
    Trap("login", "/login?next=/premium/raksha-budget-vishleshan", "प्रीमियम: रक्षा बजट का पूरा विश्लेषण"),
    Trap("too-large", "/live/raat-bhar-ke-update", "रात भर के सारे अपडेट एक जगह"),
    Trap("redirect-loop", "/go/alert", "बड़ी खबर: अभी-अभी आई सूचना"),
)


def items(home: str) -> list[Item]:
    """The traps as a feed announces them, and one entry without a link."""
    return [Item(title="ब्रेकिंग: थोड़ी देर में रक्षा मंत्री का संबोधन", link="", summary="सीधा प्रसारण जल्द।")] + [
        Item(title=trap.title, link=home + trap.address, guid=f"trap-{trap.kind}", category="विविध")
        for trap in TRAPS
    ]


def respond(address: str, sheet: Sheet, frame: Frame) -> Response | None:
    """The answer for a trap's address; None if it is not one that this module serves."""
    path = address.partition("?")[0]
    if path in ("/go/alert", "/go/alert2"):
        return redirect(sheet.url("/go/alert2" if path == "/go/alert" else "/go/alert"))
    kind = next((t.kind for t in TRAPS if t.address.partition("?")[0] == path), None)
    if kind == "pdf":
        return Response(_pdf(), "application/pdf", charset="")
    if kind == "soft-404":
        main = f"<div><h1>पेज नहीं मिला</h1><div>{sheet.aside(_SORRY)}</div></div>{sheet.links(6)}"
        return text(frame(sheet, "पेज नहीं मिला", main))
    if kind == "video":
        return text(frame(sheet, _title("video"), _video(sheet)))
    if kind == "login":
        return text(frame(sheet, "लॉग इन करें", _login(sheet)))
    if kind == "too-large":
        return _huge(sheet, frame)
    return None


def not_found(sheet: Sheet, frame: Frame) -> Response:
    """The outlet's own error page, with status 404."""
    main = f"<div><h1>404</h1><div>{sheet.aside(_SORRY)}</div></div>{sheet.links(6)}"
    return text(frame(sheet, "पृष्ठ उपलब्ध नहीं", main), status=404)


def front(sheet: Sheet, frame: Frame, section: str = "") -> Response:
    """The home page, or the page of a section: headlines with first sentences."""
    pages = tuple(p for p in sheet.pages if not section or p.story.section == section)
    name = dict(sheet.outlet.nav).get(section, sheet.outlet.tagline)
    form = (
        '<div class="card"><a href="{url}"><img src="{image}" alt="" width="240"><h3>{title}</h3></a>'
        "<span>{section}</span><p>{summary}</p></div>"
    )
    main = f"<h2>{sheet.aside(name)}</h2>\n{listing(pages, form)}"
    return text(frame(sheet, name, main), changed=max((p.changed for p in pages), default=None))


def _title(kind: str) -> str:
    return next(t.title for t in TRAPS if t.kind == kind)


def _video(sheet: Sheet) -> str:
    return (
        f"<h1>{sheet.aside(_title('video'))}</h1>"
        '<div class="player"><video controls poster="/images/21004711.png">'
        '<source src="/media/tejas.m3u8" type="application/x-mpegURL"></video></div>'
        f"<div>{sheet.aside('अवधि 02:47 | 1.2 लाख बार देखा गया')}</div>"
        f"<h3>{sheet.aside('अगले वीडियो')}</h3>{sheet.links(8)}"
    )


def _login(sheet: Sheet) -> str:
    return (
        f"<h1>{sheet.aside('पढ़ना जारी रखने के लिए लॉग इन करें')}</h1>"
        '<form method="post" action="/login"><input name="mobile" placeholder="मोबाइल नंबर">'
        '<input type="password" name="otp"><button>ओटीपी भेजें</button></form>'
        f"<div>{sheet.aside('लॉग इन करके आप हमारी सेवा की शर्तों और गोपनीयता नीति से सहमत होते हैं।')}</div>"
    )


def _huge(sheet: Sheet, frame: Frame) -> Response:
    line = "<div class='update'>रात {0:02d}:{1:02d} - नियंत्रण कक्ष: स्थिति सामान्य, अगला अपडेट शीघ्र।</div>\n"
    lines: list[str] = []
    size = 0
    while size < HUGE_BYTES:
        lines.append(line.format(len(lines) // 60 % 24, len(lines) % 60))
        size += len(lines[-1].encode())
    page = frame(sheet, _title("too-large"), f"<h1>{_title('too-large')}</h1>" + "".join(lines))
    return Response(page.encode(), chunked=True)


def _pdf() -> bytes:
    """A whole, valid PDF of one page with a line of text, its cross-reference table computed."""
    stream = b"BT /F1 18 Tf 72 770 Td (Standing Committee on Defence - Report) Tj ET"
    objects: Sequence[bytes] = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            table,
            len(out),
        )
    )


_SORRY = "क्षमा करें, आप जिस पेज को खोज रहे हैं वह हटा दिया गया है या उसका पता बदल गया है। कृपया मुख पृष्ठ पर जाएं।"
