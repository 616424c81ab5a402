# SPDX-License-Identifier: Apache-2.0
"""The language of the rules as trees: the nodes, and a reader of text. No medicine and no person here."""
import operator
import re
from dataclasses import dataclass
from enum import IntEnum


class Truth(IntEnum):
    """Ordered so that `and` is the smallest, `or` the largest, and `at least n` the n-th largest of its parts."""

    NO = 0
    UNKNOWN = 1
    YES = 2


NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES
SIDES = ("left", "right", "both")
COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}
DAYS = {"min": 1 / 1440, "minute": 1 / 1440, "h": 1 / 24, "hour": 1 / 24, "d": 1, "day": 1, "wk": 7, "week": 7,
        "mo": 30.44, "month": 30.44, "y": 365.25, "year": 365.25}
# An answer to "how fast did it come on" in words, as the tempo it stands for.
ONSET_SPEED = {"in seconds or minutes": "minutes", "over hours": "hours", "over days": "days", "over weeks": "weeks",
               "over months or longer": "months"}


def truth_of(flag):
    return YES if flag else NO


def opposite(truth):
    return Truth(YES - truth)


# ------------------------------------------------------------------------------------------------ formulas as trees
@dataclass(frozen=True)
class All:
    parts: tuple


@dataclass(frozen=True)
class Any:
    parts: tuple


@dataclass(frozen=True)
class AtLeast:
    wanted: int
    parts: tuple


@dataclass(frozen=True)
class Not:
    inner: object


@dataclass(frozen=True)
class Known:
    inner: object


@dataclass(frozen=True)
class Absent:
    finding: str


@dataclass(frozen=True)
class Present:
    finding: str


@dataclass(frozen=True)
class Recent:
    finding: str
    days: float


@dataclass(frozen=True)
class Attribute:
    """duration (in days), tempo or trend (as a rank on its scale) of one finding, compared."""

    which: str
    finding: str
    sign: str
    limit: float


@dataclass(frozen=True)
class Side:
    finding: str
    side: str


@dataclass(frozen=True)
class State:
    subject: str
    rank: int


@dataclass(frozen=True)
class Number:
    finding: str
    sign: str
    limit: float


@dataclass(frozen=True)
class Every:
    """A number compared on every side; unknown while a side is."""

    finding: str
    sign: str
    limit: float


@dataclass(frozen=True)
class Choice:
    finding: str
    token: str


@dataclass(frozen=True)
class EpisodeLength:
    sign: str
    days: float


WORD = re.compile(r"\s*(?:(?P<sign><=|>=|<|>|=)|(?P<mark>[(),])|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*))")


class Reader:
    """Recursive descent over one formula. `or` binds weakest, then `and`, then `not`."""

    def __init__(self, text, facts):
        self.facts, self.text, self.words, place = facts, text, [], 0
        while place < len(text.rstrip()):
            match = WORD.match(text, place)
            if not match:
                raise ValueError(f"cannot read {text[place:]!r} in {text!r}")
            self.words.append(match.group(match.lastgroup))
            place = match.end()
        self.words.reverse()  # the next word is the last of the list

    def whole(self):
        tree = self.joined("or", Any, lambda: self.joined("and", All, self.atom))
        return tree

    def read(self):
        tree = self.whole()
        if self.words:
            raise ValueError(f"left over at {self.words[-1]!r} in {self.text!r}")
        return tree

    def joined(self, word, node, part):
        parts = [part()]
        while self.next() == word:
            self.take()
            parts.append(part())
        return parts[0] if len(parts) == 1 else node(tuple(parts))

    def next(self, ahead=1):
        return self.words[-ahead] if len(self.words) >= ahead else ""

    def take(self, *wanted):
        word = self.words.pop() if self.words else ""
        if wanted and word not in wanted:
            raise ValueError(f"want {' or '.join(wanted)}, have {word!r} in {self.text!r}")
        return word

    def finding(self):
        name = self.take()
        if name not in self.facts.findings:
            raise ValueError(f"no finding {name!r} in {self.text!r}")
        return name

    def length(self):
        amount = float(self.take())
        return amount * DAYS[self.take("h", "d", "wk", "mo", "y")]

    def atom(self):
        word = self.next()
        if word == "(":
            self.take()
            tree = self.whole()
            self.take(")")
            return tree
        if word == "not":
            self.take()
            return Not(self.atom())
        if self.next(2) == "(":
            return self.call(self.take())
        return self.plain(self.finding())

    def call(self, word):
        self.take("(")
        if word == "known":
            tree = Known(self.whole())
        elif word == "at_least":
            wanted, parts = int(self.take()), []
            while self.next() == ",":
                self.take()
                parts.append(self.whole())
            tree = AtLeast(wanted, tuple(parts))
        elif word == "absent":
            tree = Absent(self.finding())
        elif word == "recent":
            name = self.finding()
            self.take(",")
            tree = Recent(name, self.length())
        elif word == "every":
            name = self.finding()
            self.take(")")
            return Every(name, self.take(*COMPARE), float(self.take()))
        elif word in ("duration", "tempo", "trend", "side", "state"):
            name = self.take() if word == "state" else self.finding()
            self.take(")")
            return self.compared(word, name)
        else:
            raise ValueError(f"no function {word!r} in {self.text!r}")
        self.take(")")
        return tree

    def compared(self, word, name):
        if word == "side":
            self.take("=")
            return Side(name, self.take(*SIDES))
        if word == "state":
            self.take(">=")
            return State(name, self.facts.subjects[name].index(self.take()))
        sign = self.take(*COMPARE)
        return Attribute(word, name, sign, self.length() if word == "duration" else self.facts.scales[word].index(self.take()))

    def plain(self, name):
        """A finding by itself, or its value compared."""
        kind = self.facts.findings[name]["value_type"]
        if kind == "boolean":
            return Present(name)
        sign = self.take(*COMPARE)
        if kind == "duration":
            return EpisodeLength(sign, self.length())
        if kind == "choice":
            return Choice(name, self.choice_token(name))
        return Number(name, sign, float(self.take()))

    def choice_token(self, name):
        token = self.take()
        if token not in self.facts.findings[name]["choices"]:
            raise ValueError(f"{name} has no choice {token!r}")
        return token
