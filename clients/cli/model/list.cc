#include <array>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/model/print.h"
#include "cli/model/state.h"
#include "cli/render/csv.h"
#include "cli/render/number.h"
#include "cli/render/table.h"
#include "cli/render/timestamp.h"

#include "madad/client/status.h"

namespace madad::cli {
namespace {

// A line of the list; without an instance the model's own.
struct Line {
  const v1::Model* model;
  const v1::ModelInstance* instance;
};

std::vector<Line> LinesOf(const std::vector<v1::Model>& models) {
  std::vector<Line> lines;
  for (const v1::Model& model : models) {
    for (const v1::ModelInstance& instance : model.instances())
      lines.push_back({&model, &instance});
  }
  for (const v1::Model& model : models) {
    if (model.instances().empty()) lines.push_back({&model, nullptr});
  }
  return lines;
}

std::string RanAt(const v1::ModelInstance& instance) {
  if (!instance.has_ran_at()) return "";
  google::protobuf::Timestamp second = instance.ran_at();
  second.set_nanos(0);
  return TimestampText(second);
}

std::string OrDash(std::string text) { return text.empty() ? "-" : text; }

// The cells of a line, in the order of the header.
std::vector<std::string> Cells(const Line& line) {
  if (line.instance == nullptr) {
    return {"-", line.model->id(), "no instance", "-", "-", line.model->label()};
  }
  const v1::ModelInstance& instance = *line.instance;
  const std::string why = WhyNot(instance);
  return {instance.name(),         instance.model(),
          StateText(instance),     GroupThousands(absl::StrCat(instance.row_count())),
          OrDash(RanAt(instance)), why.empty() ? line.model->label() : why};
}

}  // namespace

void PrintModelsTable(const std::vector<v1::Model>& models, const Terminal& terminal) {
  const std::vector<Line> lines = LinesOf(models);
  const auto cell = [&lines](size_t column, int64_t row) {
    return Cells(lines[static_cast<size_t>(row)])[column];
  };
  PrintTable({{{"instance"}, {"model"}, {"state"}, {"rows", Align::kRight}, {"ran at"}, {"what"}},
              static_cast<int64_t>(lines.size()),
              cell},
             terminal);
}

void PrintModelsCsv(const std::vector<v1::Model>& models, const Terminal& terminal) {
  constexpr std::array<const char*, 7> kHeader = {"instance", "model",  "state",  "rows",
                                                  "ran_at",   "reason", "message"};
  CsvWriter csv(terminal.out, kHeader.size());
  for (const char* name : kHeader) csv.Field(name);
  const auto text = [&csv](const std::string& value) {
    csv.Field(value.empty() ? std::nullopt : std::optional<std::string_view>(value));
  };
  for (const Line& line : LinesOf(models)) {
    const v1::ModelInstance instance =
        line.instance == nullptr ? v1::ModelInstance() : *line.instance;
    text(instance.name());
    text(line.model->id());
    text(line.instance == nullptr ? "" : std::string(StateWord(instance)));
    text(line.instance == nullptr ? "" : absl::StrCat(instance.row_count()));
    text(RanAt(instance));
    text(client::FromStatus(instance.has_unavailable() ? instance.unavailable()
                                                       : instance.last_error())
             .reason);
    text(WhyNot(instance));
  }
}

}  // namespace madad::cli
