"""A cooperation case: partners who look at one service together, and how far they have come."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.ui.declared import Data, texts
from talka.ui.searched import Searched


@pghistory.track(model_name="CooperationCaseVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class CooperationCase(Searched):
    """Partners × one service. A draft is its partners' own; a published one is everybody's to read, figures are not."""

    personal = texts(_("Cooperation cases"), Data.DEEDS)
    SEARCHED = ("title", "about")

    class State(models.TextChoices):
        EXPLORING = "exploring", pgettext_lazy("cooperation case", "Being explored")
        ESTABLISHING = "establishing", pgettext_lazy("cooperation case", "Being established")
        RUNNING = "running", pgettext_lazy("cooperation case", "Running")
        ENDED = "ended", pgettext_lazy("cooperation case", "Ended")
        DROPPED = "dropped", pgettext_lazy("cooperation case", "Given up")

    slug = models.SlugField(max_length=60, unique=True, help_text="stable name in addresses and files")
    title = I18nCharField(max_length=300)
    service = models.SlugField(max_length=40, help_text="key of a service of law/services.toml")
    about = I18nTextField(blank=True, help_text="what it is to solve, in the partners' words")
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cooperation_cases",
        help_text="the programme whose organisers help with it",
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.EXPLORING)
    state_reason = models.CharField(max_length=500, blank=True, help_text="why it ended or was given up")
    illustrative = models.BooleanField(default=False, help_text="made up, as its partners are")
    published_at = models.DateTimeField(null=True, blank=True, help_text="everybody reads it from then on")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="case_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=("ended", "dropped")) | ~models.Q(state_reason=""),
                name="case_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


@pghistory.track(model_name="PartnerVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Partner(models.Model):
    """One party to a case: a municipality, or an NGO, a company, a planning region, a ministry. Leaving is a state."""

    personal = texts(_("Partners of cooperation cases"), Data.DEEDS, Data.WORK)

    class Role(models.TextChoices):
        INITIATOR = "initiator", pgettext_lazy("partner", "Began it")
        PARTNER = "partner", pgettext_lazy("partner", "Partner")
        SUPPORTER = "supporter", pgettext_lazy("partner", "Supports it")

    class State(models.TextChoices):
        INVITED = "invited", pgettext_lazy("partner", "Invited")
        TAKING_PART = "taking_part", pgettext_lazy("partner", "Takes part")
        DECLINED = "declined", pgettext_lazy("partner", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("partner", "Withdrew")

    class Openness(models.TextChoices):
        """Who may see a partner's own figures; the partner decides."""

        OWN = "own", pgettext_lazy("who sees figures", "only we")
        PARTNERS = "partners", pgettext_lazy("who sees figures", "the partners of the case")
        PUBLIC = "public", pgettext_lazy("who sees figures", "everybody")

    case = models.ForeignKey(CooperationCase, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.PARTNER)
    state = models.CharField(max_length=20, choices=State.choices, default=State.INVITED)
    reason = models.CharField(max_length=500, blank=True, help_text="why it declined or withdrew")
    answered_on = models.DateField(null=True, blank=True, help_text="when it joined, declined or withdrew")
    openness = models.CharField(max_length=20, choices=Openness.choices, default=Openness.PARTNERS)
    focal_point = models.ForeignKey(
        "people.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="the one whom the others ask",
    )
    order = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "organisation"], name="partner_stands_once_in_a_case"),
            models.CheckConstraint(
                condition=models.Q(state="invited") | models.Q(answered_on__isnull=False),
                name="partner_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn") | ~models.Q(reason=""), name="partner_withdraws_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def takes_part(self) -> bool:
        return self.state == self.State.TAKING_PART


STANDING = (Partner.State.INVITED, Partner.State.TAKING_PART)
"""Those whose people read a draft."""
