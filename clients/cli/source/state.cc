#include <algorithm>

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
