#include "cli/commands/funnel_options.h"

#include <algorithm>

#include "absl/strings/strip.h"
#include "cli/commands/arguments.h"
#include "cli/commands/options.h"

namespace madad::cli {
namespace {

const std::vector<std::string>& Orders() {
  static const auto& words = *new std::vector<std::string>{"ordered", "unordered", "strict"};
  return words;
}

const std::vector<std::string>& Entries() {
  static const auto& words =
      *new std::vector<std::string>{"first_entry", "best_entry", "every_entry"};
  return words;
}

const std::vector<std::string>& Policies() {
  static const auto& words = *new std::vector<std::string>{"reached_or_beyond", "strict"};
  return words;
}

// Returns the value of the protocol's enumeration for one of `words`, which are
// in its order from 1 on; unspecified for "".
template <typename Enum>
Enum EnumOf(const std::string& word, const std::vector<std::string>& words) {
  const auto found = std::find(words.begin(), words.end(), word);
  return found == words.end() ? Enum{} : static_cast<Enum>(found - words.begin() + 1);
}

}  // namespace

void FunnelOptions::Declare(CLI::App* command) {
  DeclareSteps(command);
  DeclareRules(command);
  DeclareRange(command);
  DeclareOutput(command);
  command->final_callback([this] { CheckTogether(); });
}

void FunnelOptions::DeclareSteps(CLI::App* command) {
  command->add_option("NAME", name_, "A funnel of the catalog; without it options say everything")
      ->option_text(" ")
      ->check(CheckNotEmpty)
      ->check(Naming(Names::kFunnel));
  command->add_option("--entity", entity_, "What passes through: lead, opportunity, ... [lead]")
      ->option_text("ENTITY")
      ->check(CheckNotEmpty);
  AddList(command, "--steps", "Stages in order, `?` behind those that may be left out [all]",
          &steps_)
      ->option_text("STAGE,...");
  AddList(command, "--exclude", "Stages that end an attempt when entered in between", &exclude_)
      ->option_text("STAGE,...");
  AddList(command, "--by", "Dimensions to group by, as they are at the entry", &dimensions_)
      ->option_text("DIM,...")
      ->check(Naming(Names::kAnyDimension));
  command->add_option("--where", where_, "A condition on dimensions, as in SQL")
      ->option_text("EXPR");
}

void FunnelOptions::DeclareRules(CLI::App* command) {
  command->add_option("--window", window_, "From the first step to the last at most: 90d")
      ->option_text("DURATION")
      ->check(CheckNotEmpty);
  command->add_option("--order", order_, "In which order steps count: ordered, unordered, strict")
      ->option_text("ORDER [ordered]")
      ->check(OneOf(Orders()));
  command->add_option("--entry", entry_, "Which entry counts: first_entry, best_entry, every_entry")
      ->option_text("ENTRY [first_entry]")
      ->check(OneOf(Entries()));
  command
      ->add_option("--policy", policy_,
                   "What reaches a step: reached_or_beyond, or strict: its own")
      ->option_text("POLICY [reached_or_beyond]")
      ->check(OneOf(Policies()));
}

void FunnelOptions::DeclareRange(CLI::App* command) {
  AddRange(command, "The first date of entry that counts", &from_, &to_, &during_);
  command->add_option("--timezone", timezone_, "IANA zone of dates")->option_text("ZONE");
}

void FunnelOptions::DeclareOutput(CLI::App* command) {
  command
      ->add_option("--trace", trace_, "Instead: the events of one entity, and what each counted as")
      ->option_text("ENTITY")
      ->check(CheckNotEmpty);
  command->add_flag("--curve", curve_, "Also conversion over time, with what is still open");
  command->add_flag("--times", times_, "Also how long conversion took");
  AddFormat(command, {"table", "csv", "json"}, &format_);
}

void FunnelOptions::CheckTogether() const {
  if (!trace_.empty() && (curve_ || times_)) {
    throw CLI::ValidationError("--trace",
                               "shows one entity, --curve and --times show all: leave "
                               "one of them out");
  }
  if (format_ == "csv" && curve_ && times_) {
    throw CLI::ValidationError("--format", "csv has one table: leave --curve or --times out");
  }
}

std::vector<std::string> FunnelOptions::Tables() const {
  if (!trace_.empty()) return {"matches"};
  if (format_ == "csv" && (curve_ || times_)) return {curve_ ? "curve" : "times"};
  if (format_ == "json") return {"steps", "times", "curve"};
  std::vector<std::string> tables = {"steps"};
  if (times_) tables.emplace_back("times");
  if (curve_) tables.emplace_back("curve");
  return tables;
}

v1::FunnelRequest FunnelOptions::Request() const {
  v1::FunnelRequest request;
  request.set_funnel(name_);
  request.set_entity(entity_);
  SetSteps(&request);
  for (const std::string& name : SplitLists(dimensions_)) request.add_dimensions(name);
  request.set_filter(where_);
  request.set_window(window_);
  request.set_order(EnumOf<v1::FunnelOrder>(order_, Orders()));
  request.set_entry(EnumOf<v1::FunnelEntry>(entry_, Entries()));
  request.set_policy(EnumOf<v1::FunnelPolicy>(policy_, Policies()));
  SetTime(&request);
  request.set_trace(trace_);
  for (const std::string& table : Tables()) request.add_tables(table);
  return request;
}

void FunnelOptions::SetSteps(v1::FunnelRequest* request) const {
  for (const std::string& stage : SplitLists(steps_)) {
    v1::FunnelStep& step = *request->add_steps();
    step.set_optional(stage.ends_with('?'));
    step.set_stage(std::string(absl::StripSuffix(stage, "?")));
  }
  for (const std::string& stage : SplitLists(exclude_)) request->add_exclude()->set_stage(stage);
}

void FunnelOptions::SetTime(v1::FunnelRequest* request) const {
  if (!from_.empty() || !to_.empty()) {
    request->mutable_range()->set_from(from_);
    request->mutable_range()->set_to(to_);
  }
  request->set_during(during_);
  request->set_timezone(timezone_);
}

}  // namespace madad::cli
