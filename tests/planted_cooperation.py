"""What a planted place has of cooperation: a case with its appraisal, an agreement and a joint project, all drafts."""

import datetime as dt
from decimal import Decimal

from django.core.files.base import ContentFile

from talka.cooperation.actions.appraisal.compute import compute
from talka.cooperation.actions.appraisal.model import set_joint_cost
from talka.cooperation.factories import (
    AgreementClauseFactory,
    AgreementFactory,
    AgreementPartyFactory,
    ApproachFactory,
    CaseStepFactory,
    CooperationCaseFactory,
    CouncilBriefFactory,
    EvaluationFactory,
    PartnerAnswersFactory,
    PartnerFiguresFactory,
    ServiceCostFactory,
    StepPaperFactory,
)
from talka.cooperation.factories import PartnerFactory as CasePartnerFactory
from talka.cooperation.factories import SeatFactory as CaseSeatFactory
from talka.cooperation.factories.projects import (
    FundingFactory,
    JointBudgetLineFactory,
    JointPartnerFactory,
    JointProjectFactory,
    MilestoneFactory,
    ProjectDecisionFactory,
    ProjectResultFactory,
    ProjectResultValueFactory,
    RiskFactory,
    SpendingFactory,
)
from talka.cooperation.models import (
    AgreementImport,
    AgreementText,
    ClauseComment,
    CooperationCase,
    Endorsement,
    GroupPlan,
    PartnerWay,
    ProjectImport,
    ServiceSite,
)
from talka.decisions.models import DecisionRun
from talka.documents.storage import private_storage
from talka.events.factories import two
from talka.people.factories import PersonFactory
from talka.people.models import Person

from .planted_place import Place


def plant_case(place: Place) -> None:
    """A cooperation case that is still a draft of its partners; organisers of its programme help with it."""
    word, has = place.word, place.has
    case = CooperationCaseFactory(
        slug=f"{place.mark}-iecere",
        draft=True,
        title=two(word("case"), word("case")),
        programme=place.project.programme if place.mark == "own" else None,
    )
    has["case"] = case
    has["case partner"] = CasePartnerFactory(case=case, reason=word("casereason"))
    CaseStepFactory(case=case, answers={"leadership": word("stepanswer")}, notes=word("stepnotes"))
    PartnerAnswersFactory(partner=has["case partner"], answers={"causes": word("partneranswer")})
    has["case paper"] = StepPaperFactory(case=case, title=word("steppaper"))
    has["case seat"] = CaseSeatFactory(partner=has["case partner"], name=word("seatname"))
    has["case evaluation"] = EvaluationFactory(case=case, conclusions=word("conclusions"))
    CouncilBriefFactory(partner=has["case partner"], risks=word("casebrief"))
    ApproachFactory(case=case, sender=has["case partner"].organisation, words=word("caseletter"))
    _appraisal(place, case)


def plant_agreement(place: Place, organiser: Person) -> None:
    """A draft of the case's agreement, with what was said about it and what a council decided; a table on its way."""
    word, has = place.word, place.has
    agreement = AgreementFactory(
        slug=f"{place.mark}-ligums",
        title=word("agreement"),
        case=has["case"],
        standing=False,
        state="sent",
        text_number=1,
        published_at=None,
    )
    has["agreement"] = agreement
    has["clause"] = AgreementClauseFactory(agreement=agreement, text=word("clause"))
    AgreementText.objects.create(agreement=agreement, number=1, parts=[["", word("clause")], ["", word("clause")]])
    has["comment"] = ClauseComment.objects.create(agreement=agreement, words=word("comment"))
    has["party"] = AgreementPartyFactory(
        agreement=agreement, organisation=has["case partner"].organisation, signatory=word("signatory")
    )
    stored = private_storage().save(f"zq/{place.mark}-lemums.edoc", ContentFile(word("decision").encode()))
    has["decision"] = Endorsement.objects.create(
        party=has["party"],
        answer="refused",
        text_number=1,
        decided_on=dt.date(2026, 3, 2),
        reason=word("refusal"),
        file=stored,
        file_name="lemums.edoc",
        media_type="application/vnd.etsi.asic-e+zip",
    )
    has["agreement import"] = AgreementImport.objects.create(
        by=organiser, file_name="l.csv", found=["title"], faults=[[2, "", word("agreementfault"), ""]]
    )


