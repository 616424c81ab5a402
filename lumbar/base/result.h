// SPDX-License-Identifier: Apache-2.0
// Faults of input as values: what is wrong, where, what is allowed. Pure; safe on any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace lumbar {

/// Whose fault it is; doors/wire turns it into an exit code or an HTTP status.
enum class Fault : std::uint8_t { input, facts, usage, environment, ours };

/// What is wrong, with the places passed on the way out: `facts/findings.toml:41 › sensitivity › 1.7 is not …`.
class Error {
 public:
  explicit Error(std::string what, Fault fault = Fault::input) : text_(std::move(what)), fault_(fault) {}

  /// The same error, seen from a place further out. An empty place adds nothing.
  Error at(std::string_view place) && {
    if (!place.empty()) text_ = std::string(place) + " › " + text_;
    return std::move(*this);
  }
  Error at(std::string_view place) const& { return Error(*this).at(place); }

  /// One line, outermost place first.
  const std::string& text() const { return text_; }
  Fault fault() const { return fault_; }

 private:
  std::string text_;
  Fault fault_;
};

/// A value, or the reason why there is none.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::move(value)) {}  // NOLINT(google-explicit-constructor): `return value;` reads best
  Result(Error error) : content_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return std::holds_alternative<T>(content_); }
  T& operator*() & { return std::get<T>(content_); }
  const T& operator*() const& { return std::get<T>(content_); }
  T&& operator*() && { return std::get<T>(std::move(content_)); }
  T* operator->() { return &std::get<T>(content_); }
  const T* operator->() const { return &std::get<T>(content_); }
  const Error& error() const { return std::get<Error>(content_); }
  Error take_error() { return std::move(std::get<Error>(content_)); }

 private:
  std::variant<T, Error> content_;
};

/// Done, or the reason why not: empty when all is well.
using Complaint = std::optional<Error>;

}  // namespace lumbar
