"""What tests of questions to councils share: a municipality with its clerk, an initiative with its author, and who
hears the answer."""

import datetime as dt
import itertools

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talka.documents.kept_files import Sent
from talka.initiatives.actions import council_decisions as decisions
from talka.initiatives.actions import council_questions as questions
from talka.initiatives.actions.council_decisions import DecisionData
from talka.initiatives.actions.council_questions import QuestionData
from talka.initiatives.factories.initiatives import AuthorFactory, InitiativeFactory
from talka.letters.models import Letter
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.territories.factories import AreaFactory

NOTHING = Sent()
numbers = itertools.count(1)


class World:
    """An initiative of one author in a municipality with one clerk. today: by the clock of the house."""

    def __init__(self):
        self.today = timezone.localdate()
        self.area = AreaFactory()
        self.council = OrganisationFactory(area=self.area)
        self.clerk = PersonFactory(with_account=True, organisation=self.council, family_name="Lietvede")
        self.initiative = InitiativeFactory(area=self.area)
        self.author = AuthorFactory(
            initiative=self.initiative, person__family_name="Iniciatore", person__organisation=None
        ).person

    def soon(self, days=30):
        return self.today + dt.timedelta(days=days)

    def ask(self, **more):
        data = QuestionData("Vai dome atbalstīs laipu?", "Lūdzam piešķirt līdzekļus laipai.", self.soon())
        return questions.ask_of(more.pop("initiative", self.initiative), data, by=more.pop("by", self.author))

    def data(self, outcome="accepted", **more):
        given = {
            "number": f"{next(numbers)}. § 12",
            "decided_on": self.today,
            "outcome": outcome,
            "text": "Atbalstīt laipas izbūvi.",
            "reasons": "" if outcome == "accepted" else "Budžetā nav līdzekļu.",
        }
        return DecisionData(**given | more)

    def decide(self, question, outcome="accepted", **more):
        question.refresh_from_db()
        data = self.data(outcome, **more)
        return decisions.decide(question, data, NOTHING, version=question.version, by=self.clerk)

    def state(self):
        self.initiative.refresh_from_db()
        return self.initiative.state

    def sent(self, decision_outcome="accepted", **more):
        """The form of a decision as a browser sends it."""
        words = {
            "number": "4. § 7",
            "decided_on": self.today.isoformat(),
            "outcome": decision_outcome,
            "text": "Atbalstīt laipas izbūvi.",
            "reasons": "" if decision_outcome == "accepted" else "Budžetā nav līdzekļu.",
            "version": "1",
        }
        return words | more


def authors_and_supporters(initiative):
    """Who hears the answer; an author who also supports is named twice, as registries may do."""
    authors = [one.person for one in initiative.authors.select_related("person")]
    return authors + [one.person for one in initiative.supporters.select_related("person")] + authors


def reader(person=None, language="en"):
    client = Client()
    if person is not None:
        client.force_login(person.account)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def address(name, *args):
    return reverse(f"initiatives:{name}", args=args)


def letters(kind, person=None):
    rows = Letter.objects.filter(kind=kind).order_by("pk")
    return list(rows.filter(to_address=person.email) if person is not None else rows)
