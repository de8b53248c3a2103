"""Agreements of cooperation: what was agreed, by whom, at what price, from when until when."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.documents.kept_files import KeptFile
from talka.ui.declared import Data, texts

from .cases import CooperationCase


@pghistory.track(model_name="AgreementVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Agreement(KeptFile):
    """What parties agree on, drafted here clause by clause or made elsewhere and entered as it stands (`standing`).

    It speaks one language, that of its text. Its file is the text as it was signed. `text_number` is the version of the
    text that holds now; 0 where there is none.
    """

    personal = texts(_("Cooperation agreements"), Data.DEEDS)

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("agreement", "Draft")
        SENT = "sent", pgettext_lazy("agreement", "Before the councils")
        ENDORSED = "endorsed", pgettext_lazy("agreement", "Endorsed by all")
        IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
        ENDED = "ended", pgettext_lazy("agreement", "Ended")
        TERMINATED = "terminated", pgettext_lazy("agreement", "Terminated")

    class Key(models.TextChoices):
        """The rule by which the parties share the cost: the keys of an appraisal, by the same names."""

        EQUAL = "equal", pgettext_lazy("cost key", "Equal shares")
        POPULATION = "population", pgettext_lazy("cost key", "By inhabitants")
        USAGE = "usage", pgettext_lazy("cost key", "By usage")
        FISCAL = "fiscal", pgettext_lazy("cost key", "By fiscal capacity")
        MIXED = "mixed", pgettext_lazy("cost key", "Part equal, part by usage")
        SHAPLEY = "shapley", pgettext_lazy("cost key", "By what each adds to the cost")
        NUCLEOLUS = "nucleolus", pgettext_lazy("cost key", "So that the least content gains most")
        BY_HAND = "by_hand", pgettext_lazy("cost key", "Amounts the partners agreed on")

    class Per(models.TextChoices):
        YEAR = "year", pgettext_lazy("budget", "a year")
        WHOLE = "whole", pgettext_lazy("budget", "for the whole term")

    class Renewal(models.TextChoices):
        NONE = "none", pgettext_lazy("renewal", "It ends")
        AUTOMATIC = "automatic", pgettext_lazy("renewal", "It goes on by itself unless a party objects")
        DECISION = "decision", pgettext_lazy("renewal", "It goes on if the parties decide so")

    slug = models.SlugField(max_length=60, unique=True, help_text="stable name in addresses and files")
    case = models.ForeignKey(
        CooperationCase, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", help_text="what it amends"
    )
    standing = models.BooleanField(default=False, help_text="made elsewhere, entered into the register as it stands")
    form = models.SlugField(max_length=40, help_text="key of a legal form")
    service = models.SlugField(max_length=40, blank=True, help_text="key of a service of law/services.toml")
    language = models.CharField(max_length=10, default="lv", help_text="of its text")
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    state_reason = models.CharField(max_length=500, blank=True, help_text="why it ended")

    subject = models.TextField(blank=True, help_text="why they cooperate and about what")
    tasks = models.TextField(blank=True, help_text="what exactly is done together, one task a line")
    cost_key = models.CharField(max_length=20, choices=Key.choices, blank=True)
    cost_key_note = models.CharField(max_length=500, blank=True, help_text="percents of a mixed key, years of figures")
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True, help_text="EUR")
    per = models.CharField(max_length=10, choices=Per.choices, default=Per.YEAR)
    capital = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="EUR of the budget that is invested"
    )
    payment = models.TextField(blank=True)
    governance = models.TextField(blank=True)
    monitoring = models.TextField(blank=True)
    liability = models.TextField(blank=True)
    disputes = models.TextField(blank=True)
    data_protection = models.TextField(blank=True)
    assets = models.TextField(blank=True, help_text="whose the things bought together are, and at the end")
    review = models.TextField(blank=True)
    way_out = models.TextField(blank=True)
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="the last day; none: for an indefinite time")
    renewal = models.CharField(max_length=20, choices=Renewal.choices, default=Renewal.NONE)
    renews_months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="by how much it goes on")
    remind_months = models.PositiveSmallIntegerField(default=6, help_text="before the last day; 0: no letter")
    reminded_for = models.DateField(null=True, blank=True, help_text="the last day about which a letter was written")
    ended_on = models.DateField(null=True, blank=True, help_text="the last day it held, where it has ended")

    text_number = models.PositiveIntegerField(default=0)
    folded = models.TextField(blank=True, help_text="what search looks through: title, number, subject, parties")
    illustrative = models.BooleanField(default=False, help_text="made up, as its parties are")
    published_at = models.DateTimeField(null=True, blank=True, help_text="everybody reads it from then on")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="agreement_newest_first"),
            models.Index(fields=["state", "valid_to"], name="agreement_by_last_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="agreement_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(budget__isnull=True) | models.Q(budget__gte=0), name="agreement_budget_not_below_0"
            ),
            models.CheckConstraint(
                condition=models.Q(capital__isnull=True)
                | (models.Q(capital__gte=0) & models.Q(capital__lte=models.F("budget"))),
                name="agreement_capital_within_budget",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="in_force") | models.Q(valid_from__isnull=False),
                name="agreement_in_force_from_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("ended", "terminated")) | models.Q(ended_on__isnull=False),
                name="agreement_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="terminated") | ~models.Q(state_reason=""),
                name="agreement_terminated_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def is_drafted(self) -> bool:
        """Its text can still be changed; what holds is amended by a new agreement."""
        return self.state in DRAFTED


DRAFTED = (Agreement.State.DRAFT, Agreement.State.SENT, Agreement.State.ENDORSED)
OVER = (Agreement.State.ENDED, Agreement.State.TERMINATED)
TERMS = (
    "payment", "governance", "monitoring", "liability", "disputes", "data_protection", "assets", "review", "way_out",
)  # fmt: skip
"""Terms in the parties' own words; where one is empty the clause library's words stand alone."""


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="AgreementPartyVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class AgreementParty(models.Model):
    """Who is bound by an agreement. One that leaves or is succeeded by another stays on record."""

    personal = texts(_("Parties of agreements"), Data.NAME, Data.WORK, Data.DEEDS)

    class Role(models.TextChoices):
        LEAD = "lead", pgettext_lazy("party", "Leads it")
        PARTY = "party", pgettext_lazy("party", "Party")

    class State(models.TextChoices):
        PARTY = "party", pgettext_lazy("party", "Is a party")
        LEFT = "left", pgettext_lazy("party", "Left it")
        SUCCEEDED = "succeeded", pgettext_lazy("party", "Succeeded by another")

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.PARTY)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PARTY)
    left_on = models.DateField(null=True, blank=True, help_text="the last day it was a party")
    left_reason = models.CharField(max_length=500, blank=True)
    succeeds = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="succeeded_by")
    signatory = models.CharField(max_length=200, blank=True, help_text="who signs")
    position = models.CharField(max_length=200, blank=True, help_text="as what they sign")
    seats = models.PositiveSmallIntegerField(null=True, blank=True, help_text="in the body that steers it")
    votes = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True, help_text="EUR it pays")
    contact = models.ForeignKey(
        "people.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="whom the letters about the agreement go to",
    )
    order = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="party_stands_once_in_an_agreement"),
            models.CheckConstraint(
                condition=models.Q(state="party") | models.Q(left_on__isnull=False), name="party_left_on_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0), name="party_amount_not_below_0"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def stands(self) -> bool:
        return self.state == self.State.PARTY
