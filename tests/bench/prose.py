"""Ordinary Markdown made up from a seed: paragraphs, lists, tables, code and links that no two pages share."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

__all__ = ["Prose"]

WORDS = """
account agreement amount answer balance bank bid billing brief budget buyer calendar card case charge choice client
commission contract cost country currency customer date day deadline delay deposit design detail discount dispute
document earnings effort email estimate evidence exchange expense expert fact fee field figure freelancer gig goal
guide history hour idea income input invoice item job kind label level limit line list manager market meeting member
message method milestone minimum minute model month net notice number offer order outcome page payment period plan
platform policy price product profile project promise proposal provider quality question quote range rate reader
reason record refund reply report result review rule sale schedule scope score search seller service share skill
source step studio support table task tax term test time total tracker transfer trial unit value version wage week
withdrawal worker year accept add adjust agree apply ask become bill calculate cancel change check choose collect
compare complete confirm convert count cover decide deliver depend divide earn expect explain find follow gain give
grow help hold include increase keep know learn leave lower lose make measure move need note open own pay plan prove
publish raise read receive reduce refuse repeat rest return save say see sell send settle show sign spend start stay
subtract take tell track trust understand use verify wait withdraw work write above after again against almost also
always before below between both clear common daily early each easy either enough every exact fair few final first
fixed flat free full general given half hard high instead large last late likely long low many monthly most much
never new next often once only open other own paid plain public quick rare real recent same several short simple
slow small some steady such sure then third typical under until usual weekly well whole wide without
""".split()  # noqa: SIM905 - a list literal of the same words would fill a screen


class Prose:
    """Writes pieces of one page; the same seed writes the same page."""

    def __init__(self, seed: str, neighbours: tuple[str, ...] = ()) -> None:
        """``neighbours`` are addresses of other pages of the site, relative to the page being written."""
        self.random = Random(seed)
        self.neighbours = neighbours

    def words(self, count: int) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(count))

    def title(self) -> str:
        return self.words(self.random.randint(3, 6)).capitalize()

    def phrase(self) -> str:
        """A sentence without any marks, for front matter and records."""
        return self.words(self.random.randint(8, 18)).capitalize() + "."

    def sentence(self) -> str:
        return self._dressed(self.phrase())

    def paragraph(self, sentences: int = 4) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def _dressed(self, text: str) -> str:
        """One of the marks that authors use, on some of the words, in half of all sentences."""
        words = text.split()
        start = self.random.randrange(1, len(words) - 3)
        chosen = " ".join(words[start : start + 2])
        choice = self.random.randrange(12)
        if choice == 0:
            chosen = f"**{chosen}**"
        elif choice == 1:
            chosen = f"*{chosen}*"
        elif choice == 2:
            chosen = f"`{chosen}`"
        elif choice == 3:
            chosen = f"[{chosen}](https://www.example.com/{'/'.join(words[:2])})"
        elif choice == 4 and self.neighbours:
            chosen = f"[{chosen}]({self.random.choice(self.neighbours)})"
        elif choice == 5:
            chosen = f"{chosen} for ${self.random.randrange(10, 10_000)}.00"
        return " ".join([*words[:start], chosen, *words[start + 2 :]])

    def list(self) -> str:
        return "\n".join(f"- {self.sentence()}" for _ in range(self.random.randint(4, 7)))

    def table(self) -> str:
        head = f"| {self.words(1)} | {self.words(2)} | {self.words(1)} | {self.words(2)} |\n| --- | ---: | --- | --- |"
        rows = "\n".join(
            f"| {self.words(2)} | {self.random.randrange(1, 9_999)}.{self.random.randrange(100):02} "
            f"| {self.words(1)} | {self.words(4)} |"
            for _ in range(self.random.randint(5, 9))
        )
        return f"{head}\n{rows}"

    def code(self) -> str:
        lines = "\n".join(
            f"{self.words(1)}_{number} = {self.words(1)}({self.random.randrange(1000)}, rate='0.{number}')"
            for number in range(1, self.random.randint(4, 8))
        )
        return f"```python\n{lines}\n```"

    def admonition(self) -> str:
        return f'!!! note "{self.title()}"\n\n    {self.paragraph(2)}'

    def tabs(self) -> str:
        return "\n\n".join(f'=== "{self.words(1)}"\n\n    {self.paragraph(2)}' for _ in range(2))

    def section(self) -> Iterator[str]:
        """A heading and what stands under it."""
        yield f"## {self.title()}"
        yield self.paragraph()
        yield self.random.choice((self.list, self.list, self.table, self.code, self.admonition, self.tabs))()
        yield self.paragraph(3)
