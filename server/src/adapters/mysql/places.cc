#include "adapters/mysql/places.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"

#include "core/text.h"

namespace madad::adapters::mysql {
namespace {

// A character that no SQL needs; doubled where others write it.
constexpr char kMark = '\x01';
constexpr char kEnd = '\x02';

}  // namespace

std::string PlaceOf(size_t number) {
  return core::Cat(std::string(1, kMark), number, std::string(1, kEnd));
}

std::string WithoutPlaces(std::string_view text) {
  return absl::StrReplaceAll(core::Piece(text), {{"\x01", "\x01\x01"}});
}

void FinishPlaces(core::SqlStatement& statement) {
  std::string sql;
  std::vector<core::Value> parameters;
  const std::string_view text = statement.sql;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != kMark) {
      sql += text[i];
      continue;
    }
    ++i;
    if (i < text.size() && text[i] == kMark) {
      sql += kMark;
      continue;
    }
    const size_t end = text.find(kEnd, i);
    size_t number = 0;
    if (!absl::SimpleAtoi(core::Piece(text.substr(i, end - i)), &number)) continue;
    sql += '?';
    parameters.push_back(statement.parameters[number - 1]);
    i = end;
  }
  statement.sql = std::move(sql);
  statement.parameters = std::move(parameters);
}

}  // namespace madad::adapters::mysql
