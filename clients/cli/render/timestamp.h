// The protocol's instants as text.
#pragma once

#include <string>

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

namespace madad::cli {

// Returns the instant by RFC 3339, in UTC; "" outside the years 1 to 9999.
std::string TimestampText(const google::protobuf::Timestamp& timestamp);

// Returns the length of time in seconds.
double SecondsOf(const google::protobuf::Duration& duration);

}  // namespace madad::cli
