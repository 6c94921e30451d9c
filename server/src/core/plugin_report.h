// What became of a plugin's file.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace madad::core {

// A plugin that was loaded, or a file that could not be.
struct PluginReport {
  std::string id;  // empty when the file could not be read that far, as are the next four
  std::string version;
  std::string file;    // its name, without folders
  std::string sha256;  // of the bytes that were read, in hexadecimal
  std::string abi;     // major.minor
  std::vector<std::string> metrics;
  std::vector<std::string> models;
  absl::Status status;  // why it was not loaded
};

}  // namespace madad::core
