"""Chapters of the day in its groups: formed, joined, cards written, themes named and voted on, reported."""

import re
from uuid import uuid4

from django.db.models import Count
from playwright.sync_api import expect

from talka.events.models import Registration
from talka.workshops.actions import cards, joining, voting
from talka.workshops.models import Card, Cluster, Seat

from .day_people import DO, LACK, NEED, PROPOSAL


def groups_are_formed(stage, zane):
    event = stage.event
    zane.open(f"/e/{event.slug}/groups/")
    zane.press("main form button")
    workshop = stage.workshop
    base = f"/e/{event.slug}/groups/{workshop.slug}/"
    zane.open(f"{base}settings/")
    zane.choose("audience", "public")
    zane.press("main form:has([name=audience]) button[type=submit]")

    zane.open(base)
    zane.press(f"a[href='{base}forming/']")
    zane.choose("source", "present")
    zane.choose("keep", "none")
    zane.press("form:has([name=source]) button[type=submit]")
    assert not Seat.objects.exists(), "a proposal moves nobody"

    # Two are moved by hand, each with the cost of it said before and after.
    moved = 0
    for link in zane.page.locator(".placed a").evaluate_all("all => all.map(a => a.getAttribute('href'))"):
        zane.open(link)
        button = zane.page.locator(".card:not(.card-accent) button.button-secondary[name=to]")
        if not button.count():
            continue
        cost = zane.page.locator(".card:has(button[name=to]) p").all_inner_texts()
        assert any(re.search(r"\d", words) for words in cost), cost
        zane.fill(reason="Abi strādā pie viena projekta")
        zane.press(".card:not(.card-accent) button.button-secondary[name=to]")
        moved += 1
        if moved == 2:
            break
    assert moved == 2
    assert zane.page.locator("text=ar roku").or_(zane.page.locator("text=by hand")).count() >= 2
    zane.press("button[name=deed][value=accept]")
    sizes = dict(workshop.groups.annotate(n=Count("seats")).values_list("number", "n"))
    assert sum(sizes.values()) == 28
    assert all(6 <= size <= 14 for size in sizes.values()), sizes

    # Somebody comes when the groups stand already, and is placed where they fit best.
    zane.open(f"/e/{event.slug}/check-in/walk-in/")
    zane.fill(given_name="Negaidīts", family_name="Viesis", organisation="Ciemiņu biedrība")
    zane.press("main form:has([name=family_name]) button[type=submit]")
    zane.open(f"{base}forming/")
    zane.press("button[name=to][value=best]")
    assert Seat.objects.get(registration__person__family_name="Viesis").group is not None


def the_phones_join(stage, zane, phones):
    """By the own link, by the code of the name card, and without a name; gives the group that Aija is in."""
    workshop = stage.workshop
    aija = Registration.objects.get(person__family_name="Šķiņķe")
    karlis = Registration.objects.get(person__family_name="Ķēniņš")
    group = Seat.objects.select_related("group__item").get(registration=aija).group

    zane.open(f"/w/{workshop.code}/projector/{workshop.projector_key}/")
    assert workshop.code in zane.page.locator("body").inner_text().replace(" ", "").replace("\xa0", "")

    phones["aija"].open(f"/r/{aija.token}/")
    phones["aija"].press(f"a[href^='/w/{workshop.code}/me/']")
    phones["aija"].press("main form button")

    phones["karlis"].open("/w/")
    phones["karlis"].fill(code=f"{workshop.code[:3].lower()} {workshop.code[3:].lower()}")
    phones["karlis"].press("main form button[type=submit]")
    phones["karlis"].fill(name_card=karlis.code)
    phones["karlis"].press("form:has([name=name_card]) button[type=submit]")

    phones["made"].open(f"/w/{workshop.code}/?group={group.number}")
    phones["made"].press(f"button[name=group][value='{group.number}']")
    for phone in phones.values():
        assert phone.page.url.split("?")[0].endswith(f"/w/{workshop.code}/")
    assert Seat.objects.filter(joined_at__isnull=False).count() == 3
    return group


