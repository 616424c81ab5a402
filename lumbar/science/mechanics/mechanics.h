// SPDX-License-Identifier: Apache-2.0
// What a lift asks of a back. Pure; safe on any thread.
#pragma once
#include "lumbar/science/mechanics/lifting.h"  // IWYU pragma: export
