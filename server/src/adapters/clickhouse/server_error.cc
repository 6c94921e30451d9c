#include "adapters/clickhouse/server_error.h"

#include <cstdio>

#include "absl/strings/ascii.h"

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::clickhouse {
namespace {

// What a status says beside the server's own words.
struct Meaning {
  absl::StatusCode code = absl::StatusCode::kInternal;
  std::string_view reason = "SOURCE_FAILED";
  std::string_view remedy;
};

constexpr Meaning kLoginRefused{
    absl::StatusCode::kFailedPrecondition, "SOURCE_LOGIN_REFUSED",
    "; check the user in the source's dsn and the password that it refers to"};
constexpr Meaning kPermissionMissing{absl::StatusCode::kFailedPrecondition,
                                     "SOURCE_PERMISSION_MISSING",
                                     "; grant SELECT on it to the source's user"};
constexpr Meaning kSettingsForbidden{
    absl::StatusCode::kFailedPrecondition, "SOURCE_PERMISSION_MISSING",
    "; the source's user must be allowed to change settings: give its profile readonly = 2"};
constexpr Meaning kRelationMissing{absl::StatusCode::kFailedPrecondition, "RELATION_MISSING", ""};
constexpr Meaning kRelationChanged{
    absl::StatusCode::kFailedPrecondition, "RELATION_CHANGED",
    "; if a column was renamed or its type changed, mend the table in the catalog and run `madad "
    "sources refresh`"};
constexpr Meaning kTimeout{absl::StatusCode::kDeadlineExceeded, "SOURCE_TIMEOUT",
                           "; ask for less, or raise the source's statement_timeout"};
constexpr Meaning kOutOfRange{absl::StatusCode::kOutOfRange, "FIGURE_OUT_OF_RANGE", ""};
constexpr Meaning kInvalid{absl::StatusCode::kInvalidArgument, "VALUE_INVALID", ""};
constexpr Meaning kOverloaded{absl::StatusCode::kResourceExhausted, "SOURCE_OVERLOADED", ""};
constexpr Meaning kUnavailable{absl::StatusCode::kUnavailable, "SOURCE_UNAVAILABLE", ""};

Meaning MeaningOf(int code) {
  switch (code) {
    case 192:  // unknown user
    case 193:  // wrong password
    case 194:  // password required
    case 195:  // address not allowed
    case 516:  // authentication failed
      return kLoginRefused;
    case 291:  // database access denied
    case 497:  // access denied
      return kPermissionMissing;
    case 164:  // read-only
      return kSettingsForbidden;
    case 60:  // unknown table
    case 81:  // unknown database
      return kRelationMissing;
    case 10:   // no such column in a block
    case 16:   // no such column
    case 43:   // illegal type of argument
    case 47:   // unknown identifier
    case 53:   // type mismatch
    case 386:  // no common type
      return kRelationChanged;
    case 159:  // timeout exceeded
    case 160:  // too slow
    case 394:  // cancelled by somebody
      return kTimeout;
    case 69:   // argument out of bound
    case 395:  // throwIf
    case 407:  // decimal overflow
      return kOutOfRange;
    case 6:   // cannot parse text
    case 27:  // cannot parse input
    case 32:  // ends too early
    case 38:  // cannot parse date
    case 41:  // cannot parse date and time
    case 72:  // cannot parse number
      return kInvalid;
    case 158:  // too many rows
    case 191:  // set size limit
    case 201:  // quota
    case 202:  // too many queries
    case 241:  // memory limit
    case 307:  // too many bytes
    case 396:  // too many rows or bytes
      return kOverloaded;
    case 209:  // socket timeout
    case 210:  // network
    case 279:  // no shard's replica can be reached
      return kUnavailable;
    default:
      return {};
  }
}

// "Code: 60, e.displayText() = DB::Exception: WORDS, e.what() = DB::Exception",
// or "Code: 60. DB::Exception: WORDS. (UNKNOWN_TABLE) (version ...)".
std::string WordsOf(std::string_view text) {
  constexpr std::string_view kBefore = "DB::Exception: ";
  if (const size_t from = text.find(kBefore); from != std::string_view::npos) {
    text.remove_prefix(from + kBefore.size());
  }
  text = text.substr(0, text.find(", e.what() = "));
  text = text.substr(0, text.find(" (version "));
  return std::string(absl::StripAsciiWhitespace(core::Piece(text.substr(0, 2000))));
}

}  // namespace

absl::Status ServerError(const std::string& source, long http_status, std::string_view text) {
  int code = 0;
  const std::string answer(text);
  std::sscanf(answer.c_str(), "Code: %d", &code);
  Meaning meaning = MeaningOf(code);
  std::string words = WordsOf(text);
  if (code == 0) {
    // A proxy's words, or none.
    if (http_status == 401 || http_status == 403) meaning = kLoginRefused;
    if (http_status >= 502 && http_status <= 504) meaning = kUnavailable;
    words = core::Cat("the answer has HTTP status ", http_status, words.empty() ? "" : ": ",
                      words.substr(0, 200));
  }
  return core::Error(meaning.code,
                     core::Cat("source '", source, "' (ClickHouse): ", words, meaning.remedy),
                     {std::string(meaning.reason),
                      {{"source", source}, {"clickhouse_code", core::Cat(code)}},
                      ""});
}

absl::Status Unreachable(const std::string& source, std::string_view why) {
  return core::Error(absl::StatusCode::kUnavailable,
                     core::Cat("source '", source, "' (ClickHouse): ", why,
                               "; check that the server is up and reachable"),
                     {"SOURCE_UNAVAILABLE", {{"source", source}}, ""});
}

}  // namespace madad::adapters::clickhouse
