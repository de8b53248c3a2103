"""Registrations, attendance and feedback as tables to take away; the same columns are read back in."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talka.documents.sheets import Sheet
from talka.events import clock, funder_asked, sheets
from talka.events.actions.applicants import READY
from talka.events.actions.feedback import RATINGS, TEXTS
from talka.events.models import Event, FeedbackAnswer, Question, Registration
from talka.people.models import Consent
from talka.ui.few import FEW
from talka.ui.refusals import Refusal

from .attendance import attended_on, towns_of
from .questions import blocks_of

State = Registration.State


def registration_sheet(event: Event) -> Sheet:
    """Every registration of the event, cancelled ones too. A fixed number of queries."""
    blocks = blocks_of(event)
    places = {block.name: number for number, block in enumerate(blocks)}
    questions = list(event.questions.all())
    photos = set(
        Consent.objects.filter(
            kind=Consent.Kind.PHOTOS, subject_kind="event", subject_id=str(event.pk), withdrawn_at=None
        ).values_list("person_id", flat=True)
    )
    rows: list[dict[str, object]] = []
    registrations = (
        Registration.objects.filter(event=event)
        .select_related("person", "organisation")
        .prefetch_related("choices__item", "answers")
        .order_by("person__sort_key", "pk")
    )
    for one in registrations:
        row: dict[str, object] = {
            "code": one.code,
            "given_name": one.person.given_name,
            "family_name": one.person.family_name,
            "email": one.person.email,
            "organisation": one.organisation.name if one.organisation else "",
            "kind": one.organisation.kind if one.organisation else "",
            "position": one.position,
            "state": one.state,
            "language": one.language,
            "remark": one.remark,
            **_told_to_funder(event, one),
            "photos": one.person_id in photos,
            "registered_at": clock.local(event, one.registered_at).replace(tzinfo=None, microsecond=0),
        }
        for choice in one.choices.all():
            if choice.block in places:
                row[f"group_{places[choice.block]}_{choice.rank}"] = choice.item.key
        answers = {answer.question_id: answer.value for answer in one.answers.all()}
        for question in questions:
            ready = READY.get(question.kind)  # type: ignore[call-overload]
            value = getattr(one, ready) if ready else answers.get(question.pk)
            if question.kind == Question.Kind.SEVERAL:
                value = sheets.several_as_text(question, value)
            row[f"q_{question.key}"] = value
        rows.append(row)
    return Sheet(_("Registrations"), sheets.registration_columns(event, blocks), rows)


def _told_to_funder(event: Event, one: Registration) -> dict[str, object]:
    keys = (asked.key for asked in funder_asked.asked_of(event))
    return {funder_asked.PREFIX + key: one.funder_answers.get(key, "") for key in keys}


def attendance_sheet(event: Event) -> Sheet:
    """Registered people and those who came, with yes or no for each day."""
    days = attended_on(event)
    came = set().union(*days.values()) if days else set()
    towns = towns_of(event)
    rows = []
    for one in (
        Registration.objects.filter(event=event)
        .select_related("person", "organisation")
        .order_by("person__sort_key", "pk")
    ):
        if one.state != State.REGISTERED and one.pk not in came:
            continue
        row: dict[str, object] = {
            "code": one.code,
            "name": one.person.name,
            "organisation": one.organisation.name if one.organisation else "",
            "organisation_kind": one.organisation.kind if one.organisation else "",
            "municipality": towns.get(one.organisation.area_id, "") if one.organisation else "",
            "position": one.position,
            **_told_to_funder(event, one),
        }
        row |= {sheets.day_key(day): one.pk in there for day, there in days.items()}
        rows.append(row)
    return Sheet(_("Attendance"), sheets.attendance_columns(event), rows)


def feedback_sheet(event: Event) -> Sheet:
    """The sheets of feedback in an order that says nothing. Raises Refusal for fewer than five (decision 15)."""
    found = list(FeedbackAnswer.objects.filter(event=event))
    if len(found) < FEW:
        raise Refusal(
            gettext_lazy("There are fewer than five sheets of feedback."),
            gettext_lazy("From so few, one could tell who wrote what; so nothing is shown or exported yet."),
            gettext_lazy("Come back when more people have answered."),
        )
    rows = [
        {
            "sheet": one.sent_by,
            **{key: str(one.ratings[key]) for key in RATINGS if one.ratings.get(key)},
            **{key: getattr(one, key) for key in TEXTS},
        }
        for one in found
    ]
    return Sheet(_("Feedback"), sheets.feedback_columns(), rows)
