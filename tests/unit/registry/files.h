// Files for the registry's tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "support/temporary_folder.h"

namespace madad::registry {

inline std::filesystem::path PluginPath(const std::string& name) {
  return std::filesystem::path(MADAD_PLUGIN_FOLDER) / (name + ".so");
}

inline std::filesystem::path FaultyPath(const std::string& name) {
  return std::filesystem::path(MADAD_FAULTY_PLUGIN_FOLDER) / (name + ".so");
}

inline std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

using madad::testing::TemporaryFolder;

}  // namespace madad::registry
