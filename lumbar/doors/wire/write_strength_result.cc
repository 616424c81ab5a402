// SPDX-License-Identifier: Apache-2.0
// What measured strength comes to, as JSON.
#include "lumbar/doors/wire/wire.h"

namespace lumbar {
namespace {

std::string place_name(const MusclePlace& place) {
  return std::string(word_of(place.group)) + (place.side ? "." + std::string(word_of(*place.side)) : "");
}

class ResultWriter {
 public:
  ResultWriter(const StrengthFacts& facts, json::Writer& out) : facts_(facts), out_(out) {}

  void places(std::string_view key, const std::vector<MusclePlace>& all) {
    out_.key(key).begin_list();
    for (const MusclePlace& one : all) out_.text(place_name(one));
    out_.end();
  }

  void because(const std::vector<Because>& all) {
    out_.key("because").begin_list();
    for (const Because one : all) out_.text(word_of(one));
    out_.end();
  }

  void test(std::size_t variant, std::optional<Side> side) {
    out_.text_at("test", facts_.test_of(variant).name).text_at("variant", facts_.variants[variant].name);
    if (side) out_.text_at("side", word_of(*side));
  }

  void amount(std::string_view key, const std::optional<Amount>& amount) {
    if (!amount) {
      out_.key(key).null();
      return;
    }
    out_.key(key).number(amount->value);
    if (amount->at_least) out_.key(std::string(key) + "_at_least").flag(true);
  }

  void norm(std::optional<std::size_t> place, NormFit fit) {
    if (!place) {
      out_.key("norm").null().text_at("fit", word_of(fit));
      return;
    }
    const Norm& norm = facts_.norms[*place];
    out_.key("norm").begin_object().text_at("id", norm.name).text_at("citation", norm.citation);
    out_.text_or_null_at("population", norm.population);
    out_.text_at("sex", norm.sex ? word_of(*norm.sex) : std::string_view("all"));
    const auto number = [&](std::string_view key, std::optional<double> value) {
      out_.key(key);
      value ? out_.number(*value) : out_.null();
    };
    number("age_min", norm.age_min);
    number("age_max", norm.age_max);
    number("mean", norm.mean.point);
    number("sd", norm.sd);
    out_.text_or_null_at("cutoff", norm.cutoff);
    out_.text_at("status", word_of(norm.basis.status)).end();
    out_.text_at("fit", word_of(fit));
  }

  void tested(const StrengthTested& one) {
    out_.begin_object();
    test(one.variant, one.place.side);
    out_.text_at("group", place_name(one.place));
    out_.text_at("unit", facts_.test_of(one.variant).unit);
    amount("value", one.value);
    out_.key("days").begin_list();
    for (const TestedDay& day : one.days) {
      out_.begin_object().text_at("date", day.day.written()).key("value").number(day.value.value);
      out_.key("at_least").flag(day.value.at_least).text_at("stopped_by", word_of(day.stopped)).end();
    }
    out_.end();
    out_.key("older_days").whole(static_cast<std::int64_t>(one.older_days));
    norm(one.norm, one.fit);
    amount("percent_of_norm", one.percent);
    amount("z", one.z);
    out_.key("cutoffs").begin_list();
    for (const Cutoff& cutoff : one.cutoffs) {
      const Norm& row = facts_.norms[cutoff.norm];
      out_.begin_object().text_at("norm", row.name).text_at("use", word_of(row.use));
      out_.key("limit").number(*row.limit.point).text_at("meaning", row.cutoff_meaning);
      out_.key("beyond").flag(cutoff.beyond).end();
    }
    out_.end().text_at("standing", word_of(one.standing));
    because(one.because);
    out_.end();
  }

  void ratio(const RatioFound& one) {
    out_.begin_object().text_at("ratio", word_of(facts_.ratios[one.rule].ratio)).key("value").number(one.value);
    if (one.at_least) out_.key("value_at_least").flag(true);
    if (one.at_most) out_.key("value_at_most").flag(true);
    out_.key("flagged");
    one.flagged == Presence::unknown ? out_.null() : out_.flag(one.flagged == Presence::present);
    out_.key("days_flagged").whole(static_cast<std::int64_t>(one.days_flagged));
    places("against", one.against);
    norm(one.norm, one.fit);
    out_.end();
  }

 private:
  const StrengthFacts& facts_;
  json::Writer& out_;
};

}  // namespace

std::string write_strength_result(const ReadMeasures& read, const StrengthResult& result, const Knowledge& knowledge,
                                  bool pretty) {
  const StrengthFacts& facts = knowledge.strength();
  json::Writer out(pretty);
  ResultWriter write(facts, out);
  out.begin_object().key("lumbar_strength").whole(1).text_at("facts", knowledge.hash());
  if (read.as_of) out.text_at("as_of", read.as_of->written());
  out.text_at("verdict", word_of(result.verdict));
  out.text_or_null_at("undecided", result.undecided == Undecided::no ? "" : word_of(result.undecided));
  write.places("limiting", result.limiting);
  out.key("provisional").flag(result.provisional);
  out.text_or_null_at("lowest_so_far", result.lowest_so_far ? place_name(*result.lowest_so_far) : "");
  write.places("weak", result.weak);
  write.places("watch", result.watch);
  write.places("dominant", result.dominant);
  out.key("whole_body_low").flag(result.whole_body_low);
  out.key("power_lost").begin_list();
  for (const PowerLost& one : result.power_lost) {
    out.begin_object();
    write.test(one.variant, one.side);
    out.text_at("kind", word_of(one.kind)).key("grade").number(one.grade).key("before").number(one.before);
    out.key("triage_now").flag(one.triage_now()).end();
  }
  out.end().key("groups").begin_list();
  for (const PlaceFound& one : result.places) {
    out.begin_object().text_at("group", place_name(one.place)).text_at("standing", word_of(one.standing));
    out.key("confirmed").flag(one.confirmed);
    write.because(one.because);
    out.end();
  }
  out.end().key("tests").begin_list();
  for (const StrengthTested& one : result.tested) write.tested(one);
  out.end().key("ratios").begin_list();
  for (const RatioFound& one : result.ratios) write.ratio(one);
  out.end().key("sides").begin_list();
  for (const SidesFound& one : result.sides) {
    out.begin_object();
    write.test(one.variant, {});
    out.key("percent").number(one.percent).text_or_null_at("weaker", one.weaker ? word_of(*one.weaker) : "");
    out.key("watch").flag(one.watch).key("days_acted").whole(static_cast<std::int64_t>(one.days_acted)).end();
  }
  out.end().key("invalid").begin_list();
  for (const InvalidMeasure& one : result.invalid) {
    out.begin_object().text_at("date", one.measure.day.written());
    write.test(one.measure.variant, one.measure.side);
    out.key("value").number(one.measure.value).text_at("stopped_by", word_of(one.measure.stopped)).end();
  }
  out.end().key("next").begin_list();
  for (const NextTest& one : result.next) {
    out.begin_object();
    write.test(one.variant, one.side);
    out.text_at("why", word_of(one.why)).end();
  }
  out.end().key("claims").begin_list();
  for (const StrengthClaim& one : facts.claims) {
    out.begin_object().text_at("id", one.name).text_at("says", one.says).text_at("grade", word_of(one.grade));
    out.text_at("known", one.known).end();
  }
  out.end().key("warnings").begin_list();
  for (const std::string& one : read.warnings) out.text(one);
  out.end().end();
  return out.take();
}

}  // namespace lumbar
