"""What a registration form asks: working groups by block, ready questions and the organiser's own, organisations."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.events import funder_asked
from talka.events.actions.applicants import READY
from talka.events.models import AgendaItem, Answer, Event, Question, Registration
from talka.people.models import Organisation
from talka.ui.folding import fold

MOST_ORGANISATIONS = 400


@dataclass(frozen=True)
class Block:
    """Working groups that run side by side, and how many of them a person ranks."""

    name: str
    items: tuple[AgendaItem, ...]
    asked: int


def blocks_of(event: Event) -> list[Block]:
    """Blocks with at least two groups between which one can choose, in the order of the agenda. One query."""
    found: dict[str, list[AgendaItem]] = {}
    items = AgendaItem.objects.filter(event=event, kind=AgendaItem.Kind.GROUP, cancelled=False)
    for item in items.order_by("starts_at", "order", "pk"):
        found.setdefault(item.block, []).append(item)
    return [
        Block(name, tuple(group), min(event.choices_asked, len(group)))
        for name, group in found.items()
        if len(group) > 1 and event.choices_asked
    ]


def known_organisations(event: Event) -> list[str]:
    """Names to be suggested while typing, at most 400: municipalities and regions first."""
    rows = Organisation.objects.filter(merged_into=None, illustrative=event.project.programme.illustrative)
    first = [Organisation.Kind.MUNICIPALITY, Organisation.Kind.REGION, Organisation.Kind.MINISTRY]
    english = (get_language() or "lv").startswith("en")
    named = rows.order_by("sort_key").values_list("kind", "name", "name_en")[: MOST_ORGANISATIONS * 3]
    ordered = sorted(named, key=lambda row: first.index(row[0]) if row[0] in first else len(first))  # type: ignore[arg-type]
    return [(name_en or name) if english else name for _kind, name, name_en in ordered[:MOST_ORGANISATIONS]]


def organisation_named(name: str, event: Event) -> Organisation | None:
    """The organisation a person typed, whatever the case, diacritics, or the language of the name."""
    folded = fold(name)
    if not folded:
        return None
    rows = Organisation.objects.filter(
        folded__contains=folded[:400], merged_into=None, illustrative=event.project.programme.illustrative
    )
    exact = [row for row in rows[:200] if folded in {fold(row.name), fold(row.short_name), fold(row.name_en)}]
    return exact[0] if exact else None


def answers_in_words(registration: Registration, answers: Iterable[Answer]) -> list[tuple[str, str]]:
    """What somebody answered to the ready and the own questions, as label and words; empty answers are left out."""
    from talka.events.forms.registration import INTERPRETATION, option_text

    own = {answer.question_id: answer.value for answer in answers}
    told: list[tuple[str, str]] = []
    for question in registration.event.questions.all():
        label = str(question.label) or str(question.get_kind_display())
        ready = READY.get(question.kind)  # type: ignore[call-overload]
        value = getattr(registration, ready) if ready else own.get(question.pk)
        if value in (None, "", []):
            continue
        texts = [option_text(option) for option in question.options]
        if isinstance(value, bool):
            words = _("yes") if value else _("no")
        elif question.kind == Question.Kind.INTERPRETATION:
            words = str(dict(INTERPRETATION).get(value, value))
        elif question.kind in (Question.Kind.ONE, Question.Kind.SEVERAL):
            places = value if isinstance(value, list) else [value]
            words = "; ".join(texts[int(p)] for p in places if str(p).isdigit() and int(p) < len(texts))
        else:
            words = str(value)
        told.append((label, words))
    told += funder_asked.told_by_label(registration)
    if registration.remark:
        told.append((_("Remark"), registration.remark))
    return told
