"""An archive read as a folder of files, the way a browser without a server does: what is wrong in it."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from lxml import etree, html

LOADED = {"img", "script", "link", "source", "image", "use", "video", "audio", "iframe", "object", "embed"}
"""Elements that fetch what they name by themselves."""
LIVING = {"form", "button", "input", "select", "textarea", "iframe", "dialog"}
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
URL_IN_SHEET = re.compile(r"url\(\s*[\"']?([^\"')]+)")
XLINK = "{http://www.w3.org/1999/xlink}href"


def faults_of(folder: Path) -> list[str]:
    """Everything that would not work from a disk: broken links and anchors, living parts, foreign requests, names."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    trees = {
        name: html.document_fromstring(path.read_bytes()) for name, path in files.items() if name.endswith(".html")
    }
    ids = {name: set(tree.xpath("//@id")) for name, tree in trees.items()}
    faults = [*_names(files), *_languages(files)]
    for name, tree in trees.items():
        faults += [f"{name}: {fault}" for fault in _page(name, tree, files, ids)]
    for name, path in files.items():
        if name.endswith(".css"):
            links = URL_IN_SHEET.findall(path.read_text())
            faults += [
                f"{name}: {link}"
                for link in links
                if not link.startswith("data:image/") and _at(name, link) not in files
            ]
        if name.endswith(".svg") and name.startswith(("lv/", "en/")):
            for element in etree.fromstring(path.read_bytes()).iter("{*}a"):
                link = element.get("href") or element.get(XLINK) or "#"
                if not link.startswith(("#", "https://")) and _at(name, link.partition("#")[0]) not in files:
                    faults.append(f"{name}: {link} is not there")
    return faults


def _page(name: str, tree: html.HtmlElement, files: dict[str, Path], ids: dict[str, set[str]]) -> Iterator[str]:
    verifying = PurePosixPath(name).name == "certificates.html"
    for element in tree.iter(etree.Element):
        if element.tag in LIVING and not verifying:
            yield f"holds <{element.tag}>"
        if element.tag == "script" and not (verifying and element.get("src") and not element.text):
            yield "holds a script"
        for attribute, value in element.attrib.items():
            if attribute.startswith(("on", "hx-")) or (attribute == "style"):
                yield f"holds {attribute}"
            if attribute in ("href", "src", "poster", "data", "xlink:href"):
                yield from _link(name, element, value.strip(), files, ids)
        for part in element.get("srcset", "").split(","):
            if part.strip() and _at(name, part.split()[0]) not in files:
                yield f"srcset {part} is not there"


def _link(
    name: str, element: html.HtmlElement, link: str, files: dict[str, Path], ids: dict[str, set[str]]
) -> Iterator[str]:
    if link.startswith(("mailto:", "tel:")) or (link.startswith("data:") and element.tag == "img"):
        return
    if re.match(r"[a-z]+:", link) or link.startswith("//"):
        if element.tag in LOADED:
            yield f"<{element.tag}> fetches {link}"
        elif "leads-out" not in element.get("class", "") and not any(a.tag == "svg" for a in element.iterancestors()):
            yield f"{link} is not marked as leading out"
        if re.match(r"https?://(localhost|127\.|testserver)", link):
            yield f"{link} leads to the machine that made it"
        return
    file, _sign, anchor = link.partition("#")
    if file.startswith(("/", "?")) or "?" in file or "\\" in file:
        yield f"{link} needs a server"
        return
    at = _at(name, file) if file else name
    if at not in files:
        yield f"{link} is not there"
    elif anchor and at in ids and unquote(anchor) not in ids[at]:
        yield f"{link} has no such anchor"


def _at(name: str, link: str) -> str:
    parts: list[str] = list(PurePosixPath(name).parent.parts)
    for step in unquote(link).split("/"):
        if step == "..":
            if not parts:
                return f"outside: {link}"
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)


def _names(files: dict[str, Path]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for name in files:
        if len(name) > 200:
            yield f"{name} is too long"
        if seen.setdefault(name.lower(), name) != name:
            yield f"{name} and {seen[name.lower()]} are one file where capitals do not count"
        for part in name.split("/"):
            if set(part) & set('<>:"\\|?* ') or not part.isascii() or part.endswith((".", " ")):
                yield f"{name} is no name on Windows"
            if part.partition(".")[0].lower() in DEVICES:
                yield f"{name} is the name of a device"


def _languages(files: dict[str, Path]) -> Iterator[str]:
    """Every page stands in every language."""
    pages = {
        code: {name.partition("/")[2] for name in files if name.startswith(f"{code}/") and name.endswith(".html")}
        for code in ("lv", "en")
    }
    for missing in sorted(pages["lv"] ^ pages["en"]):
        yield f"{missing} stands in one language only"


def wrong_sums(folder: Path) -> list[str]:
    """What `sha256sum -c SHA256SUMS` would complain of, and files it does not know."""
    told = dict(reversed(line.split("  ", 1)) for line in (folder / "SHA256SUMS").read_text().splitlines())
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"SHA256SUMS"}
    wrong = [
        name for name in files & told.keys() if hashlib.sha256((folder / name).read_bytes()).hexdigest() != told[name]
    ]
    return sorted([*wrong, *(files ^ told.keys())])
