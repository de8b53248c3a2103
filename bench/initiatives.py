"""Claim: with 500 initiatives, 20,000 votes of one deliberation and 2,000 ballots no page of initiatives takes 100 ms
or 60 kB.

As in `pages`, whose people they are. Each initiative has three authors, up to 60 supporters and three versions of its
text; 200 are before councils, half of these decided. A deliberation has 500 people and 40 statements; a vote about
money 25 options and 2,000 ballots, counted and announced; a consultation 200 parts and 300 comments. See
docs/developers/speed.md.
"""

import datetime as dt
import os
import random
import sys
import uuid
from collections.abc import Sequence
from typing import Any

from bench._browser import Browser
from bench.pages import run

INITIATIVES = int(os.environ.get("TALKA_BENCH_INITIATIVES", "500"))
PEOPLE, STATEMENTS, OPTIONS, BALLOTS, PARTS, COMMENTS, ASKED = 500, 40, 25, 2000, 200, 300, 200
SEED = 13
WORDS = ("laipa", "krasts", "ezers", "taka", "skola", "dīķis", "pagalms", "gaisma", "tilts", "darbnīca", "pļava")


def fill_initiatives(chance: random.Random, people: Sequence[Any], areas: Sequence[Any]) -> Sequence[Any]:
    from talka.initiatives.factories.initiatives import InitiativeFactory
    from talka.initiatives.mailboxes import mailbox_of
    from talka.initiatives.models import Author, InitiativeStep, InitiativeText, Supporter

    rows = [
        InitiativeFactory(
            title=f"{chance.choice(WORDS).capitalize()} un {chance.choice(WORDS)} {number}",
            what=" ".join(chance.choices(WORDS, k=80)),
            why=" ".join(chance.choices(WORDS, k=40)),
            area=chance.choice(areas),
        )
        for number in range(INITIATIVES)
    ]
    for row in rows:
        chosen = chance.sample(people, 3 + chance.randint(0, 60))
        Author.objects.bulk_create([Author(initiative=row, person=one, state="accepted") for one in chosen[:3]])
        Supporter.objects.bulk_create(
            [Supporter(initiative=row, person=one, mailbox=mailbox_of(one.email)) for one in chosen[3:]]
        )
        told = {"title": row.title, "what": row.what}
        InitiativeText.objects.bulk_create([InitiativeText(initiative=row, number=n, content=told) for n in (1, 2, 3)])
        InitiativeStep.objects.bulk_create(
            [
                InitiativeStep(initiative=row, state=state, on=dt.date(2026, 3, 1), role="author")
                for state in ("draft", "open")
            ]
        )
    return rows


def fill_councils(initiatives: Sequence[Any], council: Any) -> Sequence[Any]:
    """Half of the questions of one council, which everybody's page of figures counts."""
    from talka.initiatives.factories.council import CouncilDecisionFactory, CouncilQuestionFactory, DecisionEntryFactory

    rows = []
    for number, initiative in enumerate(initiatives[:ASKED]):
        decided = {"state": "decided", "answered_on": dt.date(2026, 3, 26)} if number % 2 else {}
        rows.append(CouncilQuestionFactory(initiative=initiative, council=council, **decided))
        if decided:
            DecisionEntryFactory(decision=CouncilDecisionFactory(question=rows[-1]))
    return rows


def fill_deliberation(initiative: Any, council: Any) -> Any:
    from talka.initiatives.actions.deliberation_results import compute, finish
    from talka.initiatives.factories.deliberation import DeliberationFactory
    from talka.initiatives.tests.voted import two_camps, voted

    row = DeliberationFactory(initiative=initiative, organisation=council, showing="live")
    voted(row, two_camps(PEOPLE, STATEMENTS))
    found = compute(row, by=None)
    if found is not None and found.state == "waiting":
        finish(found)
    return row


