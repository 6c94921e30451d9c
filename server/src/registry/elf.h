// Reads a shared library's bytes without loading it, so without running any of its code.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <elf.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace madad::registry {

// The sections of a 64-bit little-endian shared library of this machine's architecture. Every
// offset and size in the file is doubted: a damaged or hostile file is an error, never a crash.
class Elf {
 public:
  // Lifetime: `bytes` must outlive the result and what it returns.
  // Errors: INVALID_ARGUMENT when the bytes are something else, FAILED_PRECONDITION when they are
  // for another architecture.
  static absl::StatusOr<Elf> Parse(std::string_view bytes);

  // Returns the content of the note of this owner and type; NOT_FOUND when there is none.
  absl::StatusOr<std::string_view> Note(std::string_view owner, uint32_t type) const;

  // Returns the names of the symbols that the file defines and exports, in its own order.
  absl::StatusOr<std::vector<std::string_view>> Exports() const;

 private:
  explicit Elf(std::string_view bytes) : bytes_(bytes) {}

  absl::Status ReadSections(const Elf64_Ehdr& header);
  absl::StatusOr<std::string_view> Content(const Elf64_Shdr& section) const;
  absl::StatusOr<std::string_view> Name(std::string_view strings, uint32_t offset) const;

  std::string_view bytes_;
  std::vector<Elf64_Shdr> sections_;
};

}  // namespace madad::registry
