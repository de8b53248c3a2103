"""A joint project: an investment or activity with several partners, from the idea to what came of it."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.ui.declared import Data, texts
from talka.ui.searched import Searched


class Impact(models.TextChoices):
    """How far a project reaches."""

    LOCAL = "local", pgettext_lazy("impact of a project", "Local")
    REGIONAL = "regional", pgettext_lazy("impact of a project", "Regional")
    NATIONAL = "national", pgettext_lazy("impact of a project", "National")


class Reach(models.TextChoices):
    """What the partners' territories say of the impact; see `reach.proposed`."""

    NONE = "", pgettext_lazy("reach of a project", "no municipality is a partner yet")
    LOCAL = "local", pgettext_lazy("reach of a project", "one municipality")
    REGIONAL = "regional", pgettext_lazy("reach of a project", "several municipalities of one planning region")
    ACROSS = "across", pgettext_lazy("reach of a project", "municipalities of several planning regions")


@pghistory.track(
    pghistory.InsertEvent(),
    # What hangs on it has versions of its own; that it stands first in lists again is none.
    pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude=["changed_at"])),
    model_name="JointProjectVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class JointProject(Searched):
    """What partners do together. A draft is its partners' own; a published one is everybody's to read."""

    personal = texts(_("Joint projects"), Data.DEEDS, Data.WORK)
    SEARCHED = ("title", "about")

    class State(models.TextChoices):
        """The pipeline, in its order."""

        IDEA = "idea", pgettext_lazy("joint project", "Idea")
        PREPARING = "preparing", pgettext_lazy("joint project", "Being prepared")
        APPLIED = "applied", pgettext_lazy("joint project", "Applied for")
        APPROVED = "approved", pgettext_lazy("joint project", "Approved")
        UNDER_WAY = "under_way", pgettext_lazy("joint project", "Under way")
        DONE = "done", pgettext_lazy("joint project", "Done")
        GIVEN_UP = "given_up", pgettext_lazy("joint project", "Given up")

    slug = models.SlugField(max_length=60, unique=True, help_text="stable name in addresses and files")
    title = I18nCharField(max_length=300)
    about = I18nTextField(blank=True, help_text="what is done, for whom and why together")
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="joint_projects",
        help_text="the programme whose organisers help with it",
    )
    service = models.SlugField(max_length=40, blank=True, help_text="key of a service of law/services.toml")
    state = models.CharField(max_length=20, choices=State.choices, default=State.IDEA)
    state_since = models.DateField(help_text="since when it is so")
    state_reason = models.CharField(max_length=500, blank=True, help_text="why it was given up")
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    reach = models.CharField(
        max_length=20, choices=Reach.choices, default=Reach.NONE, blank=True, help_text="by rule, from its partners"
    )
    impact = models.CharField(
        max_length=20, choices=Impact.choices, blank=True, help_text="as a person decided; empty: as the rule says"
    )
    impact_reason = models.CharField(max_length=500, blank=True, help_text="why it was decided so")
    responsible = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    responsible_office = models.CharField(max_length=200, blank=True, help_text="an office, told to everybody")
    total_told = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="euro, as the funder's decision has it"
    )
    illustrative = models.BooleanField(default=False, help_text="made up, as its partners are")
    published_at = models.DateTimeField(null=True, blank=True, help_text="everybody reads it from then on")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="joint_project_newest_first"),
            models.Index(fields=["state", "-changed_at"], name="joint_project_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="given_up") | ~models.Q(state_reason=""),
                name="joint_project_given_up_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(starts__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
                name="joint_project_days_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(total_told__isnull=True) | models.Q(total_told__gte=0),
                name="joint_project_total_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def level(self) -> str:
        """Its impact: as decided, else as the rule says where the rule decides; "" where a person has to."""
        if self.impact:
            return self.impact
        return self.reach if self.reach in Impact.values else ""

    @property
    def level_words(self) -> str:
        return str(Impact(self.level).label) if self.level else str(pgettext_lazy("impact of a project", "undecided"))

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year; None where one of the days is open."""
        return (self.starts.year, self.ends.year) if self.starts and self.ends else None

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.GIVEN_UP)


@pghistory.track(model_name="JointPartnerVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class JointPartner(models.Model):
    """One party to a joint project, of any kind, also abroad. Leaving is a state: its money stays on record."""

    personal = texts(_("Partners of joint projects"), Data.DEEDS)

    class Role(models.TextChoices):
        LEAD = "lead", pgettext_lazy("partner of a joint project", "Lead partner")
        PARTNER = "partner", pgettext_lazy("partner of a joint project", "Partner")
        SUPPORTER = "supporter", pgettext_lazy("partner of a joint project", "Supports it")

    project = models.ForeignKey(JointProject, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.PARTNER)
    does = I18nCharField(max_length=300, blank=True, help_text="its part of the work")
    agreed_on = models.DateField(null=True, blank=True, help_text="when it said that it takes part")
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "organisation"], name="joint_partner_stands_once"),
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(role="lead", left_on__isnull=True),
                name="joint_project_has_one_lead",
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | ~models.Q(left_reason=""),
                name="joint_partner_leaves_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
