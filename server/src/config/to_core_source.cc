// Sources, how far their data is known, and the calendar.
#include "absl/strings/str_cat.h"

#include "config/read_word.h"
#include "config/to_core_parts.h"
#include "core/names.h"
#include "core/plan/time_axis.h"
#include "core/zone.h"

namespace madad::config {
namespace {

using core::Quoted;

constexpr char kNever[] = "never";
constexpr char kNewestEvent[] = "newest_event";
// Looking at files more often than this would be all that a server does.
constexpr int64_t kShortestWatchMicros = 100'000;
constexpr int64_t kMicrosPerDay = 86'400'000'000;

std::string RootOf(const v1::SourceSpec& source, const std::filesystem::path& folder) {
  std::filesystem::path root = (folder / source.root()).lexically_normal();
  if (!root.has_filename()) root = root.parent_path();  // drops a slash at the end
  return root.string();
}

int64_t ReadPeriod(const std::string& text, int64_t by_default, const std::string& path,
                   ProblemLog& log) {
  if (text.empty()) return by_default;
  if (text == kNever) return 0;
  const std::optional<core::Duration> every = ReadDuration(text, path, log);
  if (!every.has_value()) return by_default;
  if (every->months == 0 && every->micros >= kShortestWatchMicros) return every->micros;
  log.Add(path, absl::StrCat(Quoted(text), every->months == 0
                                               ? " is too often; expected at least 100ms, or never"
                                               : " has no fixed length; expected days or less, "
                                                 "such as 30d, or never"));
  return by_default;
}

// A time that something may take: longer than nothing, and of fixed length.
int64_t ReadTimeout(const std::string& text, int64_t by_default, const std::string& path,
                    ProblemLog& log) {
  if (text.empty()) return by_default;
  const std::optional<core::Duration> limit = ReadDuration(text, path, log);
  if (!limit.has_value()) return by_default;
  if (limit->months == 0 && limit->micros >= 1000) return limit->micros;
  log.Add(path,
          absl::StrCat(Quoted(text), " is no time to wait; expected at least 1ms, such as 5s"));
  return by_default;
}

std::string PathOf(const std::string& file, const std::filesystem::path& folder) {
  return file.empty() ? "" : (folder / file).lexically_normal().string();
}

// How often a source is looked at: files by `watch`, a SQL engine by `refresh`.
int64_t WatchOf(const v1::SourceSpec& source, const std::string& path, ProblemLog& log) {
  constexpr int64_t kRefreshMicros = 60'000'000;
  const bool is_files = source.kind() == "files";
  const std::string other = is_files ? path + ".refresh" : path + ".watch";
  if (log.IsWritten(other)) {
    log.Add(other, is_files ? "is for SQL engines; files have `watch`"
                            : "is for files; a SQL engine has `refresh`");
  }
  if (is_files && log.IsWritten(path + ".cache")) {
    log.Add(path + ".cache", "is for SQL engines; answers over files are kept until they change");
  }
  return is_files ? ReadPeriod(source.watch(), core::Source().watch_micros, path + ".watch", log)
                  : ReadPeriod(source.refresh(), kRefreshMicros, path + ".refresh", log);
}

core::SqlAccess AccessToCore(const v1::SourceSpec& source, const std::filesystem::path& folder,
                             const std::string& path, ProblemLog& log) {
  core::SqlAccess access{.dsn = source.dsn(),
                         .dsn_env = source.dsn_env(),
                         .dsn_file = PathOf(source.dsn_file(), folder),
                         .password_env = source.password_env(),
                         .password_file = PathOf(source.password_file(), folder)};
  if (log.IsWritten(path + ".pool") && !log.IsUnread(path + ".pool")) access.pool = source.pool();
  access.connect_timeout_micros = ReadTimeout(
      source.connect_timeout(), access.connect_timeout_micros, path + ".connect_timeout", log);
  access.statement_timeout_micros =
      ReadTimeout(source.statement_timeout(), access.statement_timeout_micros,
                  path + ".statement_timeout", log);
  access.cache_micros = ReadPeriod(source.cache(), access.cache_micros, path + ".cache", log);
  return access;
}

// True for an instant with Z or +hh:mm.
bool HasOffset(const std::string& text) {
  return text.size() > 10 && text.find_first_of("Z+-", 10) != std::string::npos;
}

// Returns the instant of `text` as the clock of `zone` shows it; a date is its
// end.
absl::StatusOr<core::Timestamp> ReadInstant(const std::string& text, const absl::TimeZone& zone) {
  if (const absl::StatusOr<core::Date> date = core::ParseDate(text); date.ok()) {
    return core::ToUtc(zone, {(int64_t{date->days} + 1) * kMicrosPerDay});
  }
  const absl::StatusOr<core::Timestamp> time = core::ParseTimestamp(text);
  return time.ok() && !HasOffset(text) ? core::ToUtc(zone, *time) : time;
}

}  // namespace

core::Mode ReadMode(const std::string& text, const std::string& path, ProblemLog& log) {
  static const auto& words = *new Words<core::Mode>{{"pushdown", core::Mode::kPushdown},
                                                    {"snapshot", core::Mode::kSnapshot}};
  return ReadWord(text, words, core::Mode::kByDefault, "unknown mode", path, log);
}

core::Source SourceToCore(const std::string& name, const v1::SourceSpec& source,
                          const std::filesystem::path& folder, ProblemLog& log) {
  const std::string path = absl::StrCat("sources.", name);
  core::Source result{.name = name,
                      .kind = source.kind(),
                      .root = RootOf(source, folder),
                      .timezone = source.timezone().empty() ? "UTC" : source.timezone(),
                      .watch_micros = WatchOf(source, path, log),
                      .mode = ReadMode(source.mode(), path + ".mode", log),
                      .sql = AccessToCore(source, folder, path, log)};
  std::error_code error;
  if (source.kind() == "files" && !std::filesystem::is_directory(result.root, error)) {
    log.Add(path + ".root", absl::StrCat("no folder ", Quoted(result.root),
                                         "; a root is relative to the catalog's folder"));
  }
  const bool is_file = source.kind() == "sqlite" || source.kind() == "duckdb";
  if (is_file && !std::filesystem::is_regular_file(result.root, error)) {
    log.Add(path + ".root",
            absl::StrCat("no file ", Quoted(result.root), "; the root of a ", source.kind(),
                         " source is its database file, relative to the catalog's "
                         "folder"));
  }
  return result;
}

void AsOfToCore(const v1::Catalog& catalog, core::Catalog& core_catalog, ProblemLog& log) {
  for (const auto& [name, text] : catalog.as_of()) {
    const std::string path = absl::StrCat("as_of.", name);
    const auto source = core_catalog.sources.find(name);
    if (source == core_catalog.sources.end()) {
      log.Add(path, absl::StrCat("no source ", Quoted(name),
                                 core::Instead(name, core::KeysOf(core_catalog.sources))));
      continue;
    }
    if (text == kNewestEvent || log.IsUnread(path)) continue;
    // An unknown zone is reported at the source.
    const absl::StatusOr<absl::TimeZone> zone = core::FindZone(source->second.timezone);
    const absl::StatusOr<core::Timestamp> instant =
        ReadInstant(text, zone.value_or(absl::UTCTimeZone()));
    if (instant.ok()) {
      core_catalog.as_of[name] = *instant;
    } else {
      log.Add(path, absl::StrCat(Quoted(text), " is no instant; expected ", kNewestEvent,
                                 ", a day such as 2024-12-31 (its end), or a time such as ",
                                 "2024-12-31T18:00:00"));
    }
  }
}

core::Calendar CalendarToCore(const v1::Calendar& calendar, ProblemLog& log) {
  core::Calendar result;
  if (!calendar.timezone().empty()) result.timezone = calendar.timezone();
  result.week_start = ReadWord(calendar.week_start(), core::WeekStarts(), result.week_start,
                               "a week cannot start on", "calendar.week_start", log);
  const std::string fiscal = "calendar.fiscal_start";
  if (log.IsWritten(fiscal) && !log.IsUnread(fiscal)) result.fiscal_start = calendar.fiscal_start();
  result.business_hours = BusinessHoursToCore(calendar, result.timezone, log);
  return result;
}

}  // namespace madad::config
