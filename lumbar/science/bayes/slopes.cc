// SPDX-License-Identifier: Apache-2.0
// First derivatives. With Z the weight of all sets and X that of the sets of which a chance P = X / Z speaks, both are
// sums over networks with some causes taken as present or absent; the derivative of log Z by each number is a chance
// that the pass backwards gives anyway, and dP = P (dlog X - dlog Z).
#include <algorithm>

#include "lumbar/science/bayes/many.h"
#include "lumbar/science/bayes/many_rooms.h"

namespace lumbar::bayes {

namespace {

/// Takes causes as present or absent in one lane, such that the sets of which the chance speaks (of an event: of which
/// it does not) remain.
void restrict(ManyWorkspace::Rooms& rooms, const Query& query, const Chance& chance, std::size_t lane) {
  const std::size_t causes = rooms.shape.links.causes();
  for (std::size_t cause = 0; cause < causes; ++cause) {
    const std::size_t place = cause * rooms.lanes + lane;
    switch (chance.of) {
      case Chance::Of::cause:
        if (cause == chance.which) rooms.numbers.absent[place] = 0;
        break;
      case Chance::Of::only:
        if (query.class_of_cause[cause] != chance.which) rooms.numbers.present[place] = 0;
        break;
      case Chance::Of::any_of:
        if (rooms.events[chance.which][cause] != 0) rooms.numbers.present[place] = 0;
        break;
    }
  }
}

bool exists(const Chance& chance, const ManyWorkspace::Rooms& rooms) {
  switch (chance.of) {
    case Chance::Of::cause: return chance.which < rooms.shape.links.causes();
    case Chance::Of::only: return chance.which < rooms.class_count;
    case Chance::Of::any_of: return chance.which < rooms.event_count;
  }
  return false;
}

}  // namespace

bool find_slopes(const Network& network, const Query& query, const std::vector<Chance>& asked, ManyWorkspace& workspace,
                 Slopes& slopes) {
  ManyWorkspace::Rooms& rooms = workspace.rooms();
  if (!rooms.prepare(network, query)) return false;
  for (const Chance& chance : asked)
    if (!exists(chance, rooms)) return false;
  const std::size_t lanes = rooms.lanes;
  const std::size_t causes = network.odds.size();
  const std::size_t groups = network.groups.size();
  const std::size_t links = rooms.shape.links.cause_group.size();
  const std::size_t numbers = causes + groups + links;
  slopes.chance.assign(asked.size(), 0);
  slopes.log_odds.assign(asked.size() * causes, 0);
  slopes.log_ceiling.assign(asked.size() * groups, 0);
  slopes.logit_explains.assign(asked.size() * links, 0);

  // What a block needs of the sweep beside its own sums: no events, no classes.
  const std::size_t event_count = rooms.event_count;
  const std::size_t class_count = rooms.class_count;
  rooms.event_count = rooms.class_count = 0;
  rooms.raw.resize(numbers);  // derivatives of log Z
  double total_of_all = 0;
  for (std::size_t first = 0; first < asked.size() + 1; first += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      rooms.set_all(network, lane);
      const std::size_t at = first + lane;  // 0: everything
      if (at >= 1 && at <= asked.size()) restrict(rooms, query, asked[at - 1], lane);
    }
    rooms.run(query, true);
    for (std::size_t lane = 0; lane < lanes && first + lane <= asked.size(); ++lane) {
      const std::size_t at = first + lane;
      const Chance chance = at == 0 ? Chance{} : asked[at - 1];
      const bool needs_cause = query.at_least_one || (at > 0 && chance.of == Chance::Of::only);
      const double total = rooms.some[lane] + (needs_cause ? 0 : rooms.none[lane]);
      const auto derivative = [&](std::size_t number) {
        if (!(total > 0)) return 0.0;
        if (number < causes) return rooms.cause[number * lanes + lane] / total;
        if (number < causes + groups) return rooms.explained[(number - causes) * lanes + lane] / total;
        return rooms.link[rooms.shape.link_place[number - causes - groups] * lanes + lane] / total;
      };
      if (at == 0) {
        total_of_all = total;
        for (std::size_t number = 0; number < numbers; ++number) rooms.raw[number] = derivative(number);
        continue;
      }
      const double share = total_of_all > 0 ? std::min(1.0, total / total_of_all) : 0;
      const bool complement = chance.of == Chance::Of::any_of;
      slopes.chance[at - 1] = complement ? (total_of_all > 0 ? 1 - share : 0) : share;
      for (std::size_t number = 0; number < numbers; ++number) {
        const double slope = (complement ? -share : share) * (derivative(number) - rooms.raw[number]);
        if (number < causes) {
          slopes.log_odds[(at - 1) * causes + number] = slope;
        } else if (number < causes + groups) {
          slopes.log_ceiling[(at - 1) * groups + number - causes] = slope;
        } else {
          slopes.logit_explains[(at - 1) * links + number - causes - groups] = slope;
        }
      }
    }
  }
  rooms.event_count = event_count;
  rooms.class_count = class_count;
  return true;
}

}  // namespace lumbar::bayes
