"""Chapters of the day until its groups meet: event, invitations, registration, check-in."""

import datetime as dt

from django.utils import timezone

from talka.events import clock
from talka.events.actions.check_in import check_in
from talka.events.models import AgendaItem, Attendance, Event, Invitation, Registration
from talka.territories.models import Area

from .day_people import THEMES, TITLE, address_list


def an_event_from_the_template(stage, zane):
    zane.open("/")
    zane.open("/events/new/")
    zane.choose("start", "pattern:seminar")
    day = timezone.localdate() + dt.timedelta(days=30)
    zane.fill(title_0=TITLE, title_1="What do planners need?", first_day=day.isoformat(), venue_0="Kultūras nams")
    zane.press("main form button[type=submit]")
    event = stage.event
    assert event.items.count() == 13
    assert event.state == Event.State.DRAFT

    # The activity of the project, for the trail.
    zane.open(f"/e/{event.slug}/manage/edit/")
    zane.choose("activity", str(stage.hall.project.activities.get().pk))
    zane.press("main form:has([name=title_0]) button[type=submit]")

    # Three parallel groups get their themes, rooms, and the first its facilitator.
    groups = list(event.items.filter(kind="group").order_by("order"))
    assert len(groups) == 3
    for number, (item, theme) in enumerate(zip(groups, THEMES, strict=True), start=1):
        zane.open(f"/e/{event.slug}/manage/agenda/")
        zane.press(f"a[href='/e/{event.slug}/manage/agenda/item/{item.key}/']")
        zane.fill(title_0=theme, title_1=f"Group {number}", room=f"{number}. telpa", capacity_min="6", capacity="14")
        if number == 1:
            zane.choose("facilitators", str(stage.hall.facilitator.pk))
        zane.press("form#item button[type=submit]")
    assert {item.title.data["lv"] for item in event.items.filter(kind="group")} == set(THEMES)

    zane.open(f"/e/{event.slug}/manage/agenda/release/")
    zane.press("main form button.button-primary")
    zane.open(f"/e/{event.slug}/manage/")
    zane.press("button[name=deed][value=publish]")
    zane.press("button[name=deed][value=open]")
    event.refresh_from_db()
    assert event.state == Event.State.PUBLISHED
    assert event.registration_open
    for name in ("presentations", "photos", "costs"):
        zane.open(f"/e/{event.slug}/manage/{name}/")
    for name in ("questions", "quotas", "registrations"):
        zane.open(f"/e/{event.slug}/{name}/")


def invitations_from_a_table(stage, zane):
    path = f"/e/{stage.event.slug}/manage/invitations/"
    zane.open(path)
    zane.page.locator("input[type=file]").set_input_files(
        {
            "name": "uzaicināmie.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": address_list(stage.hall),
        }
    )
    zane.press("form:has(input[type=file]) button[type=submit]")
    row = zane.page.locator("main tbody tr")
    assert row.count() == 1
    assert row.locator("th").inner_text() == "4"
    assert row.locator("td").first.inner_text() == "E-pasts"
    assert "adrese" in row.locator("td").nth(1).inner_text()
    assert not Invitation.objects.exists()
    zane.press("button[name=deed][value=accept]")
    zane.open(path)
    zane.press("button[name=deed][value=send]")
    assert Invitation.objects.filter(sent_at__isnull=False).count() == 3


