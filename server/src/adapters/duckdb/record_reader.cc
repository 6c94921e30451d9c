#include "adapters/duckdb/record_reader.h"

#include <algorithm>
#include <utility>

#include "core/status.h"
#include "core/text.h"

namespace madad::adapters::duckdb {
namespace {

constexpr size_t kBlock = 1 << 16;

// A file in which many quotes are never closed would otherwise be read once
// for each of them.
constexpr int64_t kManyOpenQuotes = 100;
constexpr size_t kShortRecord = 1 << 14;

bool IsNewline(char c) { return c == '\n' || c == '\r'; }

}  // namespace

// One attempt to read a record from the reader's position. Fields are kept as
// places in the reader's buffers, which may move while it grows.
class RecordReader::Parse {
 public:
  Parse(RecordReader& reader, const Delimiters& delimiters)
      : reader_(reader),
        delimiters_(delimiters),
        most_(reader.open_quotes_ < kManyOpenQuotes ? kMaxRecord : kShortRecord) {}

  // Reads to the record's end, or to a problem.
  absl::Status Run() {
    reader_.unquoted_.clear();
    while (true) {
      MADAD_ASSIGN_OR_RETURN(const int begin, Peek(0));
      MADAD_ASSIGN_OR_RETURN(const int next, Peek(1));
      if (begin == ' ' && next == delimiters_.quote) ++at_;
      const bool quoted = begin == delimiters_.quote || (begin == ' ' && next == delimiters_.quote);
      MADAD_RETURN_IF_ERROR(quoted ? Quoted() : Unquoted());
      if (!problem_.empty()) return absl::OkStatus();
      MADAD_ASSIGN_OR_RETURN(const int end, Peek(0));
      if (end != delimiters_.delimiter) break;
      ++at_;
    }
    MADAD_ASSIGN_OR_RETURN(const int end, Peek(0));
    MADAD_ASSIGN_OR_RETURN(const int next, Peek(1));
    is_blank_ = at_ == 0;
    if (end >= 0) at_ += end == '\r' && next == '\n' ? 2 : 1;
    return absl::OkStatus();
  }

  const std::string& problem() const { return problem_; }
  size_t field_count() const { return fields_.size(); }
  bool quote_is_open() const { return quote_is_open_; }
  // Bytes of the record with the newline that ends it.
  size_t size() const { return at_; }
  bool is_blank() const { return is_blank_; }

  std::string_view Field(size_t index) const {
    const Place& place = fields_[index];
    const std::string_view from = place.unquoted ? reader_.unquoted_ : reader_.Rest();
    return from.substr(place.begin, place.size);
  }

 private:
  struct Place {
    bool unquoted;  // in the reader's `unquoted_`, else beyond its position
    size_t begin;
    size_t size;
  };

  bool EndsField(char c) const { return c == delimiters_.delimiter || IsNewline(c); }

  // The byte `ahead` of the place reached; -1 at the file's end.
  absl::StatusOr<int> Peek(size_t ahead) {
    const size_t at = reader_.position_ + at_ + ahead;
    if (at < reader_.buffer_.size()) return static_cast<unsigned char>(reader_.buffer_[at]);
    MADAD_ASSIGN_OR_RETURN(const bool there, reader_.Ensure(at_ + ahead + 1));
    if (!there) return -1;
    return static_cast<unsigned char>(reader_.buffer_[reader_.position_ + at_ + ahead]);
  }

  absl::Status Unquoted() {
    const size_t begin = at_;
    while (true) {
      const std::string_view rest = reader_.Rest();
      while (at_ < rest.size() && !EndsField(rest[at_])) ++at_;
      if (at_ > most_) return TooLong();
      if (at_ < rest.size()) break;
      MADAD_ASSIGN_OR_RETURN(const bool more, reader_.Ensure(at_ + 1));
      if (!more) break;
    }
    fields_.push_back({false, begin, at_ - begin});
    return absl::OkStatus();
  }

  // A quoted field, in one part or several with spaces between: "a" "b" is a b.
  absl::Status Quoted() {
    const size_t begin = reader_.unquoted_.size();
    while (true) {
      MADAD_RETURN_IF_ERROR(QuotedPart());
      if (quote_is_open_) return absl::OkStatus();
      const size_t closed = at_;
      MADAD_ASSIGN_OR_RETURN(int c, Peek(0));
      while (c == ' ') {
        ++at_;
        MADAD_ASSIGN_OR_RETURN(c, Peek(0));
      }
      if (c != static_cast<unsigned char>(delimiters_.quote)) return EndQuoted(begin, c);
      reader_.unquoted_.append(at_ - closed, ' ');
    }
  }

  // From an opening quote to behind the closing one.
  absl::Status QuotedPart() {
    ++at_;
    std::string& text = reader_.unquoted_;
    while (true) {
      const std::string_view rest = reader_.Rest();
      const size_t quote = std::min(rest.find(delimiters_.quote, at_), rest.size());
      text.append(rest.substr(at_, quote - at_));
      at_ = quote;
      if (at_ > most_) return OpenQuote();
      MADAD_ASSIGN_OR_RETURN(const int c, Peek(0));
      if (c < 0) return OpenQuote();
      if (c != static_cast<unsigned char>(delimiters_.quote)) continue;
      MADAD_ASSIGN_OR_RETURN(const int next, Peek(1));
      ++at_;
      if (next != c) return absl::OkStatus();
      text.push_back(delimiters_.quote);
      ++at_;
    }
  }

