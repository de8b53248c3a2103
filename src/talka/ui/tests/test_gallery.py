import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from talka.ui import gallery
from talka.ui.ways import Row, Stop, Way

HERE = Path(gallery.__file__).parent
PARTS = ["", *gallery.PARTS]


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_renders_in_every_language_within_its_weight(part, language, client):
    answer = client.get(f"/ui/{part}/" if part else "/ui/", headers={"accept-language": language})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1
    assert len(answer.content) < 60_000
    for example in gallery.PARTS[part][1] if part else ():
        assert f'id="{example.name}"' in page


def test_an_unknown_part_is_not_found(client):
    assert client.get("/ui/nonsense/").status_code == 404


def test_every_component_is_shown():
    written = "".join(path.read_text() for path in (HERE / "templates/ui/examples").glob("*.html"))
    written += "".join(
        (HERE / f"templates/ui/{name}.html").read_text() for name in ("gallery", "gallery_part", "sample")
    )
    components = {path.stem.replace("_", "-") for path in (HERE / "templates/cotton").glob("*.html")}
    assert components - set(re.findall(r"<c-([a-z-]+)", written)) == {
        "bar",
        "language-fields",
    }  # bars and forms show them
    examples = {path.stem for path in (HERE / "templates/ui/examples").glob("*.html")}
    assert examples == {example.name for _, shown in gallery.PARTS.values() for example in shown}


def test_the_readme_names_every_component():
    readme = (HERE / "README.md").read_text()
    named = set(re.findall(r"<c-([a-z-]+)", readme))
    assert named == {path.stem.replace("_", "-") for path in (HERE / "templates/cotton").glob("*.html")}


def test_a_preview_shows_another_look(client):
    page = client.get("/ui/?theme=dark&scale=projector").content.decode()
    assert 'data-theme="dark" data-scale="projector"' in page
    assert "data-theme" not in client.get("/ui/?theme=pink").content.decode()


def test_made_up_data_is_marked(client):
    ribbon = re.compile(r'<aside class="ribbon" aria-label="Izdomāti dati">\s*<p>\s*<strong>Izdomāti dati</strong>')
    assert ribbon.search(client.get("/ui/sample/", headers={"accept-language": "lv"}).content.decode())
    assert not ribbon.search(client.get("/ui/", headers={"accept-language": "lv"}).content.decode())


def test_what_people_wrote_cannot_become_markup(rf):
    from django.template.loader import render_to_string

    from talka.ui import samples

    nasty = '"><script>x</script>'
    context = samples.context(rf.get("/")) | {
        "link_sample": nasty,
        "code_sample": nasty,
        "trail": [(nasty, "/")],
        "facts_sample": [(nasty, nasty)],
        "bars_sample": [{"label": nasty, "value": 1, "text": nasty, "tone": ""}],
        "tiles_sample": [
            {"row": 0, "column": 0, "label": nasty, "short": nasty, "value": nasty, "href": "/", "level": 1}
        ],
        "way_sample": Way((Row(nasty, (Stop("a", nasty, nasty, here=True),)),), ()),
        "publicity_sample": {"title": nasty, "number": nasty, "text": nasty, "logos": [{"url": "/x", "alt": nasty}]},
    }
    for name in ("copy", "qr", "breadcrumb", "facts", "bars", "tile_map", "way", "publicity"):
        html = render_to_string(f"ui/examples/{name}.html", context, rf.get("/"))
        assert "<script" not in html, name
        assert "&lt;script&gt;" in html, name


def test_style_and_script_of_every_page_are_light():
    """What every page loads, with htmx, in octets before compression: it leaves a fifth of 120 kB to its room.

    What each page really loads is measured by bench/pages.py.
    """
    sizes = dict.fromkeys(("css", "js"), 0)
    for end in sizes:
        some = ("gallery.css", "way.css", "small_charts.css", "way_chart.css")
        files = (path for path in HERE.glob(f"static/**/*.{end}") if path.name not in some)
        sizes[end] = sum(path.stat().st_size for path in files)
    assert sizes["css"] < 42_000
    assert sizes["js"] < 8_000
    assert Path(finders.find("django_htmx/htmx-2.min.js")).stat().st_size + sum(sizes.values()) < 96_000
