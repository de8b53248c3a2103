"""Projects of a planning document: investments and actions, who answers for them, what they are to cost."""

from decimal import Decimal

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.ui.declared import texts

from .documents import Goal, Plan

SOURCES = {
    "own": pgettext_lazy("source of money", "Own budget"),
    "eu": pgettext_lazy("source of money", "European Union funds"),
    "state": pgettext_lazy("source of money", "State budget"),
    "other": pgettext_lazy("source of money", "Other sources"),
}
"""As an investment plan names them. The amount of each stands in `eur_<key>`, in euro."""


@pghistory.track(model_name="PlanProjectVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class PlanProject(models.Model):
    """An investment or an action that a plan names, with indicative money and how far it has come."""

    personal = texts(_("Projects of planning documents"))

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("project of a plan", "Planned")
        STARTED = "started", pgettext_lazy("project of a plan", "Under way")
        DONE = "done", pgettext_lazy("project of a plan", "Done")
        DROPPED = "dropped", pgettext_lazy("project of a plan", "Given up")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="projects")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="projects")
    number = models.CharField(max_length=20, help_text="as in the investment plan")
    title = I18nCharField(max_length=500)
    results = I18nTextField(blank=True, help_text="what is to come of it")
    starts = models.PositiveSmallIntegerField(null=True, blank=True, help_text="the year it begins")
    ends = models.PositiveSmallIntegerField(null=True, blank=True, help_text="the year it is to be done")
    eur_own = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    eur_eu = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    eur_state = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    eur_other = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PLANNED)
    done_in = models.PositiveSmallIntegerField(null=True, blank=True, help_text="the year it was done")
    remark = I18nTextField(blank=True, help_text="how far it has come, why it was given up")
    order = models.PositiveIntegerField(help_text="from 1 within the plan; retired ones keep theirs")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                condition=models.Q(retired_at__isnull=True),
                name="plan_project_number_stands_once",
            ),
            models.CheckConstraint(condition=~models.Q(number=""), name="plan_project_has_a_number"),
            models.CheckConstraint(
                condition=models.Q(starts__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
                name="plan_project_years_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done") ^ models.Q(done_in__isnull=True), name="plan_project_done_in_a_year"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    *(
                        models.Q(**{f"eur_{source}__isnull": True}) | models.Q(**{f"eur_{source}__gte": 0})
                        for source in SOURCES
                    )
                ),
                name="plan_project_money_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def eur(self) -> Decimal | None:
        """What it is to cost in all; None where nothing is said."""
        told = [amount for source in SOURCES if (amount := getattr(self, f"eur_{source}")) is not None]
        return sum(told, Decimal(0)) if told else None


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),  # it is rewritten with its project
    model_name="PlannedYearVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class PlannedYear(models.Model):
    """How much of a project's money is meant for one year, of all sources, in euro."""

    project = models.ForeignKey(PlanProject, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    eur = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year"], name="planned_year_stands_once"),
            models.CheckConstraint(condition=models.Q(eur__gte=0), name="planned_year_not_negative"),
        ]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),  # it is rewritten with its project
    model_name="PartyVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Party(models.Model):
    """Who answers for a project or takes part, as the plan writes it; `organisation` where the register knows it."""

    personal = texts(_("Who answers for projects of planning documents"))

    class Role(models.TextChoices):
        RESPONSIBLE = "responsible", pgettext_lazy("party to a project", "Responsible")
        PARTNER = "partner", pgettext_lazy("party to a project", "Partner")

    project = models.ForeignKey(PlanProject, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=20, choices=Role.choices)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-role", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "role", "name"], name="party_stands_once")]
