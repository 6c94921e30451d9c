// Sources as messages.
#pragma once

#include "core/catalog.h"
#include "core/snapshot.h"
#include "core/sources.h"
#include "madad/v1/source_service.pb.h"

namespace madad::rpc {

// Returns `source` with its tables in `catalog`, their data as in `snapshot`;
// a table that is not in it has neither data nor error. `copying`: how far the
// copies are that go on.
v1::Source ToSource(const core::Source& source, const core::Catalog& catalog,
                    const core::Snapshot& snapshot,
                    const std::map<std::string, core::CopyState>& copying = {});

}  // namespace madad::rpc
