// Owners of the Arrow C structs.
#pragma once

#include <utility>

#include "madad/abi/arrow.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk::detail {

// Owns an ArrowSchema, ArrowArray or ArrowArrayStream: releases it once.
template <typename T>
class Owned {
 public:
  Owned() = default;
  // Takes over `from`, which is left released.
  explicit Owned(T* from) : value_(std::exchange(*from, T{})) {}
  Owned(Owned&& other) noexcept : value_(std::exchange(other.value_, T{})) {}
  Owned& operator=(Owned&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Owned() { Reset(); }

  T* get() { return &value_; }
  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }
  bool empty() const { return value_.release == nullptr; }

  void Reset() {
    if (value_.release != nullptr) value_.release(&value_);
    value_ = T{};
  }
  // Moves it into `to`.
  void MoveTo(T* to) { *to = std::exchange(value_, T{}); }

 private:
  T value_{};
};

}  // namespace madad::sdk::detail
#pragma GCC visibility pop
