// Values to parameters of the binary protocol.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include <mysql.h>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "core/value.h"

namespace madad::adapters::mysql {

// The values of a statement's placeholders, and their memory.
class Parameters {
 public:
  // Errors: INVALID_ARGUMENT for a time that the engine cannot hold.
  absl::Status Set(const std::vector<core::Value>& values);
  // Lifetime: until the next `Set`.
  MYSQL_BIND* binds() { return binds_.data(); }
  size_t size() const { return binds_.size(); }

 private:
  struct Slot {
    long long integer = 0;
    double number = 0;
    MYSQL_TIME time{};
    std::string text;
    unsigned long length = 0;
  };
  absl::Status Add(const core::Value& value);
  absl::Status AddTime(absl::Time time, enum_field_types type, Slot& slot, MYSQL_BIND& bind);

  std::deque<Slot> slots_;  // their addresses stay
  std::vector<MYSQL_BIND> binds_;
};

}  // namespace madad::adapters::mysql
