#include "cli/render/timestamp.h"

#include "absl/time/time.h"
#include "cli/render/moment.h"

namespace madad::cli {

std::string TimestampText(const google::protobuf::Timestamp& timestamp) {
  const absl::Time instant =
      absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
  return IsCalendarInstant(absl::ToUnixMicros(instant)) ? InstantText(instant) : "";
}

double SecondsOf(const google::protobuf::Duration& duration) {
  return static_cast<double>(duration.seconds()) + static_cast<double>(duration.nanos()) / 1e9;
}

}  // namespace madad::cli
