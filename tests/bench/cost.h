// What work costs.
#pragma once

#include <algorithm>
#include <chrono>
#include <limits>

#include <sys/resource.h>

namespace madad::bench {

// The smallest costs of several runs. Processor time, of all threads, is
// disturbed less by other programs.
struct Cost {
  double wall = std::numeric_limits<double>::infinity();  // seconds
  double processor = std::numeric_limits<double>::infinity();

  template <typename Work>
  void Measure(const Work& work) {
    const double used = ProcessorSeconds();
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    wall = std::min(wall, took.count());
    processor = std::min(processor, ProcessorSeconds() - used);
  }

 private:
  static double ProcessorSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
};

}  // namespace madad::bench
