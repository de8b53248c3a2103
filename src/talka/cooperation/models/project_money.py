"""The money of a joint project: who funds it, what is planned by source and year, what was spent. Exact to the cent."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nTextField

from talka.ui.declared import Data, texts

from .projects import JointPartner, JointProject


class MoneySource(models.TextChoices):
    OWN = "own", pgettext_lazy("source of money", "Partners' own money")
    EU = "eu", pgettext_lazy("source of money", "European Union funds")
    STATE = "state", pgettext_lazy("source of money", "State budget")
    OTHER = "other", pgettext_lazy("source of money", "Other sources")


def _kept_whole() -> tuple[pghistory.RowEvent, ...]:
    """Lines go when they are rewritten: their end is kept too."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


@pghistory.track(
    *_kept_whole(), model_name="FundingVersion", obj_field=pghistory.ObjForeignKey(related_name="versions")
)
class Funding(models.Model):
    """A funder's grant or loan to the project, and what it says itself the project gets."""

    personal = texts(_("Funding of joint projects"))

    project = models.ForeignKey(JointProject, on_delete=models.CASCADE, related_name="fundings")
    source = models.CharField(max_length=10, choices=MoneySource.choices)
    funder = models.CharField(max_length=200, help_text="who pays, as it is called")
    number = models.CharField(max_length=80, blank=True, help_text="of the contract or decision")
    eur_told = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="the whole, as the funder says it"
    )
    publicity = I18nTextField(blank=True, help_text="the words the funder wants on papers and pages")
    folded = models.CharField(max_length=200, db_index=True, help_text="the funder's name, to put it together")
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(source="own"), name="funding_is_not_own_money"),
            models.UniqueConstraint(fields=["project", "folded", "number"], name="funding_stands_once"),
            models.CheckConstraint(
                condition=models.Q(eur_told__isnull=True) | models.Q(eur_told__gte=0), name="funding_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder} ({self.number})" if self.number else self.funder


@pghistory.track(
    *_kept_whole(), model_name="JointBudgetLineVersion", obj_field=pghistory.ObjForeignKey(related_name="versions")
)
class JointBudgetLine(models.Model):
    """So much of one source in one year. partner: whose part of the project it pays; own money always has one."""

    personal = texts(_("Budgets of joint projects"))

    project = models.ForeignKey(JointProject, on_delete=models.CASCADE, related_name="budget")
    source = models.CharField(max_length=10, choices=MoneySource.choices)
    partner = models.ForeignKey(JointPartner, on_delete=models.PROTECT, null=True, blank=True, related_name="budget")
    funding = models.ForeignKey(Funding, on_delete=models.PROTECT, null=True, blank=True, related_name="budget")
    title = models.CharField(max_length=200, blank=True, help_text="for what, where that is told apart")
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="empty: not divided by years yet")
    eur = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["source", "partner__order", "funding__order", "title", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "source", "partner", "funding", "title", "year"],
                nulls_distinct=False,
                name="joint_budget_line_stands_once",
            ),
            models.CheckConstraint(condition=models.Q(eur__gte=0), name="joint_budget_line_not_negative"),
            models.CheckConstraint(
                condition=~models.Q(source="own") | models.Q(partner__isnull=False, funding__isnull=True),
                name="own_money_is_a_partners",
            ),
        ]


@pghistory.track(
    *_kept_whole(), model_name="SpendingVersion", obj_field=pghistory.ObjForeignKey(related_name="versions")
)
class Spending(models.Model):
    """What was spent, by which document. Talka is no bookkeeping: it stands beside what was planned."""

    personal = texts(_("Spending of joint projects"), Data.DEEDS)

    project = models.ForeignKey(JointProject, on_delete=models.CASCADE, related_name="spent")
    source = models.CharField(max_length=10, choices=MoneySource.choices)
    partner = models.ForeignKey(JointPartner, on_delete=models.PROTECT, null=True, blank=True, related_name="spent")
    funding = models.ForeignKey(Funding, on_delete=models.PROTECT, null=True, blank=True, related_name="spent")
    day = models.DateField(help_text="of the document")
    document_number = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True, help_text="for what")
    eur = models.DecimalField(max_digits=14, decimal_places=2)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(eur__gt=0), name="spending_above_nought"),
            models.CheckConstraint(condition=~models.Q(document_number=""), name="spending_has_a_document"),
            models.CheckConstraint(
                condition=~models.Q(source="own") | models.Q(partner__isnull=False, funding__isnull=True),
                name="own_spending_is_a_partners",
            ),
        ]
