// SPDX-License-Identifier: Apache-2.0
#include "lumbar/doors/wire/wire.h"

namespace lumbar {

Outcome outcome_of(Fault fault) {
  switch (fault) {
    case Fault::input: return {3, 400, "invalid"};
    case Fault::facts: return {4, 500, "exception"};
    case Fault::usage: return {2, 400, "required"};
    case Fault::environment: return {5, 503, "transient"};
    case Fault::ours: return {1, 500, "exception"};
  }
  return {1, 500, "exception"};
}

int exit_code_of(Urgency level) {
  constexpr int self_care = 10;
  return self_care + static_cast<int>(level);
}

}  // namespace lumbar
