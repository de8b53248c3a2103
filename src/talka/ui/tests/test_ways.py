"""What of a way is drawn, and where its boxes and lines stand."""

import re

import pytest

from talka.ui.way_drawing import TALL, WIDE, paper_of, tall, wide
from talka.ui.ways import Row, Stop, Way, shortened

LONG = "Pašvaldību savstarpējā sadarbība un kopīgu projektu īstenošana, pašvaldību sadarbība ar vietējiem partneriem"


def way(themes: int = 30, groups: int = 3) -> Way:
    """An event, its groups, many themes, of which only the last of each group leads on to a need and a measure."""
    lines = [("event", f"g{n}") for n in range(groups)]
    lines += [(f"g{n % groups}", f"t{n}") for n in range(themes)]
    last = range(themes - groups, themes)
    lines += [(f"t{n}", f"n{n}") for n in last] + [(f"n{n}", "m") for n in last] + [("g0", "m")]
    return Way(
        (
            Row("Pasākums", (Stop("event", "Seminārs", "/e/", here=True),)),
            Row("Darba grupa", tuple(Stop(f"g{n}", f"{LONG} {n}") for n in range(groups))),
            Row("Temats", tuple(Stop(f"t{n}", f"Temats {n}") for n in range(themes)), frozenset({"x", "y"}), "#themes"),
            Row("Vajadzība", tuple(Stop(f"n{n}", f"Vajadzība {n}") for n in last)),
            Row("Priekšlikums", (Stop("m", "Mācības"),)),
        ),
        (*lines, ("g0", "x"), ("nowhere", "m")),
    )


def test_of_many_those_are_drawn_that_lead_furthest_and_of_every_group_one():
    themes = shortened(way(), 5).rows[2]
    assert {stop.key for stop in themes.stops} >= {"t27", "t28", "t29"}
    assert (len(themes.stops), len(themes.rest)) == (4, 28)
    assert themes.rest >= {"x", "y"}


def test_a_row_is_spread_over_what_it_hangs_on():
    lines = (("e", "a"), ("e", "b"), *((("a", f"c{n}") if n < 9 else ("b", f"c{n}")) for n in range(18)))
    flat = Way(
        (
            Row("Pasākums", (Stop("e", "Seminārs", here=True),)),
            Row("Darba grupa", (Stop("a", "A"), Stop("b", "B"))),
            Row("Kartīte", tuple(Stop(f"c{n}", f"Kartīte {n}") for n in range(18))),
        ),
        lines,
    )
    assert {stop.key for stop in shortened(flat, 5).rows[2].stops} == {"c0", "c1", "c9", "c10"}


def test_upwards_the_same():
    turned = way()
    rows = tuple(reversed(turned.rows))
    assert {stop.key for stop in shortened(Way(rows, turned.lines), 5).rows[2].stops} >= {"t27", "t28", "t29"}


def test_a_row_that_fits_is_whole_and_in_the_order_of_what_it_hangs_on():
    rows = (
        Row("A", (Stop("a", "A", here=True),)),
        Row("B", (Stop("b1", "B"), Stop("b2", "B"))),
        Row("C", (Stop("c1", "C"), Stop("c2", "C"), Stop("c3", "C"))),
    )
    lines = (("a", "b1"), ("a", "b2"), ("b2", "c1"), ("b1", "c3"), ("b1", "c2"))
    found = shortened(Way(rows, lines), 3)
    assert [stop.key for stop in found.rows[2].stops] == ["c2", "c3", "c1"]
    assert not found.rows[2].rest


@pytest.mark.parametrize(("drawing", "width"), [(wide, WIDE), (tall, TALL)])
@pytest.mark.parametrize("themes", [3, 4, 5, 6, 30])
def test_boxes_and_lines_stay_inside_and_boxes_do_not_meet(drawing, width, themes):
    drawn = drawing(way(themes))
    boxes = [box for band in drawn.bands for box in band.boxes]
    assert drawn.width == width
    for box in boxes:
        assert box.x >= 0 and box.x + box.width <= width
        assert box.y >= 0 and box.foot <= drawn.height
        assert box.y < box.text_y and box.text_y + (len(box.lines) - 1) * drawn.step < box.foot
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or one.foot <= other.y or other.foot <= one.y
    for path in (*drawn.paths, *drawn.faint):
        assert re.fullmatch(r"M[-\d ]+(?:[CV][-\d ]+)+", path)
        assert all(number >= 0 for number in map(int, re.findall(r"-?\d+", path)))


def test_a_line_passes_a_row_between_its_boxes():
    drawn = wide(way(3))
    (past,) = [path for path in drawn.paths if path.count("V") >= 2]
    across = [int(x) for x in re.findall(r"(\d+) \d+V", past)]
    for x, band in zip(across, drawn.bands[2:4], strict=True):
        assert not [box for box in band.boxes if box.x <= x <= box.x + box.width]


def test_lines_of_what_is_not_drawn_are_faint_and_each_stands_once():
    drawn = wide(way())
    (more,) = [box for band in drawn.bands for box in band.boxes if box.more]
    assert (more.more, more.href) == (28, "#themes")
    assert len(set(drawn.paths + drawn.faint)) == len(drawn.paths) + len(drawn.faint)
    # Three groups, four themes with one group each, three needs, their measure, and one measure straight from a group.
    assert len(drawn.paths) == 3 + 4 + 3 + 3 + 1
    assert len(drawn.faint) == 3  # every group has more themes
    assert len(wide(way(3)).faint) == 1


def test_words_that_are_cut_stand_in_full_in_the_title():
    boxes = wide(way(groups=5)).bands[1].boxes
    assert [box.title for box in boxes] == [f"{LONG} {n}" for n in range(5)]
    assert all(box.lines[-1].endswith("…") for box in boxes)


def test_a_file_has_room_for_its_title_and_its_small_print():
    paper = paper_of(way(), title=LONG * 3, foot=["https://talka.example/trail/", LONG * 4])
    assert paper.foot_y + 18 * (len(paper.foot) - 1) <= paper.height + 20
    assert paper.top > 30 * (len(paper.head) - 1) + 26
