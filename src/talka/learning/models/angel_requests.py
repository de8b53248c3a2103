"""A request for a knowledge angel, and who was proposed for it."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

from .angels import Angel


class Urgency(models.IntegerChoices):
    WHENEVER = 1, pgettext_lazy("urgency", "1, whenever it suits")
    THIS_YEAR = 2, pgettext_lazy("urgency", "2, within the year")
    HALF_YEAR = 3, pgettext_lazy("urgency", "3, within half a year")
    SOON = 4, pgettext_lazy("urgency", "4, within weeks")
    NOW = 5, pgettext_lazy("urgency", "5, a decision waits for it")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="AngelRequestVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class AngelRequest(models.Model):
    """What an organisation wants help with, and how far it has come. Its own, its angel's and the organisers'."""

    personal = texts(_("Requests for knowledge angels"), Data.NAME, Data.CONTACT, Data.WORK, Data.DEEDS)

    Urgency = Urgency

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("request for help", "Open")
        PROPOSED = "proposed", pgettext_lazy("request for help", "Somebody is proposed")
        AGREED = "agreed", pgettext_lazy("request for help", "Agreed")
        UNDER_WAY = "under_way", pgettext_lazy("request for help", "Under way")
        ADVISED = "advised", pgettext_lazy("request for help", "Advised")
        ANSWERED = "answered", pgettext_lazy("request for help", "The advice is answered")
        CLOSED = "closed", pgettext_lazy("request for help", "Closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("request for help", "Withdrawn")

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="angel_requests")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    wanted = models.TextField(help_text="what is wanted")
    topics = models.JSONField(default=list, blank=True, help_text="keys of topics, see topics.py")
    words = models.JSONField(default=list, blank=True, help_text="topics beside the competences, as they were typed")
    languages = models.JSONField(default=list, blank=True, help_text="codes; any one of them will do")
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.HALF_YEAR)
    by_when = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=500, blank=True, help_text="why it was withdrawn, or how it was closed")
    angel = models.ForeignKey(Angel, on_delete=models.SET_NULL, null=True, blank=True, related_name="mentored")
    agreed_at = models.DateTimeField(null=True, blank=True)
    aims = models.TextField(blank=True, help_text="what the two sides want to reach")
    review_due = models.DateField(null=True, blank=True)
    review_reminded_on = models.DateField(null=True, blank=True)
    review_held_on = models.DateField(null=True, blank=True)
    review_words = models.TextField(blank=True)
    asked_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(urgency__gte=1, urgency__lte=5), name="angel_request_urgency_of_five"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn") | ~models.Q(reason=""),
                name="angel_request_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def illustrative(self) -> bool:
        """Made up, as its programme is."""
        return bool(self.programme.illustrative)

    @property
    def is_over(self) -> bool:
        return self.state in OVER


OVER = (AngelRequest.State.CLOSED, AngelRequest.State.WITHDRAWN)
WAITING = (AngelRequest.State.OPEN, AngelRequest.State.PROPOSED)
MENTORED = (
    AngelRequest.State.AGREED,
    AngelRequest.State.UNDER_WAY,
    AngelRequest.State.ADVISED,
    AngelRequest.State.ANSWERED,
)
"""While an angel is at it."""


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ProposalVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Proposal(models.Model):
    """An angel proposed for a request. First the angel's and the organisers'; the asking side sees who has accepted,
    and once both have agreed the two see each other's e-mail."""

    personal = Personal(
        title=_("Proposed knowledge angels"),
        purpose=_("Who was asked to help whom, what they answered, and why"),
        basis=(Basis.CONSENT,),
        data=(Data.NAME, Data.CONTACT, Data.WORDS),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.NAMED),
        source=(Source.MACHINE, Source.ORGANISER, Source.PERSON),
        retention=_("until the person is erased"),
        clock=Clock.PERSON,
    )

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("proposal of an angel", "The angel is asked")
        ACCEPTED = "accepted", pgettext_lazy("proposal of an angel", "The angel is willing")
        AGREED = "agreed", pgettext_lazy("proposal of an angel", "Agreed")
        DECLINED = "declined", pgettext_lazy("proposal of an angel", "Declined by the angel")
        NOT_WANTED = "not_wanted", pgettext_lazy("proposal of an angel", "Declined by those who ask")
        ENDED = "ended", pgettext_lazy("proposal of an angel", "Taken back")

    request = models.ForeignKey(AngelRequest, on_delete=models.CASCADE, related_name="proposals")
    angel = models.ForeignKey(Angel, on_delete=models.CASCADE, related_name="proposals")
    run = models.ForeignKey(
        "decisions.DecisionRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="the computation it comes from; empty: somebody picked by hand",
    )  # fmt: skip
    by_hand = models.CharField(max_length=500, blank=True, help_text="why this angel, where somebody picked by hand")
    match = models.JSONField(default=dict, blank=True, help_text="topics and languages in common, kilometres between")
    state = models.CharField(max_length=20, choices=State.choices, default=State.PROPOSED)
    reason = models.CharField(max_length=500, blank=True, help_text="why it was declined or taken back")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state__in=["proposed", "accepted", "agreed"]),
                name="one_standing_proposal_for_a_request",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["declined", "not_wanted"]) | ~models.Q(reason=""),
                name="proposal_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(run__isnull=True) | models.Q(by_hand=""),
                name="proposal_computed_or_by_hand",
            ),
        ]


LIVE = (Proposal.State.PROPOSED, Proposal.State.ACCEPTED)
"""Somebody still has to answer."""
REFUSED = (Proposal.State.DECLINED, Proposal.State.NOT_WANTED)
"""These two are never proposed for each other again."""
