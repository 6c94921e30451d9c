#include "cli/commands/query_options.h"

#include <set>

#include "cli/commands/arguments.h"
#include "cli/commands/options.h"

namespace madad::cli {

void QueryOptions::Declare(CLI::App* command) {
  DeclareFigures(command);
  DeclareRange(command);
  DeclareCompanions(command);
  DeclareOutput(command);
  command->final_callback([this] {
    const std::string twice = FindParameterTwice(parameters_);
    if (twice.empty()) return;
    throw CLI::ValidationError("--param", "`" + twice + "` is given twice: leave one of them out");
  });
}

void QueryOptions::DeclareFigures(CLI::App* command) {
  command->add_option("METRIC", metrics_, "Ids, or names that only one plugin has")
      ->option_text("...")
      ->check(CheckMetrics)
      ->check(Naming(Names::kMetric))
      ->required();
  command->add_option("--param", parameters_, "For the metrics that have this parameter")
      ->option_text("NAME=VALUE")
      ->allow_extra_args(false)
      ->check(CheckParameter)
      ->check(Naming(Names::kParameter));
  AddList(command, "--by", "Dimensions to group by", &dimensions_)
      ->option_text("DIM,...")
      ->check(Naming(Names::kDimension));
  command->add_option("--where", where_, "A condition on dimensions, as in SQL")
      ->option_text("EXPR");
  AddList(command, "--sort", "Columns to order by, `:desc` for the largest first", &orders_)
      ->option_text("COL[:desc],...")
      ->check(Naming(Names::kColumn));
  command->add_option("--limit", limit_, "At most this many rows; 0 for all")
      ->option_text("N")
      ->check(CheckCount);
}

void QueryOptions::DeclareRange(CLI::App* command) {
  command->add_option("--grain", grain_, "Time buckets: day, week, month, quarter or year")
      ->option_text("GRAIN")
      ->check(OneOf({"day", "week", "month", "quarter", "year"}));
  AddRange(command, "The first date that counts", &from_, &to_, &during_);
  command->add_option("--as-of", as_of_, "Up to when the data counts as known")
      ->option_text("INSTANT")
      ->check(CheckInstant);
  command->add_option("--timezone", timezone_, "IANA zone of dates and buckets")
      ->option_text("ZONE");
  command->add_option("--week-start", week_start_, "First day of weeks: monday, sunday, saturday")
      ->option_text("DAY")
      ->check(OneOf({"monday", "sunday", "saturday"}));
}

void QueryOptions::DeclareCompanions(CLI::App* command) {
  command
      ->add_option("--compare", compare_, "Beside each figure that of the previous period or year")
      ->option_text("previous|year")
      ->check(OneOf({"previous", "year"}));
  command->add_flag("--share", share_, "Also each group's share of the total");
  command->add_flag("--interval", interval_, "Also 95 % intervals of rates, and what they are of");
  command->add_flag("--targets", targets_, "Also the targets");
  command->add_flag("--total", total_, "Also the figures over all groups, computed anew");
}

void QueryOptions::DeclareOutput(CLI::App* command) {
  AddFormat(command, {"table", "csv", "json", "chart"}, &format_);
  command->add_flag("--explain", explain_, "Also show how it was computed, with the SQL");
}

v1::QueryRequest QueryOptions::Request() const {
  v1::QueryRequest request;
  for (const std::string& metric : SplitMetrics(metrics_)) request.add_metrics(metric);
  for (const std::string& name : SplitLists(dimensions_)) request.add_dimensions(name);
  for (const std::string& order : SplitLists(orders_)) *request.add_order() = ParseOrder(order);
  for (const std::string& parameter : parameters_) {
    const auto [name, value] = ParseParameter(parameter);
    (*request.mutable_parameters())[name] = value;
  }
  request.set_filter(where_);
  request.set_limit(limit_);
  SetTime(&request);
  SetFlags(&request);
  return request;
}

void QueryOptions::SetTime(v1::QueryRequest* request) const {
  request->set_grain(ParseGrain(grain_));
  request->mutable_range()->set_from(from_);
  request->mutable_range()->set_to(to_);
  request->set_during(during_);
  request->set_as_of(as_of_);
  request->set_timezone(timezone_);
  request->set_week_start(week_start_);
}

void QueryOptions::SetFlags(v1::QueryRequest* request) const {
  request->set_comparison(ParseComparison(compare_));
  request->set_share(share_);
  request->set_interval(interval_);
  request->set_total(total_);
  request->set_targets(targets_);
  request->set_explain(explain_);
}

}  // namespace madad::cli
