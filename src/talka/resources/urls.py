from django.urls import path

from .views import entering, imports, lists, resource

app_name = "resources"
urlpatterns = [
    path("resources/", lists.resources, name="resources"),
    path("resources/print/", lists.on_paper, name="print"),
    path("resources/export/<str:ending>/", lists.export, name="export"),
    path("resources/new/", entering.new, name="new"),
    path("resources/import/", imports.send, name="send_table"),
    path("resources/imports/<str:key>/", imports.table, name="import"),
    path("resources/r/<str:key>/", resource.resource, name="resource"),
    path("resources/r/<str:key>/edit/", entering.edit, name="edit"),
    path("resources/r/<str:key>/confirm/", resource.confirm, name="confirm"),
    path("resources/r/<str:key>/withdraw/", resource.withdraw, name="withdraw"),
    path("resources/r/<str:key>/restore/", resource.restore, name="restore"),
    path("resources/r/<str:key>/consent/", resource.consent, name="consent"),
    path("resources/r/<str:key>/material/", entering.material, name="material"),
    path("resources/r/<str:key>/material/<str:token>/remove/", entering.material_deed, name="material_deed"),
    path("resources/r/<str:key>/photos/<str:token>/", resource.photo, name="photo"),
    path("resources/r/<str:key>/photos/<str:token>/words/", entering.photo_words, name="photo_words"),
    path("resources/r/<str:key>/papers/<str:token>/", resource.paper, name="paper"),
]