def fill_choosing(chance: random.Random, council: Any, area: Any) -> Any:
    from talka.initiatives.actions.counting import announce, count, finish_computing
    from talka.initiatives.factories.choosing import ChoosingFactory, ChoosingOptionFactory
    from talka.initiatives.models import Ballot

    row = ChoosingFactory(closed=True, organisation=council, area=area, budget=50_000)
    options = [
        ChoosingOptionFactory(choosing=row, title=f"Soli un {word} {n}", cost=2000 + 137 * n, number=n + 1)
        for n, word in enumerate(chance.choices(WORDS, k=OPTIONS))
    ]
    Ballot.objects.bulk_create(
        [
            Ballot(
                choosing=row,
                key=uuid.UUID(int=chance.getrandbits(128)).hex * 2,
                named=sorted(chance.sample([one.number for one in options], chance.randint(1, 6))),
            )
            for _ballot in range(BALLOTS)
        ]
    )
    found = count(row, by=None)
    if found.state == "waiting":
        found = finish_computing(found)
    announce(row, found, by=None)
    return row


def fill_consultation(chance: random.Random, council: Any, area: Any, people: Sequence[Any]) -> Any:
    from talka.initiatives.factories.consultations import ConsultationFactory
    from talka.initiatives.models import ConsultationComment, ConsultationPart

    row = ConsultationFactory(organisation=council, area=area)
    parts = ConsultationPart.objects.bulk_create(
        [
            ConsultationPart(
                consultation=row, order=n + 1, heading=f"{n + 1}. {chance.choice(WORDS)}", text="Grants ceļi. " * 60
            )
            for n in range(PARTS)
        ]
    )
    ConsultationComment.objects.bulk_create(
        [
            ConsultationComment(
                consultation=row,
                part=parts[n % 20],
                person=chance.choice(people),
                words="Ceļš gar skolu ir pirmais. " * 6,
            )
            for n in range(COMMENTS)
        ]
    )
    return row


def initiatives(filled: Any) -> dict[str, tuple[Browser, str]]:
    from bench.pages import analyze
    from talka.people.factories import OrganisationFactory
    from talka.people.models import Person
    from talka.territories.models import Area

    chance = random.Random(SEED)
    people = list(Person.objects.exclude(email="").order_by("pk")[:1000])
    areas = list(Area.objects.filter(kind="municipality").order_by("pk")[:30])
    rows = fill_initiatives(chance, people, areas)
    council = OrganisationFactory(area=areas[0])
    questions = fill_councils(rows, council)
    deliberation = fill_deliberation(rows[0], council)
    choosing = fill_choosing(chance, council, areas[0])
    consultation = fill_consultation(chance, council, areas[0], people)
    analyze()
    visitor, runs = Browser(), Browser(filled.administrator)
    one, talk = f"/initiatives/{rows[0].pk}", f"/initiatives/deliberation/{deliberation.pk}"
    vote, asked = f"/initiatives/choosing/{choosing.pk}", f"/initiatives/consultation/{consultation.pk}"
    part = consultation.parts.order_by("order").first()
    return {
        "initiatives": (visitor, "/initiatives/"),
        "initiatives, searched": (visitor, "/initiatives/?q=d%C4%AB%C4%B7is"),
        "an initiative, visitor": (visitor, f"{one}/"),
        "an initiative, who looks after it": (runs, f"{one}/"),
        "its supporters": (visitor, f"{one}/supporters/"),
        "versions of its text": (visitor, f"{one}/versions/"),
        "deliberations": (visitor, "/initiatives/deliberations/"),
        "a deliberation": (visitor, f"{talk}/"),
        "a statement to vote on": (runs, f"{talk}/vote/"),
        "statements, who runs it": (runs, f"{talk}/statements/"),
        "what unites and divides": (visitor, f"{talk}/results/"),
        "votes about money": (visitor, "/initiatives/choosings/"),
        "a vote and its result": (visitor, f"{vote}/"),
        "published ballots": (visitor, f"{vote}/ballots/"),
        "roll of voters": (runs, f"{vote}/roll/"),
        "questions to councils": (visitor, "/initiatives/questions/"),
        "a question and its decision": (visitor, f"/initiatives/question/{questions[1].pk}/"),
        "figures of a council": (runs, f"/initiatives/councils/{council.pk}/"),
        "consultations": (visitor, "/initiatives/consultations/"),
        "a consultation": (visitor, f"{asked}/"),
        "a part and its comments": (visitor, f"{asked}/part/{part.pk}/"),
        "answers to comments": (runs, f"{asked}/answers/"),
        "trail of an initiative": (visitor, f"/trail/initiative/{rows[0].pk}/"),
    }


def main() -> int:
    return run("initiatives", initiatives)


if __name__ == "__main__":
    sys.exit(main())
