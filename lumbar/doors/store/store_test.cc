// SPDX-License-Identifier: Apache-2.0
// What every store must do; a second database joins by one more line in `open_shelf`.
#include "lumbar/doors/store/store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "lumbar/doors/store/sealing.h"
#include "lumbar/doors/store/shelf.h"

namespace lumbar::store {
namespace {

class StoreTest : public testing::Test {
 protected:
  StoreTest() {
    EXPECT_FALSE(prepare_sealing());
    folder_ = std::filesystem::temp_directory_path() / ("lumbar_store_test_" + drawn_id());
    std::filesystem::create_directory(folder_);
    master_ = Key::drawn();
  }
  ~StoreTest() override { std::filesystem::remove_all(folder_); }

  std::string path(const char* name) const { return (folder_ / name).string(); }
  Result<std::unique_ptr<Store>> open(const Key& key) const {
    auto shelf = open_sqlite_shelf(path("a.db"));
    if (!shelf) return shelf.take_error();
    auto drawer = open_sqlite_drawer(path("a.db.keys"));
    if (!drawer) return drawer.take_error();
    return Store::open(*std::move(shelf), *std::move(drawer), key);
  }
  std::unique_ptr<Store> opened() const { return *open(master_); }
  void with_sql(const char* file, const char* sql) const {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(path(file).c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
    sqlite3_close(handle);
  }

  std::filesystem::path folder_;
  Key master_;
};

const Asker asker{.at = 1'000'000};
const Entry numb{0, "facts", R"({"note":"saddle"})", R"({"level":"emergency_now"})"};

TEST_F(StoreTest, keeps_a_person_and_entries_over_a_restart) {
  const std::string id = (*opened()->add_person(R"({"label":"a"})", asker)).content.id;
  EXPECT_EQ(opened()->add_entry(id, numb, asker)->content.number, 1);
  EXPECT_EQ(opened()->add_entry(id, numb, asker)->content.number, 2);
  const auto all = opened()->everything(id, asker);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->content.first.profile, R"({"label":"a"})");
  ASSERT_EQ(all->content.second.size(), 2U);
  EXPECT_EQ(all->content.second[1].said, numb.said);
  EXPECT_EQ(all->content.second[1].result, numb.result);
  EXPECT_EQ(all->content.second[1].facts, "facts");
}

TEST_F(StoreTest, nothing_personal_reaches_the_disk_in_the_clear) {
  const auto store = opened();
  const std::string id = store->add_person(R"({"label":"Erika Mustermann"})", asker)->content.id;
  EXPECT_TRUE(store->add_entry(id, numb, asker));
  for (const auto& file : std::filesystem::directory_iterator(folder_)) {
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(stream), {});
    EXPECT_EQ(bytes.find("Mustermann"), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find("saddle"), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find("emergency"), std::string::npos) << file.path();
  }
}

TEST_F(StoreTest, another_master_key_or_other_keys_are_refused_in_words) {
  EXPECT_EQ(opened()->add_person("{}", asker)->outcome, Outcome::done);
  const auto other = open(Key::drawn());
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().text().find("the master key does not open"), std::string::npos) << other.error().text();
  std::filesystem::remove(path("a.db.keys"));
  const auto without = open(master_);
  ASSERT_FALSE(without);
  EXPECT_NE(without.error().text().find("not its own"), std::string::npos) << without.error().text();
}

TEST_F(StoreTest, the_master_key_can_be_changed) {
  const std::string id = opened()->add_person("{}", asker)->content.id;
  const Key next = Key::drawn();
  EXPECT_FALSE(opened()->change_master_key(next));
  EXPECT_FALSE(open(master_));
  EXPECT_EQ((*open(next))->person(id, asker)->outcome, Outcome::done);
}

TEST_F(StoreTest, a_write_under_a_key_is_done_once) {
  const auto store = opened();
  Asker once = asker;
  once.once = "k";
  const auto first = store->add_person("{}", once);
  const auto again = store->add_person("{}", once);
  EXPECT_EQ(again->outcome, Outcome::done_before);
  EXPECT_EQ(again->content.id, first->content.id);
  EXPECT_EQ(store->add_person(R"({"label":"b"})", once)->outcome, Outcome::key_used_otherwise);
  const std::string& id = first->content.id;
  EXPECT_EQ(store->add_entry(id, numb, once)->outcome, Outcome::done);
  EXPECT_EQ(store->add_entry(id, numb, once)->outcome, Outcome::done_before);
  EXPECT_EQ(store->person(id, asker)->content.entries, 1);
  once.at += std::int64_t{25} * 60 * 60;
  EXPECT_EQ(store->add_entry(id, numb, once)->outcome, Outcome::done) << "a day later the key is forgotten";
}

