"""Every use of a component in every room names a component that exists and only what that component takes."""

import re
from pathlib import Path

import pytest
from django_cotton.compiler_regex import CottonCompiler, Tag

from talka.ui import gallery

HERE = Path(gallery.__file__).parent
COTTON = HERE / "templates" / "cotton"
NEEDED = {
    "bars": "caption", "confirm": "label", "disclosure": "summary", "meter": "label", "sparkline": "label",
    "table": "caption",
    "tabs": "label", "tile-map": "caption", "way": "label", "menu": "label", "qr": "label",
}  # fmt: skip
VARS = re.compile(r"<c-vars\s(.*?)/>", re.DOTALL)


def taken() -> dict[str, tuple[set[str], bool]]:
    """What each component takes: its own attributes and slots, and whether it passes others through."""
    found = {}
    for path in COTTON.glob("*.html"):
        source = path.read_text()
        match = VARS.search(source)
        names = {key.lstrip(":") for key, *_ in Tag.attr_pattern.findall(plain(match.group(1)))} if match else set()
        found[path.stem.replace("_", "-")] = (names, "{{ attrs }}" in source)
    return found


def plain(source: str) -> str:
    """The source with Django's own tags taken out, so that only the markup of components is left."""
    source = re.sub(r"{%\s*(comment|verbatim)\b.*?{%\s*end\1\s*%}", "", source, flags=re.DOTALL)
    return CottonCompiler().ignore_pattern.sub("x", source)


def faults_in(source: str) -> list[str]:
    known, faults = taken(), []
    for match in Tag.tag_pattern.finditer(plain(source)):
        name, attributes, closing = match.group(2).replace("_", "-"), match.group(3) or "", match.group(1)
        if closing or name in ("vars", "slot", "component"):
            continue
        if name not in known:
            faults.append(f"<c-{name}> does not exist")
            continue
        names, passes = known[name]
        given = {key.lstrip(":") for key, *_ in Tag.attr_pattern.findall(attributes)}
        if any(key == "style" or key.startswith("on") for key in given):
            faults.append(f"<c-{name}> has style or script in an attribute")
        if name in NEEDED and not given & {NEEDED[name], "attrs"}:
            faults.append(f"<c-{name}> needs {NEEDED[name]}")
        if passes and "class" in given - names:
            faults.append(f"<c-{name}> sets its class itself")
        if not passes and (unknown := given - names):
            faults.append(f"<c-{name}> does not take {', '.join(sorted(unknown))}")
    return faults


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<c-nonsense />", "<c-nonsense> does not exist"),
        ('<c-meter label="a" lable="{{ x }}" />', "<c-meter> does not take lable"),
        ('<c-button class="big" hx-get="/x">x</c-button>', None),
        ('<c-button onclick="x()">x</c-button>', "<c-button> has style or script in an attribute"),
        ('<c-table caption="{% translate "a" %}" caption-hidden="1"></c-table>', None),
        ("<c-table><tr></tr></c-table>", "<c-table> needs caption"),
        ('{% comment %}<c-nonsense />{% endcomment %}<c-meter :value="a" label="b" />', None),
    ],
)
def test_the_check_itself(source, fault):
    assert faults_in(source) == ([fault] if fault else [])


def test_every_room_uses_components_as_they_are():
    faults = [
        f"{path.relative_to(HERE.parent)}: {fault}"
        for path in sorted(HERE.parent.glob("*/templates/**/*.html"))
        if not path.is_relative_to(COTTON)
        for fault in faults_in(path.read_text())
    ]
    assert faults == []
