// What the library says of a result's columns.
#pragma once

#include <string>

#include <mysql.h>

namespace madad::adapters::mysql {

// Returns the type of a column in the server's words: "tinyint(1)", "bigint
// unsigned", "decimal(12,2)", "varchar(40)", "uuid".
std::string TypeOf(const MYSQL_FIELD& field);

}  // namespace madad::adapters::mysql
