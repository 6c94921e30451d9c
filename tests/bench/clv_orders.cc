// Customer values in the server's own parts: makes a file of about so many orders, loads it, runs
// clv.customer_value over it, and prints how long each phase took and how much memory there was.
//   madad_clv_orders [ORDERS]    10 million
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "app/assembly.h"
#include "bench/memory.h"
#include "kernels/random.h"
#include "orders/day.h"
#include "support/temporary_folder.h"
#include "unit/plugins/clv/simulate.h"

namespace {

namespace testing = madad::testing;
using madad::bench::PeakResidentBytes;
using madad::bench::ResidentBytes;

constexpr char kCatalog[] = R"(
sources:
  shop: {kind: files, root: data, watch: never}
tables:
  orders:
    source: shop
    files: orders.csv
    currency: USD
    columns:
      customer_id: customer
      ordered_at: {from: at, type: timestamp}
      revenue: {from: dollars, type: decimal(2)}
models:
  customer_value: {model: clv.customer_value, refresh: manual}
)";

[[noreturn]] void Fail(const std::string& what) {
  std::cerr << "madad_clv_orders: " << what << "\n";
  std::exit(1);
}

// Customers of two years whose purchases are BG/NBD, spread evenly between the first and the last.
int64_t WriteOrders(const std::string& path, int64_t wanted) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) Fail("cannot write " + path);
  std::fputs("customer,at,dollars\n", file);
  clv::Simulation simulation("bg_nbd", {1.1, 7, 0.6, 5}, 1.0 / 7, 3);
  clv::Random random(4);
  const int32_t first = clv::ParseDay("2022-01-01");
  int64_t orders = 0;
  for (int64_t customer = 0; orders < wanted; ++customer) {
    const clv::History history = simulation.Customers(1, 728, 0)[0].history;
    const double mean = 20 * random.Gamma(4);
    for (int32_t i = 0; i <= history.x; ++i, ++orders) {
      const int32_t day =
          history.x == 0 ? 0 : static_cast<int32_t>(int64_t{history.recency} * i / history.x);
      const std::string date = clv::DayText(first + 728 - history.age + day);
      std::fprintf(file, "c%08lld,%s %02d:%02d:00,%.2f\n", static_cast<long long>(customer),
                   date.c_str(), static_cast<int>(random.Uniform() * 24),
                   static_cast<int>(random.Uniform() * 60), mean * random.Gamma(6) / 6 + 0.01);
    }
  }
  std::fclose(file);
  return orders;
}

// How long what was said last went on.
class Phases {
 public:
  void Begin(std::string_view name) {
    const auto now = std::chrono::steady_clock::now();
    const std::clock_t used = std::clock();
    const std::chrono::duration<double> took = now - since_;
    if (!name_.empty()) {
      std::printf("  %-18s %7.2f s %7.2f s processor %6lld MiB resident\n", name_.c_str(),
                  took.count(), static_cast<double>(used - used_) / CLOCKS_PER_SEC,
                  static_cast<long long>(ResidentBytes() >> 20));
    }
    name_ = name;
    since_ = now;
    used_ = used;
  }

 private:
  std::string name_;
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
  std::clock_t used_ = std::clock();  // of all threads
};

void RunOrders(int64_t wanted) {
  const testing::TemporaryFolder folder;
  folder.Write("data/note", "");
  const int64_t orders = WriteOrders((folder.path() / "data/orders.csv").string(), wanted);
  madad::app::Options options;
  options.config = folder.Write("catalog.yaml", kCatalog);
  options.plugins = MADAD_PLUGIN_FOLDER;
  options.threads = 2;
  Phases phases;
  phases.Begin("loading the file");
  auto assembly = madad::app::Assemble(options, std::cerr);
  if (!assembly.ok()) Fail(std::string(assembly.status().message()));
  phases.Begin("");
  PeakResidentBytes();
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t used_before = std::clock();
  const auto ran = assembly->models->Run(
      "customer_value", true, {}, [&phases](double, std::string_view step) { phases.Begin(step); });
  phases.Begin("");
  if (!ran.ok()) Fail(std::string(ran.status().message()));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const double used = static_cast<double>(std::clock() - used_before) / CLOCKS_PER_SEC;
  int64_t rows = 0;
  for (const auto& [name, data] : assembly->model_tables->world()->snapshot().tables) {
    if (name == "customer_value") rows = data.rows;
  }
  std::printf(
      "%lld orders in the store to %lld customers with values: %.2f s, %.2f s processor, "
      "%lld MiB at most\n",
      static_cast<long long>(orders), static_cast<long long>(rows), took.count(), used,
      static_cast<long long>(PeakResidentBytes() >> 20));
}

}  // namespace

int main(int argc, char** argv) { RunOrders(argc > 1 ? std::atoll(argv[1]) : 10'000'000); }
