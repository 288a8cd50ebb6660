package io.reverie.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules on figures that were made up. */
class PassRuleTest {
  private static final PassRule MORE = PassRule.more("accuracy", "twice", "once");

  @Test
  void aClaimHoldsWhereTheWholeIntervalIsAbove() {
    assertThat(judged(MORE, 0.02, 0.03, 0.025, 0.01, 0.04)).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void aClaimFailsWhereTheWholeIntervalIsBelow() {
    assertThat(judged(MORE, -0.02, -0.03, -0.025, -0.01, -0.04)).isEqualTo(Verdict.FAILS);
  }

  @Test
  void aClaimIsUndecidedAstrideTheBarAndWithFewSeeds() {
    assertThat(judged(MORE, 0.02, -0.03, 0.025, -0.01, 0.001)).isEqualTo(Verdict.UNDECIDED);
    assertThat(judged(MORE, 0.02, 0.03, 0.025, 0.01)).isEqualTo(Verdict.UNDECIDED);
    assertThat(judged(MORE)).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void samenessNeedsTheWholeIntervalWithinTheMargin() {
    PassRule same = PassRule.same("accuracy", "twice", "once", 0.01);
    assertThat(judged(same, 0.001, -0.002, 0.003, 0, 0.001)).isEqualTo(Verdict.HOLDS);
    assertThat(judged(same, 0.05, 0.06, 0.05, 0.04, 0.05)).isEqualTo(Verdict.FAILS);
    assertThat(judged(same, 0.02, -0.03, 0.025, -0.01, 0.001)).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void oneThatFailsFailsAll() {
    PassRule both = PassRule.all(MORE, PassRule.atLeast("accuracy", "twice", 0.9));
    assertThat(judged(both, 0.02, 0.03, 0.025, 0.01, 0.04)).isEqualTo(Verdict.FAILS);
    PassRule low = PassRule.all(MORE, PassRule.atLeast("accuracy", "twice", 0.4));
    assertThat(judged(low, 0.02, 0.03, 0.025, 0.01, 0.04)).isEqualTo(Verdict.HOLDS);
  }

  /** 0.52 is more than half of 0.5 but less than 1.1 times as much. */
  @Test
  void sharesAreOfTheRivalsFigure() {
    assertThat(
            judged(PassRule.atMost("accuracy", "twice", 0.5, "once"), 0.02, 0.02, 0.02, 0.02, 0.02))
        .isEqualTo(Verdict.FAILS);
    assertThat(
            judged(PassRule.atMost("accuracy", "twice", 1.1, "once"), 0.02, 0.02, 0.02, 0.02, 0.02))
        .isEqualTo(Verdict.HOLDS);
  }

  @Test
  void rulesSayWhatTheyCompare() {
    assertThat(MORE.text()).isEqualTo("accuracy of twice − accuracy of once > 0");
    assertThat(PassRule.atMost("forgetting", "a", 0.5, "b").text())
        .isEqualTo("0.5 × forgetting of b − forgetting of a > 0");
    assertThat(PassRule.same("accuracy", "a", "b", 0.005).text())
        .isEqualTo("accuracy of a − accuracy of b within ± 0.005");
  }

  @Test
  void aSeedThatOneArmLacksDoesNotCount() {
    List<Outcome> runs = runs(0.02, 0.03, 0.025, 0.01, 0.04);
    runs.add(Made.outcome("once", 99, Map.of("accuracy", 0.9)));
    var results = new Results(Made.experiment(), "clouds", false, runs);
    assertThat(results.estimate(Contrast.difference("accuracy", "twice", "once")).seeds())
        .isEqualTo(5);
    assertThat(results.seeds()).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void aQuickTrialDecidesNothing() {
    var results =
        new Results(Made.experiment(), "clouds", true, runs(0.02, 0.03, 0.025, 0.01, 0.04));
    assertThat(results.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  private static Verdict judged(PassRule rule, double... differences) {
    var experiment = Made.experiment("s", bench -> new Made.Twice(bench.learner(0.1f)), rule);
    return new Results(experiment, "clouds", false, runs(differences)).verdict();
  }

  /** The second arm has so much more than the first one's 0.5. */
  private static List<Outcome> runs(double... differences) {
    List<Outcome> runs = new ArrayList<>();
    for (int seed = 0; seed < differences.length; seed++) {
      runs.add(Made.outcome("once", seed, Map.of("accuracy", 0.5)));
      runs.add(Made.outcome("twice", seed, Map.of("accuracy", 0.5 + differences[seed])));
    }
    return runs;
  }
}
