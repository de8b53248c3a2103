"""The path of a case: what was answered, decided and kept in each step, who sits where, when it was evaluated.

Steps are data (path/steps.toml): rows name them by their key, and a step nobody touched has no row.
"""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.documents.kept_files import KeptFile
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

from .cases import CooperationCase, Partner


class Audience(models.TextChoices):
    PARTNERS = "partners", pgettext_lazy("who reads it", "the partners")
    PUBLIC = "public", pgettext_lazy("who reads it", "everybody")


@pghistory.track(model_name="CaseStepVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class CaseStep(models.Model):
    """How far a step is, what was answered in it (by key of its question) and what the partners noted."""

    personal = texts(_("Steps of cooperation cases"), Data.DEEDS)

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("step", "Not begun")
        UNDER_WAY = "under_way", pgettext_lazy("step", "Under way")
        DONE = "done", pgettext_lazy("step", "Done")
        NOT_NEEDED = "not_needed", pgettext_lazy("step", "Not needed")

    case = models.ForeignKey(CooperationCase, on_delete=models.CASCADE, related_name="steps")
    step = models.SlugField(max_length=40, help_text="key of path/steps.toml")
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=500, blank=True, help_text="why it is not needed")
    answers = models.JSONField(default=dict, blank=True, help_text="by key of the question, as path/answers.py says")
    notes = models.TextField(blank=True, help_text="the partners' own, never public")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "step"], name="step_stands_once_in_a_case"),
            models.CheckConstraint(
                condition=~models.Q(state="not_needed") | ~models.Q(reason=""), name="step_not_needed_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.step


@pghistory.track(model_name="PartnerAnswersVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class PartnerAnswers(models.Model):
    """What one partner answered in a step. It stays when the partner leaves."""

    personal = texts(_("Partners' answers in cooperation cases"), Data.DEEDS)

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="answers")
    step = models.SlugField(max_length=40, help_text="key of path/steps.toml")
    answers = models.JSONField(default=dict, blank=True, help_text="by key of the question")
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "step"], name="partner_answers_a_step_once")]

    def __str__(self) -> str:
        return self.step


@pghistory.track(model_name="StepPaperVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class StepPaper(KeptFile):
    """A document of a step, or a decision taken in it; a file, a link, or for a decision just the words."""

    personal = texts(_("Documents and decisions of cooperation cases"), Data.NAME, Data.IMAGE, Data.DEEDS)

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("Document")
        DECISION = "decision", _("Decision")

    case = models.ForeignKey(CooperationCase, on_delete=models.CASCADE, related_name="papers")
    step = models.SlugField(max_length=40, help_text="key of path/steps.toml")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.DOCUMENT)
    title = models.CharField(max_length=300, help_text="what it is, or what was decided")
    day = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True, help_text="the body that decided")
    number = models.CharField(max_length=60, blank=True, help_text="number of the decision")
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.PARTNERS)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="document")
                | (models.Q(kind="decision", day__isnull=False) & ~models.Q(decided_by="")),
                name="decision_by_somebody_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="decision") | ~models.Q(file="") | ~models.Q(link=""),
                name="document_can_be_read",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["name"],
    model_name="SeatVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Seat(models.Model):
    """Somebody of a partner in the task force, in the management or in the monitoring committee."""

    personal = Personal(
        title=_("Members of task forces, managements and monitoring committees"),
        purpose=_("Knowing who negotiates, manages and monitors a cooperation for which partner"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.WORK, Data.PART),
        readers=(Reader.NAMED, Reader.ORGANISERS),
        source=(Source.TEAM,),
        retention=_("until the partners or the person take it back; the seat stays and is vacant"),
        clock=Clock.PERSON,
    )

    class Body(models.TextChoices):
        TASK_FORCE = "task_force", _("Task force")
        MANAGEMENT = "management", _("Management")
        MONITORING = "monitoring", _("Monitoring committee")

    case = models.ForeignKey(CooperationCase, on_delete=models.CASCADE, related_name="seats")
    body = models.CharField(max_length=20, choices=Body.choices)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True, help_text="of somebody who is not in the register")
    role = models.CharField(max_length=200, help_text="position, and what for: lawyer, finance, technical")
    chair_from = models.DateField(null=True, blank=True)
    chair_to = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["body", "partner__order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person=None) | models.Q(name=""), name="seat_of_the_register_or_by_name"
            ),
            models.CheckConstraint(
                condition=models.Q(chair_from=None, chair_to=None)
                | models.Q(chair_from__isnull=False, chair_to__gte=models.F("chair_from")),
                name="chair_from_a_day_to_a_later_one",
            ),
        ]

    def __str__(self) -> str:
        return self.role

    @property
    def who(self) -> str:
        """The person's name; nothing where the seat is vacant."""
        return str(self.person.name) if self.person is not None else self.name


@pghistory.track(model_name="EvaluationVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Evaluation(models.Model):
    """One evaluation of a case: planned for a day, held on a day."""

    personal = texts(_("Evaluations of cooperation cases"), Data.DEEDS)

    case = models.ForeignKey(CooperationCase, on_delete=models.CASCADE, related_name="evaluations")
    due_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True, help_text="by key of the question")
    conclusions = models.TextField(blank=True)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.PARTNERS)
    reminded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(held_on=None), name="one_evaluation_is_planned_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["due_on"], condition=models.Q(held_on=None), name="evaluation_due")]

    def __str__(self) -> str:
        return self.due_on.isoformat()
