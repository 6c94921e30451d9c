#include "kernels/optimise.h"

#include <algorithm>
#include <cmath>

namespace clv {
namespace {

using Vector = std::vector<double>;

double Dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double Largest(const Vector& v) {
  double largest = 0;
  for (const double x : v) largest = std::max(largest, std::abs(x));
  return largest;
}

Vector Times(const Matrix& m, const Vector& v) {
  Vector result(v.size());
  for (size_t i = 0; i < v.size(); ++i) {
    for (size_t j = 0; j < v.size(); ++j) result[i] += m(i, j) * v[j];
  }
  return result;
}

Matrix Identity(size_t n) {
  Matrix m(n);
  for (size_t i = 0; i < n; ++i) m(i, i) = 1;
  return m;
}

// A point with what the function is there.
struct Point {
  Vector at;
  Vector gradient;
  double value = 0;

  bool IsFinite() const {
    return std::isfinite(value) &&
           std::all_of(gradient.begin(), gradient.end(), [](double g) { return std::isfinite(g); });
  }
};

class Search {
 public:
  Search(const Objective& objective, const Vector& centre, const OptimiseOptions& options)
      : objective_(objective), centre_(centre), options_(options) {}

  Point Evaluate(Vector at) {
    Point point{std::move(at), Vector(centre_.size()), 0};
    point.value = objective_(point.at, point.gradient);
    ++evaluations;
    return point;
  }

  bool Done(const Point& point) const {
    return Largest(point.gradient) < options_.tolerance || evaluations >= options_.max_evaluations;
  }

  // Goes along `direction`, at most 2 in any variable and not out of the box, until the value has
  // fallen enough for the slope. False when it does not.
  bool Step(const Vector& direction, Point& point) {
    double scale = std::min(1.0, 2 / std::max(1e-300, Largest(direction)));
    const double slope = Dot(direction, point.gradient);
    if (!(slope < 0)) return false;
    for (int halving = 0; halving < 30; ++halving, scale /= halving < 3 ? 2 : 4) {
      Point next = Evaluate(Boxed(point.at, direction, scale));
      const double noise = 1e-14 * std::abs(point.value);
      if (next.IsFinite() && next.value <= point.value + 1e-4 * scale * slope + noise) {
        point = std::move(next);
        return true;
      }
    }
    return false;
  }

  bool OnBoundary(const Point& point) const {
    for (size_t i = 0; i < centre_.size(); ++i) {
      if (std::abs(point.at[i] - centre_[i]) > options_.reach - 0.01) return true;
    }
    return false;
  }

  int evaluations = 0;

 private:
  Vector Boxed(const Vector& from, const Vector& direction, double scale) const {
    Vector to(from);
    for (size_t i = 0; i < to.size(); ++i) {
      to[i] = std::clamp(from[i] + scale * direction[i], centre_[i] - options_.reach,
                         centre_[i] + options_.reach);
    }
    return to;
  }

  const Objective& objective_;
  const Vector& centre_;
  const OptimiseOptions& options_;
};

// The BFGS update of an inverse Hessian after a step from `before` to `after`.
void Update(const Point& before, const Point& after, bool is_first, Matrix& inverse) {
  const size_t n = before.at.size();
  Vector step(n), change(n);
  for (size_t i = 0; i < n; ++i) {
    step[i] = after.at[i] - before.at[i];
    change[i] = after.gradient[i] - before.gradient[i];
  }
  const double curvature = Dot(step, change);
  if (!(curvature > 1e-12 * std::sqrt(Dot(step, step) * Dot(change, change)))) return;
  if (is_first) {
    for (size_t i = 0; i < n; ++i) inverse(i, i) = curvature / Dot(change, change);
  }
  const Vector pulled = Times(inverse, change);
  const double factor = (1 + Dot(change, pulled) / curvature) / curvature;
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) {
      inverse(i, j) +=
          factor * step[i] * step[j] - (pulled[i] * step[j] + step[i] * pulled[j]) / curvature;
    }
  }
}

