package io.reverie.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Splits, folds, samplers and the prefetch. */
class DrawingTest {
  /** Samples whose input is their number. */
  private static Dataset labelled(int... labels) {
    float[] x = new float[labels.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
    }
    return Dataset.of(Tensor.of(x, x.length, 1), labels);
  }

  private static int[] skewed(int n) {
    int[] labels = new int[n];
    Rng rng = Rng.of(n);
    for (int i = 0; i < n; i++) {
      labels[i] = Math.min(rng.nextInt(8), rng.nextInt(8));
    }
    return labels;
  }

  private static Set<Integer> numbers(Dataset set) {
    Set<Integer> numbers = new HashSet<>();
    for (float x : set.all().inputs().toArray()) {
      assertThat(numbers.add((int) x)).as("sample %s twice", x).isTrue();
    }
    return numbers;
  }

  private static long count(Dataset set, int label) {
    return Arrays.stream(set.all().labels()).filter(l -> l == label).count();
  }

  @Test
  void partsShareNothingAndLeaveNothingOut() {
    double[][] manyShares = {{1}, {0.8, 0.2}, {0.7, 0.1, 0.2}, {0, 1}, {0.333, 0.333, 0.334}};
    for (int n : new int[] {0, 1, 2, 10, 97}) {
      Dataset set = labelled(skewed(n));
      for (double[] shares : manyShares) {
        for (boolean stratified : new boolean[] {false, true}) {
          var parts =
              stratified
                  ? Splits.stratified(set, Rng.of(3), shares)
                  : Splits.random(set, Rng.of(3), shares);
          Set<Integer> all = new HashSet<>();
          for (int p = 0; p < shares.length; p++) {
            Dataset part = parts.get(p);
            numbers(part).forEach(i -> assertThat(all.add(i)).isTrue());
            if (!stratified) {
              assertThat(Math.abs(part.size() - n * shares[p])).isLessThan(1);
            }
            for (int c = 0; stratified && c < 8; c++) {
              assertThat(Math.abs(count(part, c) - count(set, c) * shares[p])).isLessThan(1);
            }
          }
          assertThat(all).hasSize(n);
        }
      }
    }
  }

  @Test
  void rareClassesAreSpreadOverTheParts() {
    int[] labels = new int[100]; // a hundred classes of one sample each
    Arrays.setAll(labels, i -> i - 50);
    var parts = Splits.stratified(labelled(labels), Rng.of(1), 0.8, 0.2);
    assertThat(parts.get(0).size()).isEqualTo(80);
  }

  @Test
  void splitsAreDrawnFromTheStreamAlone() {
    Dataset set = labelled(skewed(200));
    var one = numbers(Splits.random(set, Rng.of(1), 0.5, 0.5).get(0));
    assertThat(numbers(Splits.random(set, Rng.of(1), 0.5, 0.5).get(0))).isEqualTo(one);
    assertThat(numbers(Splits.random(set, Rng.of(2), 0.5, 0.5).get(0))).isNotEqualTo(one);
    for (double[] bad : new double[][] {{}, {0.5}, {1.5, -0.5}, {Double.NaN, 1}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Splits.random(set, Rng.of(1), bad))
          .withMessageContaining("add up to 1");
    }
  }

