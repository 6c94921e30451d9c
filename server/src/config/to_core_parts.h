// The parts of ToCore. Each tells `log` what it cannot read, and leaves the
// default there.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "config/problem.h"
#include "core/catalog.h"
#include "madad/v1/catalog.pb.h"

namespace madad::config {

core::Source SourceToCore(const std::string& name, const v1::SourceSpec& source,
                          const std::filesystem::path& folder, ProblemLog& log);

// Whether tables are queried in place or copied; `path` is where it is written.
core::Mode ReadMode(const std::string& text, const std::string& path, ProblemLog& log);

core::Table TableToCore(const std::string& name, const v1::Table& table, ProblemLog& log);

core::Column ColumnToCore(const std::string& name, const v1::Table::Column& column,
                          const std::string& path, ProblemLog& log);

core::MetricDefinition MetricToCore(const std::string& id, const v1::MetricSpec& metric,
                                    ProblemLog& log);

core::ModelUse ModelToCore(const std::string& name, const v1::ModelSpec& spec, ProblemLog& log);

std::optional<core::BusinessHours> BusinessHoursToCore(const v1::Calendar& calendar,
                                                       const std::string& zone, ProblemLog& log);

core::Rates RatesToCore(const v1::Rates& rates, ProblemLog& log);

core::Calendar CalendarToCore(const v1::Calendar& calendar, ProblemLog& log);

// Fills `core_catalog.as_of`; its sources are there already.
void AsOfToCore(const v1::Catalog& catalog, core::Catalog& core_catalog, ProblemLog& log);

}  // namespace madad::config
