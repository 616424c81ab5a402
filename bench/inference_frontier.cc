// SPDX-License-Identifier: Apache-2.0
#include "bench/inference_frontier.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "bench/inference_networks.h"
#include "lumbar/base/text.h"
#include "lumbar/clinic/differential/network.h"
#include "lumbar/clinic/findings/findings.h"
#include "lumbar/doors/wire/wire.h"
#include "lumbar/science/bayes/order.h"
#include "lumbar/science/bayes/shape.h"

namespace lumbar::bench {
namespace {

// Groups in progress at once when the causes come as the facts list them: from the first linked cause to the last. A
// group with one cause is a factor on it. `lone_aside`: causes of one shared group are taken at once, where the table
// is narrow, and hold no group open.
std::size_t as_listed(const bayes::Links& links, bool lone_aside) {
  const auto shared = [&](std::uint32_t group) { return links.group_start[group + 1] - links.group_start[group] > 1; };
  std::vector<std::size_t> shared_of(links.causes(), 0);
  for (std::size_t cause = 0; cause < links.causes(); ++cause) {
    for (auto at = links.cause_start[cause]; at < links.cause_start[cause + 1]; ++at)
      shared_of[cause] += shared(links.cause_group[at]) ? 1 : 0;
  }
  std::vector<std::size_t> opens(links.causes() + 1, 0);
  std::vector<std::size_t> closes(links.causes() + 1, 0);
  std::size_t widest = 0;
  for (std::uint32_t group = 0; group < links.groups(); ++group) {
    if (!shared(group)) continue;
    widest = 1;
    std::size_t first = links.causes();
    std::size_t last = 0;
    for (auto at = links.group_start[group]; at < links.group_start[group + 1]; ++at) {
      const std::size_t cause = links.group_cause[at];
      if (lone_aside && shared_of[cause] < 2) continue;
      first = std::min(first, cause);
      last = std::max(last, cause);
    }
    if (first > last) continue;
    ++opens[first];
    ++closes[last + 1];
  }
  std::size_t open = 0;
  for (std::size_t cause = 0; cause < links.causes(); ++cause) {
    open = open + opens[cause] - closes[cause];
    widest = std::max(widest, open);
  }
  return widest;
}

// Bits of the widest frontier, by order of causes.
struct Widths {
  std::vector<std::size_t> listed, lone_aside, ours;

  void add(const bayes::Network& network) {
    bayes::Shape shape;
    shape.read(network);
    const std::vector<std::uint8_t> nobody(network.odds.size(), 0);
    bayes::Orderer orderer;
    bayes::Order order;
    orderer.find(shape.links, network.groups.size(), nobody, order);
    listed.push_back(as_listed(shape.links, false));
    lone_aside.push_back(as_listed(shape.links, true));
    ours.push_back(order.widest);
  }

  void tell(const std::string& people) {
    const auto tell_one = [&](const std::string& order, std::vector<std::size_t>& bits) {
      std::sort(bits.begin(), bits.end());
      fmt::print("| {} | {} | {} | {} | {} | {} |\n", people, bits.size(), order, bits[bits.size() / 2],
                 bits[bits.size() * 9 / 10], bits.back());
    };
    if (ours.empty()) return;
    tell_one("as the facts list the conditions", listed);
    tell_one("the same, conditions of one group aside", lone_aside);
    tell_one("as found", ours);
  }
};

}  // namespace

void tell_frontiers(const Knowledge& knowledge, std::string_view cases) {
  fmt::print("| people | how many | order | median | 90 % | widest |\n| --- | ---: | --- | ---: | ---: | ---: |\n");
  Widths vignettes;
  std::size_t refused = 0;
  for (const std::string_view line : split(cases, '\n')) {
    if (line.empty()) continue;
    const auto told = read_case(line, knowledge, ReadOptions{});
    const auto findings = told ? gather_findings(*told, knowledge) : Result<Findings>(Error(told.error().text()));
    if (!findings) {
      ++refused;
      continue;
    }
    const SettingModel model(knowledge, findings->setting);
    vignettes.add(network_for(findings->statements, prior_chances(*findings, knowledge), model, knowledge).network);
  }
  vignettes.tell("vignettes");
  for (const std::size_t positives : {std::size_t{0}, std::size_t{3}, std::size_t{6}, std::size_t{9}}) {
    Widths drawn;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      const Measured one = person(knowledge, seed, positives, true);
      if (!one.name.empty()) drawn.add(one.network);
    }
    drawn.tell(fmt::format("safety net no + {} present", positives));
  }
  if (refused > 0) fmt::print("refused: {} cases\n", refused);
}

}  // namespace lumbar::bench
