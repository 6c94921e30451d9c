// A loaded shared library with a plugin's entry.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "madad/abi/plugin.h"

namespace madad::registry {

// Owns the handle; unloads when destroyed, unless Unload() did. Whatever came out of the library
// must be gone by then.
class Library {
 public:
  // Loads these bytes from a private copy, with every symbol bound at once.
  // Errors: INVALID_ARGUMENT with the loader's text.
  static absl::StatusOr<Library> Load(const std::string& name, std::string_view bytes);

  Library(Library&&) noexcept;
  Library& operator=(Library&&) noexcept;
  ~Library();

  // Returns `madad_entry_v1`. Lifetime: until the library is unloaded.
  const madad_entry& entry() const;

  // Unloads. Returns false when the library stays mapped nevertheless, as one does that defines
  // unique symbols or links a library that does.
  bool Unload();

 private:
  struct Impl;
  explicit Library(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;  // null once unloaded
};

}  // namespace madad::registry
