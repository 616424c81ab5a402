// SPDX-License-Identifier: Apache-2.0
// Tests of strength, the norms that speak of them, and what each row of the norms is for.
#include <algorithm>

#include "lumbar/knowledge/loader.h"

namespace lumbar {
namespace {

constexpr double oldest_years = 120;

// "0.95-1.05": a range; "-" in front would be a sign.
std::optional<std::pair<double, double>> range_in(std::string_view text) {
  const auto dash = text.find('-', 1);
  if (dash == std::string_view::npos) return std::nullopt;
  const auto low = number_in(text.substr(0, dash));
  const auto high = number_in(text.substr(dash + 1));
  if (!low || !high) return std::nullopt;
  return std::pair{*low, *high};
}

template <class Rows>
std::optional<std::size_t> place_of(const Rows& rows, std::string_view name) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
  if (found == rows.end()) return std::nullopt;
  return static_cast<std::size_t>(found - rows.begin());
}

template <class Rows>
std::string nearest_names(const Rows& rows, std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& row : rows) names.emplace_back(row.name);
  const auto near = nearest(name, names, 3);
  return near.empty() ? "" : "; nearest: " + joined(near, ", ");
}

// A mean or a cut-off: a number, or a range; anything else is left to the text.
Figure figure_in(std::string_view text) {
  if (const auto number = number_in(text)) return {number, {}, {}};
  if (const auto range = range_in(text)) return {{}, range->first, range->second};
  return {};
}

bool is_some(const Figure& figure) { return figure.point.has_value() || figure.low.has_value(); }

}  // namespace

void Loader::read_strength() {
  read_strength_tests();
  if (!made_.strength_.tests.empty()) {
    for (const char* id : {"strength_percent_low", "strength_z_low", "strength_together_z", "strength_window_days",
                           "strength_repeat_days", "strength_asymmetry_watch", "strength_asymmetry_act"}) {
      const auto found = made_.parameters_.find(id);
      if (found != made_.parameters_.end() && number_in(found->second)) continue;
      complain(table("strength_test").front(), "id",
               std::string("tests of strength need the parameter ") + id + ", a number");
    }
  }
  read_norms();
  read_norm_uses();
  read_strength_claims();
}

void Loader::read_strength_tests() {
  StrengthFacts& facts = made_.strength_;
  for (const Record& row : table("strength_test")) {
    once(row, "strength_test", row.text("id"));
    StrengthTest test{row.text("id"), row.text("label"), row.text("label_patient"), row.text("unit"), row.text("note")};
    test.group = scale_of<MuscleGroup>(row, "group");
    test.kind = scale_of<StrengthKind>(row, "kind");
    test.same_day = scale_of<SameDay>(row, "same_day");
    test.sided = row.flag("sided");
    listed(row, "better", {"higher", "lower"});
    test.lower_is_better = row.text("better") == "lower";
    test.most = row.number("most").value_or(0);
    test.basis = basis_of(row);
    if (test.name.empty() || test.label.empty() || test.label_patient.empty())
      complain(row, "label", "a test needs an id, a label and a plain label");
    if (!(test.most > 0)) complain(row, "most", "is not a number above 0: more than any person reaches");
    facts.tests.push_back(std::move(test));
  }
  for (const Record& row : table("strength_variant")) {
    once(row, "strength_variant", row.text("id"));
    StrengthVariant variant{row.text("id"), row.text("label"), row.text("how")};
    const auto test = place_of(facts.tests, row.text("test"));
    if (!test) {
      complain(row, "test",
               "no [[strength_test]] \"" + row.text("test") + "\"" + nearest_names(facts.tests, row.text("test")));
      continue;
    }
    if (variant.label.empty() || variant.how.empty()) complain(row, "how", "say in a sentence how it is done");
    variant.test = *test;
    variant.ceiling = row.number("ceiling");
    if (variant.ceiling && !(*variant.ceiling > 0 && *variant.ceiling <= facts.tests[*test].most))
      complain(row, "ceiling",
               written(*variant.ceiling) + " is not above 0 and at most " + written(facts.tests[*test].most) +
                   ", the most that is believed");
    variant.basis = basis_of(row);
    facts.variants.push_back(std::move(variant));
  }
  const auto variant_named = [&](const Record& row, std::string_view field) {
    const auto found = place_of(facts.variants, row.text(field));
    if (!found)
      complain(row, field,
               "no [[strength_variant]] \"" + row.text(field) + "\"" + nearest_names(facts.variants, row.text(field)));
    return found;
  };
  for (const Record& row : table("strength_variant")) {
    if (!row.has("gentler")) continue;
    const auto here = place_of(facts.variants, row.text("id"));
    const auto gentler = variant_named(row, "gentler");
    if (!here || !gentler) continue;
    if (gentler == here) complain(row, "gentler", "nothing is gentler than itself");
    facts.variants[*here].gentler = gentler;
  }
  for (std::size_t i = 0; i < facts.tests.size(); ++i) {
    const bool can_be_done = std::any_of(facts.variants.begin(), facts.variants.end(),
                                         [&](const StrengthVariant& variant) { return variant.test == i; });
    if (!can_be_done)
      complain(table("strength_test")[i], "id", facts.tests[i].name + " has no [[strength_variant]]: how is it done?");
  }
  for (const Record& row : table("strength_ratio")) {
    once(row, "strength_ratio", row.text("id"));
    StrengthRatioRule rule;
    rule.ratio = scale_of<StrengthRatio>(row, "id");
    rule.label = row.text("label");
    rule.basis = basis_of(row);
    const auto above = variant_named(row, "numerator");
    const auto below = variant_named(row, "denominator");
    if (!above || !below) continue;
    rule.above = *above;
    rule.below = *below;
    facts.ratios.push_back(std::move(rule));
  }
}

