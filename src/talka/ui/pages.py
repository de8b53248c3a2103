"""Long lists in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

SIZE = 50


@dataclass(frozen=True)
class Link:
    """One link of the pager; number is None for a gap."""

    number: int | None
    href: str
    current: bool = False


@dataclass(frozen=True)
class Page:
    """One page of a list, ready for <c-pager>. first and last count from 1; 0 when the list is empty."""

    rows: Sequence[Any]
    number: int
    pages: int
    total: int
    first: int
    last: int
    previous: str
    next: str
    links: tuple[Link, ...]

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_of(
    queryset: QuerySet[Any] | Sequence[Any], request: HttpRequest, size: int = SIZE, name: str = "page"
) -> Page:
    """The page that ?page= asks for; a page that does not exist gives the nearest one. Two queries: count and rows.

    name: another name of the parameter, where one address holds two lists.
    """
    paginator: Paginator[Any] = Paginator(queryset, size)
    try:
        asked = int(request.GET.get(name, "1"))
    except ValueError:
        asked = 1
    number = min(max(asked, 1), paginator.num_pages)
    part = paginator.page(number)

    def href(to: int) -> str:
        query = request.GET.copy()
        if to > 1:
            query[name] = str(to)
        else:
            query.pop(name, None)
        return "?" + query.urlencode()

    wanted = sorted({1, number - 1, number, number + 1, paginator.num_pages} & set(paginator.page_range))
    links: list[Link] = []
    for place, to in enumerate(wanted):
        gap = to - wanted[place - 1] if place else 1
        if gap == 2:
            links.append(Link(to - 1, href(to - 1)))
        elif gap > 2:
            links.append(Link(None, ""))
        links.append(Link(to, href(to), to == number))
    return Page(
        rows=list(part.object_list),
        number=number,
        pages=paginator.num_pages,
        total=paginator.count,
        first=part.start_index(),
        last=part.end_index(),
        previous=href(number - 1) if part.has_previous() else "",
        next=href(number + 1) if part.has_next() else "",
        links=tuple(links),
    )
