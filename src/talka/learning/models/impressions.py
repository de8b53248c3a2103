"""An impression: the story of somebody who took part, what changed for them, and photographs."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.documents.storage import private_storage
from talka.people.models import new_key
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts
from talka.ui.searched import Searched

from .cohort import Team
from .training import Training


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ImpressionVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Impression(Searched):
    """Its writer's own, until they offer it and a coordinator publishes it; theirs to take back at any time. Whether
    the name stands with it, and the photographs, is asked of `people.Consent` each time it is shown."""

    personal = Personal(
        title=_("Impressions of training programmes"),
        purpose=_("Telling what taking part was like and what changed"),
        basis=(Basis.CONSENT,),
        data=(Data.NAME, Data.PART, Data.WORDS),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.PUBLIC),
        source=(Source.PERSON,),
        retention=_("until the writer takes it back or is erased; without the name for longer, if they chose so"),
        clock=Clock.PERSON,
    )
    SEARCHED = ("title", "text", "changed")

    class Voice(models.TextChoices):
        LEARNER = "learner", pgettext_lazy("whose story", "A participant")
        TEAM = "team", pgettext_lazy("whose story", "A team")
        ANGEL = "angel", pgettext_lazy("whose story", "A knowledge angel")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("impression", "Draft")
        OFFERED = "offered", pgettext_lazy("impression", "Offered")
        PUBLISHED = "published", pgettext_lazy("impression", "Published")

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    training = models.ForeignKey(
        Training, on_delete=models.PROTECT, null=True, blank=True, related_name="impressions",
        help_text="beside which it is shown; empty: an angel's",
    )  # fmt: skip
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="empty: an angel's"
    )
    voice = models.CharField(max_length=20, choices=Voice.choices)
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="impressions",
        help_text="who wrote it; empty: erased, and chose that the story stays",
    )  # fmt: skip
    title = models.CharField(max_length=200)
    text = models.TextField()
    changed = models.TextField(blank=True, help_text="what is different now")
    day = models.DateField(help_text="of which day the story is")
    stays = models.BooleanField(default=False, help_text="without the name, also when the writer's data are erased")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    answer = models.CharField(max_length=500, blank=True, help_text="why a coordinator gave it back")
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-published_at", "-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="published") ^ models.Q(published_at__isnull=True),
                name="impression_is_published_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(voice="angel", training__isnull=True, team__isnull=True)
                | (~models.Q(voice="angel") & models.Q(training__isnull=False, team__isnull=False)),
                name="impression_of_a_team_or_an_angel",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def illustrative(self) -> bool:
        """Made up, as its programme is."""
        return bool(self.programme.illustrative)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ImpressionPhotoVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class ImpressionPhoto(models.Model):
    """A picture of a story, drawn anew when it came in. `people` says why nobody's consent is missing."""

    personal = texts(_("Photographs of impressions"), Data.IMAGE)

    class People(models.TextChoices):
        NOBODY = "nobody", pgettext_lazy("photograph", "Nobody but me can be recognised in it")
        AGREED = "agreed", pgettext_lazy("photograph", "The others who can be recognised in it agreed, too")

    token = models.CharField(max_length=64, unique=True, default=new_key, help_text="its address")
    impression = models.ForeignKey(Impression, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(storage=private_storage, max_length=200)
    alt = models.CharField(max_length=300)
    people = models.CharField(max_length=10, choices=People.choices)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
