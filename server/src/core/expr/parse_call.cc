// Functions and aggregates.
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "core/expr/errors.h"
#include "core/expr/parser_impl.h"
#include "core/status.h"
#include "core/suggest.h"
#include "core/utf8.h"

namespace madad::core {
namespace {

std::string UnknownFunction(const std::string& name) {
  constexpr size_t kShown = 40;
  std::string problem = absl::StrCat("there is no function '", Clip(name, kShown), "'");
  const std::string near = DidYouMean(name, FunctionNames());
  if (!near.empty()) return problem + near;
  return absl::StrCat(problem, "; there are ", absl::StrJoin(FunctionNames(), ", "));
}

std::string WrongCount(const Function& function, size_t found) {
  const std::string counts = function.least == function.most ? absl::StrCat(function.least)
                             : function.most > 9
                                 ? absl::StrCat("at least ", function.least)
                                 : absl::StrCat(function.least, " or ", function.most);
  return absl::StrCat(function.name, " takes ", counts,
                      counts == "1" || counts == "at least 1" ? " argument" : " arguments",
                      ", found ", found);
}

}  // namespace

absl::StatusOr<ExprPtr> Parser::ParseCall() {
  const Token word = Take();
  Expr call;
  call.position = word.position;
  call.name = absl::AsciiStrToLower(word.text);
  const Function* function = FindFunction(call.name);
  if (function == nullptr) {
    return ExpressionInvalid(text_, word.position, UnknownFunction(call.name));
  }
  call.kind = function->aggregate ? ExprKind::kAggregate : ExprKind::kCall;
  Take();  // the parenthesis
  MADAD_RETURN_IF_ERROR(ParseArguments(*function, call));
  MADAD_RETURN_IF_ERROR(ParseFilter(*function, call));
  return Finish(std::move(call));
}

absl::Status Parser::ParseArguments(const Function& function, Expr& call) {
  const bool is_count = call.name == "count";
  if (Peek().IsSymbol("*")) {
    if (!is_count) return Unexpected("a value (only count takes *)");
    Take();
    return ExpectSymbol(")");
  }
  if (Peek().IsWord("distinct")) {
    if (!is_count) {
      return ExpressionInvalid(text_, Peek().position, "only count takes DISTINCT");
    }
    Take();
    call.distinct = true;
  }
  if (call.distinct || !Peek().IsSymbol(")")) {
    do {
      MADAD_ASSIGN_OR_RETURN(ExprPtr arg, ParseOr());
      call.args.push_back(std::move(arg));
    } while (TakeSymbol(","));
  }
  if (!TakeSymbol(")")) return Unexpected("an operator, ',' or ')'");
  if (call.args.size() >= function.least && call.args.size() <= function.most) {
    return absl::OkStatus();
  }
  return ExpressionInvalid(text_, call.position, WrongCount(function, call.args.size()));
}

absl::Status Parser::ParseFilter(const Function& function, Expr& call) {
  const uint32_t position = Peek().position;
  if (!TakeWord("filter")) return absl::OkStatus();
  if (!function.aggregate) {
    return ExpressionInvalid(text_, position,
                             absl::StrCat("FILTER follows an aggregate; ", call.name, " is none"));
  }
  MADAD_RETURN_IF_ERROR(ExpectSymbol("("));
  MADAD_RETURN_IF_ERROR(ExpectWord("where", "WHERE"));
  MADAD_ASSIGN_OR_RETURN(call.filter, ParseOr());
  if (!TakeSymbol(")")) return Unexpected("an operator or ')'");
  return absl::OkStatus();
}

}  // namespace madad::core
