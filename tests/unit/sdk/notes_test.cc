// Notes of a model.
#include "madad/sdk/notes.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "madad/sdk/model.h"
#include "madad/sdk/testing/fake_host.h"

namespace madad::sdk {
namespace {

using ::testing::ElementsAre;

// Notes which numbers are odd.
class Odd {
 public:
  static void Declare(ModelSpec<Odd>&) {}
  void Shape(sdk::Shape& s) const {
    s.Input("numbers").Table("numbers").Column("n");
    Notes::Declare(s, "the numbers");
  }
  void Compute(const Call&, Readers& in, Writers& out) {
    Notes notes;
    while (in["numbers"].Next()) {
      const auto n = in["numbers"].Int64("n");
      for (size_t i = 0; i < n.size(); ++i) {
        notes.Add("ODD", "numbers are odd", n[i] % 2);
        if (n[i] > 10) notes.Add("LARGE", "a number is " + std::to_string(n[i]));
      }
    }
    notes.WriteTo(out);
  }
};

TEST(NotesTest, EqualOnesAreCountedTogetherInTheOrderTheyCame) {
  testing::Table numbers;
  numbers.Int64("n", {2, 3, 12, 5, 14, 7});
  const auto run = testing::RunModel<Odd>("{}", {{"numbers", numbers}});
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_THAT(run["notes"].Text("code"), ElementsAre("ODD", "LARGE", "LARGE"));
  EXPECT_THAT(run["notes"].Text("message"),
              ElementsAre("numbers are odd", "a number is 12", "a number is 14"));
  EXPECT_THAT(run["notes"].Int64("count"), ElementsAre(3, 1, 1));
}

TEST(NotesTest, NothingToSayIsNoRow) {
  testing::Table numbers;
  numbers.Int64("n", {2});
  const auto run = testing::RunModel<Odd>("{}", {{"numbers", numbers}});
  ASSERT_TRUE(run.ok()) << run.error;
  EXPECT_EQ(run["notes"].rows(), 0u);
}

}  // namespace
}  // namespace madad::sdk
