"""The colours of charts, mails, pages and PDFs: one set, so that a colour means the same everywhere.

Text colours have a contrast of at least 4.5 on PAPER and on PANEL (WCAG AA); a test computes it.
"""

PAPER = "#ffffff"
PANEL = "#f4f6f9"  # blocks behind text
LINE = "#dde3ea"  # rules and grid
INK = "#1c2733"  # text
MUTED = "#5a6675"  # secondary text, axis labels

PRIMARY = "#1d5fa3"  # what a chart is about: leads, spend
PRIMARY_MID = "#8db4dc"  # the same measure, less in focus: earlier periods
PRIMARY_SOFT = "#c7dbef"  # its background, the part behind the bar
SECOND = "#c46a12"  # the second measure of a chart: won revenue, cumulative share
IMMATURE = "#bcc4cd"  # cohorts that have not had the whole window; in no comparison

GOOD = "#17724a"  # a change for the better
BAD = "#b3261e"  # a change for the worse, losses
NOTICE = "#7a4b00"  # text of a warning
NOTICE_PANEL = "#fff4d6"  # and what is behind it

# Of mails and pages only.
HEADER = "#12365f"  # behind the title
FAINT = "#8a95a3"  # figures of immature cohorts: grey on purpose, below the contrast of text that matters
