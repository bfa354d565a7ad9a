"""What the class names and ids of a page say: words of the markup, not of the language.

Names are compared word by word (``relativeNews`` is relative + news, ``td-post-content`` td + post +
content), since ``ad`` is inside ``headline`` and ``tag`` inside ``stage``. None of this knows an outlet; it
is what themes and content management systems have in common.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_GAP: Final = re.compile(r"[\s_:./]+|-+")


class Words:
    """Words of which a name may hold one. Asked again and again for the same names, so it remembers answers:
    they depend on the name alone."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self.search = lru_cache(maxsize=4096)(self._search)

    def _search(self, name: str) -> bool:
        """Is one of the words in a name, as `naming` writes them?"""
        return self._pattern.search(name) is not None


def _words(alternatives: str) -> Words:
    """The space-separated `alternatives` as whole words; ``*`` is any ending."""
    each = (a.replace("*", "[a-z0-9]*") for a in alternatives.split())
    return Words(re.compile("-(?:" + "|".join(each) + ")-"))


FURNITURE: Final = _words(
    "ad ads adv advt advert* adsense adsbygoogle adslot adbox adunit dfp gpt vigyapan sponsor* promo "
    "promot* taboola outbrain mgid "
    "related* relative* relnews relpost* also-read alsoread read-also readalso read-more readmore "
    "read-next readnext next-read "
    "more-stories more-news morestories more-from next-story prev-next post-navigation nav-links "
    "pagination pager "
    "recommend* suggest* trending popular most-read mostread most-viewed top-stories latest-news "
    "latest-posts recent-posts you-may* "
    "share shares shared sharing sharebar sharethis addtoany addthis sharedaddy sharer socialshare "
    "social socials social* sns "
    "follow followus follow-us subscri* newsletter* news-letter jp-relatedposts jetpack-* wpcnt "
    "comment comments commentlist disqus respond reply fb-comments facebook-comments rating ratings "
    "reaction* likes "
    "tag-list taglist tags tags-links post-tags tagcloud keywords topics topic-list hashtags "
    "breadcrumb* breadcrum bredcrum* bread-crumb crumb crumbs "
    "author-bio author-box authorbox about-author author-info author-desc author-card writer-info "
    "author-profile-box "
    "nav navbar navigation menu submenu megamenu topbar top-bar bottom-bar sidebar side-bar rhs "
    "right-rail right-col left-rail "
    "footer copyright cookie* consent gdpr popup pop-up modal overlay lightbox paywall premium-box "
    "subscribe-box login signin register "
    "widget widgets textwidget app-download download-app appdownload app-promo install-app open-app "
    "qr-code qrcode "
    "whatsapp* telegram* google-news googlenews gnews join-us joinus channel-* yt-subscribe "
    "poll polls quiz survey toc table-of-contents ez-toc* toc-container lwptoc* "
    "highlight highlights key-highlights keypoints key-points story-highlights ai-summary ai "
    "summarybox quick-read "
    "speak tts texttospeech text-to-speech listen audio-player read-aloud font-size fontsize print "
    "printfriendly "
    "screen-reader-text sr-only visually-hidden visuallyhidden skip-link hidden-copy "
    "caption captions wp-caption-text image-caption img-caption photo-caption fig-caption "
    "photo-credit image-credit imgcredit imagecredit "
    "media-caption cutline credit credits image-source img-source photo-source figcaption "
    "embed embedtweet twitter-tweet instagram-media fb-post fb-video youtube-embed tiktok-embed "
    "embed-* video-title video-heading video-caption "
    "assigned-video-heading video-* vdo jwplayer player playlist gallery-nav ticker breaking-news "
    "marquee weather horoscope-widget "
    "scorecard market-ticker live-tv livetv web-stories webstor* photo-gallery-list listing listings "
    "carousel slider-nav "
    "disclaimer syndicat* feedback report-* correction-form search searchbox search-form edit-link "
    "skeleton loader loading"
)
"""Names of what stands around a story. Strong only together with a share of the page's text: see `pruning`.
"""

