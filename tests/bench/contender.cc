#include "bench/contender.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace madad::bench {
namespace {

Timing Time(const std::function<void()>& answer) {
  const auto wall = std::chrono::steady_clock::now();
  const std::clock_t cpu = std::clock();
  answer();
  const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - wall;
  return {elapsed.count(), 1000.0 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC};
}

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

Timing Median(const std::vector<Timing>& timings) {
  std::vector<double> wall;
  std::vector<double> cpu;
  for (const Timing& timing : timings) {
    wall.push_back(timing.wall_ms);
    cpu.push_back(timing.cpu_ms);
  }
  return {Median(std::move(wall)), Median(std::move(cpu))};
}

Timing Sum(const std::vector<Timing>& timings) {
  Timing sum;
  for (const Timing& timing : timings) {
    sum.wall_ms += timing.wall_ms;
    sum.cpu_ms += timing.cpu_ms;
  }
  return sum;
}

}  // namespace

std::vector<std::vector<Timing>> Race(const std::vector<Contender>& contenders, int rounds) {
  std::vector<std::vector<std::vector<Timing>>> all;
  for (const Contender& contender : contenders) {
    all.emplace_back(contender.questions.size());
    for (const Contender::Question& question : contender.questions) question.answer();
  }
  for (int round = 0; round < rounds; ++round) {
    for (size_t i = 0; i < contenders.size(); ++i) {
      for (size_t j = 0; j < contenders[i].questions.size(); ++j) {
        all[i][j].push_back(Time(contenders[i].questions[j].answer));
      }
    }
  }
  std::vector<std::vector<Timing>> medians;
  for (const auto& questions : all) {
    std::vector<Timing>& of_contender = medians.emplace_back();
    for (const std::vector<Timing>& timings : questions) of_contender.push_back(Median(timings));
  }
  return medians;
}

void Report(const std::vector<Contender>& contenders,
            const std::vector<std::vector<Timing>>& timings) {
  const Timing first = Sum(timings.front());
  for (size_t i = 0; i < contenders.size(); ++i) {
    std::printf("\n%-28s %9s %9s\n", contenders[i].name.c_str(), "wall ms", "CPU ms");
    for (size_t j = 0; j < timings[i].size(); ++j) {
      std::printf("  %-26s %9.1f %9.1f\n", contenders[i].questions[j].name.c_str(),
                  timings[i][j].wall_ms, timings[i][j].cpu_ms);
    }
    const Timing sum = Sum(timings[i]);
    std::printf("  %-26s %9.1f %9.1f", "sum", sum.wall_ms, sum.cpu_ms);
    std::printf("   of the first: %.2f %.2f\n", sum.wall_ms / first.wall_ms,
                sum.cpu_ms / first.cpu_ms);
  }
}

}  // namespace madad::bench
