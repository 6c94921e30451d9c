// What a source says of itself.
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"

#include "core/catalog_checks.h"
#include "core/names.h"

namespace madad::core::internal {
namespace {

constexpr int32_t kLargestPool = 256;

class SourceCheck {
 public:
  SourceCheck(const Source& source, Problems& problems) : source_(source), problems_(problems) {}

  void Run() {
    if (!source_.is_files() && !SqlKinds().contains(source_.kind)) {
      std::vector<std::string> kinds(SqlKinds().begin(), SqlKinds().end());
      kinds.emplace_back("files");
      Add("kind", absl::StrCat("unsupported kind of source ", Quoted(source_.kind),
                               Instead(source_.kind, kinds)));
    } else if (source_.is_files()) {
      CheckFiles();
    } else if (source_.kind == "sqlite" || source_.kind == "duckdb") {
      CheckFile();
    } else {
      CheckAccess();
    }
    CheckTimeZone(absl::StrCat("sources.", source_.name, ".timezone"), source_.timezone, problems_);
  }

 private:
  void Add(const std::string& key, const std::string& message) {
    problems_.push_back({absl::StrCat("sources.", source_.name, ".", key), message});
  }

  void CheckFiles() {
    if (source_.root.empty()) Add("root", "names no folder of files");
    Refuse("mode", source_.mode != Mode::kByDefault, "files");
    RefuseAccess("files");
  }

  // A database that is one file.
  void CheckFile() {
    if (source_.root.empty()) Add("root", "names no file of a database");
    RefuseAccess("a file, which root names");
    CheckPool();
  }

  void Refuse(const std::string& key, bool is_written, const char* what) {
    if (is_written) Add(key, absl::StrCat("means nothing for ", what, "; leave it out"));
  }

  void RefuseAccess(const char* what) {
    const SqlAccess& sql = source_.sql;
    Refuse("dsn", !sql.dsn.empty(), what);
    Refuse("dsn_env", !sql.dsn_env.empty(), what);
    Refuse("dsn_file", !sql.dsn_file.empty(), what);
    Refuse("password_env", !sql.password_env.empty(), what);
    Refuse("password_file", !sql.password_file.empty(), what);
  }

  void CheckAccess() {
    const SqlAccess& sql = source_.sql;
    const auto count = [](const std::string& text) { return text.empty() ? 0 : 1; };
    if (count(sql.dsn) + count(sql.dsn_env) + count(sql.dsn_file) > 1) {
      Add("dsn", "is written more than once; keep one of dsn, dsn_env and dsn_file");
    }
    if (!sql.password_env.empty() && !sql.password_file.empty()) {
      Add("password_file", "is written beside password_env; keep one of them");
    }
    if (HoldsPassword(sql.dsn)) {
      Add("dsn", "holds a password; name it by password_env or password_file, or put the whole "
                 "connection string where dsn_env or dsn_file says");
    }
    CheckPool();
  }

  void CheckPool() {
    const int32_t pool = source_.sql.pool;
    if (pool >= 1 && pool <= kLargestPool) return;
    Add("pool", absl::StrCat("cannot hold ", pool, " connections; expected 1 to ", kLargestPool));
  }

  // password=... or scheme://user:password@host
  static bool HoldsPassword(const std::string& dsn) {
    if (dsn.find("password=") != std::string::npos) return true;
    const size_t scheme = dsn.find("://");
    if (scheme == std::string::npos) return false;
    const size_t at = dsn.find('@', scheme);
    return at != std::string::npos && dsn.substr(scheme + 3, at - scheme - 3).find(':') != std::string::npos;
  }

  const Source& source_;
  Problems& problems_;
};

}  // namespace

const std::set<std::string>& SqlKinds() {
  static const auto& kinds = *new std::set<std::string>{"clickhouse", "duckdb", "mysql",
                                                        "postgresql", "sqlite"};
  return kinds;
}

void CheckSource(const Source& source, Problems& problems) { SourceCheck(source, problems).Run(); }

}  // namespace madad::core::internal
