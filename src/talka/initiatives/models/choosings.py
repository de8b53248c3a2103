"""A choosing: what money is to be shared, who may vote, how, and by which rule; and what can be voted for."""

import datetime as dt
from zoneinfo import ZoneInfo

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Data, texts
from talka.ui.few import FEW


@pghistory.track(model_name="ChoosingVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Choosing(models.Model):
    """A draft is of those who run it. Once published nothing of the question changes any more: the form of the ballot,
    the rule, the options and the order among equals stand before anybody votes."""

    personal = texts(_("Choosing together"), Data.DEEDS)

    class Form(models.TextChoices):
        APPROVAL = "approval", pgettext_lazy("ballot", "Name what you support")
        POINTS = "points", pgettext_lazy("ballot", "Give out points")
        RANKING = "ranking", pgettext_lazy("ballot", "Put in order")

    class Rule(models.TextChoices):
        SHARES = "shares", pgettext_lazy("rule of a vote", "Equal shares")
        GREEDY = "greedy", pgettext_lazy("rule of a vote", "Most votes first")
        MAJORITY = "majority", pgettext_lazy("rule of a vote", "Simple majority")

    class Completion(models.TextChoices):
        NONE = "none", pgettext_lazy("money left", "It stays in the budget")
        ADD1 = "add1", pgettext_lazy("money left", "All shares grow by one euro at a time")
        GREEDY = "greedy", pgettext_lazy("money left", "What still fits, by votes")

    class Voters(models.TextChoices):
        INVITED = "invited", pgettext_lazy("who votes", "Whoever is on the roll, by a personal link")
        MEMBERS = "members", pgettext_lazy("who votes", "Whoever works for an organisation of the place")
        DECLARED = "declared", pgettext_lazy("who votes", "Whoever declares that they live there")

    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="the local government whose money it is",
    )  # fmt: skip
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="the programme whose money it is",
    )  # fmt: skip
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, related_name="+", help_text="for whom it is")
    budget = models.DecimalField(max_digits=12, decimal_places=2, help_text="EUR")
    time_zone = models.CharField(max_length=60, default="Europe/Riga")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(help_text="from this moment on no ballot is taken")
    form = models.CharField(max_length=20, choices=Form.choices, default=Form.APPROVAL)
    most = models.PositiveSmallIntegerField(null=True, blank=True, help_text="options on one ballot; empty: any number")
    points = models.PositiveSmallIntegerField(null=True, blank=True, help_text="to give out, on a ballot of points")
    within_budget = models.BooleanField(default=False, help_text="a ballot may not name more than the budget pays for")
    rule = models.CharField(max_length=20, choices=Rule.choices, default=Rule.SHARES)
    completion = models.CharField(max_length=20, choices=Completion.choices, default=Completion.ADD1)
    voters = models.CharField(max_length=20, choices=Voters.choices, default=Voters.INVITED)
    paper = models.BooleanField(default=False, help_text="paper ballots are taken too")
    seed = models.CharField(max_length=32, blank=True, help_text="drawn with publication; orders options of one cost")
    illustrative = models.BooleanField(default=False, help_text="made up, as its place is")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=1000, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True, help_text="everybody sees the result from then on")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state; drafts only")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True) ^ models.Q(programme__isnull=True),
                name="choosing_is_of_one_purse",
            ),
            models.CheckConstraint(condition=models.Q(budget__gt=0), name="choosing_has_money"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="choosing_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=models.Q(form="points", points__isnull=False, points__gt=0)
                | (~models.Q(form="points") & models.Q(points=None)),
                name="choosing_has_points_to_give",
            ),
            models.CheckConstraint(condition=models.Q(most=None) | models.Q(most__gt=0), name="choosing_most_is_some"),
            models.CheckConstraint(
                condition=models.Q(published_at=None) ^ ~models.Q(seed=""), name="choosing_draws_its_seed_published"
            ),
            models.CheckConstraint(
                condition=models.Q(announced_at=None) | models.Q(called_off_at=None), name="choosing_ends_one_way"
            ),
            models.CheckConstraint(
                condition=models.Q(retired_at=None) | models.Q(published_at=None), name="choosing_retired_as_a_draft"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def few_voted(self) -> bool:
        """So few that no ballot is published. One query."""
        return self.ballots.count() < FEW

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def opens(self) -> dt.datetime:
        """The clock on the wall where the vote is, without a zone."""
        return self.opens_at.astimezone(self.zone).replace(tzinfo=None)

    @property
    def closes(self) -> dt.datetime:
        """As `opens`; midnight is told as the end of the day before, see `last_day`."""
        return self.closes_at.astimezone(self.zone).replace(tzinfo=None)

    @property
    def closes_at_midnight(self) -> bool:
        return self.closes.time() == dt.time(0)

    @property
    def last_day(self) -> dt.date:
        """The last local day on which one can vote."""
        return timezone.localdate(self.closes_at - dt.timedelta(seconds=1), self.zone)

    @property
    def phase(self) -> str:
        """draft, coming, open, closed, ended (the result is announced), off (called off); by the server's clock."""
        if self.called_off_at is not None:
            return "off"
        if self.published_at is None:
            return "draft"
        if self.announced_at is not None:
            return "ended"
        now = timezone.now()
        return "coming" if now < self.opens_at else "open" if now < self.closes_at else "closed"


@pghistory.track(model_name="ChoosingOptionVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class ChoosingOption(models.Model):
    """What can be voted for. Withdrawn while people vote: ballots that name it stay, it is not counted."""

    personal = texts(_("What can be voted for"))

    choosing = models.ForeignKey(Choosing, on_delete=models.CASCADE, related_name="options")
    initiative = models.ForeignKey(
        "initiatives.Initiative", on_delete=models.PROTECT, null=True, blank=True, related_name="options"
    )
    title = models.CharField(max_length=200)
    what = models.TextField(blank=True)
    where = models.CharField(max_length=300, blank=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2, help_text="EUR")
    number = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="given with publication: its name on ballots, and its place among equals"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(cost__gt=0), name="choosing_option_costs"),
            models.UniqueConstraint(fields=["choosing", "number"], name="choosing_option_number_once"),
            models.UniqueConstraint(fields=["choosing", "initiative"], name="choosing_option_initiative_once"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_why=""),
                name="choosing_option_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """As it is named on ballots and in files: of one length, so that letter by letter is by number."""
        return code_of(self.number or 0)


def code_of(number: int) -> str:
    return f"{number:03d}"
