"""What the style guide shows of each component: a long text, a short one, and as little as may be.

The texts stand in no catalogue: they are made up, and only those who build the site see them.
"""

from datetime import UTC, date, datetime
from typing import NamedTuple

from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from ascn_portal.bilingual.text import Translated


class Words(NamedTuple):
    """A text of the samples in both languages."""

    vi: str
    en: str


LONG = Words(
    "Chương trình chuyển đổi số và phát triển đô thị thông minh bền vững vùng Nguyễn Hữu Đặng, "
    "tầm nhìn dài hạn, phần thứ nhất: dữ liệu mở, giao thông, ngập úng và chất lượng môi trường",
    "Programme for digital transformation and sustainable smart urban development of the greater "
    "Nguyen Huu Dang area, first part: open data, transport, floods and environmental quality",
)
SHORT = Words("Mẫu", "Sample")
PARAGRAPH = Words(
    f"{LONG.vi}. Ễ, Ặ, Ữ, Ẫ, Ổ, Ộ, ỷ, ự, ẵ và ợ không được chạm dòng trên hay dòng dưới.",
    f"{LONG.en}. Marks above and below a letter must not touch the lines around them.",
)
LONG_WORD = (
    "https://vi-du.example/duong-dan/rat-dai/khong-co-cho-nao-de-ngat-dong-va-con-dai-hon-nua"
)
LINK = "#components"
DAY, MOMENT = date(2021, 8, 30), datetime(2021, 8, 30, 9, tzinfo=UTC)
PUBLISHER = Words("Ban Thư ký ASEAN", "ASEAN Secretariat")
NATIVE = Translated("ပြည်ထောင်စု မြန်မာ", "my", True)
OPTIONS = [("short", SHORT), ("long", LONG)]
CHOSEN = {"name": "long", "label": LONG, "value": "long", "options": OPTIONS}
OPEN = {"name": "short", "label": SHORT, "value": "", "options": OPTIONS}
APPLIED = [
    {"label": SHORT, "value": LONG, "clear_url": LINK},
    {"label": LONG, "value": SHORT, "clear_url": LINK},
]
LAND = "M20 20h300v160H20z"  # made up
SHEET = mark_safe(  # noqa: S308
    f'<svg class="map__sheet" viewBox="0 0 600 200"><path class="map__country" d="{LAND}"/></svg>'
)
LABEL = {"x": 14, "y": 6, "anchor": "start", "left": 10, "top": -14, "width": 200, "height": 28}
MARKED = [
    {
        "x": 60,
        "y": y,
        "member": {
            "slug": "mau",
            "name": SHORT,
            "country": LONG,
            "code": "AA",
            "areas": "",
            "is_founding": is_founding,
        },
        "label": LABEL | {"leader": ""},
    }
    for y, is_founding in ((60, True), (130, False))
]
GROUP = {
    "country": {"get_absolute_url": LINK, "name": LONG, "code": "AA"},
    "memberships": [
        {"city": {"get_absolute_url": LINK, "name": LONG}, "is_founding": True},
        {
            "city": {"get_absolute_url": LINK, "name": SHORT},
            "is_founding": False,
            "starts_on": DAY,
            "starts_precision": "month",
        },
    ],
}
FOCUS_AREAS = (
    "civic-social",
    "health-wellbeing",
    "safety-security",
    "quality-environment",
    "built-infrastructure",
    "industry-innovation",
)
STATUSES = ("planning", "ongoing", "completed", "")
STATUSES_OF_DOCUMENTS = ("discussed", "adopted", "published", "superseded", "withdrawn")
KINDS_OF_OUTCOME = ("adopts", "elects", "nominates", "agrees", "notes", "launches")

FILE = {
    "url": LINK,
    "name": "text.pdf",
    "language": "en",
    "label": Words("PDF · Tiếng Anh", "PDF · English"),
    "detail": Words("24 trang · 1,6 MB", "24 pages · 1.6 MB"),
    "sha256": "3f5a" * 16,
}

# Components that are items of a list, and the list they stand in.
LISTS = {
    "outcome": ("ol", "outcomes"),
}

