// Leads of the catalog as a frame.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include <madad/sdk/model.h>

#include "artifact/bytes.h"
#include "features/frame.h"

namespace lead_quality {

// Reads rows with the columns lead_id, created_at and any features. Texts become categories,
// numbers numbers, booleans flags, dates and timestamps instants; other columns are not read.
class LeadReader {
 public:
  // `features` are the columns to read as features.
  LeadReader(const sdk::Call& call, std::vector<std::string> features);

  // Reads all rows. Those without an id or a time of creation are left out and counted.
  // `as_of` of the frame is the call's, else the newest creation.
  // Errors: sdk::Error: what the reader throws, and for a feature of a type that cannot be one.
  Frame Read(sdk::Reader& rows);

  // The ids as they were read, one for each lead.
  const std::vector<sdk::Value>& ids() const { return ids_; }
  size_t incomplete() const { return incomplete_; }

 private:
  void ReadBatch(sdk::Reader& rows, Frame& frame);
  void ReadFeature(sdk::Reader& rows, size_t place, const std::vector<uint8_t>& complete,
                   Feature& feature);

  const sdk::Call& call_;
  std::vector<std::string> names_;
  std::vector<std::unordered_map<std::string, int32_t>> codes_;  // of each feature's texts
  std::vector<sdk::Value> ids_;
  size_t incomplete_ = 0;
};

}  // namespace lead_quality
