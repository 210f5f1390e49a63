"""Tencent Qidian: customers. Nothing can be filtered, so each is read each time and compared by its hash."""
