import xml.etree.ElementTree as ET

import pytest

from talka.documents.qr import ALPHABET, new_code, plain_code, qr_svg, spaced_code


def test_codes_use_thirty_signs_that_nobody_mistakes():
    assert len(ALPHABET) == len(set(ALPHABET)) == 30 and not set(ALPHABET) & set("01OILU")
    codes = {new_code() for _at in range(500)}
    assert len(codes) > 495 and all(len(code) == 6 and set(code) <= set(ALPHABET) for code in codes)
    assert len(new_code(10)) == 10


def test_a_typed_code_is_read_however_it_is_spaced():
    assert plain_code(f" {spaced_code('a2b3c4')}\n") == "A2B3C4" == plain_code("a2b-3c4")


def test_a_qr_code_stands_in_a_strict_page():
    svg = qr_svg("https://x.lv/?a=1&b=<x>", title='Kods "A" <b>', css_class="qr big")
    root = ET.fromstring(svg)
    assert root.tag.endswith("svg") and root.get("class") == "qr big" and root.get("role") == "img"
    assert "style" not in svg and "<b>" not in svg
    with pytest.raises(ValueError):
        qr_svg("", title="x")
