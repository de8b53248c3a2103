"""What can be asked about planning documents."""
