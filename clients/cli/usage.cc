#include "cli/usage.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/suggest.h"
#include <CLI/CLI.hpp>

namespace madad::cli {
namespace {

// Returns the app and the commands beneath it that were typed.
std::vector<const CLI::App*> Chain(const CLI::App& app) {
  std::vector<const CLI::App*> chain = {&app};
  while (!chain.back()->get_subcommands().empty()) {
    chain.push_back(chain.back()->get_subcommands().front());
  }
  return chain;
}

std::vector<std::string> OptionNames(const std::vector<const CLI::App*>& chain) {
  std::vector<std::string> names;
  for (const CLI::App* app : chain) {
    for (const CLI::Option* option : app->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

// Returns the commands beneath `app` that help shows.
std::vector<std::string> CommandNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_group().empty()) names.push_back(command->get_name());
  }
  return names;
}

std::string OptionFault(const std::string& typed, const std::vector<const CLI::App*>& chain) {
  const std::string name = typed.substr(0, typed.find('='));
  return absl::StrCat("no option `", name, "`", DidYouMean(name, OptionNames(chain)));
}

std::string WordFault(const std::string& word, const std::vector<const CLI::App*>& chain) {
  const std::vector<std::string> commands = CommandNames(*chain.back());
  if (commands.empty()) return absl::StrCat("`", word, "` is one argument too many");
  const std::string suggestion = DidYouMean(word, commands);
  if (!suggestion.empty()) return absl::StrCat("no command `", word, "`", suggestion);
  return absl::StrCat("no command `", word, "`; there are ", absl::StrJoin(commands, ", "));
}

}  // namespace

std::string TypedCommand(const CLI::App& app) {
  return absl::StrJoin(Chain(app), " ", [](std::string* out, const CLI::App* part) {
    out->append(part->get_name());
  });
}

std::string UsageFault(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<const CLI::App*> chain = Chain(app);
  std::string word;
  for (const std::string& rest : app.remaining(/*recurse=*/true)) {
    if (rest.size() > 1 && rest.starts_with('-') && rest != "--") return OptionFault(rest, chain);
    if (word.empty()) word = rest;
  }
  if (!word.empty() && word != "--") return WordFault(word, chain);
  const std::vector<std::string> commands = CommandNames(*chain.back());
  if (!commands.empty() && dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    return absl::StrCat("a command is missing; there are ", absl::StrJoin(commands, ", "));
  }
  if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr) {
    return absl::StrCat(error.what(), ": leave one of them out");
  }
  return error.what();
}

}  // namespace madad::cli
