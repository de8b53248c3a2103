from django.urls import path, re_path

from .views import competences
from .views import shaping as views

app_name = "needs"
urlpatterns = [
    path("e/<slug:slug>/needs/", views.shape, name="shape"),
    path("e/<slug:slug>/needs/take-over/", views.take_over, name="take_over"),
    path("e/<slug:slug>/needs/make/", views.make, name="make"),
    path("e/<slug:slug>/needs/text/", views.write, name="write"),
    path("e/<slug:slug>/needs/publish/", views.publish, name="publish"),
    path("e/<slug:slug>/assessment/", competences.assessment, name="assessment"),
    path("programmes/<slug:slug>/competences/", competences.framework, name="framework"),
    path("programmes/<slug:slug>/competences/<slug:key>/", competences.competence, name="competence"),
    path("programmes/<slug:slug>/competences/<slug:key>/move/", competences.move, name="move_competence"),
    path("programmes/<slug:slug>/competences/<slug:key>/retire/", competences.retire, name="retire_competence"),
    path("programmes/<slug:slug>/competences/<slug:key>/restore/", competences.restore, name="restore_competence"),
    path("needs/<int:pk>/", views.need, name="need"),
    path("measures/<int:pk>/", views.measure, name="measure"),
    path("measures/<int:pk>/answers/", views.answer, name="answer"),
    re_path(r"^(?P<kind>needs|measures)/(?P<pk>\d+)/words/$", views.reword, name="reword"),
    re_path(r"^(?P<kind>needs|measures)/(?P<pk>\d+)/merge/$", views.merge, name="merge"),
]
