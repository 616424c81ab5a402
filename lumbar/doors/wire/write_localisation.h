// SPDX-License-Identifier: Apache-2.0
// The part of an assessment that says where a lesion may sit, and what to examine next.
#pragma once
#include "lumbar/clinic/consult/consult.h"
#include "lumbar/doors/wire/json_out.h"

namespace lumbar {

/// The key and its value; null where the facts have no sites.
void write_localisation(json::Writer& out, const Consultation& consultation, const Knowledge& knowledge, Mode mode);

}  // namespace lumbar
