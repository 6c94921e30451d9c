// Values from text.
#pragma once

#include <string>

#include "madad/v1/types.pb.h"

namespace madad::cli {

// Appends the value that `text` writes to `column`, in the form in which ExactText
// writes it; instants also with a space for the T, and without a zone in UTC.
// Returns what is wrong with it, "" for nothing.
std::string AppendText(const std::string& text, v1::Column* column);

// Appends what stands where a row is null. The validity is the caller's.
void AppendNull(v1::Column* column);

}  // namespace madad::cli
