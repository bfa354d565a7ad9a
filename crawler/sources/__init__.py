"""What an outlet announces, read into entries: feeds, JSON feeds, sitemaps."""
