"""Which outlets there are, what is due, and how to fetch it politely."""
