// SPDX-License-Identifier: Apache-2.0
#include "lumbar/knowledge/knowledge.h"

#include <algorithm>

#include "lumbar/base/text.h"
#include "lumbar/knowledge/loader.h"
#include "lumbar/knowledge/packed.h"

namespace lumbar {
namespace {

template <class Map>
auto looked_up(const Map& map, std::string_view name) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(name);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

}  // namespace

namespace {

Result<Knowledge> taken(Loader&& loader) {
  if (loader.complaints().empty()) return loader.take();
  const Error& first = loader.complaints().front();
  const std::size_t more = loader.complaints().size() - 1;
  if (more == 0) return first;
  return Error(first.text() + " (and " + std::to_string(more) + " more: lumbar facts check)", Fault::facts);
}

}  // namespace

Result<Knowledge> Knowledge::load(std::span<const FactFile> files, Policy policy) {
  return taken(Loader(files, policy));
}

std::vector<Error> Knowledge::check(std::span<const FactFile> files) {
  return Loader(files, Policy::standard).complaints();
}

std::vector<Error> Knowledge::check(std::string_view packed) {
  auto read = lumbar::unpack(packed);
  if (!read) return {read.take_error()};
  return Loader(*std::move(read), Policy::standard, true).complaints();
}

Result<std::string> Knowledge::pack(std::span<const FactFile> files) {
  if (auto literal = load(files, Policy::literal); !literal) return literal.take_error();
  auto made = load(files);
  if (!made) return made.take_error();
  return lumbar::pack({std::move(made->tables_), made->hash_});
}

Result<Knowledge> Knowledge::unpack(std::string_view packed, Policy policy) {
  auto read = lumbar::unpack(packed);
  if (!read) return read.take_error();
  return taken(Loader(*std::move(read), policy, false));
}

std::optional<FindingId> Knowledge::finding(std::string_view name) const {
  const auto found = language_.by_name.find(name);
  if (found == language_.by_name.end()) return std::nullopt;
  return FindingId(found->second);
}

std::optional<ConditionId> Knowledge::condition(std::string_view name) const {
  return looked_up(condition_by_name_, name);
}
std::optional<RuleId> Knowledge::rule(std::string_view name) const { return looked_up(rule_by_name_, name); }
std::optional<SourceId> Knowledge::source(std::string_view name) const { return looked_up(source_by_name_, name); }

std::optional<double> Knowledge::leak(FindingId finding, Setting setting) const {
  const Setting asked = setting == Setting::home ? Setting::primary_care : setting;
  std::optional<double> any;
  const auto first = std::lower_bound(backgrounds_.begin(), backgrounds_.end(), finding,
                                      [](const Background& row, FindingId id) { return row.finding < id; });
  for (auto row = first; row != backgrounds_.end() && row->finding == finding; ++row) {
    if (row->setting == asked) return row->leak;
    if (!row->setting) any = row->leak;
  }
  return any;
}

std::optional<Spread> Knowledge::spread(FigureKind kind, Status status) const {
  return spreads_[static_cast<std::size_t>(kind)][static_cast<std::size_t>(status)];
}

const Care* Knowledge::care(ConditionId condition) const {
  const auto found = std::lower_bound(care_.begin(), care_.end(), condition,
                                      [](const Care& a, ConditionId b) { return a.condition < b; });
  return found != care_.end() && found->condition == condition ? &*found : nullptr;
}

std::span<const ConditionId> Knowledge::sought_by(std::string_view pathway) const {
  const auto found = pathways_.find(pathway);
  if (found == pathways_.end()) return {};
  return found->second;
}

const CountryPlace* Knowledge::place(std::string_view country) const {
  const auto found =
      std::find_if(places_.begin(), places_.end(), [&](const CountryPlace& one) { return one.country == country; });
  return found == places_.end() ? nullptr : &*found;
}

const Measure* Knowledge::measure(std::string_view name) const {
  const auto found =
      std::find_if(measures_.begin(), measures_.end(), [&](const Measure& one) { return one.name == name; });
  return found == measures_.end() ? nullptr : &*found;
}

const std::string& Knowledge::phrase(std::string_view id, Mode mode) const {
  static const std::string nothing;
  const auto found = phrases_.find(id);
  if (found == phrases_.end()) return nothing;
  const Phrase& phrase = found->second;
  switch (mode) {
    case Mode::in_public: return phrase.in_public.empty() ? phrase.clinician : phrase.in_public;
    case Mode::clinician: return phrase.clinician.empty() ? phrase.in_public : phrase.clinician;
  }
  return nothing;
}

double Knowledge::parameter(std::string_view id) const {
  const auto found = parameters_.find(id);
  if (found == parameters_.end()) return 0;
  return number_in(found->second).value_or(0);
}

}  // namespace lumbar
