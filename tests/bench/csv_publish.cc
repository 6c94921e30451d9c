// How fast a CSV file becomes a published table, against DuckDB's own CREATE
// TABLE AS over read_csv with the same types, both in one run on one file:
//   madad_csv_publish [ROWS] [ROUNDS]
// Prints both sides' fastest rounds and the median of the rounds' ratios
// (DuckDB's time / ours), for wall time and for processor time, which other
// programs disturb less.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <sys/resource.h>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"

#include "adapters/duckdb/table_loader.h"
#include "core/text.h"
#include "support/temporary_folder.h"

namespace {

using madad::adapters::duckdb::Store;
using madad::core::Type;

// Seconds of one round.
struct Cost {
  double wall = 0;
  double processor = 0;
};

double ProcessorSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

template <typename Work>
Cost Measure(const Work& work) {
  const double processor = ProcessorSeconds();
  const absl::Time begin = absl::Now();
  work();
  return {absl::ToDoubleSeconds(absl::Now() - begin), ProcessorSeconds() - processor};
}

// A file like an export of leads, of which every value is decided by its row.
void WriteLeads(const std::string& path, int64_t rows) {
  std::ofstream out(path, std::ios::binary);
  out << "lead_id,created_at,source,country,company_size,budget,is_customer,qualified_at\n";
  constexpr const char* kSources[] = {"organic", "paid_search", "social", "email", "referral"};
  constexpr const char* kCountries[] = {"IL", "US", "DE", "FR"};
  const absl::Time begin = absl::FromCivil(absl::CivilYear(2021), absl::UTCTimeZone());
  const auto time = [&](int64_t seconds) {
    return absl::FormatTime("%Y-%m-%d %H:%M:%S", begin + absl::Seconds(seconds),
                            absl::UTCTimeZone());
  };
  for (int64_t i = 0; i < rows; ++i) {
    const auto mixed = static_cast<uint64_t>(i) * 0x9E3779B97F4A7C15U >> 20;
    const int64_t at = i * 60 + static_cast<int64_t>(mixed % 60);
    out << "L" << 10'000'000 + i << ',' << time(at) << ',' << kSources[mixed % 5] << ','
        << kCountries[mixed / 5 % 4] << ',' << mixed % 5'000 << ',' << mixed % 100'000 << '.'
        << 10 + mixed % 90 << ',' << (mixed % 10 == 0 ? "true" : "false") << ','
        << (mixed % 10 < 4 ? time(at + static_cast<int64_t>(mixed % 900'000)) : "") << '\n';
  }
}

madad::core::Table Leads(bool with_key) {
  madad::core::Table table;
  table.name = "leads";
  table.source = "crm";
  table.files = "leads.csv";
  if (with_key) table.key = "lead_id";
  const auto add = [&](const std::string& name, Type type) {
    table.columns[name] = {.name = name, .from = name, .type = type, .scale = 2};
  };
  add("lead_id", Type::kString);
  add("created_at", Type::kTimestamp);
  add("source", Type::kString);
  add("country", Type::kString);
  add("company_size", Type::kInt64);
  add("budget", Type::kDecimal);
  add("is_customer", Type::kBool);
  add("qualified_at", Type::kTimestamp);
  return table;
}

std::string DuckDbsOwn(const std::string& path) {
  return madad::core::Cat(
      "CREATE TABLE own AS SELECT * FROM read_csv('", path,
      "', auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', columns = "
      "{'lead_id': 'VARCHAR', 'created_at': 'TIMESTAMP', 'source': 'VARCHAR', 'country': "
      "'VARCHAR', 'company_size': 'BIGINT', 'budget': 'DECIMAL(18, 2)', 'is_customer': 'BOOLEAN', "
      "'qualified_at': 'TIMESTAMP'})");
}

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

struct Rounds {
  std::vector<Cost> own;
  std::vector<Cost> ours;
};

void Print(const Rounds& rounds, const char* what, double Cost::*seconds) {
  double own = rounds.own[0].*seconds;
  double ours = rounds.ours[0].*seconds;
  std::vector<double> ratios;
  for (size_t i = 0; i < rounds.own.size(); ++i) {
    own = std::min(own, rounds.own[i].*seconds);
    ours = std::min(ours, rounds.ours[i].*seconds);
    ratios.push_back(rounds.own[i].*seconds / rounds.ours[i].*seconds);
  }
  std::sort(ratios.begin(), ratios.end());
  std::printf("  %s %.3f s, %.3f s, ratio %.2f", what, own, ours, ratios[ratios.size() / 2]);
}

void Run(Store& store, const std::string& folder, const char* name, bool with_key,
         const std::string& timezone, int64_t rounds) {
  const madad::core::Source source{"crm", "files", folder, timezone};
  const madad::core::Table table = Leads(with_key);
  auto connection = store.Borrow();
  Must(connection.status());
  Rounds all;
  for (int64_t round = 0; round < rounds; ++round) {
    all.own.push_back(
        Measure([&] { Must((*connection)->Execute(DuckDbsOwn(folder + "/leads.csv"))); }));
    Must((*connection)->Execute("DROP TABLE own"));
    Must((*connection)->Execute("CREATE SCHEMA bench"));
    all.ours.push_back(Measure([&] {
      Must(madad::adapters::duckdb::LoadTable(source, table, "bench", absl::Now(), store)
               .data.status);
    }));
    Must((*connection)->Execute("DROP SCHEMA bench CASCADE"));
  }
  std::printf("%-30s", name);
  Print(all, "wall", &Cost::wall);
  Print(all, "processor", &Cost::processor);
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  int64_t rows = 1'500'000;
  int64_t rounds = 5;
  if (argc > 1 && !absl::SimpleAtoi(argv[1], &rows)) return 2;
  if (argc > 2 && (!absl::SimpleAtoi(argv[2], &rounds) || rounds < 1)) return 2;
  const madad::testing::TemporaryFolder temporary;
  const std::string folder = temporary.path().string();
  WriteLeads(folder + "/leads.csv", rows);
  const auto store = Store::Open({.readable_folders = {folder}});
  Must(store.status());
  std::printf("%lld rows; DuckDB's own, ours\n", static_cast<long long>(rows));
  Run(**store, folder, "no key, UTC", false, "UTC", rounds);
  Run(**store, folder, "key verified, UTC", true, "UTC", rounds);
  Run(**store, folder, "key verified, Asia/Jerusalem", true, "Asia/Jerusalem", rounds);
  return 0;
}
