"""What an appraisal is computed of: what each partner says of itself, and what the partners say of the service."""

from decimal import Decimal

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Data, acted, texts

NOT_NEGATIVE = (MinValueValidator(0),)


def _all_deeds() -> "tuple[pghistory.RowEvent, ...]":
    """Rows that go are kept as versions too; each table needs trackers of its own."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


def _amount(
    help_text: str, *, places: int = 2
) -> "models.DecimalField[str | int | float | Decimal | None, Decimal | None]":
    return models.DecimalField(
        max_digits=16, decimal_places=places, null=True, blank=True, validators=NOT_NEGATIVE, help_text=help_text
    )


def _none_below_nothing(*names: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__gte": 0}),
            name=f"figures_{name}_not_negative",
        )
        for name in names
    ]


@pghistory.track(model_name="PartnerFiguresVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class PartnerFigures(models.Model):
    """What one partner says of itself. Who sees it is said by `Partner.openness` alone, see `access.sees_figures`."""

    personal = texts(_("Figures of partners"), Data.DEEDS)

    partner = models.OneToOneField("cooperation.Partner", on_delete=models.CASCADE, related_name="figures")
    shares_costs = models.BooleanField(default=True, help_text="pays a share of the service; else it gains or helps")
    volume = _amount("what it needs of the service in a year, in the case's unit", places=3)
    usage = _amount("what of it is counted for the key by usage; empty is the volume", places=3)
    cost_eur = _amount("what the service costs it today, EUR in a year")
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of the cost and the volume")
    source = models.CharField(max_length=300, blank=True, help_text="where cost and volume stand: the budget, a report")
    level = models.TextField(blank=True, help_text="how good the service is today, in words")
    jobs = _amount("people who do it today, whole posts", places=1)
    population = models.PositiveIntegerField(null=True, blank=True, help_text="empty: as the register of figures says")
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    population_source = models.CharField(max_length=200, blank=True)
    fiscal_capacity_eur = _amount("the whole partner's: income tax of its people, EUR in a year")
    benefit_eur = _amount("what it gains by the cooperation beside the saving, EUR in a year")
    own_cost_eur = _amount("what the cooperation costs it alone, EUR in a year")
    results_open = models.BooleanField(
        default=False, help_text="shares computed of hidden figures may be shown to the partners"
    )
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = _none_below_nothing(
            "volume", "usage", "cost_eur", "jobs", "fiscal_capacity_eur", "benefit_eur", "own_cost_eur"
        )

    def __str__(self) -> str:
        return f"{self.partner_id}"


@pghistory.track(model_name="ServiceCostVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class ServiceCost(models.Model):
    """What the service costs together, as the partners model it: fixed + unit · volume ^ elasticity + travel. And which
    key they took."""

    personal = texts(_("Cost models of cooperation cases"), Data.DEEDS)

    class Origin(models.TextChoices):
        NONE = "none", pgettext_lazy("cost model", "No model: costs are entered")
        ENTERED = "entered", pgettext_lazy("cost model", "Entered by the partners")
        ESTIMATED = "estimated", pgettext_lazy("cost model", "Estimated from accounts")

    case = models.OneToOneField("cooperation.CooperationCase", on_delete=models.CASCADE, related_name="service_cost")
    unit = models.CharField(max_length=60, blank=True, help_text="in which volumes are counted: t, pupils, km")
    origin = models.CharField(max_length=20, choices=Origin.choices, default=Origin.NONE)
    fixed_eur = models.FloatField(default=0, help_text="EUR in a year, whatever the volume")
    unit_eur = models.FloatField(default=0, help_text="EUR for a unit, raised to the elasticity")
    elasticity = models.FloatField(default=1, help_text="below 1: size saves")
    elasticity_low = models.FloatField(null=True, blank=True, help_text="of the interval, where estimated")
    elasticity_high = models.FloatField(null=True, blank=True)
    travel_eur = models.FloatField(default=0, help_text="EUR in a year for a unit of volume and a km to the host")
    detour = models.FloatField(default=1.3, help_text="road km for one straight km, where no road is known")
    source = models.CharField(max_length=300, blank=True)
    estimate = models.ForeignKey(
        "decisions.DecisionRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted = models.ForeignKey(
        "decisions.DecisionRun",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="the computation whose shares the partners took",
    )
    accepted_key = models.CharField(max_length=40, blank=True)
    accepted_cents = models.JSONField(default=dict, help_text="what each partner pays, by partner id; cents in a year")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fixed_eur__gte=0, unit_eur__gte=0, elasticity__gte=0, travel_eur__gte=0),
                name="service_cost_not_negative",
            ),
            models.CheckConstraint(condition=models.Q(detour__gte=1, detour__lte=5), name="service_cost_detour"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"


@pghistory.track(
    *_all_deeds(), model_name="JointCostVersion", obj_field=pghistory.ObjForeignKey(related_name="versions")
)
class JointCost(models.Model):
    """What the service would cost some partners together, as somebody worked it out."""

    personal = texts(_("Joint costs of partners"), Data.DEEDS)

    case = models.ForeignKey("cooperation.CooperationCase", on_delete=models.CASCADE, related_name="joint_costs")
    members = models.CharField(max_length=500, help_text="ids of two or more partners, ascending, joined by ;")
    cost_eur = models.DecimalField(max_digits=14, decimal_places=2, validators=NOT_NEGATIVE)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "members"], name="joint_cost_stands_once"),
            models.CheckConstraint(condition=models.Q(cost_eur__gte=0), name="joint_cost_not_negative"),
        ]

    def __str__(self) -> str:
        return self.members

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(int(one) for one in self.members.split(";"))


@pghistory.track(
    *_all_deeds(), model_name="PartnerWayVersion", obj_field=pghistory.ObjForeignKey(related_name="versions")
)
class PartnerWay(models.Model):
    """The way by road between two partners; stored once, the smaller id first."""

    personal = acted(_("Distances between partners"))

    case = models.ForeignKey("cooperation.CooperationCase", on_delete=models.CASCADE, related_name="ways")
    a = models.ForeignKey("cooperation.Partner", on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey("cooperation.Partner", on_delete=models.CASCADE, related_name="+")
    km = models.FloatField()
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="partner_way_stands_once"),
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="partner_way_smaller_first"),
            models.CheckConstraint(condition=models.Q(km__gte=0), name="partner_way_not_negative"),
        ]


@pghistory.track(
    *_all_deeds(), model_name="ServiceSiteVersion", obj_field=pghistory.ObjForeignKey(related_name="versions")
)
class ServiceSite(models.Model):
    """A given place where the service is done: a landfill, a school, a station. With one, partners host nothing."""

    personal = texts(_("Given places of a service"), Data.DEEDS)

    case = models.ForeignKey("cooperation.CooperationCase", on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="service_site_stands_once")]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*_all_deeds(), model_name="SiteWayVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class SiteWay(models.Model):
    """How far a given place is from a partner, and the fee it pays there; without a row the partner cannot use it."""

    site = models.ForeignKey(ServiceSite, on_delete=models.CASCADE, related_name="ways")
    partner = models.ForeignKey("cooperation.Partner", on_delete=models.CASCADE, related_name="+")
    km = models.FloatField()
    fee_eur = models.FloatField(default=0, help_text="EUR in a year")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "partner"], name="site_way_stands_once"),
            models.CheckConstraint(condition=models.Q(km__gte=0, fee_eur__gte=0), name="site_way_not_negative"),
        ]
