"""Mapping: a batch of text columns becomes typed canonical rows, or rejections with reasons."""
