"""What the law and the field say about cooperation, as data with source and date."""
