"""The geometry of a drawn way, in whole numbers: wide, a row side by side, and tall, for phones, one box below another.

Lines of the wide form run between the boxes of rows that they pass; those of the tall form in a gutter at the left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .lettering import wrapped
from .ways import Line, Row, Way, shortened

PAD, LINES = 10, 3
WIDE, SIDE, GAP, BETWEEN, BROAD = 1120, 124, 16, 40, 380
HEAD, SMALL = 24, 13
TALL, GUTTER, CLOSE, APART = 340, 40, 8, 20

Place = tuple[int, int]
"""Of a box: its row, and which one in it."""


@dataclass(frozen=True)
class Box:
    """x, y: the top left corner. text_y: the first line of words. title: the words in full where they were cut. more:
    how many things it stands for, where it is no thing of its own."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    text_y: int
    title: str = ""
    href: str = ""
    here: bool = False
    more: int = 0

    @property
    def text_x(self) -> int:
        return self.x + PAD

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def foot(self) -> int:
        return self.y + self.height


@dataclass(frozen=True)
class Band:
    """A row with the lines of its label; label_y: the first of them."""

    label: str
    lines: tuple[str, ...]
    label_y: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Drawn:
    """size: of the letters; step: from one line of words to the next; paths: the lines of the way;
    faint: those of what is not drawn."""

    width: int
    height: int
    size: int
    step: int
    bands: tuple[Band, ...]
    paths: tuple[str, ...]
    faint: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """A picture for a file of its own. head, foot: the lines of its title and of the small print. top: where the way
    begins below the title."""

    drawn: Drawn
    title: str
    head: tuple[str, ...]
    foot: tuple[str, ...]
    top: int
    height: int

    @property
    def foot_y(self) -> int:
        return self.top + self.drawn.height + 30


