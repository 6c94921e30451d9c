// Scans to ClickHouse's SQL.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/clickhouse/version.h"
#include "adapters/sql/dialect.h"

namespace madad::adapters::clickhouse {

// Results have no names: their columns are read in order. Nothing in a SELECT
// has an alias, since ClickHouse would take a column of that name for it.
// Texts are strictly escaped literals on an old server and parameters
// {p0:String} on a current one; what else there is are numbers.
class ClickHouseDialect : public sql::SqlDialect {
 public:
  // A server of no known version is written to as the oldest one.
  explicit ClickHouseDialect(Version version = {}) : version_(std::move(version)) {}

  core::SqlStatement Print(const core::Scan& scan) const override;
  core::SqlStatement Print(const core::RowScan& scan) const override;

  // What is printed from now on is for a server of this version.
  void SetVersion(Version version);
  Version version() const;

 protected:
  std::unique_ptr<sql::ExprPrinter> MakePrinter(
      std::vector<core::Value>& parameters) const override;

 private:
  mutable std::mutex mutex_;
  Version version_;
};

}  // namespace madad::adapters::clickhouse
