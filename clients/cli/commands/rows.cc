#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/answer/check.h"
#include "cli/answer/coverage.h"
#include "cli/answer/origin.h"
#include "cli/commands/arguments.h"
#include "cli/commands/command.h"
#include "cli/commands/options.h"
#include "cli/render/csv.h"
#include "cli/render/escape.h"
#include "cli/render/json.h"
#include "cli/render/number.h"
#include "cli/render/style.h"
#include "cli/rows/print.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] =
    R"(TABLE is one of the catalog, or one that a model makes (`madad model show NAME`).
A table shows 100 rows unless --limit says more; csv and json have all of them.

Examples:
  madad rows leads --limit 5
  madad rows leads --columns lead_id,source,created_at --where "source = 'Google Ads'"
  madad rows sales_funnel_entities --sort time_to_convert:desc --format csv > slow.csv)";

constexpr int64_t kShownRows = 100;

class RowsCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& app) override {
    CLI::App* command = app.add_subcommand("rows", "Print rows of a table, as they are");
    command->add_option("TABLE", table_, "A table's name")
        ->option_text(" ")
        ->check(CheckNotEmpty)
        ->check(Naming(Names::kTable))
        ->required();
    AddList(command, "--columns", "Columns, `join.column` and dimensions; all without it",
            &columns_)
        ->option_text("COL,...");
    command->add_option("--where", where_, "A condition on the same, as in SQL")
        ->option_text("EXPR");
    AddList(command, "--sort", "Columns to order by, `:desc` for the largest first", &orders_)
        ->option_text("COL[:desc],...");
    command->add_option("--limit", limit_, "At most this many rows; 0 for all")
        ->option_text("N")
        ->check(CheckCount);
    command->add_option("--offset", offset_, "Rows to leave out first")
        ->option_text("N")
        ->check(CheckCount);
    AddFormat(command, {"table", "csv", "json"}, &format_);
    command->footer(kExamples);
    return command;
  }

  // A table may be large.
  absl::Duration Patience() const override { return absl::Seconds(600); }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    const auto fault = format_ == "csv"    ? PrintCsv(client, terminal)
                       : format_ == "json" ? PrintJson(client, terminal)
                                           : PrintTable(client, terminal);
    if (fault) return *fault;
    return kDone;
  }

 private:
  v1::ReadRowsRequest Request(int64_t limit) const {
    v1::ReadRowsRequest request;
    request.set_table(table_);
    for (const std::string& column : SplitLists(columns_)) request.add_columns(column);
    request.set_filter(where_);
    for (const std::string& order : SplitLists(orders_)) *request.add_order() = ParseOrder(order);
    request.set_offset(offset_);
    request.set_limit(limit);
    return request;
  }

  // Hands over each chunk that is sound.
  template <typename Take>
  std::optional<client::Error> Read(const client::Client& client, int64_t limit,
                                    const Take& take) const {
    std::optional<client::Error> fault;
    const auto error = client.ReadRows(Request(limit), [&](v1::ReadRowsResponse chunk) {
      fault = FindTableFault(chunk.columns(), chunk.row_count());
      return !fault && take(std::move(chunk));
    });
    return error ? error : fault;
  }

  std::optional<client::Error> PrintTable(const client::Client& client,
                                          const Terminal& terminal) const {
    const int64_t limit = limit_.value_or(kShownRows);
    Rows rows;
    v1::SnapshotInfo snapshot;
    std::optional<client::Error> change;
    // One row more tells whether there are more.
    const auto fault = Read(client, limit == 0 ? 0 : limit + 1, [&](v1::ReadRowsResponse chunk) {
      if (chunk.has_snapshot()) snapshot = chunk.snapshot();
      change = rows.Add(std::move(*chunk.mutable_columns()), chunk.row_count());
      return !change;
    });
    if (fault || change) return fault ? fault : change;
    const bool has_more = limit > 0 && rows.size() > limit;
    if (has_more) rows.Truncate(limit);
    PrintRowsTable(rows, terminal);
    PrintFooter(rows.size(), has_more, snapshot, terminal);
    return std::nullopt;
  }

  static void PrintFooter(int64_t rows, bool has_more, const v1::SnapshotInfo& snapshot,
                          const Terminal& terminal) {
    std::string footer =
        absl::StrCat(GroupThousands(absl::StrCat(rows)), rows == 1 ? " row" : " rows",
                     has_more ? ", there are more (--limit 0 shows all)" : "");
    const std::string as_of = AsOfText(snapshot);
    if (!as_of.empty()) absl::StrAppend(&footer, " | as of ", as_of);
    absl::StrAppend(&footer, " | snapshot ", snapshot.id());
    terminal.out << '\n' << Dim(EscapeLine(footer), terminal.color) << '\n';
  }

  std::optional<client::Error> PrintCsv(const client::Client& client,
                                        const Terminal& terminal) const {
    std::optional<CsvWriter> csv;
    return Read(client, limit_.value_or(0), [&](const v1::ReadRowsResponse& chunk) {
      if (!csv) {
        csv.emplace(terminal.out, static_cast<size_t>(chunk.columns_size()));
        WriteCsvHeader(chunk.columns(), &*csv);
      }
      for (int64_t row = 0; row < chunk.row_count(); ++row) {
        WriteCsvRow(chunk.columns(), row, &*csv);
      }
      return terminal.out.good();
    });
  }

  std::optional<client::Error> PrintJson(const client::Client& client,
                                         const Terminal& terminal) const {
    JsonWriter json(terminal.out);
    v1::SnapshotInfo snapshot;
    bool is_first = true;
    const auto fault = Read(client, limit_.value_or(0), [&](const v1::ReadRowsResponse& chunk) {
      if (std::exchange(is_first, false)) {
        snapshot = chunk.snapshot();
        json.BeginObject();
        WriteJsonColumns(chunk.columns(), &json);
        json.Key("rows");
        json.BeginArray();
      }
      for (int64_t row = 0; row < chunk.row_count(); ++row) {
        WriteJsonRow(chunk.columns(), row, &json);
      }
      return terminal.out.good();
    });
    if (fault || is_first) return fault;
    json.EndArray();
    WriteSnapshotJson(snapshot, &json);
    WriteWarningsJson({}, &json);
    json.EndObject();
    return std::nullopt;
  }

  std::string table_;
  std::vector<std::string> columns_;
  std::vector<std::string> orders_;
  std::string where_;
  std::optional<int64_t> limit_;
  int64_t offset_ = 0;
  std::string format_ = "table";
};

}  // namespace

std::unique_ptr<Command> MakeRowsCommand() { return std::make_unique<RowsCommand>(); }

}  // namespace madad::cli
