"""Certificates of training programmes as Open Badges 3.0 (1EdTech): what stands in one, who signs it, its picture."""
