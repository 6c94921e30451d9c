// What may stand at the cursor.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/completion/server_names.h"
#include "cli/completion/words.h"

namespace CLI {
class App;
}

namespace madad::cli {

// Returns the value of `--server` in what is typed; "" without one.
std::string TypedServer(const TypedWords& words);

// Returns whole words that `words.current` may become: commands and options of
// `app`, the values they take, names that the server knows.
std::vector<std::string> Candidates(const CLI::App& app, const TypedWords& words,
                                    const ServerNames& names);

// Returns the parts of `candidates` that bash inserts: it takes what is before
// the last of its `breaks` characters for a word of its own.
std::vector<std::string> InsertedParts(std::vector<std::string> candidates, const TypedWords& words,
                                       std::string_view breaks);

}  // namespace madad::cli
