// What a table itself says: source, files, key, currency, delimiters.
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
    CheckSourceName();
    CheckFiles();
    CheckKey();
    CheckEntity();
    CheckCurrency();
    CheckCharacter("delimiter", table_.text.delimiter);
    CheckCharacter("quote", table_.text.quote);
    if (!table_.text.quote.empty() && table_.text.quote == table_.text.delimiter) {
      Add("csv.quote", absl::StrCat(Quoted(table_.text.quote), " is the delimiter too"));
    }
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
    if (table_.files.empty()) {
      return Add("files", "the table names no files; write a file or a glob, such as leads*.csv");
    }
    const std::vector<std::string> parts = absl::StrSplit(table_.files, '/');
    if (table_.files.front() == '/' || std::count(parts.begin(), parts.end(), "..") > 0) {
      Add("files", absl::StrCat(Quoted(table_.files), " leads out of the source's root; write a ",
                                "path beneath it, or another root"));
    }
  }

  void CheckKey() {
    // A table without columns is reported as that.
    if (table_.key.empty() || table_.columns.empty()) return;
    const auto column = table_.columns.find(table_.key);
    if (column == table_.columns.end()) {
      Add("key", absl::StrCat("no column ", Quoted(table_.key),
                              Instead(table_.key, KeysOf(table_.columns))));
    } else if (!column->second.via.empty()) {
      Add("key", absl::StrCat("column ", table_.key, " is taken through join ", column->second.via,
                              "; a key is a column of the table's own files"));
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

  void CheckCharacter(const std::string& key, const std::string& text) {
    if (text.empty()) return;
    const unsigned char c = text.front();
    if (text.size() == 1 && (c == '\t' || absl::ascii_isprint(c))) return;
    Add(absl::StrCat("csv.", key),
        absl::StrCat("bad ", key, " ", Quoted(text), "; expected one printable ASCII character or ",
                     R"(a tab, written "\t" in double quotes)"));
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
