// What a table itself says: source, files or query, key, duplicates, currency.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "core/catalog_checks.h"
#include "core/names.h"

namespace madad::core::internal {
namespace {

class TableCheck {
 public:
  TableCheck(const Catalog& catalog, const Table& table, Problems& problems)
      : catalog_(catalog), table_(table), problems_(problems) {}

  void Run() {
    if (table_.model.empty()) {
      CheckSourceName();
      const auto source = catalog_.sources.find(table_.source);
      const std::string kind = source == catalog_.sources.end() ? "files" : source->second.kind;
      if (kind == "files") CheckFiles();
      // Of a kind that there is not, nothing is known; that is reported as that.
      if (SqlKinds().contains(kind)) CheckRelation();
    }
    CheckKey();
    CheckEntity();
    CheckCurrency();
    CheckDuplicates();
  }

 private:
  void Add(const std::string& key, const std::string& message) {
    problems_.push_back({absl::StrCat("tables.", table_.name, ".", key), message});
  }

  void CheckSourceName() {
    if (catalog_.sources.contains(table_.source)) return;
    Add("source", absl::StrCat("no source ", Quoted(table_.source),
                               Instead(table_.source, KeysOf(catalog_.sources))));
  }

  void CheckFiles() {
    const auto only_sql = [this](const std::string& key, bool is_written) {
      if (is_written) Add(key, "is for tables of a SQL engine; files are read whole");
    };
    only_sql("relation", !table_.relation.empty());
    only_sql("mode", table_.mode != Mode::kByDefault);
    only_sql("watermark", !table_.watermark.empty());
    if (!table_.query.empty()) return CheckQuery();
    if (table_.files.empty()) {
      return Add("files",
                 "the table names no files; write a file or a glob, such as leads*.csv, or a query "
                 "over other tables");
    }
    const std::vector<std::string> parts = absl::StrSplit(table_.files, '/');
    if (table_.files.front() == '/' || std::count(parts.begin(), parts.end(), "..") > 0) {
      Add("files", absl::StrCat(Quoted(table_.files), " leads out of the source's root; write a ",
                                "path beneath it, or another root"));
    }
  }

  // A table of a SQL engine.
  void CheckRelation() {
    const auto refuse = [this](const std::string& key, bool is_written, const std::string& why) {
      if (is_written) Add(key, why);
    };
    const std::string not_files = "means nothing for a table of a SQL engine; leave it out";
    refuse("files", !table_.files.empty(), not_files);
    refuse("format", table_.format != FileFormat::kByName, not_files);
    refuse("bad_rows", table_.bad_rows != BadRows::kFail, not_files);
    if (table_.relation.empty() == table_.query.empty()) {
      Add("relation", table_.relation.empty()
                          ? "the table names no relation; write one, such as sales.orders, or a "
                            "query"
                          : "is written beside `query`; keep one of them");
    }
    const bool in_place = IsInPlace(catalog_, table_);
    const std::string by_copy = "needs `mode: snapshot`: rows stay as they are in their engine";
    refuse("duplicates", in_place && table_.duplicates.keep != Keep::kFail, by_copy);
    refuse("watermark", in_place && !table_.watermark.empty(), by_copy);
    if (!table_.watermark.empty()) {
      CheckOwnColumn("watermark", table_.watermark, "a watermark");
      if (table_.key.empty()) Add("watermark", "needs `key`, by which newer rows replace older");
    }
  }

  // Files are read by these; a query's rows are read already.
  void CheckQuery() {
    const auto refuse = [this](const std::string& key, bool is_written) {
      if (is_written) {
        Add(key, "means nothing beside `query`: its rows come from other tables; leave one out");
      }
    };
    refuse("files", !table_.files.empty());
    refuse("format", table_.format != FileFormat::kByName);
    refuse("bad_rows", table_.bad_rows != BadRows::kFail);
    if (table_.query.find_first_not_of(" \t\r\n;") == std::string::npos) {
      Add("query", "selects nothing; expected SQL, such as SELECT ... FROM leads");
    }
  }

  void CheckDuplicates() {
    const Duplicates& duplicates = table_.duplicates;
    if (duplicates.keep != Keep::kFail && table_.key.empty()) {
      Add("duplicates", absl::StrCat("only rows with equal keys are duplicates; write tables.",
                                     table_.name, ".key"));
    }
    if (duplicates.keep == Keep::kLatest) {
      if (!duplicates.by.empty())
        return CheckOwnColumn("duplicates.by", duplicates.by, "the order");
      return Add("duplicates.by",
                 "`keep: latest` needs the column whose largest value wins, such as updated_at");
    }
    if (!duplicates.by.empty()) Add("duplicates.by", "means nothing without `keep: latest`");
  }

  void CheckKey() {
    if (!table_.key.empty()) CheckOwnColumn("key", table_.key, "a key");
  }

  // `name` is written at `key`; `what` is for the message.
  void CheckOwnColumn(const std::string& key, const std::string& name, const std::string& what) {
    if (table_.columns.empty()) return;  // reported as that
    const auto column = table_.columns.find(name);
    if (column == table_.columns.end()) {
      Add(key, absl::StrCat("no column ", Quoted(name), Instead(name, KeysOf(table_.columns))));
    } else if (!column->second.via.empty()) {
      Add(key, absl::StrCat("column ", name, " is taken through join ", column->second.via, "; ",
                            what, " is a column of the table's own files"));
    }
  }

  void CheckEntity() {
    if (table_.entity.empty() || IsName(table_.entity)) return;
    Add("entity", absl::StrCat("bad name ", Quoted(table_.entity), "; expected letters, digits ",
                               "and underscores, starting with a letter, such as lead"));
  }

  void CheckCurrency() {
    const std::string& code = table_.currency;
    if (code.empty()) return;
    const bool is_code =
        code.size() == 3 && std::all_of(code.begin(), code.end(),
                                        [](unsigned char c) { return absl::ascii_isupper(c); });
    if (is_code) return;
    Add("currency", absl::StrCat("bad currency ", Quoted(code), "; expected the three capital ",
                                 "letters of ISO 4217, such as ILS"));
  }

  const Catalog& catalog_;
  const Table& table_;
  Problems& problems_;
};

}  // namespace

void CheckTable(const Catalog& catalog, const Table& table, Problems& problems) {
  TableCheck(catalog, table, problems).Run();
}

}  // namespace madad::core::internal
