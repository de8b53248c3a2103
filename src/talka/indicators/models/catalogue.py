"""What is told about areas: indicators, in what they are counted and broken down, and whether more is better."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField


class Theme(models.TextChoices):
    """The sections of a profile, in their order."""

    PEOPLE = "people", pgettext_lazy("theme of indicators", "People")
    ECONOMY = "economy", pgettext_lazy("theme of indicators", "Economy")
    SPECIALISATION = "specialisation", pgettext_lazy("theme of indicators", "Specialisation")
    MONEY = "money", pgettext_lazy("theme of indicators", "Money")
    SERVICES = "services", pgettext_lazy("theme of indicators", "Services")
    PLACE = "place", pgettext_lazy("theme of indicators", "Place")


class Classification(models.Model):
    """What an indicator is broken down by: sex, industry. Its categories do not overlap."""

    key = models.SlugField(max_length=60, unique=True)
    title = I18nCharField(max_length=120)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.title)


class Category(models.Model):
    classification = models.ForeignKey(Classification, on_delete=models.CASCADE, related_name="categories")
    code = models.CharField(max_length=60)
    title = I18nCharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["classification_id", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["classification", "code"], name="category_stands_once")]

    def __str__(self) -> str:
        return str(self.title)


class Indicator(models.Model):
    """Something told of areas year by year, with all that a reader must know to use it honestly."""

    class Direction(models.TextChoices):
        UP = "up", _("More is better")
        DOWN = "down", _("Less is better")
        NONE = "none", _("Neither is better")

    class Kind(models.TextChoices):
        """How the figure of a whole follows from those of its parts."""

        SUM = "sum", pgettext_lazy("kind of indicator", "A sum: parts add up")
        MEAN = "mean", pgettext_lazy("kind of indicator", "A mean or share: parts are weighted")
        OTHER = "other", pgettext_lazy("kind of indicator", "Does not follow from its parts")

    class Periodicity(models.TextChoices):
        YEARLY = "yearly", _("Every year")
        SEVERAL_YEARS = "several", _("Every few years")
        ONCE = "once", _("Told once")

    key = models.SlugField(max_length=80, unique=True, help_text="stable name in addresses and files")
    title = I18nCharField(max_length=200)
    unit = I18nCharField(max_length=60, blank=True)
    theme = models.CharField(max_length=20, choices=Theme.choices)
    order = models.PositiveSmallIntegerField(default=100)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.NONE)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    weight = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="weighs")
    decimals = models.PositiveSmallIntegerField(default=0)
    can_be_negative = models.BooleanField(default=False)
    classification = models.ForeignKey(
        Classification, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators"
    )
    formula = models.JSONField(
        default=dict, blank=True, help_text="how it is computed of other indicators; empty: published by the source"
    )
    source = I18nCharField(max_length=200, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    periodicity = models.CharField(max_length=10, choices=Periodicity.choices, default=Periodicity.YEARLY)
    method = I18nTextField(blank=True, help_text="how it is measured, and what to beware of")
    in_profile = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["theme", "order", "key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__isnull=True) | models.Q(kind="mean"), name="only_a_mean_has_a_weight"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)
