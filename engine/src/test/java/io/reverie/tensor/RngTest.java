package io.reverie.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RngTest {
  @Test
  void longsAreKnown() {
    // A change of the stream changes every published result: these never change.
    assertLongs(Rng.of(42), 0xE256C5AA10F0808DL, 0x983088817B64A7B7L, 0x9ACF58F1119BA53CL);
    assertLongs(Rng.of(-1), 0xA5557E006C655E8CL, 0x1265B67113363F37L);
    assertLongs(Rng.of(0), 0x2EF98ECC113A0DD8L, 0xC623DD97D6FC80B7L);
    assertLongs(Rng.of(42).split("dropout"), 0xE3B785DCD19776C6L, 0xDF485342D19D867FL);
    assertLongs(Rng.of(42).split(7), 0x4966F3FD9167C6DDL, 0xC066C1B6F76360DDL);
  }

  private static void assertLongs(Rng rng, long... expected) {
    for (long number : expected) {
      assertThat(rng.nextLong()).isEqualTo(number);
    }
  }

  @Test
  void everythingElseIsKnownToo() {
    Rng floats = Rng.of(42);
    assertThat(new float[] {floats.nextFloat(), floats.nextFloat(), floats.nextFloat()})
        .containsExactly(0.8841364979743958f, 0.5944905281066895f, 0.6047263145446777f);
    Rng doubles = Rng.of(42);
    assertThat(doubles.nextDouble()).isEqualTo(0.8841365375710115);
    assertThat(doubles.nextDouble()).isEqualTo(0.5944905582540678);
    Rng ints = Rng.of(42);
    assertThat(IntStream.range(0, 12).map(_ -> ints.nextInt(10)).toArray())
        .containsExactly(8, 5, 6, 0, 9, 1, 8, 5, 5, 5, 1, 1);
    assertThat(ints.nextInt(1_000_000_007)).isEqualTo(406_959_757);
    Rng gaussians = Rng.of(42);
    assertThat(gaussians.nextGaussian()).isEqualTo((float) -1.7209271599379012);
    assertThat(gaussians.nextGaussian()).isEqualTo((float) 1.2867451214402355);
    assertThat(gaussians.nextGaussian()).isEqualTo((float) 0.9452974093984347);
    assertThat(Rng.of(42).permutation(10)).containsExactly(7, 2, 1, 3, 6, 9, 0, 4, 5, 8);
    assertThat(Rng.of(42).nextBeta(0.5f)).isEqualTo(0.9922869664291064f);
  }

  @Test
  void floatsAreSpreadEvenly() {
    Rng rng = Rng.of(1);
    int[] counts = new int[100];
    for (int i = 0; i < 1_000_000; i++) {
      float x = rng.nextFloat();
      assertThat(x >= 0 && x < 1).isTrue();
      counts[(int) (x * 100)]++;
    }
    assertThat(chiSquare(counts)).isLessThan(161); // 99 degrees of freedom: 1 in 10 000 is above
  }

  @Test
  void intsAreSpreadEvenlyOverAnyBound() {
    Rng rng = Rng.of(2);
    for (int bound : new int[] {1, 2, 3, 7, 10, 100, 1000}) {
      int[] counts = new int[bound];
      for (int i = 0; i < 300_000; i++) {
        counts[rng.nextInt(bound)]++;
      }
      double freedom = Math.max(1, bound - 1);
      assertThat(chiSquare(counts)).isLessThan(freedom + 4.5 * Math.sqrt(2 * freedom) + 8);
    }
  }

  @Test
  void largeBoundsAreNotBiased() {
    // 3·2²⁹ does not divide 2³²: plain multiplication would hit two of three numbers three times
    // and the third twice, a plain remainder would favour the first part of the range.
    Rng rng = Rng.of(3);
    int bound = 3 << 29;
    int[] halves = new int[2];
    int[] thirds = new int[3];
    for (int i = 0; i < 300_000; i++) {
      int x = rng.nextInt(bound);
      assertThat(x).isBetween(0, bound - 1);
      halves[x >= bound / 2 ? 1 : 0]++;
      thirds[x % 3]++;
    }
    assertThat(chiSquare(halves)).isLessThan(15.2);
    assertThat(chiSquare(thirds)).isLessThan(18.5);
  }

  @Test
  void bitsAreFairAndUncorrelated() {
    Rng rng = Rng.of(4);
    int draws = 100_000;
    int[] ones = new int[64];
    int[] repeats = new int[64];
    long last = rng.nextLong();
    for (int i = 0; i < draws; i++) {
      long next = rng.nextLong();
      for (int bit = 0; bit < 64; bit++) {
        ones[bit] += (int) (next >>> bit & 1);
        repeats[bit] += (int) (~(next ^ last) >>> bit & 1);
      }
      last = next;
    }
    int allowed = (int) (4.5 * Math.sqrt(draws / 4.0));
    for (int bit = 0; bit < 64; bit++) {
      assertThat(ones[bit]).as("bit %d", bit).isCloseTo(draws / 2, within(allowed));
      assertThat(repeats[bit]).as("bit %d repeated", bit).isCloseTo(draws / 2, within(allowed));
    }
  }

  @Test
  void gaussiansHaveTheMomentsOfTheNormalDistribution() {
    Rng rng = Rng.of(5);
    int n = 1_000_000;
    double[] moments = new double[5];
    for (int i = 0; i < n; i++) {
      double x = rng.nextGaussian();
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(x, power) / n;
      }
    }
    // Four standard errors each: √(1, 2, 15, 96) / √n.
    assertThat(moments[1]).isCloseTo(0, within(0.004));
    assertThat(moments[2]).isCloseTo(1, within(0.0057));
    assertThat(moments[3]).isCloseTo(0, within(0.0155));
    assertThat(moments[4]).isCloseTo(3, within(0.04));
  }

  @Test
  void betaIsSymmetricWithItsVariance() {
    for (float alpha : new float[] {0.2f, 0.5f, 1, 2}) {
      Rng rng = Rng.of(6);
      double mean = 0;
      double square = 0;
      int n = 100_000;
      for (int i = 0; i < n; i++) {
        double x = rng.nextBeta(alpha);
        mean += x / n;
        square += x * x / n;
      }
      assertThat(mean).isCloseTo(0.5, within(0.007));
      assertThat(square - mean * mean).isCloseTo(0.25 / (2 * alpha + 1), within(0.003));
    }
  }

  @Test
  void permutationsAreAllEquallyLikely() {
    Rng rng = Rng.of(7);
    int[] counts = new int[24];
    for (int i = 0; i < 120_000; i++) {
      int[] p = rng.permutation(4);
      assertThat(p).containsExactlyInAnyOrder(0, 1, 2, 3);
      int rank = 0;
      for (int j = 0; j < 4; j++) {
        for (int k = j + 1; k < 4; k++) {
          rank += p[k] < p[j] ? new int[] {6, 2, 1}[j] : 0;
        }
      }
      counts[rank]++;
    }
    assertThat(chiSquare(counts)).isLessThan(58); // 23 degrees of freedom
    assertThat(rng.permutation(0)).isEmpty();
  }

  @Test
  void splittingDrawsNothing() {
    Rng rng = Rng.of(8);
    Rng twin = Rng.of(8);
    rng.split("a").nextLong();
    rng.split(3).nextLong();
    assertThat(rng.state()).isEqualTo(twin.state());
    assertThat(rng.nextLong()).isEqualTo(twin.nextLong());
  }

  @Test
  void splittingDependsOnlyOnTheSeedAndTheName() {
    Rng rng = Rng.of(9);
    long before = rng.split("weights").nextLong();
    rng.nextLong();
    assertThat(rng.split("weights").nextLong()).isEqualTo(before);
    assertThat(rng.split(5).nextLong()).isEqualTo(Rng.of(9).split(5).nextLong());
  }

  @Test
  void splitStreamsAreUnrelated() {
    Rng rng = Rng.of(10);
    long[] firsts =
        IntStream.range(0, 4000)
            .mapToLong(i -> (i < 2000 ? rng.split(i) : rng.split("task " + i)).nextLong())
            .toArray();
    assertThat(Arrays.stream(firsts).distinct().count()).isEqualTo(4000);
    int ones = Arrays.stream(firsts).mapToInt(Long::bitCount).sum();
    assertThat(ones).isCloseTo(4000 * 32, within(4 * 4 * 64));
    assertThat(rng.split(0).split(1).nextLong()).isNotEqualTo(rng.split(1).split(0).nextLong());
    assertThat(rng.split("").nextLong()).isNotEqualTo(Rng.of(10).nextLong());
  }

  @Test
  void aSavedStateGoesOnWhereItWas() {
    Rng rng = Rng.of(11);
    rng.nextGaussian();
    rng.nextInt(5);
    Rng.State state = rng.state();
    long[] expected = {rng.nextLong(), rng.nextLong()};
    Rng again = Rng.of(new Rng.State(state.key(), state.counter()));
    assertLongs(again, expected);
  }

  @Test
  void refusesBoundsThatHoldNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rng.of(1).nextInt(0))
        .withMessageContaining("bound 0");
    assertThatIllegalArgumentException().isThrownBy(() -> Rng.of(1).nextInt(-3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rng.of(1).nextBeta(0))
        .withMessageContaining("α > 0");
    assertThatIllegalArgumentException().isThrownBy(() -> Rng.of(1).nextBeta(Float.NaN));
  }

  private static double chiSquare(int... counts) {
    double expected = Arrays.stream(counts).average().orElseThrow();
    return Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
  }
}
