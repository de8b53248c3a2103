"""What an appraisal reads, and what of it a reader may see."""
