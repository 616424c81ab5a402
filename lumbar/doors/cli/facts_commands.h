// SPDX-License-Identifier: Apache-2.0
// Looking at the facts: check, show, coverage of the seeds.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "lumbar/doors/cli/cli.h"

namespace lumbar {

int check_facts_command(const Surroundings& world, const std::string& folder);
/// Prints every row whose id is `id`, or the table `id`; with an empty id, the tables and how many rows each has.
int show_facts_command(const Surroundings& world, const Knowledge& knowledge, const std::string& id);
/// The statements of the seeds and the facts that carry them. Exit code 4 when one is carried by nothing that counts.
int coverage_command(const Surroundings& world, const Knowledge& knowledge, bool all_rows);
/// Nothing of that name: with the nearest names there are.
Error not_found(std::string_view what, const std::string& name, std::span<const std::string_view> names);

}  // namespace lumbar
