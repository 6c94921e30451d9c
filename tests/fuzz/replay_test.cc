// Runs a fuzz target over its corpus and over mutations of it, the same ones on
// every machine. The long search is deploy/fuzz.sh.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fuzz/fuzz.h"

namespace madad::fuzz {
namespace {

constexpr int kMutants = 4'000;
constexpr uint32_t kSeed = 20'240'731;

// Returns the inputs in the order of their names.
const std::vector<std::string>& Corpus() {
  static const auto& inputs = *new std::vector<std::string>([] {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(MADAD_CORPUS)) {
      paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> read;
    for (const std::filesystem::path& path : paths) {
      std::ifstream file(path, std::ios::binary);
      read.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return read;
  }());
  return inputs;
}

void Replay(const std::string& input) {
  // A copy of its own size, so that AddressSanitizer sees a read past its end.
  const std::vector<uint8_t> bytes(input.begin(), input.end());
  EXPECT_EQ(LLVMFuzzerTestOneInput(bytes.data(), bytes.size()), 0);
}

class Mutator {
 public:
  // Returns an input of the corpus with a few changes.
  std::string Next() {
    std::string text = Pick();
    for (size_t changes = 1 + Below(5); changes > 0; --changes) Change(text);
    return text;
  }

 private:
  size_t Below(size_t limit) { return limit == 0 ? 0 : random_() % limit; }
  const std::string& Pick() { return Corpus()[Below(Corpus().size())]; }

  // Returns up to 32 bytes of any input.
  std::string Piece() {
    const std::string& other = Pick();
    return other.substr(Below(other.size()), 1 + Below(32));
  }

  void Change(std::string& text) {
    const size_t at = Below(text.size() + 1);
    switch (Below(6)) {
      case 0:
        text.insert(at, 1, static_cast<char>(random_()));
        break;
      case 1:
        text.erase(at, 1 + Below(16));
        break;
      case 2:
        text.insert(at, Piece());
        break;
      case 3:
        text.replace(at, Below(16), Piece());
        break;
      case 4:
        text.insert(at, text.substr(Below(text.size()), 1 + Below(64)));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << Below(8)));
    }
  }

  std::mt19937 random_{kSeed};
};

TEST(ReplayTest, TheCorpusIsThere) { EXPECT_GE(Corpus().size(), 3U) << MADAD_CORPUS; }

TEST(ReplayTest, TheCorpusKeepsThePromises) {
  for (const std::string& input : Corpus()) Replay(input);
}

TEST(ReplayTest, MutantsKeepThePromises) {
  Mutator mutator;
  for (int i = 0; i < kMutants; ++i) Replay(mutator.Next());
}

TEST(ReplayTest, NothingIsAnInput) { Replay(""); }

}  // namespace
}  // namespace madad::fuzz
