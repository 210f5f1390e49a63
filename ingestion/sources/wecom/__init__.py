"""WeCom (Enterprise WeChat): customer contacts of the company's members, and these members."""
