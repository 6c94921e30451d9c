#include "adapters/mysql/errors.h"

#include <algorithm>
#include <vector>

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::mysql {
namespace {

// Errors that mean the same to whoever asked.
struct Meaning {
  std::vector<unsigned> numbers;
  absl::StatusCode code;
  const char* reason;
  const char* remedy;
};

const std::vector<Meaning>& Meanings() {
  static const auto& meanings = *new std::vector<Meaning>{
      {{1045, 1251, 1698, 1862, 2049, 2059},
       absl::StatusCode::kFailedPrecondition,
       "SOURCE_LOGIN_REFUSED",
       "; check the user and the password that the source's dsn or password refers to"},
      {{1044, 1142, 1143, 1227, 1356, 1370},
       absl::StatusCode::kFailedPrecondition,
       "SOURCE_PERMISSION_MISSING",
       "; grant SELECT on it to the source's user"},
      {{1049},
       absl::StatusCode::kFailedPrecondition,
       "DATABASE_MISSING",
       "; name another database in the source's dsn"},
      {{1146, 1109, 1932}, absl::StatusCode::kFailedPrecondition, "RELATION_MISSING", ""},
      {{1054, 1210, 1267, 1270},
       absl::StatusCode::kFailedPrecondition,
       "RELATION_CHANGED",
       "; if a column was renamed or its type changed, mend the table in the catalog and run "
       "`madad sources refresh`"},
      {{1264, 1690}, absl::StatusCode::kOutOfRange, "FIGURE_OUT_OF_RANGE", ""},
      // One of the two that the dialect selects from where a text cannot be read.
      {{1242},
       absl::StatusCode::kInvalidArgument,
       "VALUE_INVALID",
       "; if no subquery is the owner's: a column that `values` or `nulls` replaces holds a text "
       "that is not of its declared type; add it to them"},
      {{1292, 1366, 1411, 1525}, absl::StatusCode::kInvalidArgument, "VALUE_INVALID", ""},
      {{1969, 3024},
       absl::StatusCode::kDeadlineExceeded,
       "SOURCE_TIMEOUT",
       "; ask for less, or raise the source's statement_timeout"},
      {{1021, 1037, 1038, 1041, 1114, 1135, 1206, 1226, 1461},
       absl::StatusCode::kResourceExhausted,
       "SOURCE_OVERLOADED",
       ""},
      // 2000 and up are the library's: no connection, or not any more.
      {{1040, 1053, 1077, 1079, 1080, 1129, 1130, 1152, 1156, 1157, 1158,
        1159, 1160, 1161, 1203, 1317, 1927, 2001, 2002, 2003, 2004, 2005,
        2006, 2007, 2012, 2013, 2026, 2027, 2048, 2055, 3169, 3170},
       absl::StatusCode::kUnavailable,
       "SOURCE_UNAVAILABLE",
       ""}};
  return meanings;
}

}  // namespace

absl::Status ServerError(const std::string& source, unsigned number, std::string_view message) {
  static const Meaning kOther{{}, absl::StatusCode::kInternal, "SOURCE_FAILED", ""};
  const auto found =
      std::find_if(Meanings().begin(), Meanings().end(), [&](const Meaning& meaning) {
        return std::find(meaning.numbers.begin(), meaning.numbers.end(), number) !=
               meaning.numbers.end();
      });
  const Meaning& meaning = found == Meanings().end() ? kOther : *found;
  return core::Error(meaning.code,
                     core::Cat("source '", source, "' (MySQL): ", message, meaning.remedy),
                     {meaning.reason, {{"source", source}, {"errno", core::Cat(number)}}, ""});
}

}  // namespace madad::adapters::mysql
