"""Words are reported, hidden or left standing, shown again, appealed about, and the appeal is decided. Every step is
kept; who is concerned hears of it."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal, Words

from .. import letters_of_moderation as letters
from ..access import moderation as access
from ..models import ModerationStep, Report
from ..moderated import Kind, Moderated
from ..queries.moderation import decided_last

MOST_A_DAY = 30
"""Reports of one person: whoever reads a lot reports little."""
What = ModerationStep.What


def report(kind: Kind, row: Moderated, reason: str, words: str = "", *, by: Person | None) -> Report:
    """Ask those who look after the page to look at these words. The same person once. Raises Refusal."""
    access.check(by is not None)
    said = _said(words, 1000)
    if reason not in Report.Reason.values:
        raise Refusal(_("Choose what is wrong with it."), _("Nothing was reported."), status=422)
    if reason == Report.Reason.OTHER and not said:
        raise Refusal(
            _("Say in a few words what is wrong with it."), _("Nothing was reported."), status=422, field="words"
        )
    if access.is_author(by, kind, row):
        raise Refusal(_("These are your own words."), _("Nothing was reported."), status=422)
    with deed(by):
        now = _locked(kind, row)
        if now.hidden_at is not None:
            raise Refusal(_("These words are hidden already."), _("Nothing more needs to be done."))
        Person.objects.select_for_update(of=("self",)).get(pk=by.pk if by else 0)
        known = Report.objects.filter(kind=kind.name, thing=now.pk, by=by).first()
        if known is not None:
            raise _reported_before(known)
        since = timezone.now() - dt.timedelta(days=1)
        if Report.objects.filter(by=by, at__gt=since).count() >= MOST_A_DAY:
            raise Refusal(
                _("You have reported %(number)s times within a day.") % {"number": MOST_A_DAY},
                _("This one was not sent."),
                _("Write to those who run the page, if there is that much, or go on tomorrow."),
                status=429,
            )
        first = not Report.objects.filter(kind=kind.name, thing=now.pk, decision=None).exists()
        made = Report.objects.create(kind=kind.name, thing=now.pk, reason=reason, words=said, by=by)
        if first:
            letters.reported(kind, row, _last(kind, now))
        return made


def hide(kind: Kind, row: Moderated, reason: str, *, seen: int, by: Person | None) -> ModerationStep:
    """Only the author and those who look after the page read them; all others read the reason. seen: the last step
    that was shown, 0 for none. Raises Refusal."""
    return _decide(kind, row, What.HIDDEN, reason, seen, by)


def let_stand(kind: Kind, row: Moderated, reason: str, *, seen: int, by: Person | None) -> ModerationStep:
    """The reports are answered; the words stay. Raises Refusal."""
    return _decide(kind, row, What.STANDS, reason, seen, by)


def show_again(kind: Kind, row: Moderated, reason: str, *, seen: int, by: Person | None) -> ModerationStep:
    """What was hidden is shown, without an appeal: it was a mistake. Raises Refusal."""
    return _decide(kind, row, What.SHOWN, reason, seen, by)


def _decide(kind: Kind, row: Moderated, what: str, reason: str, seen: int, by: Person | None) -> ModerationStep:
    access.check(access.may_decide(by, kind, row))
    said = _reason(reason)
    with deed(by):
        now = _locked(kind, row)
        last = _last(kind, now)
        if (last.pk if last else 0) != seen:
            raise _decided_meanwhile()
        if what == What.SHOWN and last is not None and last.what == What.APPEALED:
            raise Refusal(
                _("The author has asked to look again."),
                _("Nothing was changed."),
                _("Decide the appeal instead; somebody else than the one who hid the words does."),
            )
        hidden = now.hidden_at is not None
        if hidden != (what == What.SHOWN):
            raise _decided_meanwhile()
        if what != What.STANDS:
            _put(now, "" if what == What.SHOWN else said)
        step = ModerationStep.objects.create(kind=kind.name, thing=now.pk, what=what, reason=said, by=by)
        reports = Report.objects.filter(kind=kind.name, thing=now.pk, decision=None)
        waiting = list(reports.select_for_update(of=("self",)))
        for each in waiting:
            each.decision = step
            each.save(update_fields=["decision"])
        told = {each.by_id for each in waiting if each.by_id}
        if what == What.SHOWN:  # whoever was told that the words were hidden
            reports = Report.objects.filter(decision=hiding_of(kind.name, now.pk), by__isnull=False)
            told |= set(reports.values_list("by_id", flat=True))
        letters.decided(kind, now, step, told)
        return step


def appeal(kind: Kind, row: Moderated, words: str, *, by: Person | None) -> ModerationStep:
    """The author asks somebody else to look again, once for each hiding. Raises Refusal."""
    access.check(access.is_author(by, kind, row))
    said = _reason(words)
    with deed(by):
        now = _locked(kind, row)
        hiding = hiding_of(kind.name, now.pk)
        if now.hidden_at is None or hiding is None:
            raise Refusal(_("Your words are shown."), _("There is nothing to look at again."))
        if ModerationStep.objects.filter(answers=hiding).exists():
            raise Refusal(
                _("You have asked already."),
                _("A hiding is looked at again once."),
                _("What came of it stands on this page."),
            )
        step = ModerationStep.objects.create(
            kind=kind.name, thing=now.pk, what=What.APPEALED, reason=said, answers=hiding, by=by
        )
        letters.appealed(kind, now, step, hiding)
        return step


def answer_appeal(kind: Kind, row: Moderated, reason: str, *, restore: bool, by: Person | None) -> ModerationStep:
    """Somebody else than the one who hid the words decides; that is the end of it. Raises Refusal."""
    said = _reason(reason)
    with deed(by):
        now = _locked(kind, row)
        last = _last(kind, now)
        if last is None or last.what != What.APPEALED or last.answers is None:
            raise _decided_meanwhile()
        access.check(access.may_decide(by, kind, now))
        if not access.may_answer(by, kind, now, last.answers):
            raise Refusal(
                _("You hid these words yourself."),
                _("Nothing was changed: an appeal is decided by somebody else."),
                _("Ask another one who looks after the page, or an administrator."),
                status=422,
            )
        if restore:
            _put(now, "")
        step = ModerationStep.objects.create(
            kind=kind.name,
            thing=now.pk,
            what=What.RESTORED if restore else What.UPHELD,
            reason=said,
            answers=last,
            by=by,
        )
        reporters = Report.objects.filter(decision=last.answers, by__isnull=False).values_list("by_id", flat=True)
        letters.decided(kind, now, step, list(reporters) if restore else [])
        return step


def hiding_of(kind: str, thing: int) -> ModerationStep | None:
    """The last time these words were hidden. One query."""
    rows = ModerationStep.objects.filter(kind=kind, thing=thing, what=What.HIDDEN)
    return rows.order_by("-at", "-pk").first()


def _put(row: Moderated, why: str) -> None:
    """why: "" shows them."""
    row.hidden_at, row.hidden_why = (timezone.now(), why) if why else (None, "")
    row.save(update_fields=["hidden_at", "hidden_why"])


def _locked(kind: Kind, row: Moderated) -> Moderated:
    now = kind.model._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if now is None:
        raise Refusal(_("These words are there no longer."), _("Nothing was changed."), status=410)
    return now


def _last(kind: Kind, row: Moderated) -> ModerationStep | None:
    rows = ModerationStep.objects.filter(kind=kind.name, thing=row.pk)
    return rows.select_related("answers").order_by("-at", "-pk").first()


def _reason(words: str) -> str:
    said = _said(words, 500)
    if not said:
        raise Refusal(_("Say why."), _("Nothing was changed."), status=422, field="reason")
    return said


def _said(words: str, most: int) -> str:
    said = words.strip()
    if len(said) > most:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": most}, _("Nothing was saved."), status=422
        )
    return said


def _decided_meanwhile() -> Refusal:
    return Refusal(
        _("Somebody else decided about these words meanwhile."),
        _("Nothing was changed."),
        _("Open the page again and read what they decided."),
    )


def _reported_before(known: Report) -> Refusal:
    advice: Words = _("Those who look after the page decide; you are told by letter.")
    step = decided_last([known]).get((known.kind, known.thing)) if known.decision is not None else None
    if step is not None:
        advice = _("What was decided: %(what)s. %(reason)s") % {
            "what": step.get_what_display(),
            "reason": step.reason,
        }
    return Refusal(_("You have reported these words already."), _("Once is enough."), advice)
