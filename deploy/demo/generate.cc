// madad-demo-data: writes two years of a made-up company's sales as CSV files.
// The same arguments give the same bytes on every machine.
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "demo/files.h"
#include "demo/generators.h"

namespace madad::demo {
namespace {

constexpr std::string_view kUsage =
    "usage: madad-demo-data OUT_DIR [--leads N] [--seed S]\n"
    "  OUT_DIR    where the CSV files go; made when it is not there\n"
    "  --leads N  how many leads, 1 to 5000000 (default 120000)\n"
    "  --seed S   a whole number; another one gives other data (default 1)\n";
constexpr uint64_t kMostLeads = 5'000'000;

struct Options {
  std::string_view folder;
  uint64_t leads = 120'000;
  uint64_t seed = 1;
};

std::optional<uint64_t> ParseNumber(std::string_view text) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Reads the value of an option; says on stderr what is wrong with it.
bool ReadOption(std::string_view name, const char* value, uint64_t& into) {
  const auto number = value == nullptr ? std::nullopt : ParseNumber(value);
  if (!number) {
    std::fprintf(stderr, "%s needs a whole number, not '%s'\n", name.data(), value ? value : "");
    return false;
  }
  into = *number;
  return true;
}

// Returns the options; nothing, after saying why on stderr, when they are wrong.
std::optional<Options> ReadOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--leads" || argument == "--seed") {
      uint64_t& into = argument == "--leads" ? options.leads : options.seed;
      if (!ReadOption(argument, argv[++i], into)) return std::nullopt;
    } else if (argument.starts_with('-') || !options.folder.empty()) {
      std::fprintf(stderr, "unexpected argument '%s'\n", argv[i]);
      return std::nullopt;
    } else {
      options.folder = argument;
    }
  }
  if (options.folder.empty()) std::fputs("OUT_DIR is missing\n", stderr);
  if (options.leads < 1 || options.leads > kMostLeads) {
    std::fputs("--leads must be 1 to 5000000\n", stderr);
    return std::nullopt;
  }
  return options.folder.empty() ? std::nullopt : std::optional(options);
}

int Run(const Options& options) {
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  if (error) {
    std::fprintf(stderr, "cannot make folder '%s': %s\n", options.folder.data(),
                 error.message().c_str());
    return 1;
  }
  const Dataset data = MakeDataset(options.seed, static_cast<int64_t>(options.leads));
  for (const WrittenFile& file : WriteFiles(data, options.folder)) {
    if (!file.complete) {
      std::fprintf(stderr, "cannot write '%s' in '%s'\n", file.name.c_str(), options.folder.data());
      return 1;
    }
    std::printf("%9zu rows  %s\n", file.rows, file.name.c_str());
  }
  return 0;
}

}  // namespace
}  // namespace madad::demo

int main(int argc, char** argv) {
  const auto options = madad::demo::ReadOptions(argc, argv);
  if (!options) {
    std::fputs(madad::demo::kUsage.data(), stderr);
    return 2;
  }
  return madad::demo::Run(*options);
}
