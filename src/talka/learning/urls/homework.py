"""What a cohort does between sessions, and how far it is."""

from django.urls import path

from ..views import coaching, hand_ins, homework, materials, progress, twins
from .training import COHORT

HAND_IN = f"{COHORT}hand-ins/<int:pk>/"
MATERIAL = f"{COHORT}materials/<int:pk>/"
TEAM = f"{COHORT}teams/<int:pk>/"

urlpatterns = [
    path(f"{COHORT}homework/", homework.homework_list, name="homework_list"),
    path(f"{COHORT}homework/new/", homework.new, name="new_homework"),
    path(f"{COHORT}homework/<int:pk>/", homework.homework, name="homework"),
    path(f"{COHORT}homework/<int:pk>/edit/", homework.edit, name="edit_homework"),
    path(f"{COHORT}homework/<int:pk>/retire/", homework.retire, name="retire_homework"),
    path(f"{COHORT}homework/<int:pk>/restore/", homework.restore, name="restore_homework"),
    path(f"{COHORT}homework/<int:pk>/file/", homework.file, name="homework_file"),
    path(HAND_IN, hand_ins.hand_in, name="hand_in"),
    path(f"{HAND_IN}open/", hand_ins.open_to_cohort, name="open_hand_in"),
    path(f"{HAND_IN}versions/<int:version>/", hand_ins.version_file, name="hand_in_file"),
    path(f"{HAND_IN}remarks/<int:remark>/", hand_ins.remark_file, name="remark_file"),
    path(f"{COHORT}waiting/", hand_ins.waiting, name="waiting"),
    path(f"{COHORT}progress/", progress.progress, name="progress"),
    path(f"{COHORT}my-way/", progress.my_way, name="my_way"),
    path(f"{COHORT}materials/", materials.materials, name="materials"),
    path(f"{COHORT}materials/new/<slug:shelf>/", materials.new, name="new_material"),
    path(f"{MATERIAL}edit/", materials.edit, name="edit_material"),
    path(f"{MATERIAL}move/", materials.move, name="move_material"),
    path(f"{MATERIAL}retire/", materials.retire, name="retire_material"),
    path(f"{MATERIAL}restore/", materials.restore, name="restore_material"),
    path("learning/training/<slug:slug>/materials/<int:pk>/", materials.file, name="material_file"),
    path(f"{TEAM}coaching/", coaching.coaching, name="coaching"),
    path(f"{TEAM}coaching/new/", coaching.new, name="new_coaching"),
    path(f"{TEAM}coaching/<int:visit>/", coaching.edit, name="edit_coaching"),
    path(f"{TEAM}coaching/<int:visit>/retire/", coaching.retire, name="retire_coaching"),
    path(f"{TEAM}coaching/<int:visit>/restore/", coaching.restore, name="restore_coaching"),
    path(f"{COHORT}twins/", twins.all_twins, name="all_twins"),
    path(f"{COHORT}twins/<int:twinning>/end/", twins.end, name="end_twins"),
    path(f"{TEAM}twins/", twins.twins, name="twins"),
    path(f"{TEAM}twins/<int:twinning>/meetings/", twins.new_meeting, name="new_twin_meeting"),
    path(f"{TEAM}twins/<int:twinning>/meetings/<int:meeting>/", twins.edit_meeting, name="edit_twin_meeting"),
    path(f"{TEAM}twins/<int:twinning>/write/", twins.write, name="write_to_twin"),
]
