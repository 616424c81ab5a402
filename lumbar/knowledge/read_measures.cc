// SPDX-License-Identifier: Apache-2.0
// Instruments that are repeated over time: their items, scores, bands and thresholds of change.
#include <algorithm>
#include <cmath>

#include "lumbar/knowledge/loader.h"

namespace lumbar {
namespace {

constexpr double no_end = 1e6;

std::vector<std::string> names_of(const std::vector<MeasureItem>& items) {
  std::vector<std::string> names;
  for (const MeasureItem& item : items) names.push_back(item.name);
  return names;
}

template <class Named>
std::optional<std::size_t> place_in(const std::vector<Named>& list, std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Named& one) { return one.name == name; });
  if (found == list.end()) return std::nullopt;
  return static_cast<std::size_t>(found - list.begin());
}

}  // namespace

void Loader::read_measures() {
  for (const Record& row : table("measure")) {
    once(row, "measure", row.text("id"));
    listed(row, "ship_wording", {"yes", "own_wording", "yes_unmodified", "score_entry_only", "ask_first"});
    Measure one;
    one.name = row.text("id");
    one.label = row.text("label");
    one.domain = row.text("domain");
    one.respondent = row.text("respondent");
    one.scoring = row.text("scoring");
    one.recall_period = row.text("recall_period");
    one.frequency = row.text("frequency");
    one.citation = row.text("citation");
    one.address = row.text("doi_or_url");
    one.note = row.text("note");
    one.licence_holder = row.text("licence_holder");
    one.licence_status = row.text("licence_status");
    one.licence_action = row.text("licence_action");
    // Words of others that may be shipped as they are stay out until their terms were read again.
    const bool own = row.text("ship_wording") == "yes" || row.text("ship_wording") == "own_wording";
    one.wordings = own ? Wordings::shipped : Wordings::not_shipped;
    one.basis = basis_of(row);
    read_measure_items(one);
    read_measure_scores(one);
    if (one.scores.empty()) complain(row, "id", one.name + " has no row in measure_score: how is it scored?");
    made_.measures_.push_back(std::move(one));
  }
  for (const char* name : {"measure_item", "measure_score", "measure_band", "measure_change"}) {
    for (const Record& row : table(name)) {
      if (made_.measure(row.text("measure")) == nullptr)
        complain(row, "measure", "no measure \"" + row.text("measure") + "\"");
    }
  }
}

void Loader::read_measure_items(Measure& measure) {
  for (const Record& row : table("measure_item")) {
    if (row.text("measure") != measure.name) continue;
    basis_of(row);
    MeasureItem item;
    item.wording = row.text("wording");
    item.least = row.number("least").value_or(0);
    item.most = row.number("most").value_or(no_end);
    item.whole = !row.flag("fractions");
    item.counts_from = row.number("counts_from");
    if (!(item.least < item.most)) complain(row, "most", "is not above least");
    if (!item.wording.empty() && measure.wordings == Wordings::not_shipped)
      complain(row, "wording", "the licence of " + measure.name + " keeps its words back: " + measure.licence_status);
    std::vector<std::string> names = {row.text("item")};
    if (row.has("first")) {
      const int first = whole_of(row, "first", 1, 200);
      const int last = whole_of(row, "last", first, 200);
      names.clear();
      for (int number = first; number <= last; ++number) names.push_back(std::to_string(number));
    }
    for (const std::string& name : names) {
      if (name.empty() || place_in(measure.items, name))
        complain(row, "item", name.empty() ? "has no name" : "item " + name + " stands twice");
      measure.items.push_back(item);
      measure.items.back().name = name;
    }
  }
}