TEST_F(StoreTest, only_the_version_that_was_read_is_changed) {
  const auto store = opened();
  const std::string id = store->add_person("{}", asker)->content.id;
  EXPECT_EQ(store->change_person(id, 1, R"({"label":"b"})", asker)->content.version, 2);
  EXPECT_EQ(store->change_person(id, 1, R"({"label":"c"})", asker)->outcome, Outcome::changed_meanwhile);
  EXPECT_EQ(store->person(id, asker)->content.profile, R"({"label":"b"})");
  EXPECT_EQ(store->change_person("nobody", 1, "{}", asker)->outcome, Outcome::missing);
}

TEST_F(StoreTest, an_erased_person_is_gone_from_a_backup_too) {
  const auto store = opened();
  const std::string id = store->add_person(R"({"label":"a"})", asker)->content.id;
  EXPECT_FALSE(store->back_up(path("copy.db")));
  EXPECT_EQ(store->erase(id, asker)->outcome, Outcome::done);
  EXPECT_EQ(store->person(id, asker)->outcome, Outcome::missing);
  EXPECT_EQ(store->erase(id, asker)->outcome, Outcome::missing);
  // The rows of the backup beside the keys of today: the person does not open.
  auto shelf = open_sqlite_shelf(path("copy.db"));
  ASSERT_TRUE(shelf);
  auto old = Store::open(*std::move(shelf), *open_sqlite_drawer(path("a.db.keys")), master_);
  ASSERT_TRUE(old) << old.error().text();
  EXPECT_EQ((*old)->person(id, asker)->outcome, Outcome::missing);
  const auto lines = store->audit(0, 10);
  ASSERT_EQ(lines->size(), 2U);
  EXPECT_EQ(lines->back().what, "person.erase");
}

TEST_F(StoreTest, the_log_tells_of_every_read_and_write_and_of_a_change_of_itself) {
  auto store = opened();
  const std::string id = store->add_person("{}", asker)->content.id;
  EXPECT_TRUE(store->add_entry(id, numb, asker));
  EXPECT_TRUE(store->entries(id, 0, 10, asker));
  EXPECT_TRUE(store->person(id, asker));
  EXPECT_TRUE(store->everything(id, asker));
  std::string told;
  const auto lines = store->audit(0, 100);
  for (const AuditLine& line : *lines) told += line.what + " ";
  EXPECT_EQ(told, "person.add entry.add entries.read person.read person.export ");
  EXPECT_FALSE(store->verify_audit()->broken);
  store.reset();
  with_sql("a.db", "DROP TRIGGER audit_stays; UPDATE audit SET what = 'person.read' WHERE number = 2");
  const auto report = opened()->verify_audit();
  ASSERT_TRUE(report->broken);
  EXPECT_EQ(*report->broken, 2);
}

TEST_F(StoreTest, the_log_cannot_be_changed_by_mistake) {
  EXPECT_TRUE(opened()->add_person("{}", asker));
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(path("a.db").c_str(), &handle), SQLITE_OK);
  EXPECT_NE(sqlite3_exec(handle, "DELETE FROM audit", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(handle);
}

TEST_F(StoreTest, rows_that_were_moved_do_not_open) {
  std::string first, second;
  {
    const auto store = opened();
    first = store->add_person("{}", asker)->content.id;
    second = store->add_person("{}", asker)->content.id;
    EXPECT_TRUE(store->add_entry(first, numb, asker));
    EXPECT_TRUE(store->add_entry(first, numb, asker));
  }
  with_sql("a.db", "UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE number = 2) WHERE number = 1");
  const auto moved = opened()->entry(first, 1, asker);
  ASSERT_FALSE(moved);
  EXPECT_NE(moved.error().text().find("changed or moved"), std::string::npos);
}

TEST_F(StoreTest, a_newer_form_is_refused) {
  EXPECT_TRUE(opened());
  with_sql("a.db", "PRAGMA user_version = 99");
  const auto newer = open(master_);
  ASSERT_FALSE(newer);
  EXPECT_NE(newer.error().text().find("newer lumbar"), std::string::npos);
}

TEST_F(StoreTest, many_at_once_lose_nothing) {
  const auto store = opened();
  const std::string id = store->add_person("{}", asker)->content.id;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 10; ++k) EXPECT_EQ(store->add_entry(id, numb, asker)->outcome, Outcome::done);
    });
  }
  for (std::thread& one : threads) one.join();
  EXPECT_EQ(store->everything(id, asker)->content.second.size(), 80U);
  EXPECT_FALSE(store->verify_audit()->broken);
}

TEST(Sealing, opens_only_with_its_key_in_its_place_unchanged) {
  ASSERT_FALSE(prepare_sealing());
  const Key key = Key::drawn();
  std::string closed = sealed("plain", "here", key);
  EXPECT_EQ(*opened(closed, "here", key), "plain");
  EXPECT_FALSE(opened(closed, "there", key));
  EXPECT_FALSE(opened(closed, "here", Key::drawn()));
  closed.back() ^= 1;
  EXPECT_FALSE(opened(closed, "here", key));
  EXPECT_FALSE(opened("", "here", key));
}

}  // namespace
}  // namespace lumbar::store
