// Scans to MySQL's SQL.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "adapters/sql/dialect.h"

namespace madad::adapters::mysql {

// For MariaDB 10.2 and MySQL 8 on: window functions and a collation by code point.
class MySqlDialect : public sql::SqlDialect {
 public:
  core::SqlStatement Print(const core::Scan& scan) const override;
  core::SqlStatement Print(const core::RowScan& scan) const override;

  // Which of the two the server is; MariaDB until it is known.
  void SetServer(bool is_mariadb) { is_mariadb_ = is_mariadb; }

 protected:
  std::unique_ptr<sql::ExprPrinter> MakePrinter(
      std::vector<core::Value>& parameters) const override;
  std::string PrintRelation(const core::ScanRelation& relation,
                            const sql::ExprPrinter& printer) const override;
  bool JoinsAsItIs(const core::SourceColumn& key, const core::SourceColumn& on) const override;
  std::string JoinHint(const core::SourceColumn& key, const std::string& key_sql,
                       const core::SourceColumn& on, const std::string& on_sql) const override;
  std::string PrintLimit(int64_t limit, int64_t offset) const override;

 private:
  core::SqlStatement PrintRanked(const core::Scan& scan) const;

  std::atomic<bool> is_mariadb_ = true;
};

}  // namespace madad::adapters::mysql
