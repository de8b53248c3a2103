"""What can be asked of joint projects, one file by idea."""
