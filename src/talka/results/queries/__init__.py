"""What can be asked across all rooms: the trail, the findings report, the article."""
