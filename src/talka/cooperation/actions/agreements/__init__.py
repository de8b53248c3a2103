"""What can be done with agreements, one file by idea."""
