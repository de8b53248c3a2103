"""Charts and maps: the same drawing in a PDF and as a picture, and what they say to who does not see them."""

import io

import docx
import pypdf
from PIL import Image

from talka.documents.drawings import Bar, Bars, Tile, Tiles, as_picture, drawing_data, in_words
from talka.documents.findings_people import bars_of
from talka.documents.report import Report, Section, report_pdf
from talka.documents.word import report_docx

BARS = Bars("Vajadzības pēc balsīm", (Bar("Dati {{ x }} <b>", 20, "20*"), Bar("Telpas #set", 5)))
TILES = Tiles(
    "Pašvaldības",
    (Tile(3, 2, "Tal", "Talsi", True), Tile(4, 4, "Rīg", "Rīga", False)),
    marked="bija",
    plain="nebija",
    alt="Kāds bija no: Talsi.",
)


def green(png: bytes) -> int:
    """How many points are of the house's accent."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    return sum(count for count, colour in image.getcolors(1 << 24) or [] if colour == (0x17, 0x54, 0x3D))


def test_the_longest_bar_is_the_whole_width_and_others_their_share():
    told = drawing_data(BARS, "lv")
    assert [(bar["share"], bar["text"]) for bar in told["bars"]] == [(100, "20*"), (25, "5")]
    assert in_words(BARS, "lv") == "Vajadzības pēc balsīm: Dati {{ x }} <b>: 20*; Telpas #set: 5"


def test_what_is_not_told_has_no_bar_and_one_bar_is_no_chart():
    rows = (("A", 7, "", ""), ("B", None, "", ""), ("C", 0, "", ""), ("D", 3, "3*", "x"))
    assert bars_of("Balsis", rows, 12) == Bars("Balsis", (Bar("A", 7), Bar("D", 3, "3*", "x")))
    assert bars_of("Balsis", rows[:3], 12) is None
    assert bars_of("Balsis", rows, 1) is None


def test_tiles_begin_at_the_first_row_and_column():
    told = drawing_data(TILES, "lv")
    assert [(tile["row"], tile["column"], tile["marked"]) for tile in told["tiles"]] == [(0, 0, True), (1, 2, False)]
    assert (told["rows"], told["columns"]) == (2, 3)


def test_a_longer_bar_and_a_marked_tile_are_drawn_with_more_colour():
    longer = Bars(BARS.caption, (BARS.bars[0], Bar("Telpas #set", 20)))
    assert 0 < green(as_picture(BARS, "lv").content) < green(as_picture(longer, "lv").content)
    both = Tiles(TILES.caption, tuple(Tile(t.row, t.column, t.short, t.label, True) for t in TILES.tiles), "", "", "x")
    assert 0 < green(as_picture(TILES, "lv").content) < green(as_picture(both, "lv").content)


def test_pictures_in_word_say_what_they_show():
    content = report_docx(Report("Ziņojums", sections=(Section("Kartes", (BARS, TILES)),)))
    shapes = docx.Document(io.BytesIO(content)).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == [in_words(BARS, "lv"), TILES.alt]


def test_the_pdf_keeps_the_chart_s_words_as_words_and_the_map_s_alt():
    pdf = report_pdf(Report("Ziņojums", sections=(Section("Kartes", (BARS, TILES)),)))
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = " ".join(reader.pages[0].extract_text().split())
    assert "Dati {{ x }} <b>" in text
    assert "20*" in text
    assert "bija" in text
    assert TILES.alt in _alts(reader)


def _alts(reader) -> list[str]:
    """Alternative texts of the structure tree."""
    found, ahead = [], [reader.trailer["/Root"]["/StructTreeRoot"].get_object()]
    while ahead:
        node = ahead.pop()
        if not hasattr(node, "get"):
            continue
        if "/Alt" in node:
            found.append(str(node["/Alt"]))
        children = node.get("/K", [])
        children = children.get_object() if hasattr(children, "get_object") else children
        ahead += [each.get_object() for each in (children if isinstance(children, list) else [children])]
    return found
