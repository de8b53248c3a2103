"""Letters of deliberations: somebody is invited, an official is asked, a question was answered, a statement was not let
in. They hold no words of what people wrote: these can be taken out, a letter cannot."""

import datetime as dt

from django.urls import reverse

from talka.people.letters import write_to
from talka.people.models import Person
from talka.ui.addresses import whole

from .models import Deliberation, DeliberationMember, DeliberationQuestion, Statement

ABOUT = "deliberation"
FOLDER = "initiatives/deliberation/letters"


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
    """To whoever asked, and to whoever would ask the same and has an account to read it with; each once."""
    row = question.deliberation
    link = whole(reverse("initiatives:deliberation_questions", args=[row.pk])) + f"#question-{question.pk}"
    members = [backer.member for backer in question.backers.select_related("member__person")]
    asker = question.member
    for person in {each.person for each in [*members, *([asker] if asker else [])] if each.person is not None}:
        if person.account_id is not None:
            _write(person, "answered", row, f"{question.pk}-{person.pk}", link)


def declined(statement: Statement) -> None:
    """To whoever wrote it: the reason stands on the page."""
    person = statement.member.person if statement.member is not None else None
    if person is not None and person.account_id is not None:
        row = statement.deliberation
        link = whole(reverse("initiatives:propose_statement", args=[row.pk]))
        _write(person, "declined", row, str(statement.pk), link)


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
