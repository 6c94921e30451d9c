#include "adapters/mysql/fields.h"

#include <string_view>

#include "core/text.h"

namespace madad::adapters::mysql {
namespace {

constexpr unsigned kBinary = 63;      // the character set that is none
constexpr unsigned kBytesOfText = 4;  // utf8mb4, in which lengths come

// The name of a type that is the server's own: uuid, inet6, json.
std::string OwnName(const MYSQL_FIELD& field) {
  for (const auto kind : {MARIADB_FIELD_ATTR_DATA_TYPE_NAME, MARIADB_FIELD_ATTR_FORMAT_NAME}) {
    MARIADB_CONST_STRING name{};
    if (mariadb_field_attr(&name, &field, kind) == 0 && name.length > 0) {
      return std::string(name.str, name.length);
    }
  }
  return "";
}

std::string Integer(const char* name, const MYSQL_FIELD& field) {
  return core::Cat(name, (field.flags & UNSIGNED_FLAG) != 0 ? " unsigned" : "");
}

std::string Decimal(const MYSQL_FIELD& field) {
  // The length counts the sign and the point.
  const unsigned long sign = (field.flags & UNSIGNED_FLAG) != 0 ? 0 : 1;
  const unsigned long digits = field.length - sign - (field.decimals > 0 ? 1 : 0);
  return core::Cat("decimal(", digits, ",", field.decimals, ")");
}

std::string Text(const MYSQL_FIELD& field) {
  if (const std::string own = OwnName(field); !own.empty()) return own;
  if ((field.flags & ENUM_FLAG) != 0) return "enum";
  if ((field.flags & SET_FLAG) != 0) return "set";
  const bool is_binary = field.charsetnr == kBinary;
  switch (field.type) {
    case MYSQL_TYPE_STRING:
      return core::Cat(is_binary ? "binary(" : "char(",
                       field.length / (is_binary ? 1 : kBytesOfText), ")");
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_VAR_STRING:
      return core::Cat(is_binary ? "varbinary(" : "varchar(",
                       field.length / (is_binary ? 1 : kBytesOfText), ")");
    default:
      return is_binary ? "blob" : "text";
  }
}

}  // namespace

std::string TypeOf(const MYSQL_FIELD& field) {
  switch (field.type) {
    case MYSQL_TYPE_TINY:
      return field.length == 1 ? "tinyint(1)" : Integer("tinyint", field);
    case MYSQL_TYPE_SHORT:
      return Integer("smallint", field);
    case MYSQL_TYPE_INT24:
      return Integer("mediumint", field);
    case MYSQL_TYPE_LONG:
      return Integer("int", field);
    case MYSQL_TYPE_LONGLONG:
      return Integer("bigint", field);
    case MYSQL_TYPE_YEAR:
      return "year";
    case MYSQL_TYPE_BIT:
      return core::Cat("bit(", field.length, ")");
    case MYSQL_TYPE_FLOAT:
      return "float";
    case MYSQL_TYPE_DOUBLE:
      return "double";
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL:
      return Decimal(field);
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE:
      return "date";
    case MYSQL_TYPE_DATETIME:
      return "datetime";
    case MYSQL_TYPE_TIMESTAMP:
      return "timestamp";
    case MYSQL_TYPE_TIME:
      return "time";
    case MYSQL_TYPE_JSON:
      return "json";
    case MYSQL_TYPE_GEOMETRY:
      return "geometry";
    case MYSQL_TYPE_NULL:
      return "null";
    default:
      return Text(field);
  }
}

}  // namespace madad::adapters::mysql