void Loader::read_measure_scores(Measure& measure) {
  for (const Record& row : table("measure_score")) {
    if (row.text("measure") != measure.name) continue;
    MeasureScore score;
    score.name = row.text("score");
    score.label = row.text("label");
    score.unit = row.text("unit");
    score.note = row.text("note");
    score.method = scale_of<ScoreMethod>(row, "method");
    score.better = scale_of<Better>(row, "better");
    score.least = row.number("least").value_or(0);
    score.most = row.number("most").value_or(-no_end);
    score.whole = !row.flag("fractions");
    score.missing = row.has("missing") ? scale_of<MissingItems>(row, "missing") : MissingItems::refused;
    score.basis = basis_of(row);
    if (score.name.empty() || score.label.empty()) complain(row, "score", "a score has a name and a label");
    if (place_in(measure.scores, score.name)) complain(row, "score", "score " + score.name + " stands twice");
    if (!(score.least < score.most)) complain(row, "most", "is not above least");
    const std::vector<std::string>& items = row.list("items_of");
    if (items == std::vector<std::string>{"all"}) {
      for (std::size_t i = 0; i < measure.items.size(); ++i) score.items.push_back(i);
    } else {
      for (const std::string& name : items) {
        const auto place = place_in(measure.items, name);
        if (place) score.items.push_back(*place);
        if (!place)
          complain(row, "items_of",
                   "no item \"" + name + "\"; " + measure.name + " has " + joined(names_of(measure.items), ", "));
      }
    }
    if (score.items.empty() != (score.method == ScoreMethod::entered))
      complain(row, "items_of", "an entered score has no items, any other at least one");
    if (score.missing == MissingItems::answered)
      score.missing_most = static_cast<std::size_t>(
          whole_of(row, "missing_most", 1, std::max(1, static_cast<int>(score.items.size()) - 1)));
    measure.scores.push_back(std::move(score));
  }
  for (const Record& row : table("measure_band")) {
    if (row.text("measure") != measure.name) continue;
    const auto place = place_in(measure.scores, row.text("score"));
    if (!place) {
      complain(row, "score", "no score \"" + row.text("score") + "\" of " + measure.name);
      continue;
    }
    measure.scores[*place].bands.push_back(read_band(row, measure));
  }
  for (const Record& row : table("measure_change")) {
    if (row.text("measure") != measure.name) continue;
    const auto place = place_in(measure.scores, row.text("score"));
    if (!place) {
      complain(row, "score", "no score \"" + row.text("score") + "\" of " + measure.name);
      continue;
    }
    measure.scores[*place].changes.push_back(read_threshold(row));
  }
}

ScoreBand Loader::read_band(const Record& row, const Measure& measure) {
  ScoreBand band;
  band.up_to = row.number("up_to");
  band.below = row.number("below");
  band.label = row.text("label");
  band.advice = row.text("advice");
  band.basis = basis_of(row);
  if (band.up_to.has_value() == band.below.has_value()) complain(row, "up_to", "give either up_to or below");
  if (band.label.empty()) complain(row, "label", "a band says what it means");
  if (row.has("also")) {
    band.also = place_in(measure.scores, row.text("also"));
    band.also_up_to = row.number("also_up_to").value_or(no_end);
    if (!band.also) complain(row, "also", "no score \"" + row.text("also") + "\" of " + measure.name);
  }
  return band;
}

ChangeThreshold Loader::read_threshold(const Record& row) {
  ChangeThreshold one;
  one.kind = scale_of<ChangeKind>(row, "kind");
  one.way = row.has("way") ? scale_of<ChangeWay>(row, "way")
                           : (one.kind == ChangeKind::detectable ? ChangeWay::either : ChangeWay::improvement);
  const Figure points = figure_of(row, "amount", "amount_least", "amount_most", 0, no_end);
  one.points = points.low ? points.low : points.point;
  one.points_most = points.high;
  one.percent = figure_of(row, "percent", "", "", 0, no_end).point;
  one.both = row.flag("whichever_larger");
  one.size = row.text("size");
  one.population = row.text("population");
  one.note = row.text("note");
  one.basis = basis_of(row);
  if (!one.points && !one.percent) complain(row, "amount", "a threshold is given in points or in percent");
  return one;
}

}  // namespace lumbar
