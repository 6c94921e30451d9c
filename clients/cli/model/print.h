// Printing what models and their instances are, in each of the formats.
#pragma once

#include <vector>

#include "cli/terminal.h"

#include "madad/v1/model_service.pb.h"

namespace madad::cli {

// Print a list: each instance with its model, state, rows and when it ran; then
// models without an instance.
void PrintModelsTable(const std::vector<v1::Model>& models, const Terminal& terminal);
void PrintModelsCsv(const std::vector<v1::Model>& models, const Terminal& terminal);
// One object, `{"models": [...]}`, with every field.
void PrintModelsJson(const std::vector<v1::Model>& models, const Terminal& terminal);

// Print all there is to know about one model, or one instance with the versions of
// what it learned.
void PrintModelText(const v1::GetModelResponse& found, const v1::ListVersionsResponse& versions,
                    const Terminal& terminal);
void PrintModelJson(const v1::GetModelResponse& found, const v1::ListVersionsResponse& versions,
                    const Terminal& terminal);

}  // namespace madad::cli
