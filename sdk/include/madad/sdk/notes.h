// Notes of a model: what a person should know before acting on its tables.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "madad/sdk/shape.h"
#include "madad/sdk/type.h"
#include "madad/sdk/writer.h"

#pragma GCC visibility push(hidden)
namespace madad::sdk {

struct Note {
  std::string code;  // for programs, such as ORDERS_IN_THE_FUTURE
  std::string message;
  int64_t count = 0;  // of what the message is about
};

// The rows of an output `notes` with the columns code, message and count.
//
//   sdk::Notes::Declare(shape);                                            // in Shape
//   notes.Add("ORDERS_INCOMPLETE", "orders without a time are left out");  // for each
//   notes.WriteTo(out);                                                    // once
class Notes {
 public:
  // Declares the output. `about` says what the notes are about.
  static void Declare(Shape& shape, const std::string& about = "the rows that were read") {
    shape.Output("notes")
        .Column("code", Type::kString)
        .Column("message", Type::kString, "What a person should know about " + about)
        .Column("count", Type::kInt64);
  }

  // Counts `count` more under the code and message; nothing unless there are any.
  void Add(std::string_view code, std::string_view message, int64_t count = 1) {
    if (count <= 0) return;
    for (Note& note : notes_) {
      if (note.code != code || note.message != message) continue;
      note.count += count;
      return;
    }
    notes_.push_back({std::string(code), std::string(message), count});
  }

  // In the order in which they were first added.
  const std::vector<Note>& all() const { return notes_; }

  // Writes them to the output.
  void WriteTo(Writers& out) const {
    Writer& rows = out["notes"];
    for (const Note& note : notes_) {
      rows.Text("code").Append(note.code);
      rows.Text("message").Append(note.message);
      rows.Int64("count").Append(note.count);
      rows.EndRow();
    }
  }

 private:
  std::vector<Note> notes_;
};

}  // namespace madad::sdk
#pragma GCC visibility pop
