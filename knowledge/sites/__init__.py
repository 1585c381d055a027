"""Follows the columns (栏目) of college web sites: finds articles, fetches what changed, hands it to the importer."""
