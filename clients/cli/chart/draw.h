// The kinds of charts.
#pragma once

#include <string>

#include "cli/chart/data.h"
#include "cli/chart/scale.h"
#include "cli/terminal.h"

namespace madad::cli {

// Returns how many cells a chart may take from left to right.
int ChartWidth(const Terminal& terminal);

// Prints a horizontal bar a point; for charts of one period or none.
void DrawBars(const ChartData& data, const Terminal& terminal);

// True when DrawColumns has room for the periods.
bool FitsColumns(const ChartData& data, const Terminal& terminal);

// Prints vertical columns over time; for one series.
void DrawColumns(const ChartData& data, const Terminal& terminal);

// Prints a line of small columns a series, all of one scale.
void DrawSparks(const ChartData& data, const Terminal& terminal);

// Prints what the mark of unknown values means, when there are any.
void PrintMissingNote(const ChartData& data, const Terminal& terminal);

// Returns `text` padded with blanks to `width` cells, isolated if it must be
// and cut with an ellipsis if it is wider.
std::string LabelCell(const std::string& text, int width, const Terminal& terminal);

// Returns `text` behind as many blanks as make it `width` cells.
std::string ValueCell(const std::string& text, int width);

}  // namespace madad::cli