SURELY: Final = _words(
    "cookie* consent gdpr comments commentlist comment-list comments-area disqus* site-footer page-footer "
    "footer copyright imprint newsletter* related-posts related-stories related-news related-articles "
    "sidebar site-sidebar"
)
"""Names that leave no doubt, unless the headline stands inside."""

CAPTION: Final = _words(
    "caption captions slide-caption slide-text slide-desc img-caption photo-caption image-caption"
)
"""Names of what stands under a picture: the text itself, where a story is told in pictures."""

MACHINE: Final = _words("ai ai-summar* aisummar* ai-generated ai-box")
"""Names of what a machine has written about the story."""

COPY: Final = _words(
    "speak tts texttospeech text-to-speech read-aloud readaloud listen-text audio-text print-only printable"
)
"""Names of a second copy of the text, for voices and printers."""

BYLINE: Final = _words(
    "author authors auther byline by-line bylines writer reporter posted-by postedby written-by "
    "contributor* author-name authname "
    "dateline-info publish* published* updated* update-time date datetime date-time dateinfo time "
    "timestamp time-stamp posted-on postedon entry-meta "
    "post-meta postmeta meta meta-info article-meta story-meta entry-date time-read read-time "
    "reading-time readtime views post-views "
    "entry-header-meta source-name agency td-post-author-name td-post-date editor edited-by"
)
"""Names of lines that say who and when."""

AUTHOR: Final = _words(
    "author authors auther byline by-line bylines writer reporter posted-by postedby written-by "
    "contributor* author-name authname "
    "authorname author-info td-post-author-name author-title authors-name authdesc writtenby "
    "story-author article-author fn"
)

BODY: Final = _words(
    "article-body articlebody article-content articlecontent article-text article-desc "
    "article-detail* article-main article-story "
    "story-body storybody story-content storycontent story-text storytext story-detail* story-desc "
    "story-article story-section "
    "entry-content post-content post-body postbody post-text post-entry post-details td-post-content "
    "single-content single-post-content "
    "tdb-block-inner news-content newscontent news-body news-detail* news-desc news-text newsdetail* "
    "newsbody content-body content-text "
    "body-content body-copy bodytext body-text full-story fullstory full-text fulltext article-full "
    "main-content-body "
    "detail-content detail-body details-content detail-text description-text node-content "
    "field-name-body field--name-body "
    "text-formatted releasecontent release-content "
    "press-release content-area-text "
    "arr--story--content story-element story-element-text story-card paywall-content "
    "paywallblockedcontent rich-text richtext ck-content "
    "articlepage story-wrap storywrap articlewrap story-container entry-body the-content thecontent "
    "htmlcontent mainstory"
)
"""Names of a story's own text."""

STANDFIRST: Final = _words(
    "standfirst summary synopsis excerpt short-desc shortdesc short-description story-description "
    "article-description "
    "sub-title subtitle sub-heading subheading sub-headline subheadline subhead sub-head dek deck "
    "kicker-text intro introduction lead lede "
    "strap strapline summary-art article-summary story-summary post-excerpt entry-summary "
    "highlight-text short-story shorttext "
    "article-sub-title story-intro article-intro article-lead second-headline"
)

MORE: Final = _words(
    "more full rest expand* expanded read-full remaining remaining-content hidden-content "
    "toggle-content content body"
)

VIDEO: Final = _words(
    "video videos video-player video-detail* video-story video-page videodetail* video-container "
    "jwplayer youtube yt-player"
)

LIVE: Final = _words(
    "live-blog liveblog live-updates liveupdates live-update live-entry liveentry blog-post-list live-feed"
)


def naming(element: HtmlElement) -> str:
    """The words of an element's class, id and role, as ``-word-word-``; ``-`` if it has none."""
    attrib = element.attrib
    return _split(attrib.get("class", ""), attrib.get("id", ""))


def naming_of(classes: str) -> str:
    """The same for a class attribute alone."""
    return _split(classes, "")


@lru_cache(maxsize=4096)
def _split(classes: str, id: str) -> str:
    # Pure in its arguments, so a cache cannot make a page depend on those before it.
    together = f"{classes[:300]} {id[:100]}".strip()
    if not together:
        return "-"
    return "-" + _GAP.sub("-", _HUMP.sub("-", together).lower()) + "-"
