"""Ocean Engine (巨量引擎, Douyin): clues of its forms, and what projects cost a day."""
