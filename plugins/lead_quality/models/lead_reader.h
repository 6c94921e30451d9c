// Leads of the catalog as a frame.
#pragma once

#include <vector>

#include <madad/sdk/model.h>

#include "features/frame.h"
#include "models/feature_reader.h"
#include "models/feature_spec.h"

namespace lead_quality {

// Reads rows with the columns lead_id, created_at and any features; where they are there also
// converted_at, when the lead converted, and predicted_value, what it is worth if it does.
class LeadReader {
 public:
  LeadReader(const sdk::Call& call, std::vector<FeatureSpec> features);

  // Reads all rows. Those without an id or a time of creation are left out and counted; so are
  // conversions later than the data is known, which have not happened yet. A feature whose column
  // is not there is not in the frame. `as_of` of the frame is the call's, else the newest creation.
  // Errors: sdk::Error: what the reader throws, and for a feature of a type that cannot be one.
  Frame Read(sdk::Reader& rows);

  // The ids as they were read, one for each lead.
  const std::vector<sdk::Value>& ids() const { return ids_; }
  size_t incomplete() const { return incomplete_; }    // rows
  size_t from_future() const { return from_future_; }  // conversions

 private:
  void ReadBatch(sdk::Reader& rows, std::vector<FeatureReader>& features, Frame& frame);
  void ReadOutcomes(sdk::Reader& rows, const std::vector<uint8_t>& complete, Frame& frame);
  void Finish(Frame& frame);

  const sdk::Call& call_;
  std::vector<FeatureSpec> specs_;
  std::vector<sdk::Value> ids_;
  size_t incomplete_ = 0, from_future_ = 0;
};

}  // namespace lead_quality
