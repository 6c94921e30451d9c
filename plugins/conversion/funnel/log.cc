#include "funnel/log.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

namespace conversion::funnel {
namespace {

// What is kept of an entity's id: its text, or a whole number in digits.
class EntityIds {
 public:
  explicit EntityIds(sdk::Reader& log) {
    if (log.TypeOf("entity_id") == sdk::Type::kInt64) {
      numbers_ = log.Int64("entity_id");
    } else {
      texts_ = log.Text("entity_id");
    }
  }
  bool valid(size_t i) const { return texts_ ? texts_->valid(i) : numbers_->valid(i); }
  std::string_view At(size_t i, std::string& digits) const {
    if (texts_) return (*texts_)[i];
    digits = std::to_string((*numbers_)[i]);
    return digits;
  }

 private:
  std::optional<sdk::TextView> texts_;
  std::optional<sdk::Numbers<int64_t>> numbers_;
};

// The stages' codes: of a dictionary, looked up once for each text.
class StageCodes {
 public:
  StageCodes(const sdk::TextView& texts, const Rules& rules) : texts_(texts), rules_(rules) {
    for (uint32_t i = 0; i < texts.dictionary_size(); ++i) {
      codes_.push_back(rules.CodeOf(texts.dictionary(i)));
    }
  }
  StageCode operator[](size_t i) const {
    return codes_.empty() ? rules_.CodeOf(texts_[i]) : codes_[texts_.codes()[i]];
  }

 private:
  const sdk::TextView& texts_;
  const Rules& rules_;
  std::vector<StageCode> codes_;
};

class Amounts {
 public:
  explicit Amounts(sdk::Reader& log) {
    if (!log.Has("amount")) return;
    switch (log.TypeOf("amount")) {
      case sdk::Type::kDecimal:
        whole_ = log.Decimal("amount");
        break;
      case sdk::Type::kInt64:
        whole_ = log.Int64("amount");
        break;
      case sdk::Type::kDouble:
        doubles_ = log.Double("amount");
        break;
      default:  // a column of nulls only, of no type
        break;
    }
  }
  int64_t operator[](size_t i) const {
    if (whole_) return whole_->valid(i) ? (*whole_)[i] : kNoAmount;
    if (!doubles_ || !doubles_->valid(i)) return kNoAmount;
    const double scaled = (*doubles_)[i] * static_cast<double>(LogReader::kPerDouble);
    if (!(std::abs(scaled) < 9e18)) {
      throw sdk::Error(MADAD_OUT_OF_RANGE,
                       "an amount of the log is too large or no number; map it as a decimal",
                       MADAD_SOURCE_DATA);
    }
    return std::llround(scaled);
  }

 private:
  std::optional<sdk::Numbers<int64_t>> whole_;
  std::optional<sdk::Numbers<double>> doubles_;
};

std::string TextOf(const sdk::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<int64_t>(&value)) return std::to_string(*whole);
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  return std::to_string(std::get<double>(value));
}

}  // namespace

Groups::Groups(bool has_dimensions) {
  if (!has_dimensions) keys_.emplace_back();
}

uint32_t Groups::CodeOf(const std::vector<sdk::AnyView>& dimensions, size_t row) {
  if (dimensions.empty()) return 0;
  Key key;
  written_.clear();
  for (const sdk::AnyView& dimension : dimensions) {
    const sdk::Value value = dimension.Value(row);
    if (std::holds_alternative<std::monostate>(value)) {
      key.emplace_back();
      written_ += '-';
      continue;
    }
    key.push_back(TextOf(value));
    written_ += std::to_string(key.back()->size()) + ':' + *key.back();
  }
  const uint32_t code = index_.CodeOf(codes_, written_, static_cast<uint32_t>(HashOf(written_)));
  if (code == keys_.size()) keys_.push_back(std::move(key));
  return code;
}

std::vector<size_t> Groups::InOrder() const {
  std::vector<size_t> order(keys_.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto before = [](const std::optional<std::string>& a, const std::optional<std::string>& b) {
    return a && b ? *a < *b : a.has_value() && !b;
  };
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return std::lexicographical_compare(keys_[a].begin(), keys_[a].end(), keys_[b].begin(),
                                        keys_[b].end(), before);
  });
  return order;
}

void LogReader::Read(const sdk::Call& call, sdk::Reader& log, Engine& engine) {
  facts_.by_code.assign(256, 0);
  engine.Read(
      [&] {
        call.Check();
        return log.FetchAhead();
      },
      [&] {
        log.Next();
        ReadBatch(log, engine);
      });
}

void LogReader::ReadBatch(sdk::Reader& log, Engine& engine) {
  const EntityIds entity(log);
  const sdk::TextView stage = log.Text("stage");
  const StageCodes codes(stage, rules_);
  const sdk::Numbers<int64_t> time = log.Timestamp("entered_at");
  const Amounts amounts(log);
  std::optional<sdk::Numbers<int64_t>> sequence;
  if (log.Has("sequence")) sequence = log.Int64("sequence");
  std::vector<sdk::AnyView> dimensions;
  for (const std::string& name : parameters_.by) dimensions.push_back(log.Any(name));

  std::string digits;
  for (size_t i = 0; i < log.rows(); ++i) {
    ++facts_.rows;
    facts_.without_entity += entity.valid(i) ? 0 : 1;
    facts_.without_stage += stage.valid(i) ? 0 : 1;
    facts_.without_time += time.valid(i) ? 0 : 1;
    if (!entity.valid(i) || !stage.valid(i) || !time.valid(i)) continue;
    EventRow row{.entity = entity.At(i, digits), .time = time[i], .stage = codes[i]};
    if (sequence && sequence->valid(i)) row.sequence = (*sequence)[i];
    row.amount = amounts[i];
    facts_.amounts += row.amount == kNoAmount ? 0 : 1;
    row.group = groups_.CodeOf(dimensions, i);
    facts_.latest = std::max(facts_.latest, row.time);
    ++facts_.by_code[row.stage];
    if (row.stage == kOther) AddOtherStage(stage[i]);
    if (!parameters_.trace.empty() && row.entity == parameters_.trace) {
      facts_.traced.push_back({row.time, row.sequence, row.stage, std::string(stage[i])});
    }
    engine.Add(row);
  }
}

void LogReader::AddOtherStage(std::string_view stage) {
  constexpr size_t kFew = 20;
  if (stage == last_other_) return;
  last_other_ = stage;
  if (facts_.other_stages.size() < kFew) facts_.other_stages.emplace(stage);
}

}  // namespace conversion::funnel
