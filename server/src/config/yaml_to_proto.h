// A YAML tree read into a message by the message's descriptor.
#pragma once

#include <google/protobuf/message.h>

#include "config/problem.h"
#include "config/yaml_tree.h"

namespace madad::config {

// Reads `root` into `message`: keys are field names, with the shorthands that
// the options in catalog.proto declare. Whatever does not fit is told to `log`
// and left unset; where each key is written is noted there too.
void YamlToProto(const YamlNode& root, google::protobuf::Message& message, ProblemLog& log);

}  // namespace madad::config
