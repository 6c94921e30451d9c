#include "cli/score/score.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/answer/check.h"
#include "cli/render/csv.h"
#include "cli/render/escape.h"
#include "cli/render/json.h"
#include "cli/render/number.h"
#include "cli/render/style.h"
#include "cli/rows/print.h"
#include "cli/score/csv_reader.h"
#include "cli/score/rows_source.h"

namespace madad::cli {
namespace {

// Prints scored rows in one format.
class Printer {
 public:
  virtual ~Printer() = default;
  // Takes a sound message; the first has the columns.
  virtual std::optional<client::Error> Take(v1::ScoreResponse message) = 0;
  virtual void Finish() = 0;
};

class TablePrinter : public Printer {
 public:
  explicit TablePrinter(const Terminal& terminal) : terminal_(terminal) {}
  std::optional<client::Error> Take(v1::ScoreResponse message) override {
    if (message.has_version()) version_ = message.version().number();
    return rows_.Add(std::move(*message.mutable_columns()), message.row_count());
  }
  void Finish() override {
    PrintRowsTable(rows_, terminal_);
    std::string footer = absl::StrCat(GroupThousands(absl::StrCat(rows_.size())),
                                      rows_.size() == 1 ? " row" : " rows");
    if (version_ > 0) absl::StrAppend(&footer, " | scored by version ", version_);
    terminal_.out << '\n' << Dim(EscapeLine(footer), terminal_.color) << '\n';
  }

 private:
  const Terminal& terminal_;
  Rows rows_;
  int64_t version_ = 0;
};

class CsvPrinter : public Printer {
 public:
  explicit CsvPrinter(const Terminal& terminal) : terminal_(terminal) {}
  std::optional<client::Error> Take(v1::ScoreResponse message) override {
    if (!csv_) {
      csv_.emplace(terminal_.out, static_cast<size_t>(message.columns_size()));
      WriteCsvHeader(message.columns(), &*csv_);
    }
    for (int64_t row = 0; row < message.row_count(); ++row) {
      WriteCsvRow(message.columns(), row, &*csv_);
    }
    return std::nullopt;
  }
  void Finish() override {}

 private:
  const Terminal& terminal_;
  std::optional<CsvWriter> csv_;
};

class JsonPrinter : public Printer {
 public:
  explicit JsonPrinter(const Terminal& terminal) : json_(terminal.out) {}
  std::optional<client::Error> Take(v1::ScoreResponse message) override {
    if (std::exchange(is_first_, false)) {
      version_ = message.version().number();
      snapshot_ = message.snapshot();
      json_.BeginObject();
      WriteJsonColumns(message.columns(), &json_);
      json_.Key("rows");
      json_.BeginArray();
    }
    for (int64_t row = 0; row < message.row_count(); ++row) {
      WriteJsonRow(message.columns(), row, &json_);
    }
    return std::nullopt;
  }
  void Finish() override {
    json_.EndArray();
    json_.Key("version");
    if (version_ > 0) {
      json_.Int(version_);
    } else {
      json_.Null();
    }
    json_.Key("snapshot");
    json_.StringOrNull(snapshot_);
    json_.EndObject();
  }

 private:
  JsonWriter json_;
  bool is_first_ = true;
  int64_t version_ = 0;
  std::string snapshot_;
};

std::unique_ptr<Printer> MakePrinter(const std::string& format, const Terminal& terminal) {
  if (format == "csv") return std::make_unique<CsvPrinter>(terminal);
  if (format == "json") return std::make_unique<JsonPrinter>(terminal);
  return std::make_unique<TablePrinter>(terminal);
}

}  // namespace

std::optional<client::Error> ScoreFile(const v1::ModelInstance& instance, std::istream& in,
                                       const std::string& name, const std::string& format,
                                       const client::Client& client, const Terminal& terminal) {
  CsvReader csv(in, name);
  RowsSource source(instance, csv);
  const std::unique_ptr<Printer> printer = MakePrinter(format, terminal);
  std::optional<client::Error> fault;
  const auto error = client.Score([&source] { return source.Next(); },
                                  [&](v1::ScoreResponse message) {
                                    fault = FindTableFault(message.columns(), message.row_count());
                                    if (!fault) fault = printer->Take(std::move(message));
                                    return !fault && terminal.out.good();
                                  });
  if (error) return error;
  if (source.fault()) return source.fault();
  if (!fault) printer->Finish();
  return fault;
}

}  // namespace madad::cli
