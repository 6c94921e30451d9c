#include "value/earlier_fits.h"

#include <cmath>

#include "value/fit.h"

namespace clv {

void EarlierFits::Declare(sdk::Shape& shape) {
  shape.Input("earlier_fits")
      .Previous("fit")
      .Column("model")
      .Column("period")
      .Column("parameter")
      .Column("estimate")
      .Column("diagnosis")
      .Column("time_unit");
}

EarlierFits::EarlierFits(sdk::Readers& in, std::string_view time_unit) {
  sdk::Reader& rows = in["earlier_fits"];
  while (rows.Next()) {
    const sdk::TextView model = rows.Text("model"), period = rows.Text("period"),
                        parameter = rows.Text("parameter"), diagnosis = rows.Text("diagnosis"),
                        unit = rows.Text("time_unit");
    const sdk::Numbers<double> estimate = rows.Double("estimate");
    for (size_t i = 0; i < rows.rows(); ++i) {
      const bool is_sound = diagnosis[i] == WordOf(Diagnosis::kOk) && unit[i] == time_unit &&
                            period[i] == "all" && parameter.valid(i) && estimate.valid(i);
      if (is_sound) estimates_[std::string(model[i])][std::string(parameter[i])] = estimate[i];
    }
  }
}

std::vector<double> EarlierFits::Of(std::string_view model,
                                    const std::vector<std::string>& names) const {
  const auto known = estimates_.find(model);
  if (known == estimates_.end()) return {};
  std::vector<double> parameters;
  for (const std::string& name : names) {
    const auto estimate = known->second.find(name);
    if (estimate == known->second.end() || !(estimate->second > 0)) return {};
    parameters.push_back(estimate->second);
  }
  return parameters;
}

}  // namespace clv
