"""Pages of the house without what lives: forms, scripts, deeds, the header of the live site; and with their links led
to where things lie in the archive."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree, html
from lxml.html import HtmlElement

HEADER = "archive-header"
FOOTER = "archive-footer"
LIVING = {
    "form", "button", "input", "select", "textarea", "label", "output", "dialog", "template", "script", "noscript",
    "iframe", "object", "embed", "datalist",
}  # fmt: skip
KEPT_META = {"viewport", "color-scheme", "theme-color", "description"}
KEPT_LINKS = {"icon", "stylesheet"}
LEFT_EMPTY = {
    "p", "div", "ul", "ol", "li", "section", "article", "nav", "aside", "header", "footer", "dl", "dd", "span",
    "fieldset", "details", "figure",
}  # fmt: skip
"""Elements that go where all they held has gone."""
SAYING = {"img", "svg", "table", "hr", "picture", "video", "audio"}
"""Elements that say something without words."""
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"}
XLINK = "{http://www.w3.org/1999/xlink}href"
DOCTYPE = "<!doctype html>"


@dataclass(frozen=True)
class Bare:
    """A page without what lives; links: all addresses in it; title: its heading."""

    text: str
    title: str
    links: list[str]


@dataclass(frozen=True)
class Led:
    """Where a link leads from a page of the archive; out: to somewhere outside it."""

    href: str
    out: bool = False


Lead = Callable[[str], Led | None]
"""Where a link leads; None: nowhere a reader of the archive can go."""


def bare_page(body: bytes) -> Bare:
    """What of a page is for keeping."""
    tree = _read(body.decode())
    heading = next(tree.iter("h1"), None)
    title = " ".join(heading.text_content().split()) if heading is not None else ""
    _put_marks(tree)
    for element in list(tree.iter(*LIVING)):
        if element.getparent() is not None and "data-archive" not in element.attrib:
            drop(element)
    for element in list(tree.iter("meta", "link")):
        if not _is_kept(element):
            element.getparent().remove(element)
    for element in tree.xpath("//*[@id='notices'] | //*[@data-live] | //aside[@class='demo-strip']"):
        drop(element)
    for element in tree.iter(etree.Element):
        for name in [*element.attrib]:
            addressed = name.startswith("data-") and "/" in element.get(name, "")
            if name.startswith("hx-") or (addressed and not name.startswith("data-archive")):
                del element.attrib[name]
    links = [link for _element, _name, link in _links(tree)]
    return Bare(_written(tree), title, links)


def _put_marks(tree: HtmlElement) -> None:
    """The header and the footer of the site give way to the archive's own."""
    for name, mark in (("site-header", HEADER), ("site-footer", FOOTER)):
        for element in tree.xpath(f"//*[@class='{name}']"):
            element.addprevious(html.Element("div", {"id": mark}))
            element.drop_tree()


def _is_kept(element: HtmlElement) -> bool:
    if element.tag == "link":
        return element.get("rel") in KEPT_LINKS
    return "charset" in element.attrib or element.get("name") in KEPT_META


def drop(element: HtmlElement) -> None:
    """Take an element away, and around it what has nothing left to say."""
    parent = element.getparent()
    element.drop_tree()
    while parent is not None and parent.tag in LEFT_EMPTY and parent.get("id") != "content" and _says_nothing(parent):
        gone, parent = parent, parent.getparent()
        gone.drop_tree()


def _says_nothing(element: HtmlElement) -> bool:
    """Whether nothing but headings is left in it."""
    if any(True for _each in element.iter(*SAYING)) or element.xpath(".//a[@href]"):
        return False
    words = "".join(
        text
        for text in element.xpath(".//text()")
        if not any(above.tag in HEADINGS for above in (text.getparent(), *text.getparent().iterancestors()))
        or text.is_tail
    )
    return not words.strip()


def linked_page(text: str, lead: Lead, header: str, footer: str, head: str, note: str) -> str:
    """The page with every link led by `lead`, and with the archive's header, footer and further lines of the head.

    note: said to those who cannot see it where a link leads out of the archive.
    """
    tree = _read(text)
    for element, name, link in list(_links(tree)):
        if link.startswith("#"):
            continue
        led = lead(link)
        if led is None:
            _unlink(element, name)
        elif name == "srcset":
            element.set(name, _srcset(element.get(name), link, led.href))
        else:
            element.set(name, led.href)
            if led.out and element.tag == "a" and not _in_drawing(element):
                _say_out(element, note)
    for mark, markup in ((HEADER, header), (FOOTER, footer)):
        for element in tree.xpath(f"//*[@id='{mark}']"):
            element.addprevious(html.fragment_fromstring(markup))
            element.drop_tree()
    for line in html.fragments_fromstring(head):
        tree.find("head").append(line)
    return _written(tree)


