#include <algorithm>

#include "absl/strings/str_cat.h"
#include "cli/render/number.h"
#include "cli/source/print.h"

namespace madad::cli {

TableState StateOf(const v1::SourceTable& table) {
  if (!table.has_error())
    return table.has_loaded_at() ? TableState::kInUse : TableState::kNotLoaded;
  return table.has_loaded_at() ? TableState::kStale : TableState::kRefused;
}

std::string_view StateName(TableState state) {
  switch (state) {
    case TableState::kInUse:
      return "ok";
    case TableState::kStale:
      return "stale";
    case TableState::kRefused:
      return "failed";
    case TableState::kNotLoaded:
      break;
  }
  return "not loaded";
}

std::optional<double> ShareCopied(const v1::Copying& copying) {
  if (copying.rows_before() <= 0) return std::nullopt;
  const double share =
      static_cast<double>(copying.rows()) / static_cast<double>(copying.rows_before());
  return std::min(share, 1.0);
}

std::string CopyText(const v1::Copying& copying) {
  std::string text = GroupThousands(absl::StrCat(copying.rows())) + " rows";
  const std::optional<double> share = ShareCopied(copying);
  if (share) absl::StrAppend(&text, ", ", static_cast<int>(*share * 100), " %");
  return text;
}

bool HasProblems(const v1::Source& source) {
  return std::any_of(
      source.tables().begin(), source.tables().end(),
      [](const v1::SourceTable& table) { return table.has_error() || table.rows_rejected() > 0; });
}

bool HasRefusals(const v1::Source& source) {
  return std::any_of(source.tables().begin(), source.tables().end(),
                     [](const v1::SourceTable& table) { return table.has_error(); });
}

}  // namespace madad::cli
