"""The sample company: a made-up Chinese maker of industrial software, generated from a seed and a date.

Every company, person, address, number and deal is invented. The vocabulary (words to draw from) is in
`vocabulary/`, the world (who did what when) in `world/`, the files that its systems would have exported in
`files/`, and the company's configuration folder, the project's commented example, in `config/`.
"""
