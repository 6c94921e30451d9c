#include "bench/funnel_engine.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string_view>
#include <thread>

#include "bench/memory.h"
#include "funnel/engine.h"
#include "funnel/report.h"

namespace madad::bench {
namespace {

namespace funnel = conversion::funnel;

[[noreturn]] void Fail(const char* why) {
  std::fprintf(stderr, "reading events: %s\n", why);
  std::exit(1);
}

funnel::Tasks TasksOn(int threads) {
  return [threads](size_t count, const std::function<void(size_t)>& task) {
    std::atomic<size_t> next = 0;
    const auto work = [&] {
      for (size_t i = next++; i < count; i = next++) task(i);
    };
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i) others.emplace_back(work);
    work();
    for (std::thread& other : others) other.join();
  };
}

class Texts {
 public:
  explicit Texts(const ArrowArray& array)
      : offsets_(static_cast<const int32_t*>(array.buffers[1]) + array.offset),
        bytes_(static_cast<const char*>(array.buffers[2])) {}
  std::string_view operator[](int64_t i) const {
    return {bytes_ + offsets_[i], static_cast<size_t>(offsets_[i + 1] - offsets_[i])};
  }

 private:
  const int32_t* offsets_;
  const char* bytes_;
};

void AddBatch(const ArrowArray& batch, const funnel::Rules& rules, funnel::Engine& engine) {
  const Texts entity(*batch.children[0]);
  const Texts stage(*batch.children[1]);
  const auto* time =
      static_cast<const int64_t*>(batch.children[2]->buffers[1]) + batch.children[2]->offset;
  for (int64_t i = 0; i < batch.length; ++i) {
    engine.Add({.entity = entity[i], .time = time[i], .stage = rules.CodeOf(stage[i])});
  }
}

FunnelAnswer AnswerOf(const funnel::Rules& rules, const funnel::Report& report,
                      const std::vector<funnel::PartAttempts>& parts) {
  FunnelAnswer answer;
  for (const funnel::StepFigures& step : report.StepsOf(0)) answer.reached.push_back(step.entered);
  for (const funnel::PartAttempts& part : parts) {
    for (const funnel::AttemptRow& row : part.attempts.rows) {
      const auto times = part.attempts.TimesOf(row);
      if (row.reached() == rules.steps()) answer.convert_time += times.back() - times.front();
    }
  }
  return answer;
}

}  // namespace

EventStream::EventStream(testing::Database& database) : database_(database) {
  database_.Run("SET threads = 1");
  if (duckdb_prepare(database.handle(), "SELECT entity_id, stage, entered_at FROM events",
                     &statement_) != DuckDBSuccess ||
      duckdb_pending_prepared_streaming(statement_, &pending_) != DuckDBSuccess ||
      duckdb_execute_pending(pending_, &result_) != DuckDBSuccess) {
    Fail("DuckDB refused the statement");
  }
  options_ = duckdb_result_get_arrow_options(&result_);
}

EventStream::~EventStream() {
  for (ArrowArray& batch : ready_) batch.release(&batch);
  duckdb_destroy_arrow_options(&options_);
  duckdb_destroy_result(&result_);
  duckdb_destroy_pending(&pending_);
  duckdb_destroy_prepare(&statement_);
  database_.Run("SET threads = 2");
}

size_t EventStream::Fetch() {
  duckdb_data_chunk chunk = duckdb_fetch_chunk(result_);
  if (chunk == nullptr) return 0;
  ArrowArray batch{};
  if (duckdb_error_data error = duckdb_data_chunk_to_arrow(options_, chunk, &batch)) {
    if (duckdb_error_data_has_error(error)) Fail(duckdb_error_data_message(error));
    duckdb_destroy_error_data(&error);
  }
  duckdb_destroy_data_chunk(&chunk);
  const std::lock_guard lock(mutex_);
  ready_.push_back(batch);
  return static_cast<size_t>(batch.length);
}

ArrowArray EventStream::Take() {
  const std::lock_guard lock(mutex_);
  const ArrowArray batch = ready_.front();
  ready_.pop_front();
  return batch;
}

EngineRun RunFunnelEngine(EventStream& events, int threads) {
  EngineRun run;
  funnel::Definition definition;
  for (const char* stage : kFunnelStages) definition.steps.push_back({.stage = stage});
  definition.window = kFunnelWindow;
  definition.policy = funnel::Policy::kStrict;  // the simplest: only events as they are
  const funnel::Rules rules(definition);
  const funnel::Tasks tasks = TasksOn(threads);
  auto last = std::chrono::steady_clock::now();
  const auto lap = [&] {
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::duration<double> took = now - last;
    last = now;
    return took.count();
  };
  PeakResidentBytes();
  const int64_t resident = ResidentBytes();
  funnel::Engine engine(rules, {}, funnel::Engine::Arrival::kAny, tasks);
  std::deque<size_t> fetched = events.fetched();
  const auto fetch = [&]() -> size_t {
    if (fetched.empty()) return events.Fetch();
    const size_t rows = fetched.front();
    fetched.pop_front();
    return rows;
  };
  engine.Read(fetch, [&] {
    ArrowArray batch = events.Take();
    AddBatch(batch, rules, engine);
    batch.release(&batch);
  });
  run.read = lap();
  const std::vector<funnel::PartAttempts> parts = engine.Finish();
  run.match = lap();
  const funnel::Report report(rules, parts, 1, funnel::kForever, tasks);
  const auto times = report.Times();
  run.report = lap();
  run.answer = AnswerOf(rules, report, parts);
  run.events_held = engine.counts().events;
  run.event_bytes = engine.counts().event_bytes;
  run.peak_bytes = PeakResidentBytes() - resident;
  return run;
}

}  // namespace madad::bench
