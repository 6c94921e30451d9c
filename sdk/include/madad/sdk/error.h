// Errors of a plugin: thrown inside it, a madad_error at its edge.
#pragma once

#include <cstdint>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

#include "madad/abi/types.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

// An error with a status code (MADAD_INVALID_ARGUMENT, ...) and where its cause lies
// (MADAD_SOURCE_CONFIG, ...). Any other exception arrives at the host too, as MADAD_INTERNAL.
class Error : public std::runtime_error {
 public:
  Error(int32_t code, const std::string& message, uint32_t source = MADAD_SOURCE_PLUGIN)
      : std::runtime_error(message), code_(code), source_(source) {}
  int32_t code() const { return code_; }
  uint32_t source() const { return source_; }

 private:
  int32_t code_;
  uint32_t source_;
};

namespace detail {

// Returns how many bytes of `text` fit into `room` without cutting a UTF-8 character.
inline size_t WholeCharacters(std::string_view text, size_t room) {
  if (text.size() <= room) return text.size();
  const auto continues = [&](size_t i) {
    return (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
  };
  while (room > 0 && continues(room)) --room;
  return room;
}

// Fills `error`, which may be null or of an older, shorter layout.
inline void Report(madad_error* error, int32_t code, std::string_view message,
                   uint32_t source = MADAD_SOURCE_PLUGIN) noexcept {
  if (error == nullptr || !MADAD_HAS_FIELD(error, madad_error, message)) return;
  error->code = code;
  error->source = source;
  const size_t length = WholeCharacters(message, sizeof(error->message) - 1);
  std::memcpy(error->message, message.data(), length);
  error->message[length] = '\0';
}

// Runs `body` and returns MADAD_OK; an exception fills `error`, which may be null, and returns its
// code. Every function that the host calls goes through here, because no exception may cross the
// boundary.
template <typename Body>
int32_t Guard(madad_error* error, Body&& body) noexcept {
  const auto failed = [error](int32_t code, std::string_view message, uint32_t source) {
    // An error that calls itself none would pass for success.
    if (code == MADAD_OK) code = MADAD_UNKNOWN;
    Report(error, code, message, source);
    return code;
  };
  try {
    body();
    return MADAD_OK;
  } catch (const Error& e) {
    return failed(e.code(), e.what(), e.source());
  } catch (const std::bad_alloc&) {
    return failed(MADAD_RESOURCE_EXHAUSTED, "the plugin ran out of memory", MADAD_SOURCE_PLUGIN);
  } catch (const std::exception& e) {
    return failed(MADAD_INTERNAL, e.what(), MADAD_SOURCE_PLUGIN);
  } catch (...) {
    return failed(MADAD_UNKNOWN, "the plugin threw something that is not a std::exception",
                  MADAD_SOURCE_PLUGIN);
  }
}

}  // namespace detail
}  // namespace madad::sdk
#pragma GCC visibility pop