AS_OF_BAR = {
    "as_of": None,
    "choices": [],
    "clear_url": LINK,
    "earliest": date(2018, 4, 28),
    "latest": DAY,
}

# File name in templates/components/ without .html -> the inputs of each sample.
SAMPLES = {
    "as_of": [
        {
            "bar": AS_OF_BAR
            | {
                "as_of": DAY,
                "choices": [
                    {"date": DAY, "label": LONG, "url": LINK},
                    {"date": date(2018, 4, 28), "label": SHORT, "url": LINK},
                ],
            }
        },
        {"bar": AS_OF_BAR},
    ],
    "breadcrumbs": [
        {"trail": [(LONG, LINK), (SHORT, LINK), (LONG, "")]},
        {"trail": [(SHORT, "")]},
    ],
    "cite": [
        {"title": LONG, "url": LONG_WORD, "updated_at": MOMENT},
        {"title": SHORT, "url": LONG_WORD, "day": DAY},
        {"title": SHORT, "url": LINK},
    ],
    "contents": [
        {
            "sections": [
                {"anchor": "components", "title": title} for title in (LONG, SHORT, SHORT, LONG)
            ]
        },
        {"sections": [{"anchor": "components", "title": SHORT}]},
    ],
    "documents": [
        {
            "documents": [
                {
                    "url": LINK,
                    "title": LONG,
                    "kind": SHORT,
                    "date": "30/8/2021",
                    "status": "adopted",
                    "status_label": SHORT,
                    "files": [FILE, FILE | {"label": LONG, "language": "vi"}],
                },
                {
                    "url": LINK,
                    "title": SHORT,
                    "kind": SHORT,
                    "date": "2018",
                    "status": "superseded",
                    "status_label": Words("Hết hiệu lực", "Superseded"),
                    "ended": "30/8/2021",
                    "official_url": LINK,
                    "site": LONG_WORD,
                },
                {"url": LINK, "title": SHORT, "kind": LONG, "date": "2018", "status": ""},
            ]
        }
    ],
    "doubt": [
        {"confidence": "low", "note": PARAGRAPH, "checked_on": DAY},
        {"confidence": "medium"},
        {"confidence": "high", "note": NATIVE.text, "note_language": NATIVE.language},
    ],
    "empty": [
        {"title": LONG, "why": PARAGRAPH, "ways": [(LONG, LINK), (SHORT, LINK)]},
        {"title": SHORT},
    ],
    "events": [
        {
            "events": [
                {
                    "url": LINK,
                    "title": LONG,
                    "date": "20–21/7/2026",
                    "kind": LONG,
                    "place": LONG,
                    "decision": NATIVE,
                    "outcome_count_text": SHORT,
                },
                {"url": LINK, "title": SHORT, "date": "2018", "kind": SHORT},
            ]
        }
    ],
    "facts": [
        {
            "facts": [
                {"label": LONG, "value": LONG, "detail": PARAGRAPH, "remarks": [NATIVE]},
                {"label": SHORT, "value": "1.234,5", "url": LINK, "detail": SHORT},
                {"label": SHORT, "links": [(LONG, LINK), (SHORT, "")]},
                {"label": SHORT, "value": LONG_WORD},
            ]
        },
        {"facts": [{"label": SHORT, "value": SHORT}]},
    ],
    "fallback": [{"language": "vi"}, {"language": "en"}],
    "files": [
        {
            "files": [
                FILE
                | {
                    "is_authentic": True,
                    "remarks": [PARAGRAPH],
                    "name": LONG_WORD,
                    "stable_url": LONG_WORD,
                },
                FILE | {"label": LONG, "version": SHORT},
                FILE | {"withdrawal": NATIVE},
            ],
            "open": True,
        },
        {"files": [FILE | {"detail": ""}]},
    ],
    "filter_bar": [
        {
            "bar": {
                "filters": [CHOSEN, OPEN],
                "applied": APPLIED,
                "clear_all_url": LINK,
                "result": LONG,
            }
        },
        {"bar": {"filters": [OPEN], "applied": [], "clear_all_url": LINK}},
    ],
    "focus_area": [
        *({"token": token, "name": SHORT, "url": LINK, "count": 12} for token in FOCUS_AREAS),
        {"token": FOCUS_AREAS[0], "name": LONG},
    ],
    "locator": [
        {
            "locator": {
                "width": 600,
                "height": 200,
                "scale": 1,
                "around": "M0 0h600v200H0z",
                "others": "M340 20h100v160H340z",
                "own": LAND,
                "marks": [{"x": 60, "y": 60, "is_founding": True}],
            },
            "url": LINK,
            "link_text": LONG,
        }
    ],
    "map": [
        {
            "map": {"svg": SHEET, "is_near": False, "source": {"text": LONG, "url": LINK}},
            "list_id": "components",
            "note": PARAGRAPH,
            "note_url": LINK,
            "more_url": LINK,
        },
        {
            "map": {"svg": SHEET, "is_near": True, "source": {"text": SHORT, "url": ""}},
            "list_id": "components",
        },
    ],
    "map_sheet": [
        {
            "map": {
                "width": 600,
                "height": 200,
                "scale": 1,
                "around": "M0 0h600v200H0z",
                "countries": [{"code": "AA", "path": LAND, "is_chosen": True}],
                "cities": MARKED,
            },
            "country": LONG,
        }
    ],
    "member_list": [{"groups": [GROUP], "id": "list"}],
    "member_badge": [
        {"kind": "pilot", "since": "28/4/2018"},
        {"kind": "member", "since": "2023"},
        {"kind": "member", "since": "2023", "until": "2025"},
        {"kind": "pilot"},
        {"kind": "member"},
    ],
    "notice": [
        {"title": LONG, "text": PARAGRAPH, "link_url": LINK, "link_text": SHORT},
        {"text": SHORT, "kind": "warning"},
    ],
    "outcome": [
        {
            "kind": KINDS_OF_OUTCOME[0],
            "kind_label": SHORT,
            "text": PARAGRAPH,
            "links": [(LONG, LINK), (SHORT, LINK)],
        },
        *({"kind": kind, "kind_label": SHORT, "text": SHORT} for kind in KINDS_OF_OUTCOME[1:]),
    ],
    "page_header": [
        {
            "title": LONG,
            "eyebrow": SHORT,
            "eyebrow_url": LINK,
            "native": NATIVE.text,
            "native_language": NATIVE.language,
            "lede": PARAGRAPH,
        },
        {"title": SHORT},
    ],
    "pagination": [
        {"page_obj": Paginator(range(150), 50).page(2), "prefix": ""},
        {"page_obj": Paginator(range(150), 50).page(1), "prefix": "kind=long&"},
    ],
    "previous_next": [
        {"previous": (LONG, LINK), "next": (SHORT, LINK), "label": SHORT},
        {"previous": None, "next": (LONG, LINK), "label": SHORT},
    ],
    "sources": [
        {
            "sources": [
                {
                    "title": LONG,
                    "url": LONG_WORD,
                    "own_url": LINK,
                    "publisher": PUBLISHER,
                    "published": "2021",
                    "pages": "3–5",
                    "note": PARAGRAPH,
                },
                {"title": SHORT, "url": LONG_WORD, "publisher": PUBLISHER},
                {"title": NATIVE.text, "language": NATIVE.language, "url": ""},
            ]
        }
    ],
    "status": [
        *({"status": status, "date": "2025"} for status in STATUSES),
        *({"status": status, "label": SHORT} for status in STATUSES_OF_DOCUMENTS),
    ],
    "updated": [{"updated_at": MOMENT, "checked_on": DAY}, {"updated_at": MOMENT}],
}


def in_language(value, language: str):
    """`value` with each of its Words in one language, however deep they stand."""
    if isinstance(value, Words):
        return getattr(value, language)
    if isinstance(value, dict):
        return {key: in_language(item, language) for key, item in value.items()}
    if isinstance(value, list):
        return [in_language(item, language) for item in value]
    if type(value) is tuple:
        return tuple(in_language(item, language) for item in value)
    return value
