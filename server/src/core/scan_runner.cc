#include "core/scan_runner.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"

#include "core/arrow_reader.h"
#include "core/dialect.h"
#include "core/explain.h"
#include "core/status.h"

namespace madad::core {
namespace {

// More at a time would only share the engine's threads.
constexpr size_t kAtATime = 2;

// The columns that a scan returns, without values.
ScanRows ColumnsOf(const Scan& scan) {
  ScanRows columns;
  for (const ScanGroup& group : scan.groups) {
    ResultColumn& key = columns.emplace_back();
    key.type = group.bucket ? Type::kDate : group.expr->type;
    key.scale = group.bucket ? 0 : group.expr->scale;
    key.values = EmptyValues(key.type);
  }
  for (const ExprPtr& aggregate : scan.aggregates) {
    ResultColumn& column = columns.emplace_back();
    column.name = aggregate->name;
    column.type = aggregate->type;
    column.scale = aggregate->scale;
    column.values = EmptyValues(column.type);
  }
  return columns;
}

// How many bytes the values take.
int64_t BytesOf(const ScanRows& rows) {
  size_t bytes = 0;
  for (const ResultColumn& column : rows) {
    const auto* texts = std::get_if<std::vector<std::string>>(&column.values);
    if (texts == nullptr) {
      bytes += 8 * column.size();
      continue;
    }
    for (const std::string& text : *texts) bytes += text.size();
  }
  return static_cast<int64_t>(bytes);
}

absl::Status RunScan(const PlannedScan& planned, const CallContext& call, RanScan& ran) {
  MADAD_RETURN_IF_ERROR(call.Check());
  Adapter& adapter = *planned.data->adapter;
  const SqlStatement statement = adapter.dialect().Print(planned.scan);
  const absl::Time start = absl::Now();
  MADAD_ASSIGN_OR_RETURN(ArrowStream stream, adapter.Execute(statement, call));
  ran.rows = ColumnsOf(planned.scan);
  MADAD_RETURN_IF_ERROR(ReadArrow(std::move(stream), call, call.max_groups, ran.rows));
  ran.report = ReportOf(planned, statement);
  ran.report.rows = static_cast<int64_t>(ran.rows.empty() ? 0 : ran.rows.front().size());
  ran.report.bytes = BytesOf(ran.rows);
  ran.report.elapsed = absl::Now() - start;
  return absl::OkStatus();
}

}  // namespace

ScanRunner::ScanRunner(const std::vector<PlannedScan>& scans, std::vector<size_t> order,
                       const CallContext& call)
    : scans_(scans),
      order_(std::move(order)),
      call_(call),
      ran_(scans.size()),
      done_(scans.size(), 0) {
  if (order_.size() < 2) return;
  for (size_t i = 0; i < std::min(kAtATime, order_.size()); ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

ScanRunner::~ScanRunner() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

// Runs one scan; false when there is none left.
bool ScanRunner::RunNext() {
  size_t scan = 0;
  {
    const std::lock_guard lock(mutex_);
    if (closing_ || next_ == order_.size()) return false;
    scan = order_[next_++];
  }
  ran_[scan].status = RunScan(scans_[scan], call_, ran_[scan]);
  {
    const std::lock_guard lock(mutex_);
    done_[scan] = 1;
    ++finished_;
  }
  changed_.notify_all();
  return true;
}

void ScanRunner::Work() {
  while (RunNext()) {
  }
}

RanScan& ScanRunner::Wait(size_t scan) {
  if (threads_.empty()) {
    while (!IsDone(scan) && RunNext()) {
    }
    return ran_[scan];
  }
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return done_[scan] != 0; });
  return ran_[scan];
}

bool ScanRunner::IsDone(size_t scan) {
  const std::lock_guard lock(mutex_);
  return done_[scan] != 0;
}

void ScanRunner::WaitForAny() {
  if (threads_.empty()) {
    RunNext();
    return;
  }
  std::unique_lock lock(mutex_);
  const size_t before = finished_;
  if (before == order_.size()) return;
  changed_.wait(lock, [&] { return finished_ != before; });
}

}  // namespace madad::core
