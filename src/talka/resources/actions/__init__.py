"""What can be done with the resources of places."""

from .contacts import agree_to_be_shown, stop_being_shown
from .papers import add_paper, remove_paper
from .photos import add_photo, edit_photo, remove_photo
from .resources import ResourceData, change, confirm, enter, restore, withdraw

__all__ = [
    "ResourceData",
    "add_paper",
    "add_photo",
    "agree_to_be_shown",
    "change",
    "confirm",
    "edit_photo",
    "enter",
    "remove_paper",
    "remove_photo",
    "restore",
    "stop_being_shown",
    "withdraw",
]
