#include "cli/completion/typed.h"

namespace madad::cli {
namespace {

const CLI::App* FindCommand(const CLI::App& app, const std::string& name) {
  const auto named = [&name](const CLI::App* command) { return command->get_name() == name; };
  const auto found = app.get_subcommands(named);
  return found.empty() ? nullptr : found.front();
}

void TakeOption(const std::string& word, Typed* typed) {
  const size_t equals = word.find('=');
  const std::string name = word.substr(0, equals);
  const CLI::Option* option = FindOption(typed->chain, name);
  if (option == nullptr || !TakesValue(*option)) return;
  if (equals == std::string::npos) {
    typed->pending = option;
  } else {
    typed->values[option->get_name()].push_back(word.substr(equals + 1));
  }
}

void TakeArgument(const std::string& word, Typed* typed) {
  const CLI::App* command =
      typed->arguments.empty() ? FindCommand(*typed->chain.back(), word) : nullptr;
  if (command != nullptr) {
    typed->chain.push_back(command);
  } else {
    typed->arguments.push_back(word);
  }
}

}  // namespace

const CLI::Option* FindOption(const std::vector<const CLI::App*>& chain, const std::string& name) {
  for (auto app = chain.rbegin(); app != chain.rend(); ++app) {
    for (const CLI::Option* option : (*app)->get_options()) {
      if (!option->get_positional() && option->check_name(name)) return option;
    }
  }
  return nullptr;
}

bool TakesValue(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

Typed Interpret(const CLI::App& app, const std::vector<std::string>& words) {
  Typed typed;
  typed.chain = {&app};
  for (size_t i = 1; i < words.size(); ++i) {
    if (typed.pending != nullptr) {
      typed.values[typed.pending->get_name()].push_back(words[i]);
      typed.pending = nullptr;
    } else if (words[i].starts_with('-')) {
      TakeOption(words[i], &typed);
    } else {
      TakeArgument(words[i], &typed);
    }
  }
  return typed;
}

}  // namespace madad::cli
