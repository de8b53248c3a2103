"""Initiatives, deliberations, consultations and questions to councils as record files: there and back, what is left
out of true people, and what is wrong."""

import datetime as dt
from decimal import Decimal

import pytest

from talka.decisions.models import DecisionRun
from talka.initiatives.access.initiatives import SUPPORTER
from talka.initiatives.actions.deliberation_results import compute
from talka.initiatives.actions.initiative_texts import keep_text
from talka.initiatives.actions.statements import sameness
from talka.initiatives.factories.consultations import (
    CommentSupportFactory,
    ConsultationCommentFactory,
    ConsultationFactory,
    ConsultationPartFactory,
)
from talka.initiatives.factories.council import CouncilDecisionFactory, CouncilQuestionFactory, DecisionEntryFactory
from talka.initiatives.factories.initiatives import AuthorFactory, InitiativeFactory, SupporterFactory
from talka.initiatives.models import (
    Author,
    Consultation,
    ConsultationComment,
    CouncilDecision,
    CouncilFigures,
    CouncilQuestion,
    Deliberation,
    DeliberationHearing,
    DeliberationMember,
    DeliberationQuestion,
    Initiative,
    InitiativeStep,
    ModerationStep,
    QuestionBacker,
    Statement,
    StatementVote,
    Supporter,
)
from talka.links.actions import connect
from talka.links.models import Link
from talka.needs.factories import NeedFactory
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Consent, Person
from talka.programmes.factories import ProgrammeFactory, ProjectFactory
from talka.results.loading import dump, load
from talka.territories.factories import AreaFactory
from talka.ui.refusals import Refusal
from talka.workshops.factories import CardFactory, GroupFactory
from talka.workshops.models import Sheet, Stage

pytestmark = pytest.mark.django_db
FOLDERS = ("initiatives", "deliberations", "consultations", "council")
MORNING = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
