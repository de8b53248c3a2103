"""A peer review of a municipality, and the team of peers that comes to it."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts
from talka.ui.searched import Searched


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="PeerReviewVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class PeerReview(Searched):
    """People of other municipalities look at how one works, and say what they saw. What of it everybody reads, the
    reviewed municipality says."""

    personal = texts(_("Peer reviews of municipalities"), Data.WORK, Data.DEEDS)
    SEARCHED = ("title",)

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("peer review", "Under way")
        CLOSED = "closed", pgettext_lazy("peer review", "Closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("peer review", "Withdrawn")

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="peer_reviews")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", help_text="which is reviewed"
    )
    title = models.CharField(max_length=200)
    wanted = models.TextField(help_text="what the municipality wants to learn")
    themes = models.JSONField(default=list, blank=True, help_text="keys of the core themes, see review_themes.py")
    own_theme = models.CharField(max_length=200, blank=True, help_text="the one the municipality chose, in words")
    visit_from = models.DateField(null=True, blank=True)
    visit_until = models.DateField(null=True, blank=True, help_text="the last day; deadlines count from it")
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=500, blank=True, help_text="why it was withdrawn, or how it was closed")
    plan_words = models.TextField(blank=True, help_text="what the action plan says as a whole")
    plan_made_on = models.DateField(null=True, blank=True, help_text="on which the municipality made its action plan")
    report_public_at = models.DateTimeField(null=True, blank=True, help_text="by the municipality's word")
    plan_public_at = models.DateTimeField(null=True, blank=True, help_text="by the municipality's word")
    progress_held_on = models.DateField(null=True, blank=True)
    progress_words = models.TextField(blank=True)
    progress_public_at = models.DateTimeField(null=True, blank=True, help_text="by the municipality's word")
    reminded = models.JSONField(
        default=dict, blank=True, help_text="of which deadline people were reminded: its key and its day"
    )
    asked_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(visit_from__isnull=True, visit_until__isnull=True)
                | models.Q(visit_from__isnull=False, visit_until__gte=models.F("visit_from")),
                name="peer_review_visit_has_both_days",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn") | ~models.Q(reason=""),
                name="peer_review_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def illustrative(self) -> bool:
        """Made up, as its programme is."""
        return bool(self.programme.illustrative)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_public(self) -> bool:
        """Whether the municipality published anything of it."""
        return any((self.report_public_at, self.plan_public_at, self.progress_public_at))


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="PeerVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Peer(models.Model):
    """Somebody of another organisation, asked into the team by letter. On the team once they have said yes."""

    personal = Personal(
        title=_("Teams of peer reviews"),
        purpose=_("Who was asked to review which municipality, and what they answered"),
        basis=(Basis.CONSENT,),
        data=(Data.NAME, Data.WORK, Data.WORDS),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.TEAM),
        source=(Source.ORGANISER, Source.PERSON),
        retention=_("until the person is erased"),
        clock=Clock.PERSON,
    )

    class Role(models.TextChoices):
        LEAD = "lead", pgettext_lazy("peer review", "Lead of the team")
        COUNCILLOR = "councillor", pgettext_lazy("peer review", "Councillor")
        OFFICER = "officer", pgettext_lazy("peer review", "Officer")
        EXPERT = "expert", pgettext_lazy("peer review", "Expert")

    class State(models.TextChoices):
        INVITED = "invited", pgettext_lazy("peer of a review", "Asked")
        JOINED = "joined", pgettext_lazy("peer of a review", "On the team")
        DECLINED = "declined", pgettext_lazy("peer of a review", "Declined")
        ENDED = "ended", pgettext_lazy("peer of a review", "Not on the team any more")

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="peers")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="peer_reviews")
    role = models.CharField(max_length=20, choices=Role.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.INVITED)
    reason = models.CharField(max_length=500, blank=True, help_text="why they declined or are not on it any more")
    invited_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "person"], name="peer_once_on_a_team"),
            models.UniqueConstraint(
                fields=["review"],
                condition=models.Q(role="lead", state__in=["invited", "joined"]),
                name="one_lead_of_a_peer_review",
            ),
        ]
