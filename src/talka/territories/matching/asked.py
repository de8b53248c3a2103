"""Labels made ready: code and name apart, how far indented, below which other label."""

from collections.abc import Sequence
from dataclasses import dataclass

from talka.ui.folding import fold

from .answers import Label
from .words import Name, dots_of, plain_code, split_code, take_apart


@dataclass(slots=True)
class Asked:
    """parent: the place of the label it stands below; None at the left edge."""

    label: Label
    code: str
    name: Name
    depth: int
    parent: int | None = None


def ask(labels: Sequence[Label]) -> list[Asked]:
    """The labels in their order. A code before the name counts where the reader gave none, or gave the label again."""
    asked: list[Asked] = []
    known: dict[str, int] = {}
    above: list[tuple[int, int]] = []
    for place, label in enumerate(labels):
        written, name = split_code(label.name)
        code = label.code.strip()
        if not code or fold(code) == fold(label.name) or (written and " " in code):
            code = written
        each = Asked(label, plain_code(code), take_apart(name), label.depth or (dots_of(name) + 1) // 2)
        while above and above[-1][0] >= each.depth:
            above.pop()
        if label.under:
            each.parent = known.get(fold(label.under))
        elif above:
            each.parent = above[-1][1]
        above.append((each.depth, place))
        for text in (label.code, label.name, code):
            if text:
                known.setdefault(fold(text), place)
        asked.append(each)
    return asked


def memory_key(label: Label) -> str:
    """By what a choice that somebody made for a label is remembered: code and name, folded."""
    written, name = split_code(label.name)
    code = label.code if label.code and fold(label.code) != fold(label.name) else written
    return f"{plain_code(code)}|{take_apart(name).full}"
