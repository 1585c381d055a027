"""The chat page at `/`: what it is made of, how answers are worded on it, sharing, embedding and feedback."""
