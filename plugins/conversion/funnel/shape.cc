#include <algorithm>

#include <madad/sdk/notes.h>

#include "funnel/tables.h"

namespace conversion::funnel {
namespace {

using sdk::Type;

sdk::Output& By(const Parameters& parameters, sdk::Output& output) {
  for (const std::string& name : parameters.by) {
    output.Column(name, Type::kString, "The value at the entry.");
  }
  return output;
}

void Value(const Parameters& parameters, sdk::Output& output, const std::string& description) {
  if (parameters.value) {
    output.Like("value", "events.amount", description);
  } else {
    output.Decimal("value", 2, description);
  }
}

void DescribeInput(const Parameters& parameters, sdk::Input& log) {
  log.StageLog(parameters.entity)
      .Column("entity_id")
      .Column("stage")
      .Type(Type::kString)
      .Column("entered_at")
      .Type(Type::kTimestamp)
      .Column("sequence")
      .Type(Type::kInt64)
      .Optional();
  if (parameters.value) log.Column("amount");
  for (const std::string& name : parameters.by) log.Dimension(name);
  if (!parameters.where.empty()) log.Where(parameters.where);
  if (parameters.arrival == "by_entity") log.OrderBy({"entity_id"});
}

void DescribeSteps(const Parameters& parameters, sdk::Output& steps) {
  By(parameters, steps)
      .Column("step", Type::kInt64, "From 1.")
      .Column("stage", Type::kString, "The step's stage; unordered: any stage may be the step.")
      .Column("entered", Type::kInt64, "Attempts that reached the step.")
      .Column("reached_next", Type::kInt64, "Of those, reached a later step.")
      .Column("step_rate", Type::kDouble, "reached_next / entered, of mature attempts.")
      .Column("overall_rate", Type::kDouble, "entered / entered at the first step, of mature ones.")
      .Column("drop_off", Type::kInt64, "entered - reached_next.")
      .Column("time_to_next_median", Type::kDuration,
              "To the next step matched, where there is one.")
      .Column("time_to_next_p90", Type::kDuration, "The same, 90th percentile.")
      .Column("time_from_first_median", Type::kDuration, "From the first step.")
      .Column("mature", Type::kInt64, "Of entered: entry + window <= as_of. Null without a window.")
      .Column("immature", Type::kInt64, "entered - mature. Null without a window.");
  Value(parameters, steps, "Sum of the attempts' values.");
  steps.Column("value_share", Type::kDouble, "Of the first step's value.");
}

void DescribeEntities(const Parameters& parameters, sdk::Output& entities) {
  entities.Entity(parameters.entity, "entity_id").Key("attempt");
  entities.Column("attempt", Type::kString, "The entity; under every_entry entity#number.")
      .Like("entity_id", "events.entity_id")
      .Column("entered_at", Type::kTimestamp);
  By(parameters, entities)
      .Column("reached", Type::kInt64, "The furthest step, from 1.")
      .Column("last_stage", Type::kString, "That was matched.")
      .Column("converted", Type::kBool)
      .Column("converted_at", Type::kTimestamp)
      .Column("time_to_convert", Type::kDuration)
      .Column("is_mature", Type::kBool, "entry + window <= as_of; true without a window.");
  Value(parameters, entities, "The newest amount among the events matched.");
}

void DescribeOthers(const Parameters& parameters, sdk::Shape& shape) {
  By(parameters, shape.Output("times"))
      .Column("bucket", Type::kInt64, "The range's number, the same in all groups.")
      .Column("at_least", Type::kDuration)
      .Column("below", Type::kDuration, "Null: no end.")
      .Column("count", Type::kInt64, "Mature attempts that converted in that time.");
  By(parameters, shape.Output("curve"))
      .Column("elapsed", Type::kDuration, "Since the entry.")
      .Column("converted", Type::kDouble, "Share converted by then (Aalen-Johansen).")
      .Column("converted_low", Type::kDouble, "95 % limits.")
      .Column("converted_high", Type::kDouble)
      .Column("lost", Type::kDouble, "Share lost by then (Aalen-Johansen).")
      .Column("naive", Type::kDouble, "One minus Kaplan-Meier, lost ones taken as still open.")
      .Column("at_risk", Type::kInt64);
  shape.Output("matches")
      .Like("entity_id", "events.entity_id")
      .Column("attempt", Type::kString)
      .Column("step", Type::kInt64, "Null: the event matched nothing.")
      .Column("stage", Type::kString)
      .Column("entered_at", Type::kTimestamp)
      .Column("verdict", Type::kString);
  sdk::Notes::Declare(shape, "the log and the question");
}

void CheckNames(const sdk::Shape& shape) {
  for (const sdk::Output& output : shape.outputs()) {
    const auto& columns = output.columns();
    for (auto column = columns.begin(); column != columns.end(); ++column) {
      const bool is_twice = std::any_of(
          columns.begin(), column, [&](const auto& other) { return other.name == column->name; });
      if (!is_twice) continue;
      throw sdk::Error(MADAD_INVALID_ARGUMENT,
                       "parameter 'by': the table '" + output.name() + "' would have the column '" +
                           column->name + "' twice; break down by another dimension",
                       MADAD_SOURCE_CONFIG);
    }
  }
}

}  // namespace

void DescribeShape(const Parameters& parameters, sdk::Shape& shape) {
  DescribeInput(parameters, shape.Input("events"));
  DescribeSteps(parameters, shape.Output("steps"));
  DescribeEntities(parameters, shape.Output("entities"));
  DescribeOthers(parameters, shape);
  CheckNames(shape);
}

}  // namespace conversion::funnel
