# SPDX-License-Identifier: Apache-2.0
"""What further answers can still make of a formula: a finding that is there already may turn out younger, faster, worse, on both
sides or smaller in grade, by what nobody has said of it yet or by one more finding that it follows from."""
from formulas import (COMPARE, NO, UNKNOWN, YES, Absent, All, Any, AtLeast, Attribute, Choice, EpisodeLength, Every, Known, Not, Number, Present,
                      Recent, Side, State)

BREAKS = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Prospect:
    """Every answer is a pair: whether a formula stays true whatever is answered, and whether it may be true at all."""

    def __init__(self, person):
        self.person, self.facts, self.remembered = person, person.facts, {}

    def span(self, tree):
        match tree:
            case All(parts):
                return tuple(map(all, zip(*map(self.span, parts))))
            case Any(parts):
                return tuple(map(any, zip(*map(self.span, parts))))
            case AtLeast(wanted, parts):
                return tuple(sum(one) >= wanted for one in zip(*map(self.span, parts)))
            case Not(inner):
                always, may = self.span(inner)
                return not may, not always
            case Known(inner):
                return self.span(inner)
            case Present(name):
                return self.presence(name)
            case Absent(name):
                always, may = self.presence(name)
                return not may, not always
            case State(subject, rank):
                trees = self.facts.states[subject]
                return tuple(map(any, zip(*(self.span(trees[one]) for one in trees if one >= rank))))
            case Recent(name, days):
                return self.attribute(Attribute("duration", name, "<=", days))
            case Attribute():
                return self.attribute(tree)
            case Side(name, side):
                return self.side(tree, name, {"left", "right"} if side == "both" else {side})
            case Number(name, sign, limit) if name in self.facts.smallest:
                return self.smallest(tree, name, sign, limit)
            case Number() | Every() | Choice() | EpisodeLength():
                return self.as_it_is(tree)
        raise TypeError(tree)

    def as_it_is(self, tree):
        truth = self.person.truth(tree)
        return truth is YES, truth is not NO

    def presence(self, name):
        if name not in self.remembered:
            stated, tree = self.person.statement(name).presence, self.facts.derived.get(name)
            settled = stated is not UNKNOWN or tree is None
            self.remembered[name] = self.as_it_is(Present(name)) if settled else self.span(tree)
        return self.remembered[name]

    def may_be_stated(self, name):
        """What follows from others is not stated anew; what may come to be may be, and more may be said of what was stated."""
        return self.person.statement(name).presence is YES or self.person.presence(name) is not YES and self.presence(name)[1]

    def parts(self, name):
        """The findings that may make a derived one follow, each with whether it always does."""
        tree = self.facts.derived.get(name)
        return list(self.witnesses(tree, True)) if tree is not None else []

    def witnesses(self, tree, sure):
        always, may = self.span(tree)
        if not may:
            return
        match tree:
            case Any(parts) | All(parts) | AtLeast(_, parts):
                for part in parts:
                    yield from self.witnesses(part, sure and always)
            case Present(name) | Recent(name, _) | Side(name, _) | Attribute(_, name, _, _):
                yield name, sure and always

    def ahead(self, which, name):
        """Values of an attribute that stay, values that may be there, and whether any other may be told."""
        own = getattr(self.person.statement(name), "days" if which == "duration" else which)
        stay, may = ([] if own is None else [own]), []
        anything = own is None and self.may_be_stated(name)
        for part, always in self.parts(name):
            part_stay, part_may, part_anything = self.ahead(which, part)
            stay, may = (stay + part_stay, may + part_may) if always else (stay, may + part_may + part_stay)
            anything = anything or part_anything
        return stay, may, anything

    def attribute(self, tree):
        there_always, there_may = self.presence(tree.finding)
        if self.person.presence(tree.finding) is not YES:
            return False, there_may
        now_yes, now_may = self.as_it_is(tree)
        stay, may, anything = self.ahead(tree.which, tree.finding)
        reaches = lambda sign, values: any(COMPARE[sign](value, tree.limit) for value in values)
        worse = ">" if tree.which == "trend" else "<"
        bound = self.person.episode if tree.which == "duration" else None
        if tree.sign == "=":
            worst = len(self.facts.scales["trend"]) - 1 if tree.which == "trend" else 0
            always = now_yes and reaches("=", stay) and (tree.limit == worst or not anything and not reaches(worse, stay + may))
            could = (anything or reaches("=", stay + may)) and not reaches(worse, stay)
        elif tree.sign[0] == worse:
            always = reaches(tree.sign, stay) or bound is not None and COMPARE[tree.sign](bound, tree.limit)
            could = anything or reaches(tree.sign, stay + may)
        else:
            breaks = BREAKS[tree.sign]
            always = now_yes and not anything and not reaches(breaks, stay + may)
            could = not reaches(breaks, stay + ([] if bound is None else [bound]))
        return there_always and always, there_may and (now_may or could)

    def sides(self, name):
        """Sides it stays on, and sides it may be on."""
        statement = self.person.statement(name)
        if statement.presence is YES and statement.side:
            named = {"left", "right"} if statement.side == "both" else {statement.side}
            return named, named
        if self.may_be_stated(name):
            return set(), {"left", "right"}
        stay, may = set(), set()
        for part, always in self.parts(name):
            part_stay, part_may = self.sides(part)
            stay, may = stay | (part_stay if always else set()), may | part_may
        return stay, may

    def side(self, tree, name, wanted):
        there_always, there_may = self.presence(name)
        if self.person.presence(name) is not YES:
            return False, there_may
        stay, may = self.sides(name)
        return there_always and wanted <= stay, there_may and (wanted <= may or self.as_it_is(tree)[1])

    def smallest(self, tree, name, sign, limit):
        """One more grade can only make the smallest smaller."""
        now_yes, now_may = self.as_it_is(tree)
        if not self.person.numbers(name) or not any(map(self.may_be_smaller, (name, *self.facts.smallest[name]))):
            return now_yes, now_may
        if sign[0] == "<":
            return now_yes, True
        return False, now_may or sign == "=" and self.person.numbers(name)[0] > limit

    def may_be_smaller(self, name):
        statement = self.person.statement(name)
        return not statement.numbers or statement.one_side_missing