def _appraisal(place: Place, case: CooperationCase) -> None:
    """Figures that their partner keeps even from organisers and administrators; a private map of groups."""
    word, has = place.word, place.has
    partner, other = has["case partner"], CasePartnerFactory(case=case)
    figures = {"source": word("figuresource"), "level": word("figurelevel"), "population_source": word("figurepeople")}
    PartnerFiguresFactory(partner=partner, **figures)
    PartnerFiguresFactory(partner=other, cost_eur=90_000)
    ServiceCostFactory(case=case, source=word("costsource"))
    has["way"] = PartnerWay.objects.create(case=case, a=partner, b=other, km=12)
    has["joint cost"] = set_joint_cost(case, [partner, other], Decimal(150_000), by=None, source=word("jointsource"))
    has["site"] = ServiceSite.objects.create(case=case, name=word("site"))
    has["site"].ways.create(partner=partner, km=5)
    has["site"].ways.create(partner=other, km=7)
    has["estimate"] = DecisionRun.objects.create(
        method="scale-economies",
        version="1",
        subject_kind="cooperation_case",
        subject_id=str(case.pk),
        parameters={"cost": word("costcolumn")},
        result=FIT,
        state=DecisionRun.State.PROPOSED,
    )
    compute(case, by=None)
    has["groups"] = GroupPlan.objects.create(
        title=word("groups"),
        service="waste",
        by=PersonFactory(with_account=True),
        rules={"fixed_eur": 1, "unit_eur": 1},
    )


FIT = {
    "method": "scale-economies", "version": "1", "seed": 0, "seconds": 0.1, "groups": 1, "clusters": 60,
    "errors": "hc1", "standard_error": 0.03, "freedom": 58, "r": -0.7, "intercept": 3.0, "fixed_eur": 0.0,
    "smearing": 1.0, "accounts": [], "verdict": "economies", "slope": -0.1, "slope_low": -0.2, "slope_high": -0.05,
    "elasticity": 0.9, "low": 0.8, "high": 0.95, "level": 0.95, "r_squared": 0.5, "n": 60, "left_out": 0,
    "unit_eur": 12.5,
}  # fmt: skip


def plant_joint_project(place: Place, organiser: Person) -> None:
    """A joint project that is still a draft, with all that hangs on one and a table under way."""
    word, has = place.word, place.has
    project = JointProjectFactory(
        slug=f"{place.mark}-kopprojekts",
        draft=True,
        title=two(word("jointproject"), word("jointproject")),
        programme=place.project.programme if place.mark == "own" else None,
        responsible=PersonFactory(family_name=word("jointresponsible")),
    )
    has["joint project"] = project
    has["joint partner"] = JointPartnerFactory(project=project, does=two(word("jointpart"), word("jointpart")))
    has["joint funding"] = FundingFactory(project=project, funder=word("jointfunder"))
    has["joint line"] = JointBudgetLineFactory(project=project, title=word("jointline"))
    has["joint spending"] = SpendingFactory(project=project, document_number=word("jointdocument"))
    has["joint milestone"] = MilestoneFactory(project=project, title=two(word("milestone"), word("milestone")))
    RiskFactory(project=project, title=two(word("risk"), word("risk")))
    stored = private_storage().save(f"zq/{place.mark}-lemums.asice", ContentFile(word("jointfile").encode()))
    has["joint decision"] = ProjectDecisionFactory(
        project=project,
        title=two(word("jointdecision"), word("jointdecision")),
        file=stored,
        file_name="lemums.asice",
        media_type="application/vnd.etsi.asic-e+zip",
    )
    has["joint result"] = ProjectResultFactory(project=project, title=two(word("jointresult"), word("jointresult")))
    has["joint figure"] = ProjectResultValueFactory(result=has["joint result"], source=word("jointfigure"))
    has["joint import"] = ProjectImport.objects.create(
        kind="projects",
        by=organiser,
        state="checked",
        file_name="p.csv",
        faults=[[2, "", word("jointfault"), ""]],
        result={"new": 0, "changed": 0, "same": 0},
    )
