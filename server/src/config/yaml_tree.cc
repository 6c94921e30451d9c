#include "config/yaml_tree.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "absl/strings/str_cat.h"
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "core/names.h"
#include "core/utf8.h"

namespace madad::config {
namespace {

using Kind = YamlNode::Kind;

Position PositionOf(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

Position PositionOf(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const size_t start = before.find_last_of('\n') + 1;  // npos + 1 is the file's start
  return {static_cast<int>(lines) + 1, static_cast<int>(offset - start) + 1};
}

// Builds a tree from the parser's events.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(YamlTree& tree, ProblemLog& log) : tree_(tree), log_(log) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ == 1) Fail(mark, "the file holds a second document; one is expected");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Add(Kind::kNull, mark, "", anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode* node = Add(Kind::kScalar, mark, tag, anchor);
    if (node == nullptr) return;
    node->text = value;
    node->quoted = tag == "!";
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(Add(Kind::kSequence, mark, tag, anchor));
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(Add(Kind::kMap, mark, tag, anchor));
  }
  void OnMapEnd() override { Close(); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (failed_) return;
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) return Fail(mark, "an alias of nothing");
    if (std::find(open_.begin(), open_.end(), found->second) != open_.end()) {
      return Fail(mark, "an alias of what it is itself a part of");
    }
    Attach(found->second);
  }

  bool failed() const { return failed_; }

 private:
  // After the first failure the rest of the events goes unread.
  void Fail(const YAML::Mark& mark, std::string message) {
    if (!failed_) log_.AddAt(PositionOf(mark), "", std::move(message));
    failed_ = true;
  }

  YamlNode* Add(Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (failed_) return nullptr;
    if (tree_.nodes.size() == kMostNodes) {
      Fail(mark, absl::StrCat("the file holds more than ", kMostNodes, " keys and values"));
      return nullptr;
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      Fail(mark, absl::StrCat("a tag, ", core::Quoted(tag), "; tags are not used here"));
      return nullptr;
    }
    YamlNode& node = tree_.nodes.emplace_back();
    node.kind = kind;
    node.position = PlaceOf(kind, mark);
    if (anchor != YAML::NullAnchor) anchors_[anchor] = &node;
    Attach(&node);
    return &node;
  }

  // The parser places an empty value at whatever comes next.
  Position PlaceOf(Kind kind, const YAML::Mark& mark) const {
    const bool is_value = !open_.empty() && open_.back()->kind == Kind::kMap &&
                          open_.back()->children.size() % 2 == 1;
    if (kind == Kind::kNull && is_value) return open_.back()->children.back()->position;
    return PositionOf(mark);
  }

  void Attach(const YamlNode* node) {
    if (open_.empty()) {
      tree_.root = node;
    } else {
      open_.back()->children.push_back(node);
    }
  }

  void Open(YamlNode* node) {
    if (node != nullptr) open_.push_back(node);
  }

  void Close() {
    if (!failed_) open_.pop_back();
  }

  YamlTree& tree_;
  ProblemLog& log_;
  std::vector<YamlNode*> open_;
  std::map<YAML::anchor_t, const YamlNode*> anchors_;
  int documents_ = 0;
  bool failed_ = false;
};

// Finds bytes that the parser would take for something else: it ends a file at
// some control characters, and lets through what is not UTF-8.
bool CheckBytes(std::string_view text, ProblemLog& log) {
  const size_t invalid = core::FindInvalidUtf8(text);
  if (invalid != std::string_view::npos) {
    log.AddAt(PositionOf(text, invalid), "", "bytes that are not UTF-8; save the file as UTF-8");
    return false;
  }
  const auto control = std::find_if(text.begin(), text.end(), [](unsigned char c) {
    return (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
  });
  if (control == text.end()) return true;
  log.AddAt(PositionOf(text, control - text.begin()), "",
            absl::StrCat("a control character, 0x",
                         absl::Hex(static_cast<unsigned char>(*control), absl::kZeroPad2)));
  return false;
}

// True when line `line` of `text`, counted from 1, is indented with a tab.
bool IsIndentedWithTab(std::string_view text, int line) {
  for (; line > 1; --line) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
  const size_t end = text.find_first_not_of(" \t");
  return text.substr(0, end).find('\t') != std::string_view::npos;
}

void ReportSyntax(std::string_view text, const YAML::Exception& error, ProblemLog& log) {
  const Position position = error.mark.is_null() ? Position{} : PositionOf(error.mark);
  std::string message = absl::StrCat("not valid YAML: ", error.msg);
  if (dynamic_cast<const YAML::DeepRecursion*>(&error) != nullptr) {
    message = "not a catalog: nested too deeply";
  } else if (position.line > 0 && IsIndentedWithTab(text, position.line)) {
    absl::StrAppend(&message, "; the line is indented with a tab, and YAML wants spaces");
  }
  log.AddAt(position, "", std::move(message));
}

}  // namespace

std::optional<YamlTree> ParseYaml(std::string_view text, ProblemLog& log) {
  if (!CheckBytes(text, log)) return std::nullopt;
  YamlTree tree;
  TreeBuilder builder(tree, log);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (!builder.failed() && parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    if (!builder.failed()) ReportSyntax(text, error, log);
    return std::nullopt;
  }
  if (builder.failed()) return std::nullopt;
  return tree;
}

}  // namespace madad::config
