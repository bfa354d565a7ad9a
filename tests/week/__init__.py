"""A week of the watch in minutes: real processes whose clock runs fast (`tests.week.clock`)."""
