from django.urls import path

from .views import event, items, own_items, project, publications

app_name = "evidence"
EVENT = "e/<slug:slug>/evidence/"
PROJECT = "projects/<slug:slug>/evidence/"
PROGRAMME = "programmes/<slug:slug>/evidence/"

urlpatterns = [
    # Organisers and auditors read, organisers bring what is missing.
    path(EVENT, event.event_file, name="event"),
    path(f"{EVENT}items/<slug:item>/", items.item, name="item"),
    path(f"{EVENT}items/<slug:item>/upload/", items.upload, name="upload"),
    path(f"{EVENT}items/<slug:item>/does-not-apply/", items.apart, name="apart"),
    path(f"{EVENT}items/<slug:item>/applies/", items.applies, name="applies"),
    path(f"{EVENT}files/<str:token>/", items.file, name="file"),
    path(f"{EVENT}files/<str:token>/take-back/", items.take_back, name="take_back"),
    path(f"{EVENT}publications/new/", publications.new, name="new_publication"),
    path(f"{EVENT}publications/<int:number>/", publications.edit, name="publication"),
    path(f"{EVENT}publications/<int:number>/withdraw/", publications.withdraw, name="withdraw_publication"),
    path(f"{EVENT}package/", event.ask, name="ask"),
    path(f"{EVENT}packages/<str:token>/", event.download, name="package"),
    path(PROJECT, project.matrix, name="project"),
    path(f"{PROJECT}package/", project.ask, name="ask_of_project"),
    path(f"{PROJECT}packages/<str:token>/", project.download, name="package_of_project"),
    # What a programme wants besides: its organisers'.
    path(PROGRAMME, own_items.items, name="own_items"),
    path(f"{PROGRAMME}new/", own_items.new, name="new_own_item"),
    path(f"{PROGRAMME}<slug:item>/", own_items.edit, name="own_item"),
    path(f"{PROGRAMME}<slug:item>/retire/", own_items.retire, name="retire_own_item"),
    path(f"{PROGRAMME}<slug:item>/restore/", own_items.restore, name="restore_own_item"),
]
