// SPDX-License-Identifier: Apache-2.0
// Every kind of processor gives the same bits, and answering allocates nothing once the memory is there.
#include "lumbar/science/bayes/kernels.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

#include "lumbar/science/bayes/bayes.h"
#include "lumbar/science/bayes/random_networks.h"

namespace {
std::atomic<std::size_t> allocations{0};
std::atomic<std::size_t> asked_for{0};  // bytes, never given back here

void* counted(std::size_t size, std::size_t alignment) {
  ++allocations;
  asked_for += size;
  void* const memory =
      alignment > 0 ? std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment) : std::malloc(size);
  if (memory == nullptr) std::abort();
  return memory;
}

// Not inlined: the compiler would take the free for a mistake beside a new.
[[gnu::noinline]] void give_back(void* memory) { std::free(memory); }
}  // namespace

void* operator new(std::size_t size) { return counted(size == 0 ? 1 : size, 0); }
void* operator new[](std::size_t size) { return counted(size == 0 ? 1 : size, 0); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted(size == 0 ? 1 : size, 0); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return counted(size == 0 ? 1 : size, 0); }
void* operator new(std::size_t size, std::align_val_t at) { return counted(size, static_cast<std::size_t>(at)); }
void* operator new[](std::size_t size, std::align_val_t at) { return counted(size, static_cast<std::size_t>(at)); }
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete[](void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { give_back(memory); }

namespace lumbar::bayes {
namespace {

bool same(const std::vector<double>& left, const std::vector<double>& right) {
  return left.size() == right.size() &&
         (left.empty() || std::memcmp(left.data(), right.data(), left.size() * sizeof(double)) == 0);
}

bool same_bits(const Posterior& left, const Posterior& right) {
  return same(left.cause, right.cause) && same(left.only, right.only) && same(left.any_of, right.any_of) &&
         same({left.log_evidence, left.error_bound}, {right.log_evidence, right.error_bound});
}

TEST(Kernels, every_kind_of_processor_gives_the_same_bits) {
  std::string run;
  for (const Kernels* kernels : runnable_kernels())
    if (kernels != nullptr) run += std::string(" ") + kernels->name;
  std::printf("paths that this processor runs:%s\n", run.c_str());
  ASSERT_NE(scalar_kernels(), nullptr);
  Dice dice(31);
  for (int round = 0; round < 300; ++round) {
    const std::size_t causes = 1 + dice.below(60);
    const Network network = draw(dice, causes, dice.below(13), {.links = dice.between(0.02, 0.4)});
    Query query = draw_query(dice, causes);
    if (round % 4 == 0) query.frontier_limit = 4;
    query.work_limit = 1e5;
    Workspace plain(*scalar_kernels());
    Posterior expected;
    infer(network, query, plain, expected);
    for (const Kernels* kernels : runnable_kernels()) {
      if (kernels == nullptr) continue;
      Workspace workspace(*kernels);
      Posterior posterior;
      infer(network, query, workspace, posterior);
      ASSERT_TRUE(same_bits(posterior, expected)) << kernels->name << ": " << words(network);
    }
  }
}

TEST(Kernels, after_the_first_round_nothing_is_allocated) {
  Dice dice(32);
  std::vector<Network> networks;
  std::vector<Query> queries;
  for (int i = 0; i < 40; ++i) {
    networks.push_back(draw(dice, 5 + dice.below(60), dice.below(14), {.links = dice.between(0.02, 0.4)}));
    queries.push_back(draw_query(dice, networks.back().odds.size()));
    if (i % 8 == 0) queries.back().frontier_limit = 4;
    queries.back().work_limit = 1e5;
  }
  Workspace workspace;
  Posterior posterior;
  for (std::size_t i = 0; i < networks.size(); ++i) infer(networks[i], queries[i], workspace, posterior);
  const std::size_t before = allocations;
  for (std::size_t i = 0; i < networks.size(); ++i) {
    infer(networks[i], queries[i], workspace, posterior);
    infer(networks[i], queries[i], workspace, posterior);
  }
  EXPECT_EQ(allocations - before, 0u);
  EXPECT_GT(before, 0u);
}

// More would fall out of the caches, and many people are looked at side by side.
TEST(Kernels, sixteen_bits_take_less_than_8_megabytes) {
  Dice dice(33);
  Network network = draw(dice, 96, 0, {});
  for (int group = 0; group < 16; ++group) {
    Group wide{dice.log_between(2, 20), {}};
    for (std::uint16_t cause = 0; cause < 96; ++cause)
      if (dice.unit() < 0.3) wide.links.push_back({cause, dice.between(0.1, 0.9)});
    network.groups.push_back(wide);
  }
  Query query = draw_query(dice, 96);
  query.any_of.resize(1);
  Posterior posterior;
  const std::size_t before = asked_for;
  Workspace workspace;
  infer(network, query, workspace, posterior);
  const std::size_t bytes = asked_for - before;  // what was given back in between counts too
  EXPECT_GE(posterior.widest_frontier, 15u);
  EXPECT_TRUE(posterior.exact);
  EXPECT_LE(bytes, 8e6);
  std::printf("%zu bits with an event and classes: %.1f MB asked for\n", posterior.widest_frontier,
              static_cast<double>(bytes) / 1e6);
}

}  // namespace
}  // namespace lumbar::bayes
