#include "declare.h"

namespace conversion {
namespace {

constexpr char kResponseTime[] =
    "CASE WHEN :business_hours THEN business_time(created_at, first_response_at) "
    "ELSE first_response_at - created_at END";
constexpr char kUnanswered[] = "count(DISTINCT lead_id) FILTER (WHERE first_response_at IS NULL)";

void DeclareResponseTime(sdk::Plugin& p, const char* id, const char* label, const char* hebrew,
                         const std::string& aggregate, const std::string& what) {
  p.Metric(id)
      .Label(label)
      .Label("he", hebrew)
      .Description(
          "The " + what +
          " time from a lead's creation to its first response, over the leads created in the "
          "period that have been answered. Leads without an answer are not in it as zero or "
          "otherwise: unanswered_count has them, and the answer says how many. Computed from the "
          "leads themselves; a negative time is kept. With business_hours=true only the time in "
          "which the business is open counts, as the catalog's calendar has it.")
      .Aggregate(aggregate)
      .Param("business_hours", sdk::Type::kBool, false,
             "Count only the time in which the business is open")
      .From("leads")
      .At("created_at")
      .Unit(sdk::Unit::kDuration)
      .LowerIsBetter()
      .Warn(kUnanswered, "{n} leads have not been answered and are not in the response time");
}

void DeclareResponseTimes(sdk::Plugin& p) {
  const std::string time = kResponseTime;
  DeclareResponseTime(p, "conversion.response_time_median", "Median response time",
                      "זמן תגובה חציוני ללידים", "median(" + time + ")", "median");
  DeclareResponseTime(p, "conversion.response_time_mean", "Mean response time",
                      "זמן תגובה ממוצע ללידים", "avg(" + time + ")", "mean");
  DeclareResponseTime(p, "conversion.response_time_p90", "Response time, 90th percentile",
                      "זמן תגובה ללידים, אחוזון 90", "percentile(" + time + ", 0.9)",
                      "90th percentile of the");
}

}  // namespace

void DeclareResponse(sdk::Plugin& p) {
  DeclareResponseTimes(p);
  p.Metric("conversion.unanswered_count")
      .Label("Unanswered leads")
      .Label("he", "לידים ללא מענה")
      .Description(
          "Distinct leads created in the period that have had no response: what the response times "
          "cannot show.")
      .Aggregate(kUnanswered)
      .From("leads")
      .At("created_at")
      .Unit(sdk::Unit::kCount)
      .LowerIsBetter();
  p.Metric("conversion.responded_within_rate")
      .Label("Answered in time")
      .Label("he", "שיעור מענה בזמן")
      .Description(
          "Of the leads created in the period, the share that was answered within `window` (five "
          "minutes unless the query says otherwise; the last moment counts). Leads that have not "
          "had that long by as_of are left out and counted; unanswered ones are in the "
          "denominator.")
      .Conversion("created_at", "first_response_at")
      .Window("5min")
      .From("leads")
      .Unit(sdk::Unit::kPercent)
      .HigherIsBetter();
  p.Metric("conversion.response_lift")
      .Label("Conversion of leads answered in time over the rest")
      .Label("he", "יחס ההמרה של לידים שנענו בזמן לעומת השאר")
      .Description(
          "The share of leads won among those answered within `within` (five minutes by default) "
          "over that share among the rest, unanswered ones included; leads won before they were "
          "answered are left out. The interval is Katz's on the log scale. An association, not a "
          "cause: leads that are answered fast may differ in other ways.")
      .Lift(kLeads, "won_at <= as_of()", "first_response_at - created_at <= :within")
      .Where("coalesce(won_at >= first_response_at, TRUE)")
      .Param("within", sdk::Type::kDuration, "5min", "How fast an answer must come")
      .From("leads")
      .At("created_at")
      .Cohort()
      .Unit(sdk::Unit::kRatio)
      .Neutral();
  p.Dimension("response_bucket")
      .Label("Response time")
      .Label("he", "זמן תגובה")
      .On("leads",
          "CASE WHEN first_response_at IS NULL THEN 'unanswered' "
          "WHEN first_response_at - created_at <= '5min' THEN '<= 5 min' "
          "WHEN first_response_at - created_at <= '1h' THEN '<= 1 h' "
          "WHEN first_response_at - created_at <= '1d' THEN '<= 1 d' ELSE '> 1 d' END")
      .Order({"<= 5 min", "<= 1 h", "<= 1 d", "> 1 d", "unanswered"});
}

}  // namespace conversion
