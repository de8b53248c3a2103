"""A practice story: what a municipality did, what it took and what came of it, for others to find and use."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.documents.storage import private_storage
from talka.people.models import new_key
from talka.ui.declared import Data, texts
from talka.ui.searched import Searched

from .networks import Network


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="PracticeStoryVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class PracticeStory(Searched):
    """A draft is of the municipality's own and of who runs its network; a published one stands in the library."""

    personal = texts(_("Practice stories of municipalities"), Data.WORK, Data.CONTACT, Data.DEEDS)
    SEARCHED = ("title", "done", "why", "money_words", "people_words", "time_words", "came_of", "others")

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="stories", help_text="empty: of none"
    )
    title = I18nCharField(max_length=200)
    themes = models.JSONField(default=list, help_text="keys of networks.Theme")
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="in which it was done, or begun")
    done = I18nTextField(help_text="what was done")
    why = I18nTextField(blank=True, help_text="what it was done for")
    money_eur = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    money_words = I18nCharField(max_length=300, blank=True, help_text="whose money, for what")
    people_words = I18nCharField(max_length=300, blank=True, help_text="who worked on it, how much")
    time_words = I18nCharField(max_length=300, blank=True, help_text="how long it took")
    came_of = I18nTextField(blank=True, help_text="what came of it")
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    before_value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    before_year = models.PositiveSmallIntegerField(null=True, blank=True)
    after_value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    after_year = models.PositiveSmallIntegerField(null=True, blank=True)
    others = I18nTextField(blank=True, help_text="what others should know before they do the same")
    contact_role = I18nCharField(max_length=200, blank=True, help_text="whom to ask: an office, not a name")
    contact_email = models.EmailField(blank=True, help_text="of the office")
    contact_phone = models.CharField(max_length=40, blank=True, help_text="of the office")
    names_agreed = models.BooleanField(default=False, help_text="nobody is named, or those who are have agreed")
    published_at = models.DateTimeField(null=True, blank=True, help_text="everybody reads it from then on")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True) | models.Q(names_agreed=True),
                name="practice_story_names_agreed",
            ),
            models.CheckConstraint(
                condition=models.Q(before_value__isnull=True, before_year__isnull=True)
                | models.Q(before_value__isnull=False, before_year__isnull=False),
                name="practice_story_before_in_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(after_value__isnull=True, after_year__isnull=True)
                | models.Q(after_value__isnull=False, after_year__isnull=False),
                name="practice_story_after_in_a_year",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def illustrative(self) -> bool:
        """Made up, as whose story it is."""
        return bool(self.organisation.illustrative)


class StoryPhoto(models.Model):
    """A picture, drawn anew when it came in. `people` says why nobody's consent is missing."""

    personal = texts(_("Photographs of practice stories"), Data.IMAGE)

    class People(models.TextChoices):
        NOBODY = "nobody", pgettext_lazy("photograph of a story", "Nobody can be recognised in it")
        AGREED = (
            "agreed",
            pgettext_lazy("photograph of a story", "Those who can be recognised in it agreed that everybody sees it"),
        )

    story = models.ForeignKey(PracticeStory, on_delete=models.CASCADE, related_name="photos")
    token = models.CharField(max_length=64, unique=True, default=new_key, help_text="its address")
    file = models.FileField(storage=private_storage, max_length=200)
    alt = I18nCharField(max_length=300)
    people = models.CharField(max_length=10, choices=People.choices)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