Vector Negative(Vector v) {
  for (double& x : v) x = -x;
  return v;
}

void QuasiNewton(Search& search, double until, bool is_first, Matrix& inverse, Point& point) {
  while (!search.Done(point) && Largest(point.gradient) > until) {
    const Point before = point;
    if (!search.Step(Negative(Times(inverse, point.gradient)), point)) {
      if (is_first) return;
      inverse = Identity(point.at.size());  // once more, straight down
      is_first = true;
      continue;
    }
    Update(before, point, is_first, inverse);
    is_first = false;
  }
}

// The Hessian by differences of the gradient: central ones, or one-sided, which are half the work
// and know six digits.
Matrix HessianAt(const Objective& objective, const Point& point, bool one_sided, int& evaluations) {
  const double step = one_sided ? 1e-6 : 1e-4;
  const size_t n = point.at.size();
  Matrix hessian(n);
  Vector up(n), down(point.gradient);
  for (size_t i = 0; i < n; ++i) {
    Vector moved(point.at);
    moved[i] = point.at[i] + step;
    objective(moved, up);
    moved[i] = point.at[i] - step;
    if (!one_sided) objective(moved, down);
    for (size_t j = 0; j < n; ++j)
      hessian(i, j) = (up[j] - down[j]) / (one_sided ? step : 2 * step);
  }
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < i; ++j) {
      hessian(i, j) = hessian(j, i) = (hessian(i, j) + hessian(j, i)) / 2;
    }
  }
  evaluations += static_cast<int>(one_sided ? n : 2 * n);
  return hessian;
}

Optimum::State StateOf(const Search& search, const Point& point, const OptimiseOptions& options) {
  if (!point.IsFinite()) return Optimum::State::kNotFinite;
  if (search.OnBoundary(point)) return Optimum::State::kBoundary;
  // Rounding in a sum of many terms may keep the last digits of the tolerance out of reach.
  return Largest(point.gradient) < 100 * options.tolerance ? Optimum::State::kConverged
                                                           : Optimum::State::kSlow;
}

void Fill(const Search& search, const Point& point, Optimum& found) {
  found.at = point.at;
  found.value = point.value;
  found.gradient = Largest(point.gradient);
  found.evaluations = search.evaluations;
}

}  // namespace

Optimum Minimise(const Objective& objective, const Vector& start, const Vector& centre,
                 const OptimiseOptions& options) {
  Search search(objective, centre, options);
  Point point = search.Evaluate(start);
  const bool is_close = options.metric.has_value();
  Optimum found;
  if (point.IsFinite()) {
    std::optional<Matrix> known = options.metric;
    if (options.look_first) {
      known = InversePositive(HessianAt(objective, point, true, search.evaluations));
    }
    Matrix inverse = known.value_or(Identity(start.size()));
    QuasiNewton(search, known ? options.tolerance : 1e-5, !known, inverse, point);
    for (int step = 0; step < 4 && !search.Done(point); ++step) {
      const std::optional<Matrix> exact =
          InversePositive(HessianAt(objective, point, is_close, search.evaluations));
      if (!exact || !search.Step(Negative(Times(*exact, point.gradient)), point)) break;
    }
    QuasiNewton(search, options.tolerance, true, inverse, point);
    found.hessian = HessianAt(objective, point, is_close, search.evaluations);
  }
  found.state = StateOf(search, point, options);
  const bool is_inner =
      found.state == Optimum::State::kConverged || found.state == Optimum::State::kSlow;
  if (is_inner && !InversePositive(found.hessian)) found.state = Optimum::State::kFlat;
  Fill(search, point, found);
  return found;
}

Optimum Refine(const Objective& objective, const Vector& at, const OptimiseOptions& options) {
  Search search(objective, at, options);
  Point point = search.Evaluate(at);
  Matrix metric = options.metric.value_or(Identity(at.size()));
  if (point.IsFinite()) QuasiNewton(search, options.tolerance, false, metric, point);
  Optimum found;
  found.state = StateOf(search, point, options);
  Fill(search, point, found);
  return found;
}

}  // namespace clv
