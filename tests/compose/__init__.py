"""The real Docker Compose, and what docker-compose.yml must be."""
