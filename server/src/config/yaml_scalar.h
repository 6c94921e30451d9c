// A YAML scalar read into a field.
#pragma once

#include <string>

#include <google/protobuf/message.h>

#include "config/yaml_tree.h"

namespace madad::config {

// Sets `field` of `message` to the scalar `node`, or appends it when the field
// is repeated. Returns what is wrong, "" when nothing is.
std::string ReadScalar(const YamlNode& node, const google::protobuf::FieldDescriptor& field,
                       google::protobuf::Message& message);

// Returns "expected a list, found 'x'".
std::string ExpectedFound(const std::string& expected, const YamlNode& found);

}  // namespace madad::config
