"""What those who plan lack, as it was found at events: every arrow down to the cards is a stored row."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nTextField

from talka.events.models import Event
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

from .competence import Competence


@pghistory.track()
class Findings(models.Model):
    """What came out of one event, as its organisers put it before and after the figures; public once published."""

    personal = texts(_("Findings"))

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, related_name="findings")
    lead = I18nTextField(blank=True, help_text="the finding in one or two sentences")
    follows = I18nTextField(blank=True, help_text="what follows from it")
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    @classmethod
    def of(cls, event: Event) -> "Findings | None":
        """What was said of this event, if anything was; asked once for each event that was read."""
        found: Findings | None = getattr(event, "findings", None)
        return found

    @property
    def public(self) -> bool:
        return self.published_at is not None


@pghistory.track()
class Need(models.Model):
    personal = texts(_("Needs"))

    class State(models.TextChoices):
        HEARD = "heard", pgettext_lazy("need", "Heard")
        CONFIRMED = "confirmed", pgettext_lazy("need", "Confirmed")
        ANSWERED = "answered", pgettext_lazy("need", "Answered")
        DECLINED = "declined", pgettext_lazy("need", "Declined")

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="needs")
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, null=True, blank=True, related_name="needs")
    words = models.CharField(max_length=300)
    theme = models.CharField(max_length=200, blank=True)
    competence = models.ForeignKey(
        Competence,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="needs",
        help_text="what answers of assessments are read beside it",
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.HEARD)
    reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    recorded = models.BooleanField(default=False, help_text="from a published record, without cards behind it")
    source = models.URLField(blank=True, max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.words


class NeedEvidence(models.Model):
    """A theme of cards that says this need."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="evidence")
    cluster = models.ForeignKey("workshops.Cluster", on_delete=models.PROTECT, related_name="needs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "cluster"], name="need_evidence_stands_once")]


class NeedResponse(models.Model):
    """What somebody who spoke says to the wording: that it is theirs, or how they would say it. Once per person."""

    personal = Personal(
        title=_("Answers about the wording of needs"),
        purpose=_("Whether a need is worded as those who said it meant it"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.WORDS,),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.TEAM),
        source=(Source.PERSON,),
        retention=_("the last retention date of the programme's projects"),
        clock=Clock.PROJECT,
        carried_out=("talka.needs.actions.retention.forget_past_programmes",),
    )

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="responses")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="need_responses")
    confirms = models.BooleanField(help_text="of the wording as it stood")
    wording = models.CharField(max_length=300, help_text="what it was said to")
    words = models.CharField(max_length=300, blank=True, help_text="how the person would say it")
    at = models.DateTimeField(auto_now=True)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="an organiser has read the correction")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["need", "person"], name="one_response_per_need_and_person"),
            models.CheckConstraint(
                condition=models.Q(confirms=True) | ~models.Q(words=""), name="a_correction_has_words"
            ),
        ]
