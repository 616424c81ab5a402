// SPDX-License-Identifier: Apache-2.0
// Where in the nervous system the lesion fits, what to examine next, and the classification of a spinal cord injury
// (ISNCSCI 2019).
#pragma once
#include "lumbar/clinic/localisation/isncsci.h"          // IWYU pragma: export
#include "lumbar/clinic/localisation/isncsci_reasons.h"  // IWYU pragma: export
#include "lumbar/clinic/localisation/localise.h"         // IWYU pragma: export