def people_register_on_phones(stage):
    """Aija by her invitation, Kārlis on his own, Made from an organisation nobody knows."""
    event = stage.event
    groups = {str(item.title): str(item.pk) for item in event.items.filter(kind="group")}
    aija, karlis, made = (stage.person(phone=True) for _ in range(3))

    invitation = Invitation.objects.get(person__email="aija@novads.example")
    aija.open(f"/i/{invitation.token}/")
    assert "Šķiņķe" in aija.page.locator("main").inner_text()
    aija.press("main a.button-primary")
    assert aija.page.locator("[name=family_name]").input_value() == "Šķiņķe"
    aija.choose("group_0_1", groups[THEMES[0]])
    aija.choose("group_0_2", groups[THEMES[1]])
    aija.choose("group_0_3", groups[THEMES[2]])
    aija.page.locator("[name=consent_photos]").check()
    aija.press("main form button[type=submit]")
    assert "/r/" in aija.page.url

    karlis.open(f"/e/{event.slug}/")
    assert karlis.page.locator("html").get_attribute("lang") == "lv"
    assert TITLE in karlis.page.locator("h1").inner_text()
    karlis.press("a.button-primary[href*=register]")
    # Without a name it is not sent, and what was typed stays.
    karlis.fill(given_name="Kārlis", email="karlis@novads.example", organisation=stage.hall.organisations[0].name)
    with karlis.page.expect_navigation():
        karlis.page.locator("main form button[type=submit]").click()
    karlis.look()
    assert karlis.page.locator("[name=given_name]").input_value() == "Kārlis"
    karlis.fill(family_name="Ķēniņš")
    karlis.choose("group_0_1", groups[THEMES[0]])
    karlis.press("main form button[type=submit]")

    made.open(f"/e/{event.slug}/register/")
    made.fill(given_name="Made", family_name="Ņūtone", email="made@kopiena.example", organisation="Kopiena “Pagrabs”")
    with made.page.expect_navigation():
        made.page.locator("main form button[type=submit]").click()
    made.look()
    made.choose("new_kind", "community")
    made.choose("new_area", str(Area.objects.get(key="madonas-novads").pk))
    made.press("main form button[type=submit]")

    for person in (aija, karlis, made):
        assert person.page.locator("html").get_attribute("lang") == "lv"
    found = Registration.objects.filter(person__email__in=["aija@novads.example", "karlis@novads.example"])
    assert found.count() == 2
    assert Registration.objects.get(person__family_name="Ņūtone").organisation.area.key == "madonas-novads"
    return {"aija": aija, "karlis": karlis, "made": made}


def the_day_comes(event):
    """The same event and agenda, held today."""
    days = clock.local_day(event) - event.first_day
    now = timezone.now()
    for item in event.items.exclude(starts_at=None):
        AgendaItem.objects.filter(pk=item.pk).update(starts_at=item.starts_at + days, ends_at=item.ends_at + days)
    Event.objects.filter(pk=event.pk).update(
        first_day=event.first_day + days,
        last_day=event.last_day + days,
        starts_at=now - dt.timedelta(hours=1),
        ends_at=now + dt.timedelta(hours=6),
    )


def people_are_checked_in(stage, zane, others):
    """Two do not come, somebody comes instead, somebody comes unannounced; gives the names of those who are here."""
    event = stage.event
    desk = f"/e/{event.slug}/check-in/"
    zane.open(f"/e/{event.slug}/attendance/")
    assert zane.fetch(f"/e/{event.slug}/name-cards.pdf").startswith(b"%PDF")
    zane.open(f"{desk}?q=skinke")
    assert zane.page.locator(".desk-row").count() == 1
    aija = Registration.objects.get(person__family_name="Šķiņķe")
    zane.press(f"form[action='{desk}{aija.code}/'] button")

    karlis = Registration.objects.get(person__family_name="Ķēniņš")
    zane.open(desk)
    zane.fill(code=karlis.code)
    zane.press(f"form[action='{desk}code/'] button")

    replaced, *_absent = stay_away = others[:3]
    zane.open(f"{desk}{replaced.code}/substitute/")
    zane.fill(given_name="Vietniece", family_name="Žagare", email="vietniece@novads.example")
    zane.press("main form:has([name=family_name]) button[type=submit]")

    made = Registration.objects.get(person__family_name="Ņūtone")
    for registration in (made, *others[3:]):
        check_in(Registration.objects.select_related("event__project").get(pk=registration.pk), by=stage.hall.organiser)
    zane.open(f"{desk}?show=here")
    names = {row.registration.person.name for row in Attendance.objects.select_related("registration__person")}
    assert len(names) == 28
    assert "Vietniece Žagare" in names
    assert not names & {row.person.name for row in stay_away}
    return names
