"""Who says a figure: of each clause, over sentences, and where nobody is named."""

from __future__ import annotations

import pytest

from exchange_ledger.extract import extract
from exchange_ledger.records import Source
from exchange_ledger.stages import Article

_HQ, _MOD, _ZE = "Coordination Headquarters", "Russian Ministry of Defence", "Volodymyr Zelenskyy"
_LUB, _PAPER = "Dmytro Lubinets", "The Paper"

_CASES: list[tuple[str, dict[int, str]]] = [
    # before the verb, behind it, behind a comma, with an apposition or a relative clause between
    ("Zelensky said on Thursday that 95 Ukrainians had come home.", {95: _ZE}),
    ("95 Ukrainians came home on Thursday, said President Volodymyr Zelensky.", {95: _ZE}),
    (
        "95 Ukrainians came home on Thursday, Petro Yatsenko, who speaks for the Headquarters, said.",
        {95: "Petro Yatsenko"},
    ),
    (
        "95 Ukrainians came home on Thursday, the head of Ukraine's presidential office, Andriy Yermak, said.",
        {95: "Andriy Yermak"},
    ),
    ("95 Ukrainians were freed on Thursday, according to the Coordination Headquarters.", {95: _HQ}),
    ("According to the Coordination Headquarters, 95 Ukrainians were freed on Thursday.", {95: _HQ}),
    ("95 Ukrainians were freed on Thursday, it was reported by the Coordination Headquarters.", {95: _HQ}),
    ("95 Ukrainians return from captivity – Coordination Headquarters", {95: _HQ}),
    ("Zelensky: 95 Ukrainians are home from captivity", {95: _ZE}),
    # two voices of one sentence, each its own figure
    (
        "Zelensky said 95 Ukrainians came home on Thursday; Russia's defence ministry said 90 of its soldiers "
        "returned.",
        {95: _ZE, 90: _MOD},
    ),
    (
        "Russia's ministry said 90 Russian soldiers returned on Thursday, while Zelensky said 95 Ukrainians were home.",
        {90: _MOD, 95: _ZE},
    ),
    (
        "More than 90 Ukrainians came home on Thursday. Zelensky put the number at 95, Lubinets at least spoke of it.",
        {95: _ZE},
    ),
    # a voice inside a relative clause says only that clause
    (
        "Ukraine got back 212 bodies on Thursday, which Russia says are those of soldiers, the Headquarters said.",
        {212: _HQ},
    ),
    # quotations run over sentences, and what was given in return belongs to what was said before
    (
        '"On Thursday 95 Russian servicemen were returned. In return, 95 Ukrainian prisoners of war were '
        'handed over," the Russian Defence Ministry said.',
        {95: _MOD},
    ),
    ('Zelensky spoke in the evening. "Today 95 of our people came home from captivity."', {95: _ZE}),
    (
        "95 Russian servicemen came back from Ukrainian captivity on Thursday, the Russian Defence Ministry "
        "reported. In return, 97 Ukrainian prisoners of war were handed over.",
        {95: _MOD, 97: _MOD},
    ),
    (
        "The Headquarters first spoke of 94 Ukrainians freed on Thursday; it later corrected the number to 95.",
        {95: _HQ},
    ),
    # nobody is named, or nobody whom a table knows
    ("95 Ukrainians came home on Thursday.", {95: _PAPER}),
    ("95 Ukrainians came home on Thursday, a volunteer, Maria Petrova, said.", {95: _PAPER}),
    ("Zelensky thanked the team. 95 Ukrainians came home on Thursday.", {95: _PAPER}),
    ("Lubinets met families. Maria Petrova said that 95 Ukrainians came home on Thursday.", {95: _PAPER}),
    ("Zelensky's spokeswoman Maria Petrova said that 95 Ukrainians came home on Thursday.", {95: _PAPER}),
    # the verb of saying may be a participle, passive, or denied; a spokesman is not his body
    ('"95 Ukrainians are home from captivity," Zelensky wrote on Thursday, thanking the team of Budanov.', {95: _ZE}),
    ("Yusov, a spokesman for military intelligence, said that 95 Ukrainians were freed.", {95: "Andriy Yusov"}),
    ("The return of 95 Ukrainians on Thursday was announced by the Coordination Headquarters.", {95: _HQ}),
    ("The Headquarters, citing the security service, said 95 Ukrainians came home on Thursday.", {95: _HQ}),
    ("Russia's defence ministry did not say why. 95 Ukrainians came home on Thursday.", {95: _PAPER}),
    ('"They are free," said the wife of a soldier. 95 Ukrainians came home on Thursday.', {95: _PAPER}),
    ("Moscow and Kyiv confirmed that 95 Ukrainians came home on Thursday.", {95: _PAPER}),
    ("Zelensky's adviser Mykhailo Podolyak said 95 Ukrainians came home on Thursday.", {95: _PAPER}),
    # a ministry of no state that is known is no voice, also where it heads an address that says "I" and "we"
    (
        "Address of the Ministry of Defence\n\nToday I welcome 150 Ukrainian prisoners of war who returned home. "
        "I thank the team. We will bring back everyone.",
        {150: _PAPER},
    ),
    # "she" is no president who is a man, "it" is no person
    ("95 Ukrainians came home on Thursday, Lubinets said. It said 90 Russians had gone the other way.", {95: _LUB}),
]


@pytest.mark.parametrize(("text", "expected"), _CASES)
def test_who_says_it(text: str, expected: dict[int, str]) -> None:
    source = Source(source_id="paper", kind="article", publisher=_PAPER, published="2024-06-28", language="en")
    claims = extract(Article(source, text)).claims
    said = {int(claim.value): claim.claimant for claim in claims if claim.value is not None}
    assert expected.items() <= said.items()
