"""What of a page is kept, and where its links lead."""

from talka.archive.pages import Led, bare_page, ids_of, linked_page, main_of, without_anchors, words_of
from talka.archive.sheets import linked_in_sheet, relinked

PAGE = """<!doctype html><html lang="lv"><head><meta charset="utf-8"><title>Ā</title>
<meta name="htmx-config" content="{}"><meta property="og:url" content="https://live.example/e/x/">
<link rel="canonical" href="https://live.example/e/x/"><link rel="stylesheet" href="/static/a.css">
<script src="/static/x.js"></script></head>
<body><header class="site-header"><form method="post" action="/ui/language/"><button>LV</button></form></header>
<main id="content"><h1>Ko plānotājiem <b>vajag</b>?</h1>
<section id="join"><h2>Pieteikšanās</h2><form method="post"><label for="n">Vārds</label><input id="n"></form></section>
<p>Vieta <a class="button" href="/e/x/register/">Pieteikties</a></p>
<ul><li><a href="/e/x/findings/#needs">Secinājumi</a></li><li><a class="button" href="/e/x/register/">Nāc</a></li></ul>
<p hx-get="/e/x/live/" data-address="/e/x/" data-label="ok">Teksts</p>
<svg viewBox="0 0 10 10"><a href="/needs/1/"><path d="M0 0"/></a></svg>
<p><a href="/secret/">Cits</a></p></main>
<footer class="site-footer"></footer></body></html>"""


def lead(link: str) -> Led | None:
    known = {"/e/x/findings/#needs": "findings/index.html#needs", "/static/a.css": "../assets/a.css"}
    if link in known:
        return Led(known[link])
    return Led("https://live.example/needs/1/", out=True) if link == "/needs/1/" else None


def linked() -> str:
    header, footer = '<header class="archive-header"><a href="../index.html">A</a></header>', "<footer>B</footer>"
    return linked_page(bare_page(PAGE.encode()).text, lead, header, footer, '<link rel="x" href="y">', "ārpusē")


def test_what_lives_is_left_out() -> None:
    bare = bare_page(PAGE.encode())
    for gone in (
        "<form",
        "<button",
        "<input",
        "<label",
        "<script",
        "htmx",
        "hx-get",
        "data-address",
        "og:url",
        "canonical",
    ):
        assert gone not in bare.text, gone
    assert 'data-label="ok"' in bare.text
    assert bare.title == "Ko plānotājiem vajag?"
    assert "/e/x/findings/#needs" in bare.links


def test_a_section_of_which_only_the_heading_is_left_goes_too() -> None:
    assert "Pieteikšanās" not in bare_page(PAGE.encode()).text


def test_links_lead_to_each_other_or_go() -> None:
    page = linked()
    assert 'href="findings/index.html#needs"' in page
    assert "register" not in page
    assert "Pieteikties" not in page, "a button that does nothing goes with its words"
    assert "Vieta" in page
    assert "<li></li>" not in page
    assert "Cits" in page
    assert "/secret/" not in page, "words stay without their link"
    assert 'viewbox="0 0 10 10"' in page.lower()
    assert "(ārpusē)" not in page, "a drawing holds no words of ours"


def test_the_archive_s_own_header_stands_around() -> None:
    page = linked()
    assert 'class="archive-header"' in page
    assert "site-header" not in page
    assert '<link rel="x" href="y">' in page


def test_links_to_missing_anchors_lead_to_the_page() -> None:
    page = without_anchors(linked(), lambda link: link.endswith("#needs"))
    assert 'href="findings/index.html"' in page
    assert "content" in ids_of(page)


def test_the_words_of_a_certificate_s_page() -> None:
    told = main_of(
        "<main id='content'><h1>Genuine</h1><div class='panel'><h2>Ina</h2><dl><div><dt>Hours</dt><dd>6</dd></div></dl>"
        "<p><a href='/c/'>Another</a></p></div></main>"
    )
    assert "Another" not in told
    assert words_of(told) == ["Genuine", "Ina", "Hours: 6"]


def test_style_sheets() -> None:
    sheet = 'a { background: url("b.svg") } c { background: url(data:image/png;base64,x) }'
    assert linked_in_sheet(sheet) == ["b.svg"]
    assert 'url("../b.svg")' in relinked(sheet, lambda link: f"../{link}")
    assert "data:image" in relinked(sheet, lambda link: "")
