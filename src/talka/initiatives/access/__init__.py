"""Who may see and do what of initiatives and of what a council is asked, each part in a file of its own."""
