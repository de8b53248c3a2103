"""Homework between sessions: what is asked, what a team or a person hands in, every version of it, and the answers."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.documents.kept_files import KeptFile
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

from .cohort import Cohort, Learner, Team
from .training import Module


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="HomeworkChange",
    obj_field=pghistory.ObjForeignKey(related_name="changes"),
)
class Homework(KeptFile):
    """A task of a cohort; of a module, or of none. Everybody in the cohort reads it, nobody else."""

    personal = texts(_("Homework of training programmes"), Data.DEEDS)

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="homework")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = I18nCharField(max_length=200)
    task = I18nTextField()
    due_on = models.DateField(help_text="until the end of this day; what comes later is said to be late")
    needed = models.BooleanField(default=True, help_text="the certificate may ask for it")
    each = models.BooleanField(default=False, help_text="each person hands in their own; else the team does")
    reminded_for = models.DateField(null=True, blank=True, help_text="the due day of which the teams were reminded")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="not asked any more; what was handed in stays")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(retired_at=None), name="homework_due"),
        ]

    def __str__(self) -> str:
        return str(self.title)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="HandInChange",
    obj_field=pghistory.ObjForeignKey(related_name="changes"),
)
class HandIn(models.Model):
    """What a team, or a person of it, made of a homework, and how far it is. Nothing handed in: no row."""

    personal = texts(_("Homework handed in"), Data.DEEDS, Data.PART)

    class State(models.TextChoices):
        HANDED_IN = "handed_in", pgettext_lazy("homework", "Handed in")
        RETURNED = "returned", pgettext_lazy("homework", "Returned: something is to be changed")
        ACCEPTED = "accepted", pgettext_lazy("homework", "Accepted")

    homework = models.ForeignKey(Homework, on_delete=models.PROTECT, related_name="hand_ins")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="hand_ins")
    learner = models.ForeignKey(
        Learner, on_delete=models.CASCADE, null=True, blank=True, related_name="hand_ins", help_text="empty: the team's"
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.HANDED_IN)
    open_to_cohort = models.BooleanField(default=False, help_text="the other teams read it too")
    first_at = models.DateTimeField(help_text="of the first version")
    last_at = models.DateTimeField(help_text="of the newest version")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="when it was returned or accepted last")
    told = models.BooleanField(default=False, help_text="those who teach were written to, or have answered")

    class Meta:
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["homework", "team", "learner"], nulls_distinct=False, name="homework_is_handed_in_at_one_place"
            ),
            models.CheckConstraint(
                condition=models.Q(state="handed_in") | models.Q(answered_at__isnull=False),
                name="homework_is_answered_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["last_at"], condition=models.Q(state="handed_in"), name="hand_in_waits")]


class HandInVersion(KeptFile):
    """One version of what was handed in. A new one replaces nothing: rows are only added, so they keep no versions."""

    personal = texts(_("Texts and files of homework"), Data.IMAGE, Data.DEEDS)

    hand_in = models.ForeignKey(HandIn, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(help_text="from 1")
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    late = models.BooleanField(default=False, help_text="after the day that was due then")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["hand_in", "number"], name="hand_in_version_stands_once")]


class HandInRemark(KeptFile):
    """A word in the thread about what was handed in; of a trainer it may return or accept it. Only added."""

    personal = Personal(
        title=_("Answers to homework"),
        purpose=_("What trainers, coaches and participants tell each other about homework"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.WORDS, Data.IMAGE, Data.DEEDS),
        readers=(Reader.PERSON, Reader.TEAM, Reader.ORGANISERS),
        source=(Source.PERSON,),
        retention=_("until the writer is erased: the words are emptied, that something was said stays"),
        clock=Clock.PERSON,
    )

    class Verdict(models.TextChoices):
        NONE = "", pgettext_lazy("homework", "Only a word")
        RETURNED = "returned", pgettext_lazy("homework", "Returned: something is to be changed")
        ACCEPTED = "accepted", pgettext_lazy("homework", "Accepted")

    hand_in = models.ForeignKey(HandIn, on_delete=models.CASCADE, related_name="remarks")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    from_staff = models.BooleanField(help_text="said by a trainer, coach or coordinator")
    verdict = models.CharField(max_length=20, choices=Verdict.choices, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    emptied = models.BooleanField(default=False, help_text="its writer was erased")

    class Meta:
        ordering = ["at", "pk"]
