#include "unit/rpc/fake_adapter.h"

#include <chrono>
#include <sstream>
#include <thread>
#include <utility>

#include "core/scan.h"
#include "unit/rpc/arrow_rows.h"
#include "unit/rpc/eventually.h"

namespace madad::testing {
namespace {

std::string FormatOf(core::Type type) {
  if (type == core::Type::kString) return "u";
  if (type == core::Type::kTimestamp) return "tsu:UTC";
  return type == core::Type::kDate ? "tdD" : "l";
}

// A text that no other row has.
std::string TextOf(int64_t row, size_t bytes) {
  std::string text = std::to_string(row);
  if (text.size() < bytes) text.insert(0, bytes - text.size(), '0');
  return text;
}

ArrowColumn ColumnOf(const std::string& format, int64_t rows, size_t text_bytes) {
  ArrowColumn column{.format = format};
  for (int64_t row = 0; row < rows; ++row) {
    if (format == "u") {
      column.texts.push_back(TextOf(row, text_bytes));
    } else {
      column.integers.push_back(row);
    }
  }
  return column;
}

}  // namespace

core::SqlStatement TypesDialect::Print(const core::Scan& scan) const {
  std::string types = scan.groups.empty() ? "1" : "n";
  for (const core::ScanGroup& group : scan.groups) {
    types += " " + (group.bucket ? std::string("tdD") : FormatOf(group.expr->type));
  }
  for (const core::ExprPtr& aggregate : scan.aggregates) types += " " + FormatOf(aggregate->type);
  return {types, {}};
}

core::SqlStatement TypesDialect::Print(const core::RowScan& scan) const {
  std::string types = "n";
  for (const core::RowScan::Column& column : scan.columns) types += " " + FormatOf(column.type);
  return {types, {}};
}

absl::StatusOr<core::ArrowStream> FakeAdapter::Execute(const core::SqlStatement& statement,
                                                       const core::CallContext& call) {
  ++started_;
  if (!WaitForPermission(call)) {
    ++stopped_;
    return call.Check();
  }
  {
    const std::lock_guard lock(mutex_);
    if (!failure_.ok()) return failure_;
  }
  std::istringstream words(statement.sql);
  std::string word;
  words >> word;
  const int64_t count = word == "1" ? 1 : rows.load();
  std::vector<ArrowColumn> columns;
  while (words >> word) columns.push_back(ColumnOf(word, count, text_bytes));
  return ToArrow(std::move(columns), count);
}

bool FakeAdapter::WaitForPermission(const core::CallContext& call) {
  while (call.Check().ok()) {
    {
      const std::lock_guard lock(mutex_);
      if (!held_) return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

void FakeAdapter::Hold() {
  const std::lock_guard lock(mutex_);
  held_ = true;
}

void FakeAdapter::LetGo() {
  const std::lock_guard lock(mutex_);
  held_ = false;
}

void FakeAdapter::FailWith(const absl::Status& status) {
  const std::lock_guard lock(mutex_);
  failure_ = status;
}

bool FakeAdapter::WaitForStarted(int count) const {
  return Eventually([&] { return started_ >= count; });
}

bool FakeAdapter::WaitForStopped(int count) const {
  return Eventually([&] { return stopped_ >= count; });
}

}  // namespace madad::testing
