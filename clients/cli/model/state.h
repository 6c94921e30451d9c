// How an instance of a model is, in words.
#pragma once

#include <string>
#include <string_view>

#include "madad/v1/model_service.pb.h"

namespace madad::cli {

// Returns the first that holds: running, unavailable, failed, never_run, stale,
// fresh.
std::string_view StateWord(const v1::ModelInstance& instance);

// Returns that for a person: `running 42 %`, `never run`.
std::string StateText(const v1::ModelInstance& instance);

// Returns why it is unavailable, or why its last run failed; "" otherwise.
std::string WhyNot(const v1::ModelInstance& instance);

// Returns a value, or an object, as JSON on one line, its members in order of name.
std::string JsonText(const google::protobuf::Value& value);
std::string JsonText(const google::protobuf::Struct& object);

}  // namespace madad::cli
