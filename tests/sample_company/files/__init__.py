"""The exports of the made-up company's systems: layouts, dirt, writers, and the truth about every line."""
