"""What can be done with an appraisal: entering figures, computing, taking a key."""
