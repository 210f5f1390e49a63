"""Charts of the figures as pictures: drawn with the packaged font, wide enough to read on a phone."""
