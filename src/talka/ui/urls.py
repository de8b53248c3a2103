from django.urls import path

from . import gallery, views

app_name = "ui"
urlpatterns = [
    path("", gallery.gallery, name="gallery"),
    path("language/", views.language, name="set_language"),
    path("look/", views.look, name="look"),
    path("sample/", gallery.sample, name="sample"),
    path("sample/wall/", gallery.sample_wall, name="sample_wall"),
    path("<slug:part>/", gallery.gallery, name="gallery_part"),
]
