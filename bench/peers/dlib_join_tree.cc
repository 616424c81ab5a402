// SPDX-License-Identifier: Apache-2.0
// dlib's join tree on one network that lumbar_inference exported: microseconds for all causes, and the worst error.
//   lumbar_peer_dlib NETWORK.json
// dlib knows tables only, so a finding with n possible causes takes 2^n rows; and connected networks only, so separate
// parts get a node that says nothing between them.
#include <dlib/bayes_utils.h>
#include <dlib/directed_graph.h>
#include <dlib/graph.h>
#include <dlib/graph_utils.h>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <vector>

namespace {

struct Finding {
  double leak = 0;
  std::vector<std::pair<unsigned long, double>> links;
};

/// A cause of each connected part.
std::vector<unsigned long> one_of_each_part(std::size_t causes, const std::vector<Finding>& findings) {
  std::vector<unsigned long> part(causes);
  for (unsigned long cause = 0; cause < causes; ++cause) part[cause] = cause;
  for (const Finding& finding : findings) {
    for (const auto& [cause, explains] : finding.links) {
      const unsigned long old_part = part[cause];
      for (unsigned long& one : part)
        if (one == old_part) one = part[finding.links.front().first];
    }
  }
  std::vector<unsigned long> found;
  for (unsigned long cause = 0; cause < causes; ++cause)
    if (part[cause] == cause) found.push_back(cause);
  return found;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) {
  simdjson::dom::parser parser;
  simdjson::dom::element network;
  if (argc != 2 || parser.load(argv[1]).get(network) != simdjson::SUCCESS) {
    std::fprintf(stderr, "lumbar_peer_dlib: give a network that lumbar_inference --export wrote\n");
    return 2;
  }
  std::vector<double> odds;
  for (const simdjson::dom::element one : network["odds"].get_array()) odds.push_back(one.get_double());
  std::vector<Finding> findings;
  for (const simdjson::dom::element group : network["groups"].get_array()) {
    Finding finding;
    finding.leak = 1 / group["ceiling"].get_double();  // a noisy-or with this leak, seen
    for (const simdjson::dom::element link : group["links"].get_array())
      finding.links.emplace_back(link.at(0).get_uint64(), link.at(1).get_double());
    findings.push_back(finding);
  }

  using Network = dlib::directed_graph<dlib::bayes_node>::kernel_1a_c;
  namespace nodes = dlib::bayes_node_utils;
  const auto start = std::chrono::steady_clock::now();
  Network net;
  const std::vector<unsigned long> parts = one_of_each_part(odds.size(), findings);
  net.set_number_of_nodes(odds.size() + findings.size() + parts.size() - 1);
  for (unsigned long node = 0; node < net.number_of_nodes(); ++node) nodes::set_node_num_values(net, node, 2);
  for (unsigned long finding = 0; finding < findings.size(); ++finding)
    for (const auto& [cause, explains] : findings[finding].links) net.add_edge(cause, odds.size() + finding);
  dlib::assignment none;
  for (unsigned long cause = 0; cause < odds.size(); ++cause) {
    nodes::set_node_probability(net, cause, 1, none, odds[cause] / (1 + odds[cause]));
    nodes::set_node_probability(net, cause, 0, none, 1 / (1 + odds[cause]));
  }
  for (unsigned long finding = 0; finding < findings.size(); ++finding) {
    const Finding& one = findings[finding];
    for (std::size_t set = 0; set < (std::size_t{1} << one.links.size()); ++set) {
      dlib::assignment parents;
      double unexplained = 1 - one.leak;
      for (std::size_t at = 0; at < one.links.size(); ++at) {
        const bool present = ((set >> at) & 1U) != 0;
        parents.add(one.links[at].first, present ? 1 : 0);
        if (present) unexplained *= 1 - one.links[at].second;
      }
      nodes::set_node_probability(net, odds.size() + finding, 1, parents, 1 - unexplained);
      nodes::set_node_probability(net, odds.size() + finding, 0, parents, unexplained);
    }
    nodes::set_node_value(net, odds.size() + finding, 1);
    nodes::set_node_as_evidence(net, odds.size() + finding);
  }
  for (unsigned long between = 0; between + 1 < parts.size(); ++between) {
    const unsigned long node = odds.size() + findings.size() + between;
    net.add_edge(parts[between], node);
    net.add_edge(parts[between + 1], node);
    for (unsigned long set = 0; set < 4; ++set) {
      dlib::assignment parents;
      parents.add(parts[between], set & 1U);
      parents.add(parts[between + 1], set >> 1U);
      nodes::set_node_probability(net, node, 0, parents, 0.5);
      nodes::set_node_probability(net, node, 1, parents, 0.5);
    }
  }
  const double built = seconds_since(start);

  const auto asked = std::chrono::steady_clock::now();
  dlib::graph<dlib::set<unsigned long>::compare_1a_c, dlib::set<unsigned long>::compare_1a_c>::kernel_1a_c tree;
  dlib::create_moral_graph(net, tree);
  dlib::create_join_tree(tree, tree);
  const dlib::bayesian_network_join_tree solution(net, tree);
  double worst = 0;
  std::size_t place = 0;
  for (const simdjson::dom::element truth : network["cause"].get_array()) {
    const double off = std::abs(solution.probability(place++)(1) - truth.get_double());
    worst = off <= worst ? worst : off;
  }
  std::printf("{\"build_us\": %.1f, \"us\": %.1f, \"error\": %.3g}\n", 1e6 * built, 1e6 * seconds_since(asked), worst);
  return 0;
}
