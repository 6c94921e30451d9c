// Names of things in people's languages.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace madad::core {

// Returns the label for `language`, a tag as BCP 47 (he-IL) or a locale
// (he_IL) writes it: of that tag, else of it without its last parts, one after
// another (he), else in English; "" when there is none of these.
// Source: lookup of RFC 4647, 3.4.
std::string LabelIn(const std::map<std::string, std::string>& labels, std::string_view language);

}  // namespace madad::core
