// What is wrong with a configuration file, and where.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace madad::config {

// Counted from 1; 0: unknown.
// Unit: lines; bytes of a line.
struct Position {
  int line = 0;
  int column = 0;
  auto operator<=>(const Position&) const = default;
};

// One problem.
struct ConfigProblem {
  std::string file;
  int line = 0;      // from 1; 0: the file as a whole
  int column = 0;    // from 1
  std::string path;  // tables.leads.columns.source; empty: the file as a whole
  std::string message;

  // Returns "catalog.yaml:12:5: tables.leads.columns.source: unknown key 'form'".
  std::string ToString() const;
};

// Collects the problems of one file and knows where its keys are written.
class ProblemLog {
 public:
  explicit ProblemLog(std::string file) : file_(std::move(file)) {}

  // Notes where the key at `path` is written. Returns false when it has been
  // noted before: the key is written twice.
  bool SetPosition(const std::string& path, Position position);

  // True when the key at `path` is written, whatever its value.
  bool IsWritten(std::string_view path) const { return positions_.contains(path); }

  // Returns where the key at `path` is written, or the nearest key around it.
  Position PositionOf(std::string_view path) const;

  // Adds a problem where `path` is written.
  void Add(std::string path, std::string message);
  void AddAt(Position position, std::string path, std::string message);

  bool empty() const { return problems_.empty(); }

  // Adds a problem that left nothing of `path` to be checked any further.
  void AddUnread(Position position, std::string path, std::string message);

  // True when AddUnread was told of `path` or of a key around it.
  bool IsUnread(std::string_view path) const;

  // Returns the problems in the order of the file; a flood is cut short, and
  // the last one then says so.
  std::vector<ConfigProblem> Take();

 private:
  const std::string file_;
  std::map<std::string, Position, std::less<>> positions_;
  std::vector<ConfigProblem> problems_;
  std::set<std::string, std::less<>> unread_;
  size_t left_out_ = 0;
};

}  // namespace madad::config
