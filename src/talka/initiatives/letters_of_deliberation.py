"""Letters of deliberations: somebody is invited, an official is asked, a question was answered, a statement was not let
in. They hold no words of what people wrote: these can be taken out, a letter cannot."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from talka.people.letters import write_to
from talka.people.models import Person
from talka.people.personal_links import make_token
from talka.ui.addresses import whole

from .access.deliberations import purpose
from .models import Deliberation, DeliberationMember, DeliberationQuestion, Statement

ABOUT = "deliberation"
FOLDER = "initiatives/deliberation/letters"
LASTS = dt.timedelta(days=60)


def invited(member: DeliberationMember, person: Person, token: str, *, until: dt.datetime) -> None:
    """With the link that lets them take part without an account."""
    row = member.deliberation
    link = whole(reverse("initiatives:deliberation_by_link", args=[row.pk, token]))
    _write(person, "invited", row, f"{member.pk}-{until.isoformat()}", link, until=until)


def directed(question: DeliberationQuestion, person: Person, token: str, *, until: dt.datetime) -> None:
    """To the official, with the link under which they answer."""
    row = question.deliberation
    link = whole(reverse("initiatives:answer_by_link", args=[row.pk, question.pk, token]))
    about = f"{question.pk}-{until.isoformat()}"
    _write(person, "directed", row, about, link, until=until, question=question)


def answered(question: DeliberationQuestion) -> None:
    """To whoever asked, and to whoever would ask the same; each once."""
    row = question.deliberation
    backers = question.backers.select_related("member__person").order_by("pk")
    members = [each.member for each in backers] + ([question.member] if question.member else [])
    for member in {each.pk: each for each in members if each.person is not None}.values():
        _write_to_member(
            member, "answered", row, "deliberation_questions", str(question.pk), f"#question-{question.pk}"
        )


def declined(statement: Statement) -> None:
    """To whoever wrote it: the reason stands on the page."""
    if statement.member is not None:
        _write_to_member(statement.member, "declined", statement.deliberation, "propose_statement", str(statement.pk))


def _write_to_member(
    member: DeliberationMember, name: str, row: Deliberation, page: str, about: str, anchor: str = ""
) -> None:
    """With the way on which they come: by account, or by another link beside the one they have. Who is no longer
    invited has none, and is not written to."""
    person, until = member.person, None
    if person is None or person.erased_at is not None:
        return
    if person.account_id is not None:
        link = reverse(f"initiatives:{page}", args=[row.pk])
    elif member.invited_at is not None:
        token, until = make_token(person, purpose(row.pk), lasts=LASTS), timezone.now() + LASTS
        link = reverse(f"initiatives:{page}_by_link", args=[row.pk, token])
    else:
        return
    _write(person, name, row, f"{about}-{person.pk}", whole(link) + anchor, until=until)


def _write(
    person: Person,
    name: str,
    row: Deliberation,
    about: str,
    link: str,
    *,
    until: dt.datetime | None = None,
    question: DeliberationQuestion | None = None,
) -> None:
    write_to(
        person,
        f"{FOLDER}/{name}.txt",
        {"deliberation": row, "link": link, "until": until, "question": question},
        kind=f"initiatives.deliberation_{name}",
        key=f"deliberation-{name}-{about}",
        about=(ABOUT, str(row.pk)),
        secret_until=until,
    )
