// The data as files, with the headers that a CRM's export would have.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "demo/records.h"

namespace madad::demo {

struct WrittenFile {
  std::string name;
  size_t rows = 0;
  bool complete = false;  // false: it could not be written
};

// Writes one CSV file a table into `folder`, which exists, and returns what was
// written.
std::vector<WrittenFile> WriteFiles(const Dataset& data, const std::filesystem::path& folder);

}  // namespace madad::demo
