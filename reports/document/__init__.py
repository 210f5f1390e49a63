"""A report in words: figures and a locale in, sections of finished strings out. No HTML, no layout."""
