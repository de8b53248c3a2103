"""What can be asked of agreements, one file by idea."""
