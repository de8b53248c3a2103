"""What can be done with joint projects, one file by idea."""
