"""What can be asked about data protection."""
