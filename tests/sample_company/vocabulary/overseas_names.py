"""Personal names outside the mainland, by country: given names and surnames, paired at random."""

GIVEN: dict[str, tuple[str, ...]] = {
    "DE": ("Jürgen", "Anna", "Thomas", "Katrin", "Stefan", "Lena", "Markus", "Sabine", "Björn", "Petra"),
    "US": ("James", "Emily", "Robert", "Sarah", "Michael", "Laura", "Daniel", "Megan", "Brian", "Nicole"),
    "HK": ("Ka Ming", "Wing Yan", "Chi Keung", "Siu Ling", "Tsz Hin", "Mei Yee", "Kwok Wai", "Hoi Yan"),
    "SG": ("Wei Jie", "Hui Min", "Kumar", "Siti", "Jun Kai", "Li Ting", "Farid", "Mei Hua"),
    "VN": ("Minh", "Lan", "Tuấn", "Hương", "Dũng", "Thảo", "Quang", "Linh"),
    "MY": ("Ahmad", "Nurul", "Chee Meng", "Siew Ling", "Hafiz", "Aisyah", "Raj", "Kok Wai"),
    "IN": ("Rahul", "Priya", "Amit", "Anjali", "Vikram", "Deepa", "Sanjay", "Kavita"),
}

SURNAMES: dict[str, tuple[str, ...]] = {
    "DE": ("Müller", "Weiß", "Schäfer", "Krüger", "Vogel", "Brandt", "Lorenz", "Seidel", "Hartmann", "Böhm"),
    "US": ("Carter", "O'Neil", "Bennett", "Reyes", "Sullivan", "Whitfield", "Nguyen", "Hughes", "Porter"),
    "HK": ("Chan", "Wong", "Cheung", "Lau", "Leung", "Ho", "Ng", "Tse", "Kwok", "Yip"),
    "SG": ("Tan", "Lim", "Ng", "Goh", "Rahman", "Pillai", "Koh", "Teo"),
    "VN": ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng"),
    "MY": ("bin Ismail", "binti Hassan", "Lee", "Chong", "Wong", "Ramasamy", "Yap"),
    "IN": ("Sharma", "Patel", "Iyer", "Reddy", "Mehta", "Nair", "Gupta"),
}

# The same Hong Kong surnames and given names in (traditional) characters, as a business card has them.
HK_CHARACTERS: dict[str, str] = {
    "Chan": "陳",
    "Wong": "黃",
    "Cheung": "張",
    "Lau": "劉",
    "Leung": "梁",
    "Ho": "何",
    "Ng": "吳",
    "Tse": "謝",
    "Kwok": "郭",
    "Yip": "葉",
    "Ka Ming": "家明",
    "Wing Yan": "詠恩",
    "Chi Keung": "志強",
    "Siu Ling": "小玲",
    "Tsz Hin": "子軒",
    "Mei Yee": "美儀",
    "Kwok Wai": "國偉",
    "Hoi Yan": "凱欣",
}
