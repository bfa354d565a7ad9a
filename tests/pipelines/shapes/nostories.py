# ruff: noqa: E501  (markup is kept as a browser would show it)
"""Pages of news outlets that are no story, each with the reasons for which it may be refused."""

from __future__ import annotations

from dataclasses import dataclass

from tests.pipelines.shapes.article import menu
from tests.pipelines.shapes.portals import OTHERS, STANDFIRST, TEXT, TITLE, document, ld, others

LISTS = frozenset(("list-page", "home-page", "no-text", "too-short", "not-an-article"))


@dataclass(frozen=True, slots=True)
class NoStory:
    name: str
    html: str
    url: str
    reasons: frozenset[str]


CARDS = others(
    '<div class="card"><a href="{u}"><img src="/t.jpg"></a><h3><a href="{u}">{t}</a></h3><p>सेना के अधिकारियों ने सोमवार को इसकी जानकारी दी। स्थानीय लोगों ने इस पर खुशी जताई है और सरकार को धन्यवाद दिया।</p><span>2 घंटे पहले</span></div>'
)
ABOUT = "भारतीय सेना देश की थल सेना है और इसका मुख्यालय नई दिल्ली में है। इस पेज पर आपको भारतीय सेना से जुड़ी ताजा खबरें, तस्वीरें और वीडियो मिलेंगे। सेना की भर्ती, अभ्यास और सीमा से जुड़ी हर जानकारी यहां पढ़ें।"

