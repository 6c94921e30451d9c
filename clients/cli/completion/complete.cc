#include "cli/completion/complete.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/answer/columns.h"
#include "cli/commands/arguments.h"
#include "cli/commands/options.h"
#include "cli/completion/typed.h"

namespace madad::cli {
namespace {

using Texts = std::vector<std::string>;

void Append(const Texts& more, Texts* texts) {
  texts->insert(texts->end(), more.begin(), more.end());
}

Texts WithPrefix(const std::string& prefix, Texts texts) {
  for (std::string& text : texts) text.insert(0, prefix);
  return texts;
}

Texts WithSuffix(const std::string& suffix, Texts texts) {
  for (std::string& text : texts) text.append(suffix);
  return texts;
}

// Finds what fits behind what was typed.
class Completer {
 public:
  Completer(const CLI::App& app, const TypedWords& words, const ServerNames& names)
      : typed_(Interpret(app, words.before)), current_(words.current), names_(names) {}

  Texts All() const {
    if (typed_.pending != nullptr) return Values(*typed_.pending, current_);
    const size_t equals = current_.find('=');
    if (current_.starts_with("--") && equals != std::string::npos) return ValuesBehind(equals);
    if (current_.starts_with('-')) return OptionNames();
    return Arguments();
  }

 private:
  // Of `--name=value`.
  Texts ValuesBehind(size_t equals) const {
    const CLI::Option* option = FindOption(typed_.chain, current_.substr(0, equals));
    if (option == nullptr) return {};
    return WithPrefix(current_.substr(0, equals + 1), Values(*option, current_.substr(equals + 1)));
  }

  Texts OptionNames() const {
    Texts names;
    for (const CLI::App* app : typed_.chain) {
      for (const CLI::Option* option : app->get_options()) {
        Append(WithPrefix("--", option->get_lnames()), &names);
      }
    }
    return names;
  }

  Texts Arguments() const {
    Texts words;
    const CLI::App& command = *typed_.chain.back();
    if (typed_.arguments.empty()) {
      for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
        if (!sub->get_group().empty()) words.push_back(sub->get_name());
      }
    }
    size_t place = 0;
    for (const CLI::Option* option : command.get_options()) {
      if (!option->get_positional()) continue;
      const bool is_next = place++ == typed_.arguments.size();
      if (is_next || option->get_items_expected_max() > 1) {
        Append(Values(*option, current_), &words);
      }
    }
    return words;
  }

  // Returns what `value` of the option may become.
  Texts Values(const CLI::Option& option, const std::string& value) const {
    const Texts choices = ChoicesOf(option);
    if (!choices.empty()) return choices;
    if (IsNaming(option, Names::kMetric)) return Metrics(value);
    if (IsNaming(option, Names::kSource)) return names_.Sources();
    if (IsNaming(option, Names::kPlugin)) return Plugins();
    if (IsNaming(option, Names::kParameter)) return Parameters(value);
    if (IsNaming(option, Names::kModel)) return names_.Models();
    if (IsNaming(option, Names::kInstance)) return names_.Instances();
    if (IsNaming(option, Names::kVersion)) return Versions();
    if (IsNaming(option, Names::kFunnel)) return names_.Funnels();
    if (IsNaming(option, Names::kTable)) return names_.Tables();
    const size_t comma = value.rfind(',') + 1;  // 0 without one
    if (IsNaming(option, Names::kAnyDimension)) {
      return WithPrefix(value.substr(0, comma), names_.Dimensions({}));
    }
    if (IsNaming(option, Names::kDimension)) {
      return WithPrefix(value.substr(0, comma), names_.Dimensions(Metrics()));
    }
    if (IsNaming(option, Names::kColumn)) {
      return WithPrefix(value.substr(0, comma), Columns(value.substr(comma)));
    }
    return {};
  }

  // The metrics that are typed.
  Texts Metrics() const { return SplitMetrics(typed_.arguments); }

  // Ids, or within brackets parameters: `lead_to_customer_rate(win`.
  Texts Metrics(const std::string& value) const {
    const size_t open = value.rfind('(');
    const bool available_only = typed_.chain.back()->get_name() == "query";
    if (open == std::string::npos) return names_.Metrics(value, available_only);
    const size_t start =
        std::max(open, value.rfind(',') == std::string::npos ? 0 : value.rfind(','));
    return WithPrefix(value.substr(0, start + 1),
                      WithSuffix("=", names_.Parameters({value.substr(0, open)})));
  }

  Texts Parameters(const std::string& value) const {
    if (value.find('=') != std::string::npos) return {};
    return WithSuffix("=", names_.Parameters(Metrics()));
  }

  Texts Plugins() const {
    Texts names = names_.Plugins();
    names.insert(names.begin(), "list");
    return names;
  }

  // Of the instance that is typed.
  Texts Versions() const {
    Texts versions = {"latest"};
    if (!typed_.arguments.empty()) Append(names_.Versions(typed_.arguments.front()), &versions);
    return versions;
  }

  Texts Columns(const std::string& value) const {
    const size_t colon = value.rfind(':');
    if (colon != std::string::npos) {
      return WithPrefix(value.substr(0, colon + 1), {"asc", "desc"});
    }
    Texts columns;
    const auto by = typed_.values.find("--by");
    if (by != typed_.values.end()) columns = SplitLists(by->second);
    if (typed_.values.count("--grain") > 0) columns.emplace_back("period");
    for (const std::string& metric : Metrics()) columns.emplace_back(metric);
    return columns;
  }

  const Typed typed_;
  const std::string& current_;
  const ServerNames& names_;
};

}  // namespace

std::string TypedServer(const TypedWords& words) {
  for (size_t i = 1; i < words.before.size(); ++i) {
    const std::string& word = words.before[i];
    if (word.starts_with("--server=")) return word.substr(9);
    if (word == "--server" && i + 1 < words.before.size()) return words.before[i + 1];
  }
  return "";
}

std::vector<std::string> Candidates(const CLI::App& app, const TypedWords& words,
                                    const ServerNames& names) {
  Texts candidates;
  for (std::string& candidate : Completer(app, words, names).All()) {
    if (candidate.starts_with(words.current)) candidates.push_back(std::move(candidate));
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  return candidates;
}

std::vector<std::string> InsertedParts(std::vector<std::string> candidates, const TypedWords& words,
                                       std::string_view breaks) {
  if (words.quoted) return candidates;
  std::string breaking;
  for (const char c : {':', '='}) {
    if (breaks.find(c) != std::string_view::npos) breaking.push_back(c);
  }
  const size_t start = words.current.find_last_of(breaking) + 1;  // 0 without one
  for (std::string& candidate : candidates) candidate.erase(0, start);
  return candidates;
}

}  // namespace madad::cli
