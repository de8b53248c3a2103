"""The draft of the article after an event: who met and when, what was told, what the groups proposed, what follows."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from talka.documents.article import Article, ArticleGroup
from talka.documents.publicity import Picture
from talka.documents.report import Linked, Photo
from talka.documents.storage import open_file
from talka.events.models import AgendaItem, Event
from talka.needs.models import Findings
from talka.needs.queries import findings_of
from talka.programmes.publicity import publicity_for_documents
from talka.ui.numbers import dates

from .findings_report import follows

MOST_PROPOSALS = 6
TOLD = (AgendaItem.Kind.OPENING, AgendaItem.Kind.TALK, AgendaItem.Kind.PANEL)


def article(event: Event, *, language: str, base: str, inside: bool = False) -> Article:
    """The draft in `language`, from the agenda, the presentations, the findings and the published photographs.

    A person finishes it: nothing is said that the rooms do not hold. A fixed number of queries.
    """
    with override(language):
        said = Findings.of(event)
        found = findings_of(event, inside=inside)
        items = list(
            event.items.filter(cancelled=False)
            .order_by("starts_at", "order", "pk")
            .prefetch_related("speakers__person", "presentations", "facilitators")
        )
        groups = [item for item in items if item.kind == AgendaItem.Kind.GROUP]
        organiser = str(event.project.controller)
        day = dates(event.first_day, event.last_day, case="on")
        return Article(
            title=str(event.title),
            first_day=event.first_day,
            last_day=event.last_day if event.last_day != event.first_day else None,
            place=str(event.venue),
            organiser=organiser,
            opening=_opening(event, day),
            first_part=_("In the first part of the day participants heard:") if any(map(_is_told, items)) else "",
            presentations=tuple(Linked(_told(item), _link(item, base)) for item in items if _is_told(item)),
            groups_intro=_groups_intro(len(groups)),
            groups=tuple(
                ArticleGroup(
                    name=str(item.title),
                    proposals=tuple(one.thing.words for one in found.measures if str(item.title) in one.groups)[
                        :MOST_PROPOSALS
                    ],
                )
                for item in groups
            ),
            proposed=str(said.lead) if said else "",
            follows=follows(event, said),
            photos=_photos(event),
            link=base + reverse("events:event", args=[event.slug]),
            publicity=publicity_for_documents(event.project),
            language=language,
            illustrative=event.project.programme.illustrative,
        )


def _opening(event: Event, day: str) -> str:
    place = str(event.venue)
    first = _("%(event)s took place on %(day)s.") % {"event": event.title, "day": day}
    where = _("Place: %(place)s.") % {"place": place} if place else ""
    return " ".join(part for part in (first, where, str(event.summary)) if part)


def _groups_intro(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "In the second part %(n)s working group met.", "In the second part %(n)s parallel working groups met.", count
    ) % {"n": count}


def _is_told(item: AgendaItem) -> bool:
    return item.kind in TOLD and bool(item.speakers.all() or item.presentations.all())


def _told(item: AgendaItem) -> str:
    speakers = ", ".join(
        f"{s.person.name} ({s.introduced_as})" if str(s.introduced_as) else s.person.name for s in item.speakers.all()
    )
    return f"{item.title} – {speakers}" if speakers else str(item.title)


def _link(item: AgendaItem, base: str) -> str:
    shown = next((p for p in item.presentations.all() if p.published), None)
    if shown is None:
        return ""
    return shown.url or base + reverse("events:presentation", args=[item.event.slug, shown.token])


def _photos(event: Event) -> tuple[Photo, ...]:
    found = []
    for photo in event.photos.filter(published=True)[:6]:
        with open_file(str(photo.file.name)) as file:
            found.append(Photo(Picture(file.read(), str(photo.caption)), str(photo.caption)))
    return tuple(found)
