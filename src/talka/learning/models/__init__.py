"""What is kept of learning: training programmes and their cohorts, applications, what is done between sessions,
assessments and certificates; knowledge angels and peer reviews."""

from .angel_requests import AngelRequest, Proposal
from .angels import Angel
from .applications import Application, ApplicationAnswer, ApplicationMember, Criterion
from .assessment import (
    AssessmentAnswer,
    AssessmentFigure,
    AssessmentItem,
    AssessmentRound,
    AssessmentScore,
    SupervisorScore,
    SupervisorView,
)
from .certificate import Achievement, BadgeKey, TrainingCertificate
from .coaching import Coaching
from .cohort import Cohort, Learner, Session, Team
from .community_plans import CommunityPlan, CommunityPlanVersion, PlanActivity, PlanActor, PlanAsset, PlanComment
from .homework import HandIn, HandInRemark, HandInVersion, Homework
from .impressions import Impression, ImpressionPhoto
from .materials import Material
from .mentoring import Advice, MentorVisit, Recommendation
from .network_course import NetworkMeeting, NetworkNote, NetworkTarget, NetworkTask
from .networks import Network, NetworkMember, NetworkPerson
from .peer_reports import PeerFinding, PeerRecommendation, PeerReport
from .peer_reviews import Peer, PeerReview
from .peer_work import PositionStatement, ReviewMeeting, TeamNote
from .selection import Score, Scorer, SelectionDecision, SelectionMeeting
from .stories import PracticeStory, StoryPhoto
from .training import Module, Staff, Training
from .twinning import TwinLetter, TwinMeeting, Twinning

__all__ = [
    "Achievement",
    "Advice",
    "Angel",
    "AngelRequest",
    "Application",
    "ApplicationAnswer",
    "ApplicationMember",
    "AssessmentAnswer",
    "AssessmentFigure",
    "AssessmentItem",
    "AssessmentRound",
    "AssessmentScore",
    "BadgeKey",
    "Coaching",
    "Cohort",
    "CommunityPlan",
    "CommunityPlanVersion",
    "Criterion",
    "HandIn",
    "HandInRemark",
    "HandInVersion",
    "Homework",
    "Impression",
    "ImpressionPhoto",
    "Learner",
    "Material",
    "MentorVisit",
    "Module",
    "Network",
    "NetworkMeeting",
    "NetworkMember",
    "NetworkNote",
    "NetworkPerson",
    "NetworkTarget",
    "NetworkTask",
    "Peer",
    "PeerFinding",
    "PeerRecommendation",
    "PeerReport",
    "PeerReview",
    "PlanActivity",
    "PlanActor",
    "PlanAsset",
    "PlanComment",
    "PositionStatement",
    "PracticeStory",
    "Proposal",
    "Recommendation",
    "ReviewMeeting",
    "Score",
    "Scorer",
    "SelectionDecision",
    "SelectionMeeting",
    "Session",
    "Staff",
    "StoryPhoto",
    "SupervisorScore",
    "SupervisorView",
    "Team",
    "TeamNote",
    "Training",
    "TrainingCertificate",
    "TwinLetter",
    "TwinMeeting",
    "Twinning",
]
