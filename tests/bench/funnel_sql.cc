#include "bench/funnel_sql.h"

namespace madad::bench {
namespace {

const std::string kWindow = "INTERVAL 14 DAY";
const std::string kAnswer =
    "SELECT count(t1), count(t2), count(t3), count(t4), count(t5), "
    "coalesce(sum(epoch_us(t5) - epoch_us(t1)), 0)::BIGINT FROM ";

// A join for each step: the earliest event of the step after the last one's.
std::string Joins() {
  std::string with =
      "WITH s1 AS (SELECT entity_id, min(entered_at) AS t1 FROM events WHERE stage = 'lead' "
      "GROUP BY entity_id)";
  std::string times = "t1";
  for (int k = 2; k <= 5; ++k) {
    const std::string n = std::to_string(k);
    const std::string before = std::to_string(k - 1);
    with += ", s" + n + " AS (SELECT entity_id, " + times + ", min(entered_at) AS t" + n +
            " FROM s" + before + " JOIN events USING (entity_id) WHERE stage = '" +
            kFunnelStages[k - 1] + "' AND entered_at >= t" + before + " AND entered_at <= t1 + " +
            kWindow + " GROUP BY ALL)";
    times += ", t" + n;
  }
  return with +
         " SELECT (SELECT count(*) FROM s1), (SELECT count(*) FROM s2), (SELECT count(*) "
         "FROM s3), (SELECT count(*) FROM s4), (SELECT count(*) FROM s5), (SELECT "
         "coalesce(sum(epoch_us(t5) - epoch_us(t1)), 0)::BIGINT FROM s5)";
}

// Steps found one after another by windows over the entity's events.
std::string Windows() {
  std::string from =
      "(SELECT entity_id, stage, entered_at, min(entered_at) FILTER (WHERE stage = "
      "'lead') OVER w AS t1 FROM events WHERE stage IN ('lead', 'mql', 'sql', "
      "'opportunity', 'won') WINDOW w AS (PARTITION BY entity_id))";
  for (int k = 2; k <= 5; ++k) {
    from = "(SELECT *, min(entered_at) FILTER (WHERE stage = '" +
           std::string(kFunnelStages[k - 1]) + "' AND entered_at >= t" + std::to_string(k - 1) +
           " AND entered_at <= t1 + " + kWindow + ") OVER (PARTITION BY entity_id) AS t" +
           std::to_string(k) + " FROM " + from + ")";
  }
  return kAnswer + "(SELECT DISTINCT entity_id, t1, t2, t3, t4, t5 FROM " + from + ")";
}

// One aggregation: the times of each stage as lists, of which the earliest that
// fits is taken.
std::string Lists() {
  std::string from = "(SELECT min(entered_at) FILTER (WHERE stage = 'lead') AS t1";
  for (int k = 2; k <= 5; ++k) {
    from += ", list(entered_at) FILTER (WHERE stage = '" + std::string(kFunnelStages[k - 1]) +
            "') AS l" + std::to_string(k);
  }
  from += " FROM events GROUP BY entity_id HAVING t1 IS NOT NULL)";
  for (int k = 2; k <= 5; ++k) {
    const std::string n = std::to_string(k);
    from = "(SELECT *, list_min(list_filter(l" + n + ", x -> x >= t" + std::to_string(k - 1) +
           " AND x <= t1 + " + kWindow + ")) AS t" + n + " FROM " + from + ")";
  }
  return kAnswer + from;
}

// An aggregation for each step over the events that can still matter, joined to
// the entities that are still there.
std::string NarrowingJoins() {
  std::string with =
      "WITH e AS MATERIALIZED (SELECT entity_id, stage, entered_at FROM events WHERE stage IN "
      "('lead', 'mql', 'sql', 'opportunity', 'won')), s1 AS MATERIALIZED (SELECT entity_id, "
      "min(entered_at) AS t1 FROM e WHERE stage = 'lead' GROUP BY entity_id)";
  for (int k = 2; k <= 5; ++k) {
    const std::string n = std::to_string(k);
    const std::string before = std::to_string(k - 1);
    with += ", s" + n + " AS MATERIALIZED (SELECT e.entity_id, any_value(t1) AS t1, " +
            "min(entered_at) AS t" + n + " FROM e JOIN s" + before + " ON e.entity_id = s" +
            before + ".entity_id WHERE stage = '" + kFunnelStages[k - 1] + "' AND entered_at >= t" +
            before + " AND entered_at <= t1 + " + kWindow + " GROUP BY e.entity_id)";
  }
  return with +
         " SELECT (SELECT count(*) FROM s1), (SELECT count(*) FROM s2), (SELECT count(*) "
         "FROM s3), (SELECT count(*) FROM s4), (SELECT count(*) FROM s5), (SELECT "
         "coalesce(sum(epoch_us(t5) - epoch_us(t1)), 0)::BIGINT FROM s5)";
}

}  // namespace

std::string ToText(const FunnelAnswer& answer) {
  std::string text = "reached";
  for (const int64_t count : answer.reached) text += " " + std::to_string(count);
  return text + ", times to convert add up to " + std::to_string(answer.convert_time) + " us";
}

std::string EventsSql(int64_t events) {
  const std::string count = std::to_string(events);
  return "CREATE TABLE events AS SELECT '00Q5g00000' || lpad(entity::VARCHAR, 8, '0') AS "
         "entity_id, "
         "['lead', 'mql', 'sql', 'opportunity', 'won', 'call'][k + 1] AS stage, "
         "TIMESTAMP '2023-01-01' + to_microseconds((hash(entity * 8 + 1) % 31536000000000 + "
         "k * 172800000000 + hash(r * 8 + 2) % "
         "345600000000)::BIGINT) AS entered_at FROM (SELECT r, hash(r * 8 + 3) % greatest(" +
         count + " // 4, 1) AS entity, (hash(r * 8 + 4) % 6)::BIGINT AS k FROM range(" + count +
         ") AS rows(r))";
}

const std::vector<NamedSql>& FunnelSql() {
  static const std::vector<NamedSql> statements = {{"lists", Lists()},
                                                   {"joins", Joins()},
                                                   {"narrowing joins", NarrowingJoins()},
                                                   {"windows", Windows()}};
  return statements;
}

FunnelAnswer RunFunnelSql(testing::Database& database, const NamedSql& statement) {
  const std::vector<std::string> row = database.Rows(statement.sql).at(0);
  FunnelAnswer answer;
  for (size_t i = 0; i + 1 < row.size(); ++i) answer.reached.push_back(std::stoll(row[i]));
  answer.convert_time = std::stoll(row.back());
  return answer;
}

}  // namespace madad::bench
