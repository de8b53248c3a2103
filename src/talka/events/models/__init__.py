from .agenda import AgendaItem, AgendaRelease, Presentation, Speaker
from .attendance import Attendance, Certificate
from .event import Cost, Event, Photo
from .feedback import FeedbackAnswer
from .invitation import Invitation
from .registration import Answer, Choice, Question, Quota, Registration
from .sheet_import import SheetImport

__all__ = [
    "AgendaItem",
    "AgendaRelease",
    "Answer",
    "Attendance",
    "Certificate",
    "Choice",
    "Cost",
    "Event",
    "FeedbackAnswer",
    "Invitation",
    "Photo",
    "Presentation",
    "Question",
    "Quota",
    "Registration",
    "SheetImport",
    "Speaker",
]
