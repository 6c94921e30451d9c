// The URL that names a server.
#include "adapters/mysql/address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/status_matchers.h"

namespace madad::adapters::mysql {
namespace {

using madad::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(MySqlAddressTest, PartsAreDecoded) {
  const auto address = ParseDsn(
      "mysql://k%40pi:p%3As@db.example:3307/sh%2fop?ssl-mode=verify_identity&ssl-ca=/etc/ca.pem");
  MADAD_ASSERT_OK(address.status());
  EXPECT_EQ(address->user, "k@pi");
  EXPECT_EQ(address->password, "p:s");
  EXPECT_EQ(address->host, "db.example");
  EXPECT_EQ(address->port, 3307U);
  EXPECT_EQ(address->database, "sh/op");
  EXPECT_EQ(address->tls, Tls::kVerifyIdentity);
  EXPECT_EQ(address->ca, "/etc/ca.pem");
}

TEST(MySqlAddressTest, WhatIsLeftOutHasItsUsualValue) {
  const auto address = ParseDsn("mariadb://kpi@[::1]/shop");
  MADAD_ASSERT_OK(address.status());
  EXPECT_EQ(address->host, "::1");
  EXPECT_EQ(address->port, 3306U);
  EXPECT_EQ(address->tls, Tls::kOff);
  const auto local = ParseDsn("mysql://kpi@/shop?socket=/run/mysqld.sock");
  MADAD_ASSERT_OK(local.status());
  EXPECT_EQ(local->socket, "/run/mysqld.sock");
}

TEST(MySqlAddressTest, WhatIsWrongIsSaidWithoutThePassword) {
  for (const char* dsn :
       {"", "kpi:hunter2@db/shop", "postgresql://kpi:hunter2@db/shop", "mysql://kpi:hunter2@db",
        "mysql://kpi:hunter2@db/", "mysql://:hunter2/shop", "mysql://kpi:hunter2@db:0/shop",
        "mysql://kpi:hunter2@db:65536/shop", "mysql://kpi:hunter2@db:33x/shop",
        "mysql://kpi:hunter2@[::1/shop", "mysql://kpi:hunter2@db/a/b", "mysql://kpi:hunter2@db/a?x",
        "mysql://kpi:hunter2%4@db/a", "mysql://kpi:hunter2%00@db/a"}) {
    EXPECT_THAT(ParseDsn(dsn), StatusIs(absl::StatusCode::kInvalidArgument,
                                        AllOf(HasSubstr("mysql://"), Not(HasSubstr("hunter2")))))
        << dsn;
  }
  EXPECT_THAT(ParseDsn("mysql://kpi@db/a?ssl-mod=required"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("did you mean ssl-mode")));
  EXPECT_THAT(ParseDsn("mysql://kpi@db/a?ssl-mode=on"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("required")));
}

}  // namespace
}  // namespace madad::adapters::mysql
