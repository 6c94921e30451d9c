#include "unit/cli/shell.h"

#include <array>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_split.h"

namespace madad::testing {
namespace {

// Splits the line at the characters that bash splits it at, then calls the
// function that `complete -p` names, as readline does.
constexpr char kHarness[] = R"(
export LC_ALL=C.UTF-8
PATH="${MADAD_PROGRAM%/*}:$PATH"
source <(madad completion bash)
COMP_WORDS=()
word=
for ((i = 0; i < ${#LINE}; ++i)); do
  c=${LINE:i:1}
  if [[ $c == ' ' ]]; then
    [[ -n $word ]] && COMP_WORDS+=("$word")
    word=
  elif [[ $c == [:=] ]]; then
    [[ -n $word ]] && COMP_WORDS+=("$word")
    COMP_WORDS+=("$c")
    word=
  else
    word+=$c
  fi
done
COMP_WORDS+=("$word")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
COMP_LINE=$LINE
COMP_POINT=${#LINE}
[[ $(complete -p madad) =~ -F\ ([^ ]+) ]] || { echo "no completion"; exit 1; }
"${BASH_REMATCH[1]}" madad "$word" "${COMP_WORDS[COMP_CWORD-1]}"
((${#COMPREPLY[@]})) && printf '%s\n' "${COMPREPLY[@]}"
exit 0
)";

}  // namespace

std::vector<std::string> CompleteInBash(const std::string& line) {
  setenv("LINE", line.c_str(), /*overwrite=*/1);
  setenv("MADAD_PROGRAM", MADAD_PROGRAM, /*overwrite=*/1);
  setenv("HARNESS", kHarness, /*overwrite=*/1);
  // bash keeps COMP_WORDBREAKS only where it is interactive or completes.
  FILE* bash = popen("bash --norc -c \"$HARNESS\" 2>&1", "r");
  if (bash == nullptr) return {"bash cannot be run"};
  std::string output;
  std::array<char, 4096> buffer;
  for (size_t read = 0; (read = fread(buffer.data(), 1, buffer.size(), bash)) > 0;) {
    output.append(buffer.data(), read);
  }
  const int status = pclose(bash);
  if (status != 0) output.append("bash ended with ").append(std::to_string(status));
  return absl::StrSplit(output, '\n', absl::SkipEmpty());
}

}  // namespace madad::testing
