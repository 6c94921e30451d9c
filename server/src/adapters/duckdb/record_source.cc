#include "adapters/duckdb/record_source.h"

#include <algorithm>
#include <utility>

#include "adapters/duckdb/record_reader.h"
#include "adapters/duckdb/table_columns.h"
#include "adapters/duckdb/text_layout.h"
#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

// Files one after another; a source says how one begins and how a row is read.
class FilesSource : public RecordSource {
 public:
  FilesSource(const core::Source& source, const core::Table& table,
              const std::vector<FileInfo>& files)
      : source_(source), table_(table), files_(files), columns_(OwnColumns(table)) {}

  absl::StatusOr<bool> Next(SourceRow& row) override {
    while (true) {
      if (!reader_.has_value()) {
        if (next_ == files_.size()) return false;
        MADAD_ASSIGN_OR_RETURN(reader_, OpenText(source_, table_, files_[next_]));
        MADAD_RETURN_IF_ERROR(Begin(files_[next_++], *reader_));
      }
      row.file = static_cast<int32_t>(next_ - 1);
      row.bad_column.clear();
      row.bad_reason.clear();
      const absl::StatusOr<bool> found = Read(*reader_, row);
      if (!found.ok()) return InvalidFile(table_, files_[next_ - 1].name, found.status().message());
      if (*found) return true;
      reader_.reset();
    }
  }

 protected:
  virtual absl::Status Begin(const FileInfo& file, RecordReader& reader) = 0;
  virtual absl::StatusOr<bool> Read(RecordReader& reader, SourceRow& row) = 0;

  const core::Table& table() const { return table_; }
  const std::vector<const core::Column*>& columns() const { return columns_; }

 private:
  const core::Source& source_;
  const core::Table& table_;
  const std::vector<FileInfo>& files_;
  std::vector<const core::Column*> columns_;
  size_t next_ = 0;
  std::optional<RecordReader> reader_;
};

class DelimitedSource : public FilesSource {
 public:
  using FilesSource::FilesSource;

  size_t column_count() const override { return columns().size(); }

 private:
  absl::Status Begin(const FileInfo& file, RecordReader& reader) override {
    MADAD_ASSIGN_OR_RETURN(layout_, ReadLayout(table(), file, reader));
    places_.clear();
    for (const core::Column* column : columns()) {
      const auto at = std::find(layout_.header.begin(), layout_.header.end(), column->from);
      places_.push_back(static_cast<size_t>(at - layout_.header.begin()));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<bool> Read(RecordReader& reader, SourceRow& row) override {
    const size_t width = layout_.header.size();
    do {
      MADAD_ASSIGN_OR_RETURN(const bool more, reader.Next(layout_.delimiters, record_));
      if (!more) return false;
    } while (record_.is_blank && width > 1);
    row.line = record_.line;
    row.fields.assign(places_.size(), std::nullopt);
    // A delimiter at the end of a line is no field.
    if (record_.fields.size() == width + 1 && record_.fields.back().empty()) {
      record_.fields.pop_back();
    }
    if (!record_.problem.empty()) {
      SetBad(row, record_.problem_field, record_.problem);
    } else if (record_.fields.size() != width) {
      const size_t count = record_.fields.size();
      SetBad(row, count,
             core::Cat("the row has ", count, count == 1 ? " field" : " fields", ", expected ",
                       width));
    } else {
      Take(reader, row);
    }
    return true;
  }

  void Take(const RecordReader& reader, SourceRow& row) {
    for (size_t i = 0; i < places_.size(); ++i) {
      const std::string_view field = record_.fields[places_[i]];
      if (field.empty()) continue;
      row.fields[i] = field;
      const std::string problem = EncodingProblem(reader.text(), field);
      if (problem.empty()) continue;
      SetBad(row, places_[i], problem);
      return;
    }
  }

  void SetBad(SourceRow& row, size_t field, const std::string& reason) {
    row.fields.assign(places_.size(), std::nullopt);
    row.bad_reason = reason;
    if (field < layout_.header.size()) row.bad_column = layout_.header[field];
  }

  TextLayout layout_;
  std::vector<size_t> places_;  // of the own columns in a record
  Record record_;
};

class LinesSource : public FilesSource {
 public:
  LinesSource(const core::Source& source, const core::Table& table,
              const std::vector<FileInfo>& files, std::vector<bool>& seen)
      : FilesSource(source, table, files), seen_(seen) {
    for (const core::Column* column : columns()) {
      names_.push_back(core::Cat("\"", column->from, "\""));
    }
  }

  size_t column_count() const override { return 1; }

 private:
  absl::Status Begin(const FileInfo&, RecordReader&) override { return absl::OkStatus(); }

  absl::StatusOr<bool> Read(RecordReader& reader, SourceRow& row) override {
    do {
      MADAD_ASSIGN_OR_RETURN(const bool more, reader.NextLine(record_));
      if (!more) return false;
    } while (record_.is_blank);
    row.line = record_.line;
    row.fields.assign(1, std::nullopt);
    row.bad_reason = record_.problem;
    if (!row.bad_reason.empty()) return true;
    row.bad_reason = EncodingProblem(reader.text(), record_.fields[0]);
    if (!row.bad_reason.empty()) return true;
    row.fields[0] = record_.fields[0];
    for (size_t i = 0; i < names_.size(); ++i) {
      if (!seen_[i] && record_.fields[0].find(names_[i]) != std::string_view::npos) seen_[i] = true;
    }
    return true;
  }

  std::vector<bool>& seen_;
  std::vector<std::string> names_;
  Record record_;
};

}  // namespace

std::unique_ptr<RecordSource> ReadDelimited(const core::Source& source, const core::Table& table,
                                            const std::vector<FileInfo>& files) {
  return std::make_unique<DelimitedSource>(source, table, files);
}

std::unique_ptr<RecordSource> ReadLines(const core::Source& source, const core::Table& table,
                                        const std::vector<FileInfo>& files,
                                        std::vector<bool>& seen) {
  return std::make_unique<LinesSource>(source, table, files, seen);
}

}  // namespace madad::adapters::duckdb
