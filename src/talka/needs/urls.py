from django.urls import path, re_path

from .views import competences, register, shaping, things

app_name = "needs"
urlpatterns = [
    path("e/<slug:slug>/needs/", shaping.shape, name="shape"),
    path("e/<slug:slug>/needs/take-over/", shaping.take_over, name="take_over"),
    path("e/<slug:slug>/needs/make/", shaping.make, name="make"),
    path("e/<slug:slug>/needs/text/", shaping.write, name="write"),
    path("e/<slug:slug>/needs/publish/", shaping.publish, name="publish"),
    path("programmes/<slug:slug>/needs/", register.register, name="register"),
    path("programmes/<slug:slug>/needs/record/", register.record, name="record"),
    path("programmes/<slug:slug>/needs/merge/", register.merge, name="merge_needs"),
    path("e/<slug:slug>/assessment/", competences.assessment, name="assessment"),
    path("programmes/<slug:slug>/competences/", competences.framework, name="framework"),
    path("programmes/<slug:slug>/competences/<slug:key>/", competences.competence, name="competence"),
    path("programmes/<slug:slug>/competences/<slug:key>/move/", competences.move, name="move_competence"),
    path("programmes/<slug:slug>/competences/<slug:key>/retire/", competences.retire, name="retire_competence"),
    path("programmes/<slug:slug>/competences/<slug:key>/restore/", competences.restore, name="restore_competence"),
    path("needs/<int:pk>/state/", things.decide, name="decide"),
    path("needs/<int:pk>/", things.need, name="need"),
    path("measures/<int:pk>/", things.measure, name="measure"),
    path("measures/<int:pk>/answers/", things.answer, name="answer"),
    re_path(r"^(?P<kind>needs|measures)/(?P<pk>\d+)/words/$", things.reword, name="reword"),
    re_path(r"^(?P<kind>needs|measures)/(?P<pk>\d+)/merge/$", things.merge, name="merge"),
    re_path(r"^(?P<kind>needs|measures)/(?P<pk>\d+)/split/$", things.split, name="split"),
]
