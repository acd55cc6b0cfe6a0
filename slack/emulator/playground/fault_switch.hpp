#pragma once

#include "slack/emulator/faults.hpp"

#include <nlohmann/json.hpp>

namespace docket::slack::emulator {

class asked_for;

/// Plans faults, or ends them, as asked for (README.md, fault). @throws std::invalid_argument
void switch_fault(fault_plan& faults, const asked_for& asked);

/// What is going to go wrong, for the page.
nlohmann::json faults_snapshot(const fault_plan& faults);

}  // namespace docket::slack::emulator
