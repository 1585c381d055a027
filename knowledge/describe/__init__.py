"""What a notice says of itself: title, number, office, days, years, item of the disclosure list, and the words that say it."""
