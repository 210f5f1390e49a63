"""Jinshuju (金数据): the entries of web forms."""
