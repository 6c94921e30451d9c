// Refreshing sources while a person watches.
#pragma once

#include <string>

#include "cli/terminal.h"

#include "madad/client/client.h"

namespace madad::cli {

// Refreshes the sources as `client.RefreshSource` does, and draws how far copies from SQL engines
// are meanwhile, where a person watches.
client::Result<v1::RefreshSourceResponse> RefreshWithProgress(const client::Client& client,
                                                              const std::string& name, bool force,
                                                              const Terminal& terminal);

}  // namespace madad::cli
