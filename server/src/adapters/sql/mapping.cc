#include "adapters/sql/mapping.h"

#include <memory>
#include <utility>

#include "adapters/sql/dialect.h"
#include "core/status.h"
#include "core/suggest.h"
#include "core/text.h"

namespace madad::adapters::sql {

std::string FromOf(const core::Table& table,
                   const std::function<std::string(std::string_view)>& quote) {
  auto source = std::make_shared<core::SourceRelation>();
  source->relation = table.relation;
  source->query = table.query;
  core::ScanRelation relation;
  relation.in_place = std::move(source);
  return RelationText(relation, quote);
}

absl::Status RelationMissing(const core::Table& table, const std::string& source,
                             std::string_view engine, const std::vector<std::string>& known) {
  return core::Error(
      absl::StatusCode::kNotFound,
      core::Cat("table '", table.name, "': source '", source, "' (", engine,
                ") has no relation '", table.relation, "'",
                core::DidYouMean(table.relation, known)),
      {"RELATION_MISSING",
       {{"table", table.name}, {"source", source}, {"relation", table.relation}},
       ""});
}

absl::Status Unreadable(const core::Column& column, const core::NativeColumn& native,
                        std::string_view instead) {
  const std::string remedy =
      instead.empty() ? std::string("leave the column out, or convert it in a `query:`")
                      : core::Cat("declare ", instead);
  return absl::InvalidArgumentError(core::Cat("the source has ", native.type,
                                              ", which is not read as ",
                                              core::TypeName(column.type), "; ", remedy));
}

absl::Status MoreDecimals(const core::NativeColumn& native, int32_t scale) {
  return absl::InvalidArgumentError(core::Cat("the source has ", native.type,
                                              ", more decimals than declared; declare decimal(",
                                              scale, ")"));
}

}  // namespace madad::adapters::sql
