// The core's types, units and times as messages.
#pragma once

#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

#include "core/metric.h"
#include "core/value.h"
#include "madad/v1/types.pb.h"

namespace madad::rpc {

v1::Type ToType(core::Type type);
v1::Unit ToUnit(core::Unit unit);
v1::Direction ToDirection(core::Direction direction);

google::protobuf::Timestamp ToTimestamp(core::Timestamp time);
google::protobuf::Timestamp ToTimestamp(absl::Time time);
google::protobuf::Duration ToDuration(absl::Duration duration);

}  // namespace madad::rpc
