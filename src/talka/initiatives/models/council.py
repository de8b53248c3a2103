"""A question to a council, what the council decided, and what was done of it."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.documents.kept_files import KeptFile
from talka.ui.declared import Data, acted, texts
from talka.ui.searched import Searched

from ..moderated import Moderated
from .initiatives import Initiative


@pghistory.track(model_name="CouncilQuestionVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class CouncilQuestion(Searched, Moderated):
    """Everybody reads it who may read what it is about. Open until the council has answered or gives it back."""

    personal = texts(_("Questions to councils"), Data.DEEDS)
    SEARCHED = ("title", "text", "committee")

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("question to a council", "Asked")
        TAKEN_UP = "taken_up", pgettext_lazy("question to a council", "Taken up")
        DECIDED = "decided", pgettext_lazy("question to a council", "Decided")
        UNDER_WAY = "under_way", pgettext_lazy("question to a council", "Being carried out")
        DONE = "done", pgettext_lazy("question to a council", "Done")
        RETURNED = "returned", pgettext_lazy("question to a council", "Returned")
        WITHDRAWN = "withdrawn", pgettext_lazy("question to a council", "Withdrawn")

    class AskedAs(models.TextChoices):
        AUTHOR = "author", pgettext_lazy("who asks a council", "An author of the initiative")
        ORGANISER = "organiser", pgettext_lazy("who asks a council", "An organiser")
        COUNCIL = "council", pgettext_lazy("who asks a council", "The municipality, for somebody who asked on paper")

    OPEN = (State.ASKED, State.TAKEN_UP)

    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="council_questions"
    )
    about_kind = models.CharField(max_length=40, blank=True, help_text="of links.registry: what else it is about")
    about_id = models.CharField(max_length=40, blank=True)
    council = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField()
    asked_on = models.DateField()
    deadline = models.DateField(help_text="by which the asker hopes for an answer")
    state = models.CharField(max_length=20, choices=State.choices, default=State.ASKED)
    asked_as = models.CharField(max_length=20, choices=AskedAs.choices, default=AskedAs.AUTHOR)
    committee = models.CharField(max_length=200, blank=True)
    rapporteur = models.CharField(max_length=200, blank=True, help_text="in words")
    meeting_on = models.DateField(null=True, blank=True)
    taken_up_on = models.DateField(null=True, blank=True)
    taken_up_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True, help_text="the day the first answer was given here")
    ended_on = models.DateField(null=True, blank=True, help_text="returned, withdrawn")
    ended_why = models.CharField(max_length=1000, blank=True)
    illustrative = models.BooleanField(default=False)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(deadline__gte=F("asked_on")), name="council_question_deadline_after"),
            models.CheckConstraint(
                condition=Q(state__in=("returned", "withdrawn")) ^ Q(ended_on__isnull=True),
                name="council_question_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(about_kind="", about_id="") | (~Q(about_kind="") & ~Q(about_id="")),
                name="council_question_about_a_thing",
            ),
            models.UniqueConstraint(
                fields=["initiative"], condition=Q(state__in=("asked", "taken_up")), name="council_question_open_once"
            ),
        ]
        indexes = [models.Index(fields=["council", "state"], name="council_question_council")]

    def __str__(self) -> str:
        return self.title

    @property
    def open(self) -> bool:
        """Whether the council has yet to answer."""
        return self.state in self.OPEN


@pghistory.track(model_name="CouncilDecisionVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class CouncilDecision(KeptFile):
    """What a council decided on a question. An annulled one stays on record beside what came after it."""

    personal = texts(_("Council decisions"), Data.NAME, Data.DEEDS)

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("council decision", "Accepted")
        IN_PART = "in_part", pgettext_lazy("council decision", "Accepted in part")
        DECLINED = "declined", pgettext_lazy("council decision", "Declined")
        PUT_OFF = "put_off", pgettext_lazy("council decision", "Put off")

    question = models.ForeignKey(CouncilQuestion, on_delete=models.CASCADE, related_name="decisions")
    number = models.CharField(max_length=60)
    decided_on = models.DateField()
    text = models.TextField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reasons = models.TextField(blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_by_name = models.TextField(blank=True, help_text="of an open vote, as the minutes have it")
    responsible = models.CharField(max_length=300, blank=True, help_text="in words")
    responsible_person = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="who is reminded",
    )  # fmt: skip
    due_on = models.DateField(null=True, blank=True)
    money = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="EUR")
    budget_line = models.CharField(max_length=200, blank=True)
    done_on = models.DateField(null=True, blank=True)
    annulled_on = models.DateField(null=True, blank=True)
    annulled_why = models.CharField(max_length=1000, blank=True)
    annulled_by = models.CharField(max_length=300, blank=True, help_text="which decision or judgement, in words")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="declined") | ~Q(reasons=""), name="council_declines_with_reasons"
            ),
            models.CheckConstraint(
                condition=Q(votes_for__isnull=True, votes_against__isnull=True, votes_abstained__isnull=True)
                | Q(votes_for__isnull=False, votes_against__isnull=False, votes_abstained__isnull=False),
                name="council_vote_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(annulled_on__isnull=True, annulled_why="")
                | (Q(annulled_on__gte=F("decided_on")) & ~Q(annulled_why="")),
                name="council_annuls_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(money__isnull=True) | Q(money__gte=0), name="council_gives_no_debt"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(outcome__in=("accepted", "in_part")),
                name="council_only_accepted_is_done",
            ),
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(annulled_on__isnull=True) & ~Q(outcome="put_off"),
                name="council_one_decision_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.decided_on}"

    @property
    def stands(self) -> bool:
        return self.annulled_on is None

    @property
    def carried_out(self) -> bool:
        """Whether something follows from it that can be done."""
        return self.stands and self.outcome in (self.Outcome.ACCEPTED, self.Outcome.IN_PART)


class DecisionEntry(models.Model):
    """What was done of a decision on a day. Only added to."""

    personal = texts(_("What was done of council decisions"), Data.DEEDS)

    decision = models.ForeignKey(CouncilDecision, on_delete=models.CASCADE, related_name="entries")
    on = models.DateField()
    words = models.TextField()
    last = models.BooleanField(default=False, help_text="with it the decision is carried out")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision"], condition=Q(last=True), name="decision_is_done_once")
        ]


class AnswerTold(models.Model):
    """One telling of an answer to all who must hear it: authors, supporters, who asked. It says how many, and nobody's
    name; the letters themselves stand in the outbox."""

    class What(models.TextChoices):
        ANSWER = "answer", pgettext_lazy("told to those who asked", "The answer")
        CORRECTION = "correction", pgettext_lazy("told to those who asked", "A correction")
        ANNULMENT = "annulment", pgettext_lazy("told to those who asked", "That it was annulled")
        RETURN = "return", pgettext_lazy("told to those who asked", "That it was returned")

    question = models.ForeignKey(CouncilQuestion, on_delete=models.CASCADE, related_name="told")
    decision = models.ForeignKey(CouncilDecision, on_delete=models.CASCADE, null=True, blank=True, related_name="told")
    what = models.CharField(max_length=20, choices=What.choices)
    people = models.PositiveIntegerField(null=True, blank=True, help_text="empty: the letters are being written")
    told_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(people__isnull=True) ^ Q(told_at__isnull=False), name="answer_told_at_a_time"
            )
        ]


@pghistory.track(model_name="CouncilFiguresVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class CouncilFigures(models.Model):
    """Whether a council shows everybody how it answers. No row: its own people and organisers alone see it."""

    personal = acted(_("Which councils show how they answer"))

    council = models.OneToOneField("people.Organisation", on_delete=models.CASCADE, related_name="+")
    shown = models.BooleanField(default=False)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
