#include "core/labels.h"

#include <algorithm>

#include "absl/strings/match.h"

#include "core/text.h"

namespace madad::core {
namespace {

const std::string* Find(const std::map<std::string, std::string>& labels, std::string_view tag) {
  const auto found = std::find_if(labels.begin(), labels.end(), [&](const auto& label) {
    return absl::EqualsIgnoreCase(label.first, Piece(tag));
  });
  return found == labels.end() ? nullptr : &found->second;
}

}  // namespace

std::string LabelIn(const std::map<std::string, std::string>& labels, std::string_view language) {
  std::string tag(language.substr(0, language.find_first_of(".@")));
  std::replace(tag.begin(), tag.end(), '_', '-');
  while (!tag.empty()) {
    if (const std::string* label = Find(labels, tag)) return *label;
    const size_t dash = tag.rfind('-');
    tag.resize(dash == std::string::npos ? 0 : dash);
  }
  const std::string* english = Find(labels, "en");
  return english == nullptr ? "" : *english;
}

}  // namespace madad::core
