"""What people say in a consultation, who agrees with it, and what was answered."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source

from ..moderated import Moderated
from .consultations import Consultation, ConsultationPart


@pghistory.track(model_name="ConsultationCommentVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class ConsultationComment(Moderated):
    """On one part, or on the whole text. Whose name stands with it is asked of `people.Consent` each time."""

    personal = Personal(
        title=_("Comments in public consultations"),
        purpose=_("Hearing people about a plan or decision, and answering each of them"),
        basis=(Basis.PUBLIC_TASK, Basis.CONSENT),
        data=(Data.NAME, Data.WORDS, Data.DEEDS),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.PUBLIC),
        source=(Source.PERSON,),
        retention=_("as the record of the consultation; without the name once the writer's data are erased"),
        clock=Clock.PERSON,
    )

    class ShownAs(models.TextChoices):
        NOBODY = "nobody", pgettext_lazy("comment", "Without my name")
        NAME = "name", pgettext_lazy("comment", "With my name")
        ORGANISATION = "organisation", pgettext_lazy("comment", "In the name of my organisation")

    class Answer(models.TextChoices):
        TAKEN = "taken", pgettext_lazy("comment", "Taken up")
        PARTLY = "partly", pgettext_lazy("comment", "Taken up in part")
        DECLINED = "declined", pgettext_lazy("comment", "Not taken up")
        NOTED = "noted", pgettext_lazy("comment", "Noted")

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="comments")
    part = models.ForeignKey(
        ConsultationPart, on_delete=models.PROTECT, null=True, blank=True, related_name="comments",
        help_text="empty: on the whole text",
    )  # fmt: skip
    person = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="empty: erased"
    )
    words = models.TextField()
    shown_as = models.CharField(max_length=20, choices=ShownAs.choices, default=ShownAs.NOBODY)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="in whose name it is said",
    )  # fmt: skip
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="its writer took it back")
    answer = models.CharField(max_length=20, choices=Answer.choices, blank=True)
    reason = models.TextField(blank=True, help_text="why so, or what was changed")
    answered_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="") ^ Q(answered_at__isnull=False), name="comment_is_answered_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", "taken", "noted"]) | ~Q(reason=""), name="comment_declined_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(shown_as="organisation", organisation__isnull=False)
                | (~Q(shown_as="organisation") & Q(organisation__isnull=True)),
                name="comment_names_its_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]


class CommentSupport(models.Model):
    """Somebody says the same: one person once."""

    personal = Personal(
        title=_("Support of comments"),
        purpose=_("Showing how many say the same"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.VOTES,),
        readers=(Reader.PERSON,),
        source=(Source.PERSON,),
        retention=_("as the record of the consultation; as a number only once the person's data are erased"),
        clock=Clock.PERSON,
    )

    comment = models.ForeignKey(ConsultationComment, on_delete=models.CASCADE, related_name="supports")
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="comment_supported_once_by_a_person")]
