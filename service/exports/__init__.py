"""What a desk takes away: registers for Excel, deadlines for a calendar, wordings for Word."""