def _say_out(element: HtmlElement, note: str) -> None:
    element.set("class", f"{element.get('class', '')} leads-out".strip())
    element.set("rel", "noreferrer")
    said = html.Element("span", {"class": "visually-hidden"})
    said.text = f" ({note})"
    element.append(said)


def _in_drawing(element: HtmlElement) -> bool:
    return any(above.tag == "svg" for above in element.iterancestors())


def _unlink(element: HtmlElement, name: str) -> None:
    """A link that leads nowhere: a button goes, words stay without the link, a picture that is not there goes."""
    if element.tag != "a":
        if name == "srcset":
            del element.attrib[name]
        else:
            drop(element)
    elif "button" in element.get("class", "").split():
        drop(element)
    else:
        element.drop_tag()


def without_anchors(text: str, missing: Callable[[str], bool]) -> str:
    """The page with links to anchors that are not there led to the whole page, or unlinked where it is this page."""
    tree = _read(text)
    for element, name, link in list(_links(tree)):
        if "#" in link and missing(link):
            if link.startswith("#"):
                if element.tag == "a":
                    element.drop_tag()
                else:
                    drop(element)
            else:
                element.set(name, link.partition("#")[0])
    return _written(tree)


def ids_of(text: str) -> set[str]:
    return {str(each) for each in _read(text).xpath("//@id")}


def links_of(text: str) -> list[str]:
    return [link for _element, _name, link in _links(_read(text))]


def words_of(text: str) -> list[str]:
    """The words of a piece of a page, a line for each block that has some."""
    lines = []
    for element in html.fragment_fromstring(text, create_parent="div").iter("h1", "h2", "h3", "p", "div", "li"):
        direct = not any(
            True for _each in element.iterchildren("p", "div", "ul", "ol", "dl", "section", "h1", "h2", "h3")
        )
        cell = element.tag == "div" and element.find("dt") is not None
        if cell:
            words = ": ".join(" ".join(part.text_content().split()) for part in element)
        else:
            words = " ".join(element.text_content().split()) if direct else ""
        if words:
            lines.append(words)
    return lines


def main_of(text: str) -> str:
    """What stands in the middle of a page, without the frame around it and without links."""
    tree = _read(text)
    main = tree.get_element_by_id("content")
    for element in list(main.iter("a", *LIVING)):
        drop(element)
    for element in main.iter("h1"):
        element.tag = "h2"
    inner = "".join(html.tostring(child, encoding="unicode") for child in main)
    return re.sub(r"\s*\n\s*", "\n", inner).strip()


def linked_drawing(text: str, lead: Lead) -> str:
    """An SVG file with its links led by `lead`."""
    tree = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for element in list(tree.iter("{http://www.w3.org/2000/svg}a")):
        for name in ("href", XLINK):
            if (link := element.get(name)) and not link.startswith("#"):
                led = lead(link)
                if led:
                    element.set(name, led.href)
                else:
                    del element.attrib[name]
    return etree.tostring(tree, encoding="unicode")


def links_of_drawing(text: str) -> list[str]:
    tree = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    found = [element.get(name) for element in tree.iter("{*}a", "{*}image", "{*}use") for name in ("href", XLINK)]
    return [link for link in found if link]


def _links(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str, str]]:
    """Every address in a page: element, attribute, address. Of `srcset` each one."""
    for element in tree.iter(etree.Element):
        for name in ("href", "src", "poster", "xlink:href"):
            if link := element.get(name, "").strip():
                yield element, name, link
        for link in re.findall(r"(\S+)(?:\s+[\d.]+[wx])?\s*(?:,|$)", element.get("srcset", "")):
            yield element, "srcset", link


def _srcset(whole: str, link: str, href: str) -> str:
    return " ".join(href if part == link else part for part in whole.split(" "))


def _read(text: str) -> HtmlElement:
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))


def _written(tree: HtmlElement) -> str:
    return html.tostring(tree, encoding="unicode", doctype=DOCTYPE) + "\n"
