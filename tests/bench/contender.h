// What is timed, and how.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace madad::bench {

// One way of answering the board's questions.
struct Contender {
  struct Question {
    std::string name;
    std::function<void()> answer;  // one after another, from one thread
  };
  std::string name;
  std::vector<Question> questions;
};

struct Timing {
  double wall_ms = 0;
  double cpu_ms = 0;  // of the whole process: steadier on a machine that others use
};

// Answers every contender's questions once to warm up and then `rounds` times,
// the contenders taking turns. Returns the median of each question's timings,
// by contender.
std::vector<std::vector<Timing>> Race(const std::vector<Contender>& contenders, int rounds);

// Prints each question's medians, the sums, and what part of the first
// contender's sum each other one's is.
void Report(const std::vector<Contender>& contenders,
            const std::vector<std::vector<Timing>>& timings);

}  // namespace madad::bench
