"""What the worker's jobs do, in words for an administrator, and when those are due that come by themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from croniter import croniter
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from talka.ui.refusals import Words

WORDS: dict[str, Words] = {
    "letters.send_due": _("Letters that are due are sent"),
    "letters.forget_words": _("Letters older than a year and codes that ended are emptied"),
    "events.tend": _("Events: reminders, waiting lists, what follows an event"),
    "events.forget": _("Events: what was kept for a time is forgotten"),
    "people.forget": _("People whose locks have ended are erased, and what was kept for a day or a month"),
    "workshops.forget": _("Group work: rehearsals and what was kept for the day are forgotten"),
    "results.keep_tallies": _("Answers that an indicator counts are counted before they go"),
    "upkeep.catch_up": _("Nights that were missed are caught up"),
    "upkeep.remind": _("Administrators and organisers are reminded"),
    "events.check_import": _("A table of registrations is looked through"),
    "events.take_import": _("A table of registrations is entered"),
    "events.take_in_invitations": _("A table of invitations is entered"),
    "events.send_invitations": _("Invitations are written"),
    "events.issue_certificates": _("Certificates are made"),
    "events.tell_release": _("A changed agenda is told"),
    "people.enter_import": _("A table of people or organisations is entered"),
    "learning.match_angels": _("Knowledge angels are proposed for many requests"),
    "learning.remind_reviews": _("Knowledge angels: advice that is to be looked back at is told of"),
    "learning.remind_peer_reviews": _("Peer reviews: reports, plans and progress reviews that are due are told of"),
    "resources.enter_import": _("A table of resources is entered"),
    "resources.remind": _("Resources of places: who entered what a year ago is asked whether it is still so"),
    "resources.forget": _("Resources of places: contacts of what was taken back a year ago are forgotten"),
    "cooperation.remind": _("Cooperation: evaluations that are due and last days of agreements are told of"),
    "learning.tend_assessments": _("Assessments of competences: rounds open and close, links and reminders are sent"),
    "learning.tend_homework": _("Learning: homework that is due or waits for an answer is told of"),
    "needs.compute_follow_up": _("A follow-up programme is computed"),
    "cooperation.compute_appraisal": _("Costs and gains of a cooperation are computed"),
    "cooperation.compute_groups": _("Groups of municipalities are computed"),
    "needs.tell_those_who_spoke": _("Those who spoke are told what became of it"),
    "programmes.forget": _("Programmes: roles of projects whose retention date has passed end"),
    "needs.forget": _("Needs: who confirmed and who was named as an expert is forgotten with the project"),
    "plans.forget": _("Planning documents: tables that were sent a day ago are forgotten"),
    "cooperation.enter_agreements": _("A table of agreements is entered"),
    "cooperation.forget": _("Cooperation: tables that were sent a day ago are forgotten"),
    "cooperation.carry_out_table": _("A table of joint projects is checked or entered"),
    "initiatives.send_links": _("Choosing together: letters with a link for each voter"),
    "initiatives.count_votes": _("Choosing together: votes that are over are counted"),
    "initiatives.compute_result": _("Choosing together: very many ballots are counted"),
    "initiatives.tell_withdrawn": _("Choosing together: voters are told of an option that was withdrawn"),
    "initiatives.tell_end": _("Choosing together: voters are told of the result"),
    "initiatives.tend_deliberations": _("Deliberations close at their time, and their results are computed"),
    "initiatives.compute_opinions": _("Opinion groups of very many votes are computed"),
    "initiatives.tell_answers": _("Consultations: those who commented are told the answers"),
    "initiatives.tell_answer": _("A council's answer is told to those who wait for it"),
    "initiatives.remind_councils": _("Councils: questions that wait and decisions that are overdue are told of"),
    "results.forget": _("Results: who entered figures and handed reports in is forgotten with the project"),
    "protection.forget": _("Requests about data that were answered two years ago are forgotten"),
    "evidence.forget": _("Event files: what the retention date has ended is deleted"),
    "evidence.remind": _("Event files: organisers are told what is missing"),
    "evidence.make_package": _("An event file is bound"),
    "archive.make": _("A project's archive is made"),
    "workshops.rehearse": _("A group work is rehearsed"),
    "indicators.fetch_table": _("A table of figures is fetched"),
    "indicators.read_table": _("A table of figures is read"),
    "indicators.enter_table": _("A table of figures is entered"),
    "indicators.renew": _("What follows from figures of areas is computed anew"),
    "indicators.draw_charts": _("Charts of areas are drawn where their figures have changed"),
    "indicators.forget": _("Tables of figures that were never entered, and charts that no page shows, are forgotten"),
}
RARE = timedelta(hours=2)
"""What comes less often than this is caught up where it was missed; the rest comes again soon anyway."""


@dataclass(frozen=True)
class Periodic:
    """A job that comes by itself. cron: minute, hour, day, month, weekday, in UTC."""

    task: str
    cron: str

    @property
    def words(self) -> Words:
        return WORDS.get(self.task, self.task)

    def next_after(self, moment: datetime) -> datetime:
        return self._turn(moment).get_next(datetime).astimezone(UTC)

    def last_before(self, moment: datetime) -> datetime:
        return self._turn(moment).get_prev(datetime).astimezone(UTC)

    @property
    def is_rare(self) -> bool:
        turn = self._turn(datetime(2026, 1, 1, tzinfo=UTC))
        first: datetime = turn.get_next(datetime)
        return bool(turn.get_next(datetime) - first >= RARE)

    def _turn(self, moment: datetime) -> croniter:
        return croniter(self.cron, moment.astimezone(UTC))


def periodic() -> Iterator[Periodic]:
    """All of them, rare ones first."""
    found = [Periodic(name, each.cron) for (name, _id), each in sorted(app.periodic_registry.periodic_tasks.items())]
    yield from sorted(found, key=lambda each: not each.is_rare)


def periodic_by_name(task: str) -> Periodic | None:
    return next((each for each in periodic() if each.task == task), None)
