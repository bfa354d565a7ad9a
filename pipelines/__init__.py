"""From a page to a story: one pure function a stage, each in a file of its own."""