def cards_are_written(stage, zane, phones, group):
    """The phones write in the browser, the rest of the group by the same deeds; gives the facilitator's browser."""
    workshop = stage.workshop
    console = f"/e/{stage.event.slug}/groups/{workshop.slug}/"
    zane.open(console)
    for step, said in (("lack", LACK), ("do", DO)):
        if step == "do":
            zane.do("button[name=step][value=themes]")
        zane.do(f"button[name=step][value={step}]")
        for phone, words in zip(phones.values(), said, strict=False):
            phone.open(f"/w/{workshop.code}/")
            phone.fill(text=words)
            phone.sends("form#write button[type=submit]")
            expect(phone.page.locator("#mine li", has_text=words)).to_have_count(1)
    assert Card.objects.count() == 6
    said = iter([("lack", words) for words in LACK[3:]] + [("do", words) for words in DO[3:]])
    for seat in Seat.objects.filter(group=group, joined_at=None).select_related("registration")[:6]:
        taken, _credential = joining.join_by_own_link(workshop, seat.registration.token)
        kind, words = next(said)
        cards.write(Seat.objects.get(pk=taken.pk), uuid4(), kind, kind, words, language="lv")
    gatis = stage.signed_in(stage.hall.facilitator)
    gatis.open(console)
    return gatis


def themes_are_named_and_voted_on(stage, zane, gatis, phones, group):
    workshop = stage.workshop
    console = f"/e/{stage.event.slug}/groups/{workshop.slug}/"
    board = f"{console}{group.number}/"
    zane.open(console)
    zane.do("button[name=step][value=proposals]")

    gatis.open(board)
    for kind, name in (("lack", NEED), ("do", PROPOSAL)):
        loose = gatis.page.locator(f"section:has(#lane-{kind}) .theme-loose input[name=card]")
        number = loose.count()
        assert number >= 3
        for place in range(number):
            loose.nth(place).check()
        gatis.fill(name=name)
        gatis.page.locator("form#sort select[name=lane]").select_option(kind)
        gatis.do("#sort-bar button[value=named]")
    assert Cluster.objects.count() == 2
    assert not Card.objects.filter(group=group, cluster=None).exists()

    zane.open(console)
    zane.do("button[name=step][value=vote]")
    need = Cluster.objects.get(name=NEED)
    for phone in phones.values():
        phone.open(f"/w/{workshop.code}/")
        if phone.page.locator(f"#theme-{need.pk}").count():
            phone.sends(f"#theme-{need.pk} button[value='theme:{need.pk}:1']")
    for seat in Seat.objects.filter(group=group, joined_at__isnull=False).select_related("group__workshop"):
        if not seat.ballots.exists():
            voting.give(seat, "vote", voting.Thing("theme", str(need.pk)), 2)


def the_group_reports(stage, zane, gatis, group):
    workshop = stage.workshop
    console = f"/e/{stage.event.slug}/groups/{workshop.slug}/"
    words = "Dati ir, bet ne par pagastiem un ne laikā."
    gatis.open(f"{console}{group.number}/report/")
    gatis.fill(text=words)
    gatis.press("main form:has([name=text]) button[type=submit]")
    zane.open(console)
    zane.do("button[name=step][value=who]")
    zane.do("button[name=step][value=report]")
    zane.choose("show", "report")
    zane.page.select_option("#show-group", str(group.number))
    zane.press("form:has([name=show]) button")
    wall = stage.person()
    wall.open(f"/w/{workshop.code}/projector/{workshop.projector_key}/")
    assert words in wall.page.locator("body").inner_text()
    for what in ("board", "votes"):
        wall.open(f"/w/{workshop.code}/projector/{workshop.projector_key}/{what}/{group.number}/")
        assert NEED in wall.page.locator("body").inner_text()
    zane.open(console)
    zane.do("button[name=step][value=closed]")
