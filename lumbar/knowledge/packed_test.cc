// SPDX-License-Identifier: Apache-2.0
#include "lumbar/knowledge/packed.h"

#include <gtest/gtest.h>

#include "lumbar/knowledge/facts_in_test.h"
#include "lumbar_shipped_facts.h"

namespace lumbar {
namespace {

const ReadTables small = [] {
  ReadTables read;
  read.hash = "0123456789abcdef";
  for (const int line : {3, 90, 70000}) {
    Record row("facts/some.toml:" + std::to_string(line));
    row.add("id", std::string(200, 'x'));
    row.add("figure", line == 3 ? -0.1 : 1e300);
    row.add("yes", true);
    row.add("no", false);
    row.add("list", std::vector<std::string>{"a", "", "ünïcode"});
    if (line == 90) row.add("more", std::string());
    read.tables[line == 70000 ? "other" : "some"].push_back(row);
  }
  return read;
}();

void expect_same(const Tables& a, const Tables& b) {
  ASSERT_EQ(a.size(), b.size());
  for (auto [one, other] = std::pair(a.begin(), b.begin()); one != a.end(); ++one, ++other) {
    ASSERT_EQ(one->first, other->first);
    ASSERT_EQ(one->second.size(), other->second.size()) << one->first;
    for (std::size_t i = 0; i < one->second.size(); ++i) {
      ASSERT_EQ(one->second[i].place(), other->second[i].place());
      ASSERT_EQ(one->second[i].fields(), other->second[i].fields()) << one->second[i].place();
    }
  }
}

TEST(Packed, brings_back_every_row_field_and_place) {
  const auto back = unpack(pack(small));
  ASSERT_TRUE(back) << back.error().text();
  EXPECT_EQ(back->hash, small.hash);
  expect_same(back->tables, small.tables);
}

TEST(Packed, the_facts_inside_the_program_are_those_of_the_files) {
  const auto loaded = Knowledge::load(fact_files());
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(shipped_facts().hash(), loaded->hash());
  expect_same(shipped_facts().tables(), loaded->tables());
  EXPECT_EQ(shipped_facts().rules().size(), loaded->rules().size());
  EXPECT_EQ(shipped_facts().evidence().size(), loaded->evidence().size());
}

TEST(Packed, what_is_cut_short_or_changed_is_refused_or_read_never_more) {
  const std::string whole = pack(small);
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(unpack(whole.substr(0, size))) << size;
  EXPECT_FALSE(unpack(whole + " "));
  EXPECT_EQ(unpack("x").error().fault(), Fault::environment);
  // Any one byte: either a fault, or other facts of a bounded size; the sanitizers look on.
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const int flip : {1, 0x80, 0xff}) {
      std::string changed = whole;
      changed[i] = static_cast<char>(changed[i] ^ flip);
      if (const auto read = unpack(changed)) {
        EXPECT_LE(read->tables.size(), 2U);
      }
    }
  }
}

TEST(Packed, takes_only_facts_that_pass_every_check) {
  std::vector<FactFile> files = fact_files();
  EXPECT_TRUE(Knowledge::check(embedded_facts().front().text).empty());
  files.push_back({"zz.toml", "[[rule]]\nid = \"T01\"\n"});
  const auto refused = Knowledge::pack(files);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault(), Fault::facts);
  ReadTables broken;
  broken.tables["rule"].push_back(Record("zz.toml:1"));
  EXPECT_FALSE(Knowledge::check(pack(broken)).empty());
  EXPECT_FALSE(Knowledge::unpack(pack(broken))) << "rows that cannot be read are refused whoever packed them";
}

}  // namespace
}  // namespace lumbar
