// What the instance's last run fitted, where the next fits begin.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <madad/sdk/plugin.h>

namespace clv {

namespace sdk = madad::sdk;

// The parameters of each model's fit to all data, where it was sound.
class EarlierFits {
 public:
  // Declares the input that they are read from.
  static void Declare(sdk::Shape& shape);

  EarlierFits() = default;
  // Reads those of fits in `time_unit`; others are of other parameters.
  EarlierFits(sdk::Readers& in, std::string_view time_unit);

  // Returns the parameters of `model` in the order of `names`; empty where not all are known.
  std::vector<double> Of(std::string_view model, const std::vector<std::string>& names) const;

 private:
  std::map<std::string, std::map<std::string, double>, std::less<>> estimates_;
};

}  // namespace clv