  // `c`: what follows the field's last quote and the spaces behind it.
  absl::Status EndQuoted(size_t begin, int c) {
    if (c < 0 || EndsField(static_cast<char>(c))) {
      fields_.push_back({true, begin, reader_.unquoted_.size() - begin});
    } else {
      problem_ =
          "there is text behind the quote that ends the field; expected the delimiter (a "
          "quote within a quoted field is written twice)";
    }
    return absl::OkStatus();
  }

  absl::Status OpenQuote() {
    quote_is_open_ = true;
    problem_ = "a quoted field begins here and does not end";
    return absl::OkStatus();
  }

  absl::Status TooLong() {
    problem_ = core::Cat("the row is longer than ", most_, " bytes");
    return absl::OkStatus();
  }

  RecordReader& reader_;
  const Delimiters& delimiters_;
  const size_t most_;
  size_t at_ = 0;  // relative to the reader's position
  std::vector<Place> fields_;
  std::string problem_;
  bool quote_is_open_ = false;
  bool is_blank_ = false;
};

absl::StatusOr<bool> RecordReader::Ensure(size_t count) {
  while (buffer_.size() - position_ < count) {
    if (at_end_) return false;
    // What has been read is dropped now and then, so a byte is moved seldom.
    if (position_ > 16 * kBlock) {
      buffer_.erase(0, position_);
      position_ = 0;
    }
    const size_t filled = buffer_.size();
    buffer_.resize(filled + kBlock);
    MADAD_ASSIGN_OR_RETURN(const size_t read, text_.utf8->Read(buffer_.data() + filled, kBlock));
    buffer_.resize(filled + read);
    at_end_ = read == 0;
  }
  return true;
}

void RecordReader::Advance(size_t count) {
  const std::string_view passed = Rest().substr(0, count);
  for (size_t i = 0; i < passed.size(); ++i) {
    const bool crlf = passed[i] == '\r' && i + 1 < passed.size() && passed[i + 1] == '\n';
    if (IsNewline(passed[i]) && !crlf) ++line_;
  }
  position_ += count;
}

absl::StatusOr<size_t> RecordReader::LineSize() {
  constexpr size_t kMost = kMaxRecord + 2;  // with its newline
  for (size_t at = 0; at < kMost; ++at) {
    MADAD_ASSIGN_OR_RETURN(const bool there, Ensure(at + 1));
    if (!there) return at;
    const char c = Rest()[at];
    if (c == '\n') return at + 1;
    if (c != '\r') continue;
    MADAD_ASSIGN_OR_RETURN(const bool more, Ensure(at + 2));
    return more && Rest()[at + 1] == '\n' ? at + 2 : at + 1;
  }
  return kMost;
}

absl::Status RecordReader::SkipLine() {
  while (true) {
    MADAD_ASSIGN_OR_RETURN(const bool more, Ensure(1));
    if (!more) return absl::OkStatus();
    const size_t newline = Rest().find_first_of("\r\n");
    if (newline != std::string_view::npos) {
      Advance(newline);
      MADAD_ASSIGN_OR_RETURN(const size_t size, LineSize());
      Advance(size);
      return absl::OkStatus();
    }
    Advance(Rest().size());
  }
}

absl::Status RecordReader::SkipLines(int64_t count) {
  for (int64_t i = 0; i < count; ++i) MADAD_RETURN_IF_ERROR(SkipLine());
  return absl::OkStatus();
}

void RecordReader::Fill(const Parse& parse, int64_t line, Record& record) {
  record.fields.clear();
  record.line = line;
  record.is_blank = parse.is_blank();
  record.problem = parse.problem();
  record.problem_field = parse.field_count();
  if (!record.problem.empty()) return;
  for (size_t i = 0; i < parse.field_count(); ++i) record.fields.push_back(parse.Field(i));
}

absl::StatusOr<bool> RecordReader::Peek(const Delimiters& delimiters, Record& record) {
  MADAD_ASSIGN_OR_RETURN(const bool more, Ensure(1));
  if (!more) return false;
  Parse parse(*this, delimiters);
  MADAD_RETURN_IF_ERROR(parse.Run());
  Fill(parse, line_, record);
  return true;
}

absl::StatusOr<bool> RecordReader::Next(const Delimiters& delimiters, Record& record) {
  MADAD_ASSIGN_OR_RETURN(const bool more, Ensure(1));
  if (!more) return false;
  Parse parse(*this, delimiters);
  MADAD_RETURN_IF_ERROR(parse.Run());
  Fill(parse, line_, record);
  // What an open quote has swallowed may be good rows.
  if (parse.quote_is_open()) {
    ++open_quotes_;
  } else {
    Advance(parse.size());
  }
  if (!record.problem.empty()) MADAD_RETURN_IF_ERROR(SkipLine());
  return true;
}

absl::StatusOr<bool> RecordReader::NextLine(Record& record) {
  MADAD_ASSIGN_OR_RETURN(const bool more, Ensure(1));
  if (!more) return false;
  MADAD_ASSIGN_OR_RETURN(const size_t size, LineSize());
  std::string_view line = Rest().substr(0, size);
  while (!line.empty() && IsNewline(line.back())) line.remove_suffix(1);
  record.line = line_;
  record.problem_field = 0;
  record.fields.assign(1, line);
  record.is_blank = line.empty();
  record.problem.clear();
  if (line.size() <= kMaxRecord) {
    Advance(size);
    return true;
  }
  record.problem = core::Cat("the line is longer than ", kMaxRecord, " bytes");
  record.fields.clear();
  MADAD_RETURN_IF_ERROR(SkipLine());
  return true;
}

}  // namespace madad::adapters::duckdb
