"""Learning networks and the library of practice stories."""

from django.urls import path

from ..views import network_course as course
from ..views import network_members as members
from ..views import networks, stories

NETWORK = "learning/network/<slug:slug>/"
MEMBER = f"{NETWORK}members/<int:pk>/"
STORY = "learning/stories/<int:pk>/"

urlpatterns = [
    path("learning/networks/", networks.networks, name="networks"),
    path("learning/networks/new/", networks.new, name="new_network"),
    path(NETWORK, networks.network, name="network"),
    path(f"{NETWORK}edit/", networks.edit, name="edit_network"),
    path(f"{NETWORK}publish/", networks.publish, name="publish_network"),
    path(f"{NETWORK}unpublish/", networks.unpublish, name="unpublish_network"),
    path(f"{NETWORK}retire/", networks.retire, name="retire_network"),
    path(f"{NETWORK}restore/", networks.restore, name="restore_network"),
    path(f"{NETWORK}step/", networks.step, name="network_step"),
    path(f"{NETWORK}indicators/", networks.indicators, name="network_indicators"),
    path(f"{NETWORK}evaluation/", networks.evaluation, name="network_evaluation"),
    path(f"{NETWORK}coordinators/", members.coordinators, name="network_coordinators"),
    path(f"{NETWORK}people/<int:pk>/remove/", members.remove_person, name="remove_network_person"),
    path(f"{NETWORK}members/new/", members.new, name="new_network_member"),
    path(MEMBER, members.member, name="network_member"),
    path(f"{MEMBER}edit/", members.edit, name="edit_network_member"),
    path(f"{MEMBER}leave/", members.leave, name="leave_network"),
    path(f"{MEMBER}people/new/", members.new_person, name="new_network_person"),
    path(f"{MEMBER}notes/new/", course.new_note, name="new_network_note"),
    path(f"{MEMBER}targets/new/", course.new_target, name="new_network_target"),
    path(f"{NETWORK}meetings/", course.meetings, name="network_meetings"),
    path(f"{NETWORK}meetings/<int:pk>/remove/", course.remove_meeting, name="remove_network_meeting"),
    path(f"{NETWORK}tasks/new/", course.new_task, name="new_network_task"),
    path(f"{NETWORK}tasks/<int:pk>/", course.do_task, name="network_task"),
    path(f"{NETWORK}tasks/<int:pk>/edit/", course.edit_task, name="edit_network_task"),
    path(f"{NETWORK}notes/<int:pk>/", course.edit_note, name="edit_network_note"),
    path(f"{NETWORK}targets/<int:pk>/", course.edit_target, name="edit_network_target"),
    path(f"{NETWORK}targets/<int:pk>/reached/", course.reached, name="network_reached"),
    path(f"{NETWORK}rows/<slug:kind>/<int:pk>/<slug:deed>/", course.take_away, name="network_row"),
    path("learning/stories/", stories.stories, name="stories"),
    path("learning/stories/new/", stories.new, name="new_story"),
    path(STORY, stories.story, name="story"),
    path(f"{STORY}edit/", stories.edit, name="edit_story"),
    path(f"{STORY}publish/", stories.publish, name="publish_story"),
    path(f"{STORY}unpublish/", stories.unpublish, name="unpublish_story"),
    path(f"{STORY}retire/", stories.retire, name="retire_story"),
    path(f"{STORY}restore/", stories.restore, name="restore_story"),
    path(f"{STORY}photos/", stories.photos, name="story_photos"),
    path(f"{STORY}photos/<slug:token>/", stories.photo, name="story_photo"),
    path(f"{STORY}photos/<slug:token>/remove/", stories.remove, name="remove_story_photo"),
]
