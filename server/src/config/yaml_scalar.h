// A YAML scalar read into a field.
#pragma once

#include <string>

#include <google/protobuf/message.h>

#include <google/protobuf/struct.pb.h>

#include "config/yaml_tree.h"

namespace madad::config {

// Sets `field` of `message` to the scalar `node`, or appends it when the field
// is repeated. Returns what is wrong, "" when nothing is.
std::string ReadScalar(const YamlNode& node, const google::protobuf::FieldDescriptor& field,
                       google::protobuf::Message& message);

// Returns "expected a list, found 'x'".
std::string ExpectedFound(const std::string& expected, const YamlNode& found);

// Sets `value` to what a scalar (or nothing) means where no type is declared:
// null, true, false, a number, else a text.
void ReadFreeScalar(const YamlNode& node, google::protobuf::Value& value);

}  // namespace madad::config