def wide(way: Way, most: int = 5) -> Drawn:
    """Rows side by side, at most so many boxes in each, labels at the left."""
    size, step, y = 15, 19, 2
    way = shortened(way, most)
    bands: list[Band] = []
    for row in way.rows:
        width = min(BROAD, (WIDE - SIDE - 2 - (row.count - 1) * GAP) // row.count)
        left = SIDE + (WIDE - SIDE - row.count * (width + GAP) + GAP) // 2
        boxes = _boxes(row, width, size, step)
        height = max(box.height for box in boxes)
        placed = tuple(
            _at(replace(box, height=height), left + n * (width + GAP), y, size, step) for n, box in enumerate(boxes)
        )
        label = wrapped(row.label, (SIDE - PAD) / (size - 1), LINES).lines
        bands.append(Band(row.label, label, y + height // 2 + 5 - (len(label) - 1) * step // 2, placed))
        y += height + BETWEEN
    paths, faint = [], []
    for a, b in _ends(way.lines, _places(way.rows)):
        (faint if _for_more(bands, a, b) else paths).append(_across(bands, a, b))
    return Drawn(WIDE, y - BETWEEN + 2, size, step, tuple(bands), tuple(paths), tuple(faint))


def tall(way: Way, most: int = 3) -> Drawn:
    """One box below another, at most so many of a row, labels above them."""
    size, step, y = 17, 22, 0
    way = shortened(way, most)
    bands: list[Band] = []
    for row in way.rows:
        label = wrapped(row.label, (TALL - GUTTER) / (size - 1), 1).lines
        label_y, y, placed = y + 18, y + 26, []
        for box in _boxes(row, TALL - GUTTER - 2, size, step):
            placed.append(_at(box, GUTTER, y, size, step))
            y += box.height + CLOSE
        bands.append(Band(row.label, label, label_y, tuple(placed)))
        y += APART - CLOSE
    places = _places(way.rows)
    order = {place: n for n, place in enumerate(sorted(set(places.values())))}
    paths, faint = [], []
    for a, b in _ends(way.lines, places):
        (faint if _for_more(bands, a, b) else paths).append(_beside(bands, a, b, order[b] - order[a]))
    return Drawn(TALL, y - APART + 2, size, step, tuple(bands), tuple(paths), tuple(faint))


def paper_of(way: Way, *, title: str, foot: Sequence[str] = ()) -> Paper:
    """The wide form with a title above and lines of small print below, all of its words broken to its width."""
    drawn = wide(way)
    head = wrapped(title, WIDE / HEAD, 3).lines
    feet = tuple(line for words in foot for line in wrapped(words, WIDE / SMALL, 8).lines)
    top = len(head) * (HEAD + 6) + 26
    height = top + drawn.height + 24 + len(feet) * (SMALL + 5)
    return Paper(drawn, title, head, feet, top, height)


def _boxes(row: Row, width: int, size: int, step: int) -> list[Box]:
    """The boxes of a row, not placed yet; last the one that stands for all that is not drawn."""
    boxes = []
    for stop in row.stops:
        words = wrapped(stop.title, (width - 2 * PAD) / size, LINES)
        height = len(words.lines) * step + 2 * PAD - 4
        title = stop.title if words.cut else ""
        boxes.append(Box(0, 0, width, height, words.lines, 0, title, stop.href, stop.here))
    if row.rest:
        boxes.append(Box(0, 0, width, step + 2 * PAD - 4, ("",), 0, href=row.anchor, more=len(row.rest)))
    return boxes


def _at(box: Box, x: int, y: int, size: int, step: int) -> Box:
    """Placed, with its words in the middle of its height."""
    words = len(box.lines) * step
    return replace(box, x=x, y=y, text_y=y + (box.height - words) // 2 + size - 1)


def _places(rows: Sequence[Row]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for n, row in enumerate(rows):
        found |= {stop.key: (n, place) for place, stop in enumerate(row.stops)}
        found |= dict.fromkeys(row.rest, (n, len(row.stops)))
    return found


def _ends(lines: Sequence[Line], places: dict[str, Place]) -> list[tuple[Place, Place]]:
    """Between which boxes lines run, each once, the upper one first."""
    ends = {tuple(sorted((places[a], places[b]))) for a, b in lines if a in places and b in places}
    return sorted((a, b) for a, b in ends if a != b)


def _for_more(bands: Sequence[Band], *places: Place) -> bool:
    return any(bands[row].boxes[place].more for row, place in places)


def _across(bands: Sequence[Band], a: Place, b: Place) -> str:
    """From the foot of one box to the head of another, through gaps of the rows between."""
    upper, lower = bands[a[0]].boxes[a[1]], bands[b[0]].boxes[b[1]]
    if a[0] == b[0]:
        sag = upper.foot + BETWEEN // 2
        return f"M{upper.middle} {upper.foot}C{upper.middle} {sag} {lower.middle} {sag} {lower.middle} {lower.foot}"
    x, y, path = upper.middle, upper.foot, f"M{upper.middle} {upper.foot}"
    for band in bands[a[0] + 1 : b[0]]:
        head, foot = band.boxes[0].y, band.boxes[0].foot
        share = (head - upper.foot) / max(lower.y - upper.foot, 1)
        straight = upper.middle + (lower.middle - upper.middle) * share
        gap = min(_gaps(band), key=lambda at: abs(at - straight))
        path += _bend(x, y, gap, head) + f"V{foot}"
        x, y = gap, foot
    return path + _bend(x, y, lower.middle, lower.y)


def _bend(x: int, y: int, to_x: int, to_y: int) -> str:
    half = (y + to_y) // 2
    return f"V{to_y}" if x == to_x else f"C{x} {half} {to_x} {half} {to_x} {to_y}"


def _gaps(band: Band) -> list[int]:
    """Where a line can pass a row: beside each of its boxes."""
    half = GAP // 2
    return [band.boxes[0].x - half, *(box.x + box.width + half for box in band.boxes)]


def _beside(bands: Sequence[Band], a: Place, b: Place, distance: int) -> str:
    """From the left side of one box to that of another below; the further, the wider the bow."""
    upper, lower = bands[a[0]].boxes[a[1]], bands[b[0]].boxes[b[1]]
    above, below = upper.y + upper.height // 2, lower.y + lower.height // 2
    bow = max(0, GUTTER - 12 - 5 * distance)
    return f"M{GUTTER} {above}C{bow} {above} {bow} {below} {GUTTER} {below}"
