// SPDX-License-Identifier: Apache-2.0
#include <variant>

#include "lumbar/doors/wire/wire.h"

namespace lumbar {

std::string write_rows(const Knowledge& knowledge, std::string_view table) {
  json::Writer out(false);
  out.begin_object().key("lumbar_rows").whole(1);
  out.text_at("table", table).text_at("facts", knowledge.hash()).key("rows").begin_list();
  for (const Record& row : rows_of(knowledge, table)) {
    out.begin_object();
    for (const auto& [name, field] : row.fields()) {
      out.key(name);
      if (const auto* text = std::get_if<std::string>(&field)) {
        out.text(*text);
      } else if (const auto* number = std::get_if<double>(&field)) {
        out.number(*number);
      } else if (const auto* flag = std::get_if<bool>(&field)) {
        out.flag(*flag);
      } else {
        out.begin_list();
        for (const std::string& one : std::get<std::vector<std::string>>(field)) out.text(one);
        out.end();
      }
    }
    out.end();
  }
  out.end().end();
  return out.take();
}

}  // namespace lumbar