void Loader::read_norms() {
  for (const Record& row : table("norm")) {
    once(row, "norm", row.text("id"));
    Norm norm{row.text("id"),         row.text("test_id"),    row.text("test_label"), row.text("quantity"),
              row.text("population"), row.text("unit"),       row.text("cutoff"),     row.text("cutoff_meaning"),
              row.text("citation"),   row.text("doi_or_url"), row.text("note"),       row.text("icc"),
              row.text("mdc95"),      row.text("mcid")};
    if (norm.test.empty() || norm.label.empty()) complain(row, "test_id", "a norm names its test and how it was done");
    listed(row, "sex", {"female", "male", "all"});
    norm.sex = from_word<Sex>(row.text("sex"));
    listed(row, "direction", {"higher_better", "lower_better", "target_1.0", "target_range"}, true);
    norm.lower_is_better = row.text("direction") == "lower_better";
    for (const auto& [field, age] : {std::pair{"age_min", &norm.age_min}, std::pair{"age_max", &norm.age_max}}) {
      *age = row.number(field);
      if (row.has(field) && !(*age && **age >= 0 && **age <= oldest_years && **age == static_cast<int>(**age)))
        complain(row, field, "is not an age in whole years from 0 to 120");
    }
    if (norm.age_min && norm.age_max && *norm.age_min > *norm.age_max)
      complain(row, "age_min", written(*norm.age_min) + " to " + written(*norm.age_max) + " years is nobody's age");
    norm.mean =
        row.has("mean") && row.number("mean") ? Figure{row.number("mean"), {}, {}} : figure_in(row.text("mean"));
    if (row.has("mean") && !is_some(norm.mean))
      complain(row, "mean", "\"" + row.text("mean") + "\" is neither a number nor a range such as 60-70");
    norm.limit =
        row.has("cutoff") && row.number("cutoff") ? Figure{row.number("cutoff"), {}, {}} : figure_in(norm.cutoff);
    for (const auto& [field, value] :
         {std::pair{"sd", &norm.sd}, std::pair{"p25", &norm.p25}, std::pair{"p50", &norm.p50},
          std::pair{"p75", &norm.p75}, std::pair{"sem", &norm.sem}}) {
      *value = row.number(field);
      if (row.has(field) && !(*value && **value > 0)) complain(row, field, "is not a number above 0");
    }
    for (const auto& [field, figure] : {std::pair{"mean", &norm.mean}, std::pair{"cutoff", &norm.limit}}) {
      if (figure->point && *figure->point < 0) complain(row, field, written(*figure->point) + " is below 0");
      if (figure->low && *figure->low > *figure->high)
        complain(row, field, "a range goes from the lower to the higher number");
    }
    if (norm.sd && !norm.mean.point) complain(row, "sd", "a standard deviation without a mean says nothing");
    const auto falls = [](std::optional<double> low, std::optional<double> high) {
      return low && high && *low > *high;
    };
    if (falls(norm.p25, norm.p50) || falls(norm.p50, norm.p75) || falls(norm.p25, norm.p75))
      complain(row, "p25", "the quartiles do not rise");
    norm.basis = basis_of(row);
    made_.strength_.norms.push_back(std::move(norm));
  }
}