NO_STORIES = (
    NoStory(
        "topic page that explains its topic above the list",
        document(
            f'{menu()}<h1>भारतीय सेना</h1><div class="topic-intro"><p>{ABOUT}</p></div><div class="list">{CARDS * 3}</div>',
            title="भारतीय सेना न्यूज़, Latest News in Hindi",
        ),
        "https://samachar.example.in/topic/indian-army",
        LISTS,
    ),
    NoStory(
        "topic page with a path that tells nothing",
        document(
            f"{menu()}<main><h1>Indian Army News: भारतीय सेना की ताजा खबरें</h1><p>{ABOUT}</p><ul>{others('<li><a href={u}>{t}</a></li>') * 6}</ul></main>",
            title="Indian Army News in Hindi",
        ),
        "https://samachar.example.in/indian-army",
        LISTS,
    ),
    NoStory(
        "author page with a life",
        document(
            f'{menu()}<div class="auth"><h1>मीरा चौधरी</h1><p>मीरा चौधरी पिछले 15 साल से पत्रकारिता में हैं। उन्होंने दिल्ली विश्वविद्यालय से पढ़ाई की और कई अखबारों में काम किया। रक्षा और विदेश नीति पर उनकी गहरी पकड़ है। उन्हें घूमना और किताबें पढ़ना पसंद है।</p></div><h2>मीरा चौधरी की खबरें</h2>{CARDS * 2}',
            title="मीरा चौधरी",
        ),
        "https://samachar.example.in/authors/meera-choudhary",
        LISTS,
    ),
    NoStory(
        "state's section with a lead story",
        document(
            f'{menu()}<h1>लद्दाख</h1><div class="lead"><h2><a href="/desh/other-9.html">{TITLE}</a></h2><p>{STANDFIRST} {TEXT[0]}</p></div>{CARDS}<ul>{others("<li><a href={u}>{t}</a></li>") * 3}</ul>',
            title="लद्दाख समाचार",
        ),
        "https://samachar.example.in/states/ladakh/",
        LISTS,
    ),
    NoStory(
        "video page: player, two sentences, more videos",
        document(
            f'{menu()}<h1>{TITLE}</h1><div id="player"><video src="/v.mp4"></video></div><div class="desc">द्रास घाटी में सेना ने नया पुल बनाया है। देखिए यह खास रिपोर्ट।</div><h2>और वीडियो</h2>{others("<div><a href={u}><h3>{t}</h3></a><span>02:13</span></div>") * 3}',
            ld(
                **{
                    "@type": "VideoObject",
                    "name": TITLE,
                    "uploadDate": "2026-11-23T18:05:00+05:30",
                    "description": STANDFIRST,
                }
            ),
        ),
        "https://samachar.example.in/video/desh/kargil-setu-123.html",
        frozenset(("video-without-text", "list-page")),
    ),
    NoStory(
        "live TV",
        document(
            f'{menu()}<h1>समाचार लाइव टीवी</h1><iframe src="https://www.youtube.com/embed/live"></iframe><p>समाचार लाइव टीवी पर देखें देश-दुनिया की ताजा खबरें चौबीस घंटे। राजनीति, खेल, मनोरंजन और कारोबार की हर खबर सबसे पहले।</p><ul>{others("<li><a href={u}>{t}</a></li>") * 2}</ul>',
            title="Live TV: समाचार लाइव",
        ),
        "https://samachar.example.in/livetv",
        LISTS | {"video-without-text"},
    ),
    NoStory(
        "search page",
        document(
            f"{menu()}<h1>खोज परिणाम: तोप</h1><p>24 परिणाम मिले</p>{CARDS * 2}",
            title="खोज परिणाम",
        ),
        "https://samachar.example.in/search?q=top",
        LISTS,
    ),
    NoStory(
        "list of web stories",
        document(
            f'{menu()}<h1>वेब स्टोरीज</h1><div class="grid">{others("<a class=ws href={u}><img src=/w.jpg><p>{t}</p></a>") * 4}</div>',
            title="Web Stories",
        ),
        "https://samachar.example.in/web-stories/",
        LISTS,
    ),
    NoStory(
        "soft 404 with popular stories and a sentence",
        document(
            f'{menu()}<div class="e"><h1>ओह! यह पेज नहीं मिला</h1><p>आप जिस पेज को खोज रहे हैं वह हटा दिया गया है, उसका नाम बदल गया है या वह कुछ समय के लिए उपलब्ध नहीं है।</p></div><h2>लोकप्रिय खबरें</h2>{CARDS * 2}',
            title="समाचार संसार",
        ),
        "https://samachar.example.in/desh/old-story-1.html",
        frozenset(("soft-404", "list-page", "too-short")),
    ),
    NoStory(
        "list of releases with dates",
        document(
            f"{menu()}<h2>रक्षा मंत्रालय की विज्ञप्तियां</h2><table>{''.join(f'<tr><td>{n}</td><td><a href=/r?id={n}>{t} के संबंध में रक्षा मंत्रालय की विज्ञप्ति</a></td><td>23-11-2026</td></tr>' for n, t in enumerate(OTHERS * 8))}</table>",
            title="विज्ञप्तियां",
        ),
        "https://vigyapti.example.gov.in/allRel.aspx",
        LISTS,
    ),
    NoStory(
        "home page of an outlet with teasers and opinion, no path",
        document(
            f"{menu()}<h1>समाचार संसार</h1><div>{CARDS * 6}</div><section><h2>संपादकीय</h2><p>{TEXT[0]} {TEXT[2]}</p></section>",
            ld(**{"@type": "WebSite", "name": "समाचार संसार", "url": "https://samachar.example.in/"}),
            title="समाचार संसार: Hindi News, हिंदी समाचार",
        ),
        "https://unknown.example.in/news/story-1.html",
        LISTS,
    ),
    NoStory(
        "scores and tables of a match without a report",
        document(
            f"{menu()}<h1>भारत बनाम श्रीलंका, दूसरा वनडे</h1><table>{''.join(f'<tr><td>खिलाड़ी {n}</td><td>{n * 7}</td><td>{n * 9}</td></tr>' for n in range(22))}</table><div>मैच समाप्त</div>",
            title="IND vs SL Scorecard",
        ),
        "https://samachar.example.in/cricket/ind-vs-sl-scorecard",
        LISTS,
    ),
    NoStory(
        "e-paper behind a login",
        document(
            f'{menu()}<h1>ई-पेपर</h1><form><label>मोबाइल नंबर</label><input type="tel"><p>ई-पेपर पढ़ने के लिए लॉगिन करें। आपके मोबाइल पर एक ओटीपी भेजा जाएगा। लॉगिन करके आप हमारी शर्तों से सहमत होते हैं।</p></form>',
            title="ई-पेपर लॉगिन",
        ),
        "https://samachar.example.in/epaper",
        LISTS | {"login-page"},
    ),
    NoStory(
        "photo index with captions",
        document(
            f"{menu()}<h1>तस्वीरें</h1>{others('<figure><a href={u}><img src=/g.jpg><figcaption>{t}। देखिए इस मौके की चुनिंदा तस्वीरें।</figcaption></a></figure>') * 4}",
            title="Photos: तस्वीरें",
        ),
        "https://samachar.example.in/photogallery",
        LISTS,
    ),
    NoStory(
        "terms of use under an unusual path",
        document(
            f"{menu()}<h1>उपयोग की शर्तें</h1><p>{'इस वेबसाइट का उपयोग करके आप इन शर्तों को स्वीकार करते हैं। यदि आप सहमत नहीं हैं तो कृपया वेबसाइट का उपयोग न करें। ' * 6}</p>",
            title="Terms of Use",
        ),
        "https://samachar.example.in/info/terms-of-use",
        LISTS,
    ),
)
