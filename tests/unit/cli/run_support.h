// Running the whole command in this process.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "cli/run.h"

#include "unit/cli/fake_server.h"

namespace madad::testing {

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

// How the terminal of a test differs from a file.
struct Screen {
  bool color = false;
  bool interactive = false;
  int width = 0;
  bool utf8 = true;
  std::string language = {};
  bool progress = false;
};

inline Outcome RunWith(const std::vector<std::string>& arguments, const Screen& screen = {}) {
  std::vector<const char*> argv = {"madad"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream out;
  std::ostringstream err;
  const int status = cli::Run(static_cast<int>(argv.size()), argv.data(),
                              {out, err, screen.color, screen.interactive, screen.width,
                               screen.utf8, screen.language, screen.progress});
  return {status, out.str(), err.str()};
}

inline Outcome RunAgainst(const FakeServer& server, std::vector<std::string> arguments,
                          const Screen& screen = {}) {
  arguments.insert(arguments.begin(), {"--server", server.address()});
  return RunWith(arguments, screen);
}

}  // namespace madad::testing
