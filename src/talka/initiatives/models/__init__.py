"""What is kept of local initiatives: what is proposed, deliberated, chosen, decided by a council and consulted on."""

from .authors import Author, Supporter
from .ballots import Ballot, PaperEntry
from .choosings import Choosing, ChoosingOption
from .comments import CommentSupport, ConsultationComment
from .consultations import Consultation, ConsultationPart
from .council import AnswerTold, CouncilDecision, CouncilFigures, CouncilQuestion, DecisionEntry
from .deliberation_questions import DeliberationQuestion, QuestionBacker
from .deliberations import Deliberation, DeliberationHearing, DeliberationMember
from .initiative_texts import InitiativeText
from .initiatives import Initiative, InitiativeStep
from .moderation import ModerationStep, Report
from .resemblances import Resemblance
from .statements import Statement, StatementVote
from .voters import Voter, VoterLink

__all__ = [
    "AnswerTold",
    "Author",
    "Ballot",
    "Choosing",
    "ChoosingOption",
    "CommentSupport",
    "Consultation",
    "ConsultationComment",
    "ConsultationPart",
    "CouncilDecision",
    "CouncilFigures",
    "CouncilQuestion",
    "DecisionEntry",
    "Deliberation",
    "DeliberationHearing",
    "DeliberationMember",
    "DeliberationQuestion",
    "Initiative",
    "InitiativeStep",
    "InitiativeText",
    "ModerationStep",
    "PaperEntry",
    "QuestionBacker",
    "Report",
    "Resemblance",
    "Statement",
    "StatementVote",
    "Supporter",
    "Voter",
    "VoterLink",
]