  @Test
  void everySampleIsTestedInOneFold() {
    for (int n : new int[] {2, 5, 50, 101}) {
      Dataset set = labelled(skewed(n));
      for (int k : new int[] {2, Math.min(n, 7), n}) {
        for (boolean stratified : new boolean[] {false, true}) {
          var folds =
              stratified
                  ? Splits.stratifiedFolds(set, k, Rng.of(4))
                  : Splits.folds(set, k, Rng.of(4));
          assertThat(folds).hasSize(k);
          Set<Integer> tested = new HashSet<>();
          for (var fold : folds) {
            numbers(fold.test()).forEach(i -> assertThat(tested.add(i)).isTrue());
            Set<Integer> both = numbers(fold.train());
            assertThat(both).doesNotContainAnyElementsOf(numbers(fold.test()));
            both.addAll(numbers(fold.test()));
            assertThat(both).hasSize(n);
            assertThat(fold.test().size()).isBetween(n / k, (n + k - 1) / k);
            for (int c = 0; stratified && c < 8; c++) {
              long all = count(set, c);
              assertThat(count(fold.test(), c)).isBetween(all / k, (all + k - 1) / k);
            }
          }
          assertThat(tested).hasSize(n);
        }
      }
    }
    for (int bad : new int[] {-1, 1, 4}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Splits.folds(labelled(0, 0, 0), bad, Rng.of(1)))
          .withMessageContainingAll(bad + " folds of 3", "2 to 3");
    }
  }

  @Test
  void weightedDrawsFollowTheirWeights() {
    double[][] cases = {{1}, {1, 1, 1}, {0, 5, 0, 1e-3, 2}, {1e300, 3e300}, new double[50]};
    Arrays.setAll(cases[4], i -> i * i);
    for (double[] weights : cases) {
      int draws = 60_000;
      int[] counts = new int[weights.length];
      for (int i : Sampler.weighted(draws, weights).draw(Rng.of(5))) {
        counts[i]++;
      }
      double sum = Arrays.stream(weights).sum();
      double chiSquare = 0;
      int free = -1;
      for (int i = 0; i < counts.length; i++) {
        double expected = draws * (weights[i] / sum);
        if (weights[i] == 0) {
          assertThat(counts[i]).isZero();
        } else {
          free++;
          chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
      }
      // Mean and deviation of χ² are its degrees of freedom f and √2f.
      assertThat(chiSquare).isLessThanOrEqualTo(free + 4.5 * Math.sqrt(2.0 * free));
    }
    for (double[] bad : new double[][] {{}, {0, 0}, {1, -1}, {Double.NaN}, {1 / 0.0}}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Sampler.weighted(1, bad));
    }
  }

  @Test
  void stratifiedOrderHasEachClassesShareInEveryBatch() {
    Dataset set = labelled(skewed(400));
    int[] order = Sampler.stratified(set).draw(Rng.of(6));
    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, 400).toArray());
    for (Batch batch : set.batches(32, order)) {
      Dataset part = Dataset.of(batch.inputs(), batch.labels());
      for (int c = 0; c < 8; c++) {
        double share = count(set, c) * batch.size() / 400.0;
        assertThat(Math.abs(count(part, c) - share)).isLessThan(2);
      }
    }
    assertThat(Sampler.stratified(set).draw(Rng.of(6))).isEqualTo(order);
    assertThat(Sampler.stratified(set).draw(Rng.of(7))).isNotEqualTo(order);
  }

  @Test
  void balancedRoundsHaveOneOfEachClass() {
    int[] labels = new int[100];
    Arrays.fill(labels, 0, 90, 3);
    Arrays.fill(labels, 90, 98, 5);
    Arrays.fill(labels, 98, 100, -2);
    Dataset set = labelled(labels);
    int[] drawn = Sampler.balanced(set).draw(Rng.of(8));
    assertThat(drawn).hasSize(100);
    for (int i = 0; i + 3 <= 100; i += 3) {
      Dataset round = set.select(drawn[i], drawn[i + 1], drawn[i + 2]);
      assertThat(round.all().labels()).containsExactlyInAnyOrder(3, 5, -2);
    }
    long often = Arrays.stream(drawn).filter(i -> i == 99).count();
    assertThat(often).as("one of two, of 33 or 34").isBetween(16L, 17L);
    assertThat(Sampler.balanced(labelled()).draw(Rng.of(1))).isEmpty();
  }

  private static List<Float> firsts(Iterable<Batch> batches) {
    List<Float> firsts = new ArrayList<>();
    batches.forEach(batch -> firsts.add(batch.inputs().at(0, 0)));
    return firsts;
  }

  @Test
  void prefetchGivesWhatTheSourceGives() {
    Dataset set = labelled(skewed(100));
    Iterable<Batch> plain =
        Pixels.noise(1).over(set.batches(7, Rng.of(9).permutation(100)), Rng.of(10));
    List<Float> expected = firsts(plain);
    assertThat(expected).hasSize(15);
    assertThat(firsts(plain)).as("augmented the same way the second time").isEqualTo(expected);
    for (int ahead : new int[] {1, 3, 100}) {
      try (var prefetch = Prefetch.of(plain, ahead)) {
        assertThat(firsts(prefetch)).isEqualTo(expected);
        assertThatIllegalStateException().isThrownBy(prefetch::iterator);
      }
    }
    try (var prefetch = Prefetch.of(List.<Batch>of(), 2)) {
      assertThat(prefetch.iterator().hasNext()).isFalse();
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Prefetch.of(plain, 0));
  }

  /** Counts for ever, or fails at a number. */
  private static Iterable<Integer> counting(AtomicInteger made, int failAt) {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            if (made.get() == failAt) {
              throw new ArithmeticException("at " + failAt);
            }
            return made.getAndIncrement();
          }
        };
  }

  @Test
  void aFailureComesAtItsPlace() {
    try (var prefetch = Prefetch.of(counting(new AtomicInteger(), 3), 10)) {
      Iterator<Integer> each = prefetch.iterator();
      assertThat(List.of(each.next(), each.next(), each.next())).containsExactly(0, 1, 2);
      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(each::next)
          .withMessage("at 3");
      assertThat(each.hasNext()).isFalse();
    }
  }

  @Test
  void noMoreIsMadeThanAskedForAndNothingAfterClosing() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    Prefetch<Integer> prefetch = Prefetch.of(counting(made, -1), 3);
    assertThat(made).as("nothing before iteration").hasValue(0);
    Iterator<Integer> each = prefetch.iterator();
    each.next();
    Thread.sleep(50);
    assertThat(made.get()).isLessThanOrEqualTo(1 + 3 + 1);
    prefetch.close();
    prefetch.close();
    int then = made.get();
    Thread.sleep(20);
    assertThat(made).hasValue(then);
    assertThatIllegalStateException().isThrownBy(each::next).withMessageContaining("closed");
    assertThatIllegalStateException().isThrownBy(prefetch::iterator);
  }

  @Test
  void closingEndsASourceThatSwallowsInterrupts() {
    AtomicInteger made = new AtomicInteger();
    Iterable<Integer> stubborn =
        () -> {
          Iterator<Integer> plain = counting(made, -1).iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return true;
            }

            @Override
            public Integer next() {
              Thread.interrupted();
              return plain.next();
            }
          };
        };
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          try (var prefetch = Prefetch.of(stubborn, 1)) {
            prefetch.iterator().next();
          }
        });
  }

  @Test
  void anInterruptedConsumerStopsWaiting() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    Iterable<Integer> stuck =
        () -> {
          try {
            never.await();
          } catch (InterruptedException _) {
            left.countDown();
          }
          return List.<Integer>of().iterator();
        };
    AtomicBoolean cancelled = new AtomicBoolean();
    Thread consumer =
        new Thread(() -> {
          try (var prefetch = Prefetch.of(stuck, 1)) {
            prefetch.iterator().next();
          } catch (CancellationException _) {
            cancelled.set(Thread.currentThread().isInterrupted());
          }
        });
    consumer.start();
    consumer.interrupt();
    consumer.join(5000);
    assertThat(cancelled).isTrue();
    left.await();
  }
}
