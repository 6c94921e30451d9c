// From leads to columns, and the features that must not become any.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluation/auc.h"
#include "features/encoding.h"
#include "features/leak_guard.h"
#include "features/single_feature.h"
#include "features/target_rates.h"
#include "unit/plugins/lead_quality/frames.h"

namespace lead_quality {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<float> RowOf(const Matrix& x, size_t row) {
  return {x.Row(row), x.Row(row) + x.width()};
}

std::vector<std::string> NamesOf(const Encoder& encoder) {
  std::vector<std::string> names;
  for (const MatrixColumn& column : encoder.columns()) names.push_back(column.name);
  return names;
}

TEST(EncoderTest, OneColumnALevelAndOneForWhatIsMissing) {
  Frame frame = PlainFrame(5);
  frame.features = {Category("source", {"ads", "ads", "fair", "", "once"}),
                    Number("size", {1, NAN, 3, 4, 5})};
  const std::vector<uint8_t> converted = {1, 0, 1, 0, 0};
  const Encoder encoder(frame, {true, true}, {converted, {}}, {.least_leads = 1});
  EXPECT_THAT(NamesOf(encoder), ElementsAre("source = ads", "source = fair", "source = once",
                                            "source = missing", "size", "size missing"));
  const Matrix x = encoder.Encode(frame);
  EXPECT_THAT(RowOf(x, 0), ElementsAre(1, 0, 0, 0, 1, 0));
  EXPECT_THAT(RowOf(x, 3), ElementsAre(0, 0, 0, 1, 4, 0));
  EXPECT_TRUE(std::isnan(x.Row(1)[4]));
  EXPECT_EQ(x.Row(1)[5], 1);
}

TEST(EncoderTest, RareAndUnseenValuesAreOther) {
  Frame frame = PlainFrame(5);
  frame.features = {Category("source", {"ads", "ads", "ads", "once", "twice"})};
  const std::vector<uint8_t> converted = {1, 0, 1, 0, 0};
  const Encoder encoder(frame, {true}, {converted, {}}, {.least_leads = 2});
  EXPECT_THAT(NamesOf(encoder), ElementsAre("source = ads", "source = other"));
  Frame later = PlainFrame(3);
  later.features = {Category("source", {"ads", "never seen", ""})};
  const Matrix x = encoder.Encode(later);
  EXPECT_THAT(RowOf(x, 0), ElementsAre(1, 0));
  EXPECT_THAT(RowOf(x, 1), ElementsAre(0, 1));
  // None was missing in training, so that says nothing.
  EXPECT_THAT(RowOf(x, 2), ElementsAre(0, 0));
}

TEST(EncoderTest, ManyValuesBecomeTheirRates) {
  Frame frame = PlainFrame(6);
  frame.features = {Category("city", {"a", "a", "b", "b", "c", ""})};
  const std::vector<uint8_t> converted = {1, 1, 1, 0, 0, 0};
  const Encoder encoder(frame, {true}, {converted, {}}, {.one_hot_limit = 2, .smoothing = 1});
  ASSERT_EQ(encoder.columns().size(), 1);
  const Matrix x = encoder.Encode(frame);
  // Of "a" two of two, with two leads of the usual rate 1/2 beside them: 3/4.
  EXPECT_NEAR(x.Row(0)[0], std::log(3.0), 1e-6);
  EXPECT_NEAR(x.Row(2)[0], 0, 1e-6);
  EXPECT_NEAR(x.Row(4)[0], std::log(1.0 / 2), 1e-6);
  EXPECT_NEAR(x.Row(5)[0], std::log(1.0 / 2), 1e-6);
  Frame later = PlainFrame(1);
  later.features = {Category("city", {"elsewhere"})};
  EXPECT_NEAR(encoder.Encode(later).Row(0)[0], 0, 1e-6);
}

// Values that say nothing must not seem to, however few leads have each.
TEST(EncoderTest, OutOfFoldRatesOfNoiseRankNothing) {
  Random random(31);
  Frame frame = PlainFrame(20'000);
  std::vector<uint8_t> converted;
  Feature city{.name = "city", .kind = FeatureKind::kCategory};
  for (int i = 0; i < 5000; ++i) city.dictionary.push_back(std::to_string(i));
  for (size_t i = 0; i < frame.size(); ++i) {
    city.codes.push_back(static_cast<int32_t>(random.Below(5000)));
    converted.push_back(random.Uniform() < .3 ? 1 : 0);
  }
  EXPECT_NEAR(SingleFeatureAuc(frame, city, {converted, {}}).value(), .5, .02);
  frame.features = {city};
  const Encoder encoder(frame, {true}, {converted, {}});
  std::vector<double> with_own_outcome;
  const Matrix x = encoder.Encode(frame);
  for (size_t i = 0; i < x.rows; ++i) with_own_outcome.push_back(static_cast<double>(x.Row(i)[0]));
  EXPECT_GT(RocAuc({with_own_outcome, converted})->value, .7);
}

TEST(EncoderTest, TimestampsAreDaysBeforeTheLead) {
  Frame frame = PlainFrame(3);
  frame.features = {{.name = "founded",
                     .kind = FeatureKind::kTimestamp,
                     .instants = {-kDayUs, kNever, 2 * kDayUs + kDayUs / 2}}};
  const std::vector<uint8_t> converted = {1, 0, 1};
  const Matrix x = Encoder(frame, {true}, {converted, {}}).Encode(frame);
  EXPECT_EQ(x.Row(0)[0], 1);
  EXPECT_TRUE(std::isnan(x.Row(1)[0]));
  EXPECT_EQ(x.Row(2)[0], -.5F);
}

TEST(EncoderTest, SaysWhichFeatureIsNotThere) {
  const Frame frame = SimulatedFrame(100, 1);
  const Encoder encoder(frame, {true, true, true}, {Converted(frame), {}});
  Frame later = frame;
  later.features.erase(later.features.begin());
  try {
    encoder.Encode(later);
    FAIL() << "it was encoded";
  } catch (const sdk::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("'size'"));
  }
  later = frame;
  later.features[1] = Number("source", std::vector<double>(100, 1));
  EXPECT_THROW(encoder.Encode(later), sdk::Error);
}

TEST(EncoderTest, ComesBackFromItsBytes) {
  const Frame frame = SimulatedFrame(500, 2);
  const std::vector<uint8_t> converted = Converted(frame);
  const Encoder encoder(frame, {true, true, true}, {converted, {}}, {.one_hot_limit = 2});
  ByteWriter writer;
  encoder.Save(writer);
  ByteReader reader(writer.bytes());
  const Encoder loaded(reader);
  EXPECT_TRUE(reader.done());
  EXPECT_EQ(NamesOf(loaded), NamesOf(encoder));
  const Matrix a = encoder.Encode(frame), b = loaded.Encode(frame, 0, 400);
  for (size_t i = 0; i < b.values.size(); ++i) {
    ASSERT_TRUE(a.values[i] == b.values[i] || std::isnan(a.values[i])) << i;
  }
}

TEST(FrameTest, RefusesWhatContradictsItself) {
  const Frame good = SimulatedFrame(10, 3);
  Frame frame = good;
  EXPECT_NO_THROW(CheckFrame(frame));
  frame.features[0].numbers.pop_back();
  EXPECT_THROW(CheckFrame(frame), sdk::Error);
  frame = good;
  frame.features[1].codes[3] = 77;
  EXPECT_THROW(CheckFrame(frame), sdk::Error);
  for (const double weight : {-1.0, double{NAN}, double{INFINITY}}) {
    frame = good;
    frame.weights.assign(10, 1);
    frame.weights[4] = weight;
    EXPECT_THROW(CheckFrame(frame), sdk::Error) << weight;
  }
  frame = good;
  frame.created_at[2] = kNever;
  EXPECT_THROW(CheckFrame(frame), sdk::Error);
  frame = good;
  frame.features[0].numbers[0] = INFINITY;
  CheckFrame(frame);
  EXPECT_TRUE(frame.features[0].IsNull(0));
}

// The reason for which a feature is a leak; empty when it is none.
std::string ReasonOf(const std::vector<Leak>& leaks, const std::string& feature) {
  for (const Leak& leak : leaks) {
    if (leak.feature == feature) return WordOf(leak.reason);
  }
  return "";
}

TEST(LeakGuardTest, HonestFeaturesPass) {
  const Frame frame = SimulatedFrame(3000, 41);
  EXPECT_TRUE(FindLeaks(frame, {Converted(frame), {}}).empty());
}

TEST(LeakGuardTest, FindsEachKind) {
  Frame frame = SimulatedFrame(2000, 42);
  const std::vector<uint8_t> converted = Converted(frame);
  Random random(43);
  std::vector<double> outcome, late(2000, 1), declared(2000, 2);
  std::vector<int64_t> filled, invoiced, foretold;
  std::vector<std::string> ids, texts;
  for (size_t i = 0; i < 2000; ++i) {
    outcome.push_back(converted[i] + .3 * random.Normal());
    const bool won = converted[i] != 0;
    filled.push_back(won ? frame.converted_at[i] + 1 : frame.created_at[i]);
    invoiced.push_back(won ? frame.converted_at[i] : kNever);
    foretold.push_back(i == 7 ? frame.as_of + 1 : frame.created_at[i] - 1);
    ids.push_back("id" + std::to_string(i));
    texts.push_back("wants a call " + std::to_string(i));
  }
  frame.features.push_back(Number("outcome", outcome));
  frame.features.push_back(Number("late", late));
  frame.features.back().filled_at = filled;
  frame.features.push_back(Number("declared", declared));
  frame.features.back().known_at_outcome = true;
  frame.features.push_back(
      {.name = "invoiced", .kind = FeatureKind::kTimestamp, .instants = invoiced});
  frame.features.push_back(
      {.name = "foretold", .kind = FeatureKind::kTimestamp, .instants = foretold});
  frame.features.push_back(Category("id", ids));
  frame.features.push_back(Category("comment", texts));
  const std::vector<Leak> leaks = FindLeaks(frame, {converted, {}});
  EXPECT_EQ(ReasonOf(leaks, "outcome"), "too_good");
  EXPECT_EQ(ReasonOf(leaks, "late"), "filled_after_outcome");
  EXPECT_EQ(ReasonOf(leaks, "declared"), "known_at_outcome");
  EXPECT_EQ(ReasonOf(leaks, "invoiced"), "future_timestamp");
  EXPECT_EQ(ReasonOf(leaks, "foretold"), "future_timestamp");
  EXPECT_EQ(ReasonOf(leaks, "id"), "identifier");
  EXPECT_EQ(ReasonOf(leaks, "comment"), "text");
  EXPECT_EQ(leaks.size(), 7);
}

// Missing only where leads are lost: the value says nothing, that it is there says all.
TEST(LeakGuardTest, FindsWhatIsFilledForTheLostOnly) {
  Frame frame = SimulatedFrame(2000, 44);
  const std::vector<uint8_t> converted = Converted(frame);
  Random random(45);
  std::vector<std::string> reason;
  for (const uint8_t won : converted) {
    reason.push_back(won != 0 ? "" : random.Uniform() < .5 ? "price" : "time");
  }
  frame.features.push_back(Category("lost_reason", reason));
  EXPECT_EQ(ReasonOf(FindLeaks(frame, {converted, {}}), "lost_reason"), "too_good");
}

TEST(LeakGuardTest, FindsWhatBeatsAllOthers) {
  Frame frame = SimulatedFrame(3000, 46);
  const std::vector<uint8_t> converted = Converted(frame);
  Random random(47);
  std::vector<double> duration;
  for (const uint8_t won : converted) duration.push_back(1.8 * won + random.Normal());
  frame.features.push_back(Number("duration", duration));
  const std::vector<Leak> leaks = FindLeaks(frame, {converted, {}});
  ASSERT_EQ(leaks.size(), 1);
  EXPECT_EQ(ReasonOf(leaks, "duration"), "better_than_all_others");
  EXPECT_GT(*leaks[0].auc, *leaks[0].others_auc);
  EXPECT_LT(*leaks[0].auc, .95);
}

TEST(LeakGuardTest, OneKindOfLeadHasNoRanking) {
  Frame frame = SimulatedFrame(200, 48);
  const std::vector<uint8_t> none(200, 0);
  EXPECT_TRUE(FindLeaks(frame, {none, {}}).empty());
  EXPECT_FALSE(SingleFeatureAuc(frame, frame.features[0], {none, {}}).has_value());
}

TEST(SingleFeatureTest, ReadsANumberEitherWayAndInRanges) {
  Frame frame = PlainFrame(4000);
  Random random(49);
  std::vector<double> falling, middle;
  std::vector<uint8_t> converted;
  for (size_t i = 0; i < 4000; ++i) {
    converted.push_back(random.Uniform() < .5 ? 1 : 0);
    falling.push_back(-converted.back() + random.Normal());
    middle.push_back((converted.back() != 0 ? .3 : 3) * random.Normal());
  }
  const Targets targets{converted, {}};
  EXPECT_NEAR(SingleFeatureAuc(frame, Number("falling", falling), targets).value(), .76, .02);
  EXPECT_GT(SingleFeatureAuc(frame, Number("middle", middle), targets).value(), .85);
}

}  // namespace
}  // namespace lead_quality
