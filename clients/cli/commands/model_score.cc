#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/arguments.h"
#include "cli/commands/model_commands.h"
#include "cli/commands/options.h"
#include "cli/score/score.h"

namespace madad::cli {
namespace {

constexpr char kExamples[] =
    R"(FILE is a CSV whose header names the columns that the instance scores (`madad model show NAME`);
`-` reads standard input. Rows are sent as they are read and scored a thousand at a time. A field
with nothing in it is null, and times without a zone are in UTC.

Examples:
  madad model score lead_scores new_leads.csv
  madad model score lead_scores - --format csv < new_leads.csv > scored.csv)";

client::Error FileFault(const std::string& file, const std::string& problem) {
  client::Error error;
  error.code = absl::StatusCode::kInvalidArgument;
  error.message = absl::StrCat("cannot read `", file, "`: ", problem);
  return error;
}

class ModelScoreCommand : public Command {
 public:
  CLI::App* Declare(CLI::App& model) override {
    CLI::App* command = model.add_subcommand("score", "Score rows of a file that are in no table");
    AddModelName(command, Names::kInstance, &name_);
    command->add_option("FILE", file_, "A CSV, or - for standard input")
        ->option_text(" ")
        ->check(CheckNotEmpty)
        ->required();
    AddFormat(command, {"table", "csv", "json"}, &format_);
    command->footer(kExamples);
    command->final_callback([this] {
      if (!IsModelId(name_)) return;
      throw CLI::ValidationError("NAME", "`" + name_ + "` is a model's id; give an instance of it");
    });
    return command;
  }

  // A file may be large.
  absl::Duration Patience() const override { return absl::Seconds(600); }

  client::Result<ExitStatus> Execute(const client::Client& client,
                                     const Terminal& terminal) override {
    const auto found = client.GetModel(name_);
    if (!found.ok()) return found.error();
    std::ifstream file;
    if (file_ != "-") {
      file.open(file_, std::ios::binary);
      if (!file) return FileFault(file_, std::strerror(errno));
    }
    std::istream& in = file_ == "-" ? std::cin : file;
    const auto fault = ScoreFile(found->instance(), in, file_ == "-" ? "standard input" : file_,
                                 format_, client, terminal);
    if (fault) return *fault;
    if (in.bad()) return FileFault(file_, "it broke off while it was read");
    return kDone;
  }

 private:
  std::string name_;
  std::string file_;
  std::string format_ = "table";
};

}  // namespace

std::unique_ptr<Command> MakeModelScoreCommand() { return std::make_unique<ModelScoreCommand>(); }

}  // namespace madad::cli
