// YAML as a tree that knows where it is written.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/problem.h"

namespace madad::config {

// What a tree may have.
inline constexpr size_t kMostNodes = 200'000;

// A node. What is written once and aliased is one node.
struct YamlNode {
  enum class Kind : uint8_t { kNull, kScalar, kSequence, kMap };
  Kind kind = Kind::kNull;
  std::string text;     // of a scalar
  bool quoted = false;  // a scalar that is a text whatever it looks like
  Position position;
  // Of a map: key, value, key, value, with keys that repeat.
  std::vector<const YamlNode*> children;
};

struct YamlTree {
  std::deque<YamlNode> nodes;
  const YamlNode* root = nullptr;  // null: there is no document
};

// Returns the tree of the one document in `text`; nothing when it is not
// YAML or passes the limits, which `log` is told.
std::optional<YamlTree> ParseYaml(std::string_view text, ProblemLog& log);

}  // namespace madad::config
