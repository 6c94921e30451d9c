// The customer value kernels:
//   madad_clv_bench fit [CUSTOMERS]      BG/NBD from arrays to parameters; 1 million
//   madad_clv_bench bootstrap            1,000 replicates on CDNOW
// Beside `fit` stands the same search over a plain likelihood that calls lgamma and digamma for
// each customer: how much faster the kernels are, and how fast this machine is today.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "bench/clv_plain.h"
#include "bench/cost.h"
#include "orders/day.h"
#include "support/real_data.h"
#include "unit/plugins/clv/simulate.h"
#include "value/bootstrap.h"
#include "value/fit.h"

namespace {

using clv::Fit;
using clv::History;
using madad::bench::Cost;

constexpr double kTick = 1.0 / 7;

void Print(const char* what, const Cost& cost, const Fit& fit) {
  std::printf("%-36s %8.3f s %8.3f s processor, %3d evaluations:", what, cost.wall, cost.processor,
              fit.evaluations);
  for (const double parameter : fit.parameters) std::printf(" %.6f", parameter);
  std::printf("\n");
}

// Searches with the plain likelihood, from the same start.
Fit FitPlainly(const std::vector<History>& customers) {
  const clv::Objective loss = [&](const std::vector<double>& logs, std::vector<double>& gradient) {
    std::vector<double> parameters;
    for (const double log : logs) parameters.push_back(std::exp(log));
    const auto n = -static_cast<double>(customers.size());
    const double value = madad::bench::PlainBgNbd(customers, kTick, parameters, gradient) / n;
    for (double& component : gradient) component /= n;
    return value;
  };
  const double longest = std::log(104.0);
  const clv::Optimum found = clv::Minimise(loss, {0, longest - 1, 0, 0}, {0, longest, 0, 0});
  Fit fit;
  fit.evaluations = found.evaluations;
  for (const double log : found.at) fit.parameters.push_back(std::exp(log));
  return fit;
}

int BenchFit(size_t count) {
  clv::Simulation simulation("bg_nbd", {.243, 4.414, .793, 2.426}, kTick, 1);
  std::vector<History> customers;
  for (const auto& customer : simulation.Customers(count, 728, 0)) {
    customers.push_back(customer.history);
  }
  Cost ours, compress;
  Fit fit;
  size_t groups = 0;
  for (int round = 0; round < 5; ++round) {
    compress.Measure([&] { groups = clv::Compress(customers, kTick).groups.size(); });
    ours.Measure([&] {
      fit = FitPurchases(*clv::FindPurchaseModel("bg_nbd"), clv::Compress(customers, kTick));
    });
  }
  std::printf("%zu customers, %zu distinct histories (told apart in %.3f s)\n", count, groups,
              compress.wall);
  Print("kernels, arrays to parameters", ours, fit);
  Cost row, plain;
  std::vector<double> gradient(4);
  row.Measure([&] { madad::bench::PlainBgNbd(customers, kTick, fit.parameters, gradient); });
  const double row_ns = 1e9 * row.processor / static_cast<double>(count);
  Fit other;
  plain.Measure([&] { other = FitPlainly(customers); });
  Print("lgamma and digamma for each customer", plain, other);
  std::printf("plain: %.0f ns a customer and evaluation; plain / kernels: %.1f\n", row_ns,
              plain.processor / ours.processor);
  // lifetimes took 8.96 s for a million where a plain row took 300 ns.
  const double lifetimes = 8.96 * row_ns / 300 * static_cast<double>(count) / 1e6;
  std::printf(
      "lifetimes' 8.96 s a million, scaled to this machine: %.2f s; over the kernels: %.0f\n",
      lifetimes, lifetimes / ours.processor);
  return 0;
}

// The sample's histories in the first 39 weeks, by day.
clv::Histories Cdnow() {
  std::ifstream file(madad::testing::RealData("cdnow/CDNOW_sample.txt"));
  std::map<std::string, std::map<int32_t, int>> days;
  std::string master, id, date, cds, dollars;
  while (file >> master >> id >> date >> cds >> dollars) {
    ++days[id][clv::ParseDay(date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6))];
  }
  const int32_t end = clv::ParseDay("1997-09-30");
  std::vector<History> histories;
  for (const auto& [customer, purchases] : days) {
    History history{-1, 0, end - purchases.begin()->first};
    for (const auto& [day, count] : purchases) {
      if (day > end) break;
      ++history.x;
      history.recency = day - purchases.begin()->first;
    }
    histories.push_back(history);
  }
  return clv::Compress(histories, kTick);
}

int BenchBootstrap() {
  const clv::Histories data = Cdnow();
  if (data.groups.empty()) {
    std::fprintf(stderr, "no CDNOW data; set MADAD_TEST_DATA\n");
    return 1;
  }
  constexpr size_t kReplicates = 1000;
  for (const clv::PurchaseModel* model : clv::PurchaseModels()) {
    Cost once, many;
    Fit fit;
    for (int round = 0; round < 3; ++round) once.Measure([&] { fit = FitPurchases(*model, data); });
    size_t converged = 0;
    many.Measure(
        [&] { converged = clv::Bootstrap(1, kReplicates).Purchases(*model, data, fit).size(); });
    std::printf("%-12s fit %7.3f ms, %zu of %zu replicates %.3f ms each (processor %.3f)\n",
                std::string(model->name()).c_str(), 1e3 * once.wall, converged, kReplicates,
                1e3 * many.wall / kReplicates, 1e3 * many.processor / kReplicates);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "fit";
  const int64_t number = argc > 2 ? std::atoll(argv[2]) : 0;
  if (what == "fit") return BenchFit(static_cast<size_t>(number > 0 ? number : 1'000'000));
  return what == "bootstrap" ? BenchBootstrap() : 2;
}