// A norm that nobody uses would look as if it counted: each has its use, or says why it has none.
void Loader::read_norm_uses() {
  StrengthFacts& facts = made_.strength_;
  if (facts.tests.empty()) return;
  std::vector<char> used(facts.norms.size(), char{0});
  for (const Record& row : table("norm_use")) {
    once(row, "norm_use", row.text("id"));
    const auto use = scale_of<NormUse>(row, "use");
    const auto variant = place_of(facts.variants, row.text("variant"));
    const bool of_a_test =
        use == NormUse::compare || use == NormUse::low || use == NormUse::average || use == NormUse::ceiling;
    if (row.has("variant") && !variant)
      complain(row, "variant",
               "no [[strength_variant]] \"" + row.text("variant") + "\"" +
                   nearest_names(facts.variants, row.text("variant")));
    if (of_a_test && !row.has("variant")) complain(row, "variant", "say which way of testing these norms speak of");
    if (use == NormUse::unused && row.text("why").empty()) complain(row, "why", "say why these norms are not used");
    std::optional<StrengthRatio> ratio;
    if (use == NormUse::ratio) ratio = scale_of<StrengthRatio>(row, "ratio");
    listed(row, "side", {"left", "right"}, true);
    if (row.list("norms").empty()) complain(row, "norms", "names no norm");
    for (const std::string& name : row.list("norms")) {
      const auto place = place_of(facts.norms, name);
      if (!place) {
        complain(row, "norms", "no norm \"" + name + "\"" + nearest_names(facts.norms, name));
        continue;
      }
      if (used[*place]++ != 0) complain(row, "norms", name + " has two uses");
      Norm& norm = facts.norms[*place];
      norm.use = use;
      norm.variant = variant;
      norm.side = from_word<Side>(row.text("side"));
      norm.ratio = ratio;
      norm.limit_counts = row.flag("limit_counts");
      norm.group_of_people = row.has("people") ? row.text("people") : "general";
      norm.why_unused = row.text("why");
      if (use == NormUse::compare && !norm.mean.point && !norm.p50)
        complain(row, "norms", name + " has neither mean nor median to compare with");
      if ((use == NormUse::low || use == NormUse::average || use == NormUse::ceiling) && !norm.limit.point)
        complain(row, "norms", name + " has no number as cut-off");
      if (use == NormUse::ratio && !is_some(norm.limit)) complain(row, "norms", name + " has no limit of a ratio");
      if (of_a_test && variant) {
        const StrengthTest& test = facts.test_of(*variant);
        if (test.unit != norm.unit) complain(row, "norms", name + " is in " + norm.unit + ", the test in " + test.unit);
        if (use != NormUse::ceiling && test.lower_is_better != norm.lower_is_better)
          complain(row, "norms", name + " and its test do not agree whether more is better");
        if (use == NormUse::ceiling) facts.variants[*variant].ceiling = norm.limit.point;
      }
    }
  }
  for (std::size_t i = 0; i < facts.norms.size(); ++i) {
    if (used[i] == 0)
      complain(table("norm")[i], "id", facts.norms[i].name + " has no [[norm_use]]: use it, or say why not");
  }
}

void Loader::read_strength_claims() {
  std::set<std::string, std::less<>> said;
  for (const Record& row : table("statement")) said.insert(row.text("id"));
  for (const Record& row : table("strength_claim")) {
    once(row, "strength_claim", row.text("id"));
    StrengthClaim claim{row.text("id"), row.text("says"), row.text("known"), row.list("statements")};
    claim.grade = scale_of<ClaimGrade>(row, "grade");
    claim.basis = basis_of(row);
    if (claim.says.empty() || claim.known.empty()) complain(row, "says", "a claim says something, and what is known");
    if (claim.statements.empty()) complain(row, "statements", "names no statement of a seed");
    for (const std::string& one : claim.statements) {
      if (!said.contains(one)) complain(row, "statements", "no statement " + one);
    }
    made_.strength_.claims.push_back(std::move(claim));
  }
}

}  // namespace lumbar
