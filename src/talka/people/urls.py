from django.urls import path

from .views import accounts, imports, lists, me, merging, organisations, persons

app_name = "people"
urlpatterns = [
    path("people/", lists.people, name="people"),
    path("people/new/", persons.new, name="new_person"),
    path("people/export/<str:ending>/", lists.export_people, name="export_people"),
    path("people/import/", imports.send, {"kind": "persons"}, name="import_people"),
    path("people/imports/<str:key>/", imports.table, name="import"),
    path("people/merge/", merging.persons, name="merge_people"),
    path("people/merges/<int:pk>/undo/", merging.undo, name="undo_merge"),
    path("people/p/<str:key>/", persons.person, name="person"),
    path("people/p/<str:key>/edit/", persons.edit, name="edit_person"),
    path("people/p/<str:key>/invite/", persons.invite, name="invite"),
    path("people/p/<str:key>/signin-link/", persons.signin_link, name="signin_link"),
    path("people/p/<str:key>/account/", persons.account, name="account"),
    path("people/p/<str:key>/data/", me.data_of, name="data_of"),
    path("people/p/<str:key>/erase/", me.erase_person, name="erase_person"),
    path("organisations/", lists.organisations, name="organisations"),
    path("organisations/new/", organisations.new, name="new_organisation"),
    path("organisations/export/<str:ending>/", lists.export_organisations, name="export_organisations"),
    path("organisations/import/", imports.send, {"kind": "organisations"}, name="import_organisations"),
    path("organisations/merge/", merging.organisations, name="merge_organisations"),
    path("organisations/o/<str:key>/", organisations.organisation, name="organisation"),
    path("organisations/o/<str:key>/edit/", organisations.edit, name="edit_organisation"),
    path("me/", me.me, name="me"),
    path("me/edit/", me.edit, name="edit_me"),
    path("me/data/", me.data, name="my_data"),
    path("me/data.json", me.download, name="my_data_json"),
    path("me/consents/", me.withdraw, name="withdraw"),
    path("me/erase/", me.erase, name="erase_me"),
    path("signin/<str:token>/", accounts.one_time_link, name="signin"),
    # Before allauth's own: sign-in begins with the address, and there are no passwords.
    path("accounts/login/", accounts.request_code, name="request_code"),
    path("accounts/login/code/", accounts.to_sign_in),
    path("accounts/login/code/confirm/", accounts.confirm_code, name="confirm_code"),
    path("accounts/email/", accounts.not_here),
    path("accounts/password/<path:rest>", accounts.not_here),
    path("accounts/confirm-email/", accounts.not_here),
    path("accounts/reauthenticate/", accounts.not_here),
]
