// Reading what a person types after an option.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <google/protobuf/struct.pb.h>

#include "madad/v1/metric_service.pb.h"

namespace madad::cli {

// The Check functions return what is wrong with `text`, "" for nothing, as
// CLI11's checks do.

// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS`, by its form only; whether the day
// exists is the server's to say.
std::string CheckDate(const std::string& text);

// A date as above, or an instant by RFC 3339: `2024-01-31T10:00:00Z`.
std::string CheckInstant(const std::string& text);

// Metrics between commas, each with its brackets closed.
std::string CheckMetrics(const std::string& text);

// `NAME=VALUE`, neither empty.
std::string CheckParameter(const std::string& text);

// Names between commas, none of them empty.
std::string CheckList(const std::string& text);

// A length of time in seconds, above 0.
std::string CheckSeconds(const std::string& text);

// A whole number from 0 on.
std::string CheckCount(const std::string& text);

// A server's address; not a URL, which people paste.
std::string CheckAddress(const std::string& text);

// Anything but nothing.
std::string CheckNotEmpty(const std::string& text);

// Returns the names of all `lists`, in order.
std::vector<std::string> SplitLists(const std::vector<std::string>& lists);

// Returns the metrics of all `lists`, in order; commas within brackets are the
// metric's own: `a(x=1,y=2),b` is two.
std::vector<std::string> SplitMetrics(const std::vector<std::string>& lists);

// Returns the name and the value of `NAME=VALUE`.
std::pair<std::string, std::string> ParseParameter(const std::string& text);

// Returns the name that two of `parameters` set; "" when there is none.
std::string FindParameterTwice(const std::vector<std::string>& parameters);

// Returns the order that `COL`, `COL:asc` or `COL:desc` stands for. A colon
// before anything else belongs to the column: `win_rate:previous`.
v1::Order ParseOrder(std::string text);

// Returns the grain of `day`, `week`, `month`, `quarter` or `year`, else none.
v1::Grain ParseGrain(std::string_view text);

// Returns the comparison of `previous` or `year`, else none.
v1::Comparison ParseComparison(std::string_view text);

// Returns the JSON value that `text` is, else `text` itself as one: `5` is a
// number, `["a"]` a list, `30d` a text.
google::protobuf::Value ParseJsonOrText(const std::string& text);

}  // namespace madad::cli
