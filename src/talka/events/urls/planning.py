"""Addresses of planning and publishing: events, agenda, presentations, photos, costs, invitations."""

from django.urls import URLPattern, path

from talka.events.views import agenda, invitations, material, organise, public, release

planning_urls: list[URLPattern] = [
    path("events/", public.events, name="list"),
    path("events/new/", organise.new, name="new"),
    path("e/<slug:slug>/", public.event, name="event"),
    path("e/<slug:slug>/event.ics", public.calendar, name="calendar"),
    path("e/<slug:slug>/item/<slug:key>.ics", public.item_calendar, name="item_calendar"),
    path("e/<slug:slug>/agenda.pdf", public.agenda_paper, name="agenda_paper"),
    path("e/<slug:slug>/versions/", public.versions, name="versions"),
    path("e/<slug:slug>/presentations/<str:token>/", public.presentation, name="presentation"),
    path("e/<slug:slug>/photos/<str:token>/", public.photo, name="photo"),
    path("e/<slug:slug>/speaker/<str:token>/", material.speaker, name="speaker"),
    path("e/<slug:slug>/manage/", organise.manage, name="manage"),
    path("e/<slug:slug>/manage/deed/", organise.deed, name="deed"),
    path("e/<slug:slug>/manage/edit/", organise.edit, name="edit"),
    path("e/<slug:slug>/manage/agenda/", agenda.agenda, name="agenda"),
    path("e/<slug:slug>/manage/agenda/move/", agenda.move, name="move"),
    path("e/<slug:slug>/manage/agenda/new/", agenda.new_item, name="new_item"),
    path("e/<slug:slug>/manage/agenda/release/", release.release, name="release"),
    path("e/<slug:slug>/manage/agenda/item/<slug:key>/", agenda.item, name="item"),
    path("e/<slug:slug>/manage/agenda/item/<slug:key>/remove/", agenda.remove_item, name="remove_item"),
    path("e/<slug:slug>/manage/agenda/item/<slug:key>/speaker/", agenda.add_speaker, name="add_speaker"),
    path("e/<slug:slug>/manage/presentations/", material.presentations, name="presentations"),
    path("e/<slug:slug>/manage/presentations/link/", material.speaker_link, name="speaker_link"),
    path("e/<slug:slug>/manage/presentations/<str:token>/", material.presentation_edit, name="presentation_edit"),
    path("e/<slug:slug>/manage/presentations/<str:token>/deed/", material.presentation_deed, name="presentation_deed"),
    path("e/<slug:slug>/manage/photos/", material.photos, name="photos"),
    path("e/<slug:slug>/manage/photos/<str:token>/", material.photo_deed, name="photo_deed"),
    path("e/<slug:slug>/manage/costs/", material.costs, name="costs"),
    path("e/<slug:slug>/manage/costs/<int:number>/", material.cost, name="cost"),
    path("e/<slug:slug>/manage/invitations/", invitations.invitations, name="invitations"),
    path("e/<slug:slug>/manage/invitations/deed/", invitations.deed, name="invitations_deed"),
    path("e/<slug:slug>/manage/invitations/table/<int:number>/", invitations.invitation_list, name="invitation_list"),
    path("e/<slug:slug>/manage/invitations/<slug:kind>/export/", invitations.export, name="invitations_export"),
    path("i/<str:token>/", invitations.invitation, name="invitation"),
]
