"""Speed and memory of the whole pipeline, as ratios within one run: `make bench`."""
