import pytest

from reports import palette


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("text", ["INK", "MUTED", "PRIMARY", "GOOD", "BAD"])
@pytest.mark.parametrize("ground", ["PAPER", "PANEL"])
def test_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


def test_warnings_can_be_read() -> None:
    assert contrast(palette.NOTICE, palette.NOTICE_PANEL) >= 4.5
