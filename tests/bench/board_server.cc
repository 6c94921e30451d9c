#include "bench/board_server.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include "adapters/duckdb/table_sources.h"
#include "config/catalog_file.h"
#include "core/derived.h"
#include "core/text.h"
#include "madad/v1/metric_service.grpc.pb.h"
#include "rpc/server.h"

namespace madad::bench {
namespace {

// Customers are groups of the board's last question.
constexpr int64_t kMaxGroups = 1'000'000'000;

[[noreturn]] void Fail(const std::string& what) {
  std::cerr << "madad_board: " << what << "\n";
  std::exit(1);
}

core::Catalog BoardCatalog(const BoardData& data) {
  config::CatalogFile file = config::ParseCatalog(data.catalog, "board", data.folder);
  for (const config::ConfigProblem& problem : file.problems)
    std::cerr << problem.ToString() << "\n";
  if (!file.problems.empty()) Fail("the benchmark's catalog is wrong");
  return std::move(file.catalog);
}

// The value of a column at a row, as text; numbers with all their digits.
std::string ValueAt(const v1::Column& column, int row, double scale) {
  const auto index = static_cast<size_t>(row);
  if (!column.validity().empty() &&
      ((static_cast<unsigned char>(column.validity()[index / 8]) >> (index % 8)) & 1) == 0) {
    return "";
  }
  std::ostringstream text;
  text.precision(17);
  if (column.string_values_size() > 0) return column.string_values(row);
  if (column.double_values_size() > 0) {
    text << column.double_values(row) * scale;
  } else if (column.type() == v1::TYPE_DATE) {
    const absl::CivilDay day = absl::CivilDay(1970, 1, 1) + column.int64_values(row);
    return absl::FormatCivilTime(day);
  } else {
    text << static_cast<double>(column.int64_values(row)) * scale / std::pow(10.0, column.scale());
  }
  return text.str();
}

using Rows = std::vector<std::vector<std::string>>;

Rows AnswerRows(const Question& question, const std::vector<v1::QueryResponse>& chunks) {
  Rows rows;
  for (const v1::QueryResponse& chunk : chunks) {
    for (int row = 0; row < static_cast<int>(chunk.row_count()); ++row) {
      std::vector<std::string>& values = rows.emplace_back();
      for (const Question::Compared& compared : question.columns) {
        for (const v1::Column& column : chunk.columns()) {
          if (column.name() != compared.column) continue;
          values.push_back(ValueAt(column, row, compared.scale));
        }
      }
    }
  }
  return rows;
}

bool Same(const std::string& a, const std::string& b) {
  if (a == b) return true;
  char* end_a = nullptr;
  char* end_b = nullptr;
  const double x = std::strtod(a.c_str(), &end_a);
  const double y = std::strtod(b.c_str(), &end_b);
  const bool numbers = !a.empty() && !b.empty() && *end_a == '\0' && *end_b == '\0';
  return numbers && std::abs(x - y) <= 1e-9 * std::max(1.0, std::abs(y));
}

// Whether both have the same rows, in any order; prints the first that differs.
bool SameRows(const std::string& name, Rows ours, Rows theirs) {
  // Keys are texts, or numbers that both write alike, and come first.
  std::sort(ours.begin(), ours.end());
  std::sort(theirs.begin(), theirs.end());
  if (ours.size() != theirs.size()) {
    std::cout << name << ": " << ours.size() << " rows, expected " << theirs.size() << "\n";
    return false;
  }
  for (size_t row = 0; row < ours.size(); ++row) {
    for (size_t i = 0; i < theirs[row].size(); ++i) {
      if (i < ours[row].size() && Same(ours[row][i], theirs[row][i])) continue;
      std::cout << name << ": row " << row << ", column " << i << " is '"
                << (i < ours[row].size() ? ours[row][i] : "missing") << "', expected '"
                << theirs[row][i] << "'\n";
      return false;
    }
  }
  return true;
}

}  // namespace

struct BoardServer::Parts {
  std::vector<Question> questions = BoardQuestions();
  std::shared_ptr<adapters::duckdb::Store> store;
  std::shared_ptr<adapters::duckdb::TableSources> sources;
  std::unique_ptr<rpc::Server> server;
  std::unique_ptr<v1::MetricService::Stub> stub;

