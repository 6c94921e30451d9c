// A funnel as the server answered it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/rows/rows.h"

#include "madad/client/error.h"
#include "madad/v1/model_service.pb.h"

namespace madad::cli {

struct FunnelAnswer {
  v1::FunnelResponse response;  // its tables are moved out
  std::vector<std::pair<std::string, Rows>> tables;

  // Returns the table, null when it was not asked for.
  const Rows* Find(std::string_view table) const;
};

// Rows of a table that are of one group.
struct FunnelGroup {
  std::string label;  // `source: Google Ads, region: North`; "" without dimensions
  int64_t begin = 0;
  int64_t end = 0;
};

// Returns the answer, or what is wrong with it: a table that cannot be read.
client::Result<FunnelAnswer> ReadFunnel(v1::FunnelResponse response);

// Returns the groups of a table, whose dimensions are the columns before
// `first`; one without dimensions.
std::vector<FunnelGroup> GroupsOf(const Rows& rows, std::string_view first);

// Returns `madad`'s words for the rules that were applied: `ordered,
// first_entry, reached_or_beyond, window 90d`.
std::string RulesText(const google::protobuf::Struct& parameters);

// Returns a cell as a person reads it; "-" for null, and for a column that is
// not there.
std::string FunnelText(const Rows& rows, std::string_view column, int64_t row);

// True when the table has the column, and some row of it has a value.
bool HasValues(const Rows& rows, std::string_view column);

}  // namespace madad::cli
