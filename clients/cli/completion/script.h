// What a shell runs to complete.
#pragma once

namespace madad::cli {

// The text of madad.bash, put into the program when it is built.
extern const char* const kBashCompletion;

}  // namespace madad::cli
