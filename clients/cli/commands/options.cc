#include "cli/commands/options.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/commands/arguments.h"
#include "cli/suggest.h"

namespace madad::cli {
namespace {

// Names of validators, by which they are found again.
constexpr char kChoices[] = "choices";
constexpr char kNaming[] = "naming";

// Returns the description of the option's validator `name`, "" without one.
std::string DescriptionOf(const CLI::Option& option, const std::string& name) {
  try {
    // CLI11 has no const way to look; nothing is changed.
    return const_cast<CLI::Option&>(option).get_validator(name)->get_description();
  } catch (const CLI::OptionNotFound&) {
    return "";
  }
}

std::string NamingWord(Names names) { return absl::StrCat(static_cast<int>(names)); }

}  // namespace

CLI::Validator OneOf(const std::vector<std::string>& choices) {
  const auto check = [choices](const std::string& text) -> std::string {
    if (std::find(choices.begin(), choices.end(), text) != choices.end()) return "";
    return absl::StrCat("`", text, "` is none of ", absl::StrJoin(choices, ", "),
                        DidYouMean(text, choices));
  };
  return CLI::Validator(check, absl::StrJoin(choices, "|"), kChoices);
}

CLI::Validator Naming(Names names) {
  return CLI::Validator([](const std::string&) { return std::string(); }, NamingWord(names),
                        kNaming);
}

std::vector<std::string> ChoicesOf(const CLI::Option& option) {
  return absl::StrSplit(DescriptionOf(option, kChoices), '|', absl::SkipEmpty());
}

bool IsNaming(const CLI::Option& option, Names names) {
  return DescriptionOf(option, kNaming) == NamingWord(names);
}

void AddModelName(CLI::App* command, Names names, std::string* name) {
  const bool is_instance = names == Names::kInstance;
  command
      ->add_option("NAME", *name,
                   is_instance ? "An instance of the catalog" : "An instance, or a model's id")
      ->option_text(" ")
      ->check(CheckNotEmpty)
      ->check(Naming(names))
      ->required();
}

CLI::Option* AddFormat(CLI::App* command, const std::vector<std::string>& choices,
                       std::string* format) {
  const std::vector<std::string> most(choices.begin(), choices.end() - 1);
  return command
      ->add_option(
          "--format", *format,
          absl::StrCat("How to print: ", absl::StrJoin(most, ", "), " or ", choices.back()))
      ->option_text(absl::StrCat("FORMAT [", choices.front(), "]"))
      ->check(OneOf(choices));
}

CLI::Option* AddList(CLI::App* command, const char* name, const char* description,
                     std::vector<std::string>* lists) {
  // Without the limit to one argument it would swallow the metrics after it.
  return command->add_option(name, *lists, description)->allow_extra_args(false)->check(CheckList);
}

void AddRange(CLI::App* command, const char* from_description, std::string* from, std::string* to,
              std::string* during) {
  CLI::Option* first =
      command->add_option("--from", *from, from_description)->option_text("DATE")->check(CheckDate);
  CLI::Option* end = command->add_option("--to", *to, "The first date that no longer counts")
                         ->option_text("DATE")
                         ->check(CheckDate);
  command
      ->add_option("--during", *during,
                   "Instead of both: 2024, 2024-Q3, 2024-07, FY2024 or last-30d")
      ->option_text("PERIOD")
      ->check(CheckNotEmpty)
      ->excludes(first)
      ->excludes(end);
}

}  // namespace madad::cli
