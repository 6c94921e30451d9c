#include <string>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/answer/print.h"
#include "cli/render/escape.h"
#include "cli/render/number.h"
#include "cli/render/timestamp.h"

namespace madad::cli {
namespace {

std::string Elapsed(const v1::ScanPlan& scan) {
  return FixedDouble(SecondsOf(scan.elapsed()) * 1e3, 1) + " ms";
}

// What came from the engine; before it has run there is nothing to say.
std::string Moved(const v1::ScanPlan& scan) {
  return scan.bytes() == 0 ? "" : " (" + GroupThousands(std::to_string(scan.bytes())) + " bytes)";
}

// Returns `text`, safe to print, with every line of it indented.
std::string Indented(const std::string& text) {
  return "  " + absl::StrReplaceAll(EscapeLines(text), {{"\n", "\n  "}});
}

void PrintScan(int number, const v1::ScanPlan& scan, std::ostream& out) {
  out << "scan " << number << ": " << EscapeLine(scan.table()) << " from "
      << EscapeLine(scan.source()) << " (" << EscapeLine(scan.engine()) << "), "
      << GroupThousands(std::to_string(scan.rows())) << (scan.rows() == 1 ? " row" : " rows")
      << Moved(scan) << " in " << Elapsed(scan) << '\n';
  if (!scan.aggregates().empty()) {
    out << "  computes " << EscapeLine(absl::StrJoin(scan.aggregates(), ", ")) << '\n';
  }
  out << Indented(scan.sql()) << '\n';
  for (int i = 0; i < scan.parameters_size(); ++i) {
    out << "  parameter " << i + 1 << ": " << EscapeLine(scan.parameters(i)) << '\n';
  }
}

}  // namespace

void PrintExplanation(const v1::Explanation& explanation, std::ostream& out) {
  for (int i = 0; i < explanation.scans_size(); ++i) {
    PrintScan(i + 1, explanation.scans(i), out);
  }
  if (explanation.finish().empty()) return;
  out << "finish:\n";
  for (const std::string& line : explanation.finish()) out << Indented(line) << '\n';
}

}  // namespace madad::cli