  // The answers to the questions from `first` to before `last`, by question.
  std::vector<std::vector<v1::QueryResponse>> Ask(size_t first, size_t last, bool explain = false) {
    v1::StreamQueriesRequest request;
    for (size_t i = first; i < last; ++i) {
      v1::QueryRequest& query = *request.add_queries();
      query = questions[i].request;
      query.set_explain(explain);
    }
    grpc::ClientContext context;
    const auto reader = stub->StreamQueries(&context, request);
    std::vector<std::vector<v1::QueryResponse>> answers(last - first);
    for (v1::StreamQueriesResponse part; reader->Read(&part);) {
      if (part.has_error()) Fail(part.error().message());
      answers[static_cast<size_t>(part.query())].push_back(std::move(*part.mutable_chunk()));
    }
    if (const grpc::Status status = reader->Finish(); !status.ok()) Fail(status.error_message());
    return answers;
  }
};

BoardServer::BoardServer(const BoardData& data, int threads) : parts_(std::make_unique<Parts>()) {
  adapters::duckdb::StoreOptions store_options{.threads = threads};
  if (!data.folder.empty()) store_options.readable_folders = {data.folder};
  auto store = adapters::duckdb::Store::Open(store_options);
  if (!store.ok()) Fail(std::string(store.status().message()));
  parts_->store = *std::move(store);
  auto definitions = std::make_shared<const core::Definitions>(
      BoardCatalog(data), std::vector<core::MetricDefinition>());
  for (const auto& [id, metric] : definitions->metrics().metrics()) {
    if (!metric.status.ok()) Fail(std::string(metric.status.message()));
  }
  adapters::duckdb::TableSourcesOptions options;
  options.sql = data.sql;
  options.wanted = [definitions](const core::Table& table) {
    return core::WantedColumns(definitions->metrics(), definitions->catalog(), table);
  };
  options.log = [](const std::string& line) { std::cout << line << std::endl; };
  auto sources = adapters::duckdb::TableSources::Load(definitions, parts_->store, options);
  if (!sources.ok()) Fail(std::string(sources.status().message()));
  parts_->sources = *std::move(sources);
  if (const auto laid_out = parts_->sources->LayOut({}); !laid_out.ok()) {
    Fail(std::string(laid_out.status().message()));
  }
  const std::string socket = core::Cat(
      "unix:", (std::filesystem::temp_directory_path() / "madad_board.").string(), ::getpid());
  auto server = rpc::Server::Start(
      {.listen = socket, .answers = {.threads = 1, .cache_bytes = 0, .max_groups = kMaxGroups}},
      {.world = [sources = parts_->sources] { return sources->world(); }});
  if (!server.ok()) Fail(std::string(server.status().message()));
  parts_->server = *std::move(server);
  parts_->stub = v1::MetricService::NewStub(
      grpc::CreateChannel(parts_->server->address(), grpc::InsecureChannelCredentials()));
}

BoardServer::~BoardServer() = default;

Contender BoardServer::InOneCall() {
  return {.name = "Madad, one call",
          .questions = {{"board", [this] { parts_->Ask(0, parts_->questions.size()); }}}};
}

Contender BoardServer::OneByOne() {
  Contender contender{.name = "Madad, a call each"};
  for (size_t i = 0; i < parts_->questions.size(); ++i) {
    contender.questions.push_back(
        {parts_->questions[i].name, [this, i] { parts_->Ask(i, i + 1); }});
  }
  return contender;
}

int BoardServer::Check(const Expected& expected) {
  int different = 0;
  const auto answers = parts_->Ask(0, parts_->questions.size());
  for (size_t i = 0; i < answers.size(); ++i) {
    const Question& question = parts_->questions[i];
    const bool same =
        SameRows(question.name, AnswerRows(question, answers[i]), expected(question.name));
    different += same ? 0 : 1;
  }
  return different;
}

void BoardServer::PrintMoved() {
  int64_t all_bytes = 0;
  for (size_t i = 0; i < parts_->questions.size(); ++i) {
    const std::vector<v1::QueryResponse> answer = parts_->Ask(i, i + 1, true).front();
    const v1::Explanation& explanation = answer.front().explanation();
    int64_t rows = 0;
    int64_t bytes = 0;
    for (const v1::ScanPlan& scan : explanation.scans()) {
      rows += scan.rows();
      bytes += scan.bytes();
    }
    std::cout << parts_->questions[i].name << ": " << explanation.scans_size() << " scans, " << rows
              << " rows, " << bytes << " bytes moved\n";
    all_bytes += bytes;
  }
  std::cout << "all: " << all_bytes << " bytes moved" << std::endl;
}

}  // namespace madad::bench
