"""Who cooperates with whom, at what cost, under which agreement, in which joint project."""

from .agreement_imports import AgreementImport
from .agreement_texts import AgreementClause, AgreementText, ClauseComment
from .agreements import Agreement, AgreementParty
from .appraisal import JointCost, PartnerFigures, PartnerWay, ServiceCost, ServiceSite, SiteWay
from .approach import Approach
from .brief import CouncilBrief
from .cases import CooperationCase, Partner
from .endorsements import Endorsement
from .groups import GroupPlan
from .path import CaseStep, Evaluation, PartnerAnswers, Seat, StepPaper
from .project_course import Milestone, ProjectDecision, Risk
from .project_imports import ProjectImport
from .project_money import Funding, JointBudgetLine, MoneySource, Spending
from .project_results import ProjectResult, ProjectResultValue
from .projects import Impact, JointPartner, JointProject, Reach

__all__ = [
    "Agreement",
    "AgreementClause",
    "AgreementImport",
    "AgreementParty",
    "AgreementText",
    "Approach",
    "CaseStep",
    "ClauseComment",
    "CooperationCase",
    "CouncilBrief",
    "Endorsement",
    "Evaluation",
    "Funding",
    "GroupPlan",
    "Impact",
    "JointBudgetLine",
    "JointCost",
    "JointPartner",
    "JointProject",
    "Milestone",
    "MoneySource",
    "Partner",
    "PartnerAnswers",
    "PartnerFigures",
    "PartnerWay",
    "ProjectDecision",
    "ProjectImport",
    "ProjectResult",
    "ProjectResultValue",
    "Reach",
    "Risk",
    "Seat",
    "ServiceCost",
    "ServiceSite",
    "SiteWay",
    "Spending",
    "StepPaper",
]
