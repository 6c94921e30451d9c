// How the fields of a text file are written: separators and encoding.
#include <algorithm>
#include <string_view>

#include <iconv.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "core/catalog_checks.h"
#include "core/names.h"
#include "core/utf8.h"

namespace madad::core::internal {
namespace {

constexpr int32_t kMostSkipped = 100'000;

// What files of sales data are likely to be in; for suggestions.
const std::vector<std::string>& CommonEncodings() {
  static const auto& names = *new std::vector<std::string>{
      "utf-8",        "utf-16",       "utf-16le",     "utf-16be",     "windows-1250",
      "windows-1251", "windows-1252", "windows-1255", "windows-1256", "iso-8859-1",
      "iso-8859-8",   "iso-8859-15",  "cp862",        "macintosh"};
  return names;
}

// True for a name that the system's iconv reads. Names with `/` would ask it to
// drop or change characters.
bool IsEncoding(const std::string& name) {
  const bool is_plain = std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) ||
           std::string_view("-_:.+()").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (!is_plain || name.size() > 64) return false;
  const iconv_t converter = iconv_open("UTF-8", name.c_str());
  // iconv_open says that it failed by a pointer that is all ones.
  if (reinterpret_cast<intptr_t>(converter) == -1) return false;
  iconv_close(converter);
  return true;
}

bool IsSet(const TextFormat& text) {
  return !text.delimiter.empty() || !text.quote.empty() || !text.encoding.empty() ||
         !text.decimal_separator.empty() || !text.thousands_separator.empty() || text.skip != 0;
}

// Returns the format that the table says or its files' names tell.
FileFormat FormatOf(const Table& table) {
  if (table.format != FileFormat::kByName) return table.format;
  const std::string name = absl::AsciiStrToLower(table.files);
  if (absl::EndsWith(name, ".parquet")) return FileFormat::kParquet;
  for (const char* ending : {".json", ".jsonl", ".ndjson"}) {
    if (absl::EndsWith(name, ending)) return FileFormat::kJson;
  }
  return FileFormat::kCsv;
}

class TextCheck {
 public:
  TextCheck(const Table& table, Problems& problems)
      : table_(table), text_(table.text), problems_(problems) {}

  void Run() {
    if (!IsSet(text_)) return;
    const FileFormat format = FormatOf(table_);
    if (!table_.query.empty()) return Refuse("a query");
    if (format == FileFormat::kParquet) return Refuse("Parquet files");
    if (format == FileFormat::kJson) return Refuse("JSON files");
    CheckCharacter("delimiter", text_.delimiter);
    CheckCharacter("quote", text_.quote);
    CheckNumberSeparator("decimal_separator", text_.decimal_separator);
    CheckNumberSeparator("thousands_separator", text_.thousands_separator);
    CheckDiffer();
    CheckEncoding();
    CheckSkip();
    if (table_.format == FileFormat::kTsv && !text_.delimiter.empty() && text_.delimiter != "\t") {
      Add(".delimiter", "`format: tsv` has the tab as its delimiter; leave one of them out");
    }
  }

 private:
  void Add(const std::string& key, const std::string& message) {
    problems_.push_back({absl::StrCat("tables.", table_.name, ".csv", key), message});
  }

  void Refuse(const std::string& what) {
    Add("", absl::StrCat("means nothing for ", what, ", which have no separators and encoding of ",
                         "their own; leave it out"));
  }

  void CheckCharacter(const std::string& key, const std::string& text) {
    if (text.empty()) return;
    const unsigned char c = text.front();
    if (text.size() == 1 && (c == '\t' || absl::ascii_isprint(c))) return;
    Add("." + key, absl::StrCat("bad ", key, " ", Quoted(text), "; expected one printable ASCII ",
                                R"(character or a tab, written "\t" in double quotes)"));
  }

  // Spaces that are not ASCII separate thousands, too.
  void CheckNumberSeparator(const std::string& key, const std::string& text) {
    if (text.empty()) return;
    const bool is_digit_or_sign =
        absl::ascii_isalnum(static_cast<unsigned char>(text.front())) || text == "-" || text == "+";
    if (CountCodePoints(text) == 1 && !is_digit_or_sign) return;
    Add("." + key, absl::StrCat("bad ", key, " ", Quoted(text),
                                "; expected one character that is no letter, digit or sign, such ",
                                "as a comma"));
  }

  void CheckDiffer() {
    const std::string quote = text_.quote.empty() ? "\"" : text_.quote;
    const std::string point = text_.decimal_separator.empty() ? "." : text_.decimal_separator;
    const auto equal = [this](const std::string& key, const std::string& text,
                              const std::string& other, const std::string& what) {
      if (text == other) Add("." + key, absl::StrCat(Quoted(text), " is ", what, " too"));
    };
    if (!text_.quote.empty()) equal("quote", text_.quote, text_.delimiter, "the delimiter");
    // Numbers in quotes may well hold the delimiter.
    if (!text_.decimal_separator.empty()) {
      equal("decimal_separator", text_.decimal_separator, quote, "the quote");
    }
    if (text_.thousands_separator.empty()) return;
    equal("thousands_separator", text_.thousands_separator, point, "the decimal separator");
    equal("thousands_separator", text_.thousands_separator, quote, "the quote");
  }

  void CheckEncoding() {
    if (text_.encoding.empty() || IsEncoding(text_.encoding)) return;
    Add(".encoding", absl::StrCat("unknown encoding ", Quoted(text_.encoding),
                                  Instead(absl::AsciiStrToLower(text_.encoding), CommonEncodings()),
                                  "; `iconv -l` lists what the system knows"));
  }

  void CheckSkip() {
    if (text_.skip >= 0 && text_.skip <= kMostSkipped) return;
    Add(".skip", absl::StrCat("cannot skip ", text_.skip, " lines; expected 0 to ", kMostSkipped));
  }

  const Table& table_;
  const TextFormat& text_;
  Problems& problems_;
};

}  // namespace

void CheckTextFormat(const Table& table, Problems& problems) { TextCheck(table, problems).Run(); }

}  // namespace madad::core::internal
