"""The directory of offices: how each is reached, by the contact pages that are published and by the list that staff keep."""
