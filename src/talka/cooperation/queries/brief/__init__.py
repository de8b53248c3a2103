"""What one partner's council has to know, gathered from the case, its appraisal and what the partner wrote."""
