"""What the service owes to people between one message and the next: its file, notes, subscriptions, the way to tell them."""
