#include "core/labels.h"

#include <gtest/gtest.h>

namespace madad::core {
namespace {

TEST(LabelsTest, TheNearestTagWins) {
  const std::map<std::string, std::string> labels = {
      {"en", "Leads"}, {"he", "לידים"}, {"pt-BR", "Contatos"}};
  EXPECT_EQ(LabelIn(labels, "he"), "לידים");
  EXPECT_EQ(LabelIn(labels, "he-IL"), "לידים");
  EXPECT_EQ(LabelIn(labels, "he_IL.UTF-8"), "לידים");
  EXPECT_EQ(LabelIn(labels, "HE"), "לידים");
  EXPECT_EQ(LabelIn(labels, "pt-br"), "Contatos");
  // Another Portuguese is not Brazil's.
  EXPECT_EQ(LabelIn(labels, "pt"), "Leads");
  EXPECT_EQ(LabelIn(labels, "fr"), "Leads");
  EXPECT_EQ(LabelIn(labels, ""), "Leads");
  EXPECT_EQ(LabelIn({{"he", "לידים"}}, "fr"), "");
}

}  // namespace
}  // namespace madad::core
