package io.reverie.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Laws that hold for all tensors, on random ones; a failure names its seed. */
class LawsTest {
  private static final int SEEDS = 60;

  private static void forManySeeds(Consumer<Rng> law) {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        law.accept(Rng.of(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  void permutingThereAndBackIsNothing() {
    forManySeeds(rng -> {
      Tensor x = random(rng, rng.nextInt(5));
      int[] axes = rng.permutation(x.shape().rank());
      int[] back = new int[axes.length];
      for (int i = 0; i < axes.length; i++) {
        back[axes[i]] = i;
      }
      assertSame(x.permute(axes).permute(back), x);
    });
  }

  @Test
  void permutingTwiceIsPermutingByTheProduct() {
    forManySeeds(rng -> {
      Tensor x = random(rng, 1 + rng.nextInt(4));
      int[] first = rng.permutation(x.shape().rank());
      int[] second = rng.permutation(x.shape().rank());
      int[] both = Arrays.stream(second).map(i -> first[i]).toArray();
      assertSame(x.permute(first).permute(second), x.permute(both));
    });
  }

  @Test
  void slicesConcatenatedAreTheWhole() {
    forManySeeds(rng -> {
      Tensor x = random(rng, 1 + rng.nextInt(4));
      int axis = rng.nextInt(x.shape().rank());
      int length = x.dim(axis);
      int one = rng.nextInt(length + 1);
      int two = one + rng.nextInt(length - one + 1);
      Tensor whole =
          x.slice(axis, 0, one).concat(axis, x.slice(axis, one, two), x.slice(axis, two, length));
      assertSame(whole, x);
    });
  }

  @Test
  void aPartOfAConcatenationIsThePart() {
    forManySeeds(rng -> {
      Tensor a = random(rng, 1 + rng.nextInt(4));
      int axis = rng.nextInt(a.shape().rank());
      Tensor b = Tensor.randn(rng, a.shape().with(axis, rng.nextInt(6)).dims());
      Tensor both = a.concat(axis, b);
      assertSame(both.slice(axis, 0, a.dim(axis)), a);
      assertSame(both.slice(axis, a.dim(axis), both.dim(axis)), b);
    });
  }

  @Test
  void softmaxRowsAreProbabilities() {
    forManySeeds(rng -> {
      Tensor x = random(rng, 1 + rng.nextInt(3)).mul(20);
      Tensor y = x.softmax();
      for (float p : y.toArray()) {
        assertThat(p).isBetween(0f, 1f);
      }
      assertNear(y.sum(-1), Tensor.ones(x.shape().without(-1).dims()), 1e-5f);
      assertNear(x.logSoftmax().exp(), y, 1e-5f);
    });
  }

  @Test
  void softmaxDoesNotSeeAShift() {
    forManySeeds(rng -> {
      // Quarters and whole numbers: the shifted sums are exact.
      Tensor x = random(rng, 2);
      for (int i = 0; i < x.size(); i++) {
        x.array()[i] = Math.round(x.array()[i] * 4) / 4f;
      }
      float shift = rng.nextInt(200) - 100;
      assertSame(x.add(shift).softmax(), x.softmax());
      assertNear(x.add(shift).logSoftmax(), x.logSoftmax(), 1e-4f);
    });
  }

  @Test
  void theMatrixProductIsLinear() {
    forManySeeds(rng -> {
      Tensor a = random(rng, 2);
      Tensor b = Tensor.randn(rng, a.dim(0), a.dim(1));
      Tensor c = Tensor.randn(rng, a.dim(1), 1 + rng.nextInt(9));
      float factor = rng.nextFloat();
      Tensor together = a.mul(factor).add(b).matmul(c);
      assertNear(together, a.matmul(c).mul(factor).add(b.matmul(c)), 1e-4f);
    });
  }

  @Test
  void theMatrixProductIsAssociative() {
    forManySeeds(rng -> {
      Tensor a = random(rng, 2);
      Tensor b = Tensor.randn(rng, a.dim(1), 1 + rng.nextInt(9));
      Tensor c = Tensor.randn(rng, b.dim(1), 1 + rng.nextInt(9));
      assertNear(a.matmul(b).matmul(c), a.matmul(b.matmul(c)), 1e-4f);
    });
  }

  @Test
  void theTransposedProductIsTheProductOfTheTransposed() {
    forManySeeds(rng -> {
      Tensor a = random(rng, 3);
      Tensor b = Tensor.randn(rng, a.dim(0), a.dim(2), 1 + rng.nextInt(9));
      Tensor product = a.matmul(b).transpose();
      assertNear(product, b.transpose().matmul(a.transpose()), 1e-5f);
      assertNear(product, b.matmul(a, true, true), 1e-5f);
      assertNear(product.transpose(), a.transpose().matmul(b, true, false), 1e-5f);
      assertNear(product.transpose(), a.matmul(b.transpose(), false, true), 1e-5f);
    });
  }

  @Test
  void sumsOverAxesInAnyOrderAreEqual() {
    forManySeeds(rng -> {
      Tensor x = random(rng, 1 + rng.nextInt(4));
      int rank = x.shape().rank();
      int[] axes = Arrays.copyOf(rng.permutation(rank), 1 + rng.nextInt(rank));
      int[] reversed = new int[axes.length];
      for (int i = 0; i < axes.length; i++) {
        reversed[i] = axes[axes.length - 1 - i] - rank;
      }
      int[] sorted = Arrays.stream(axes).sorted().toArray();
      Tensor oneByOne = x;
      for (int i = sorted.length - 1; i >= 0; i--) {
        oneByOne = oneByOne.sum(sorted[i]);
      }
      assertSame(x.sum(axes), x.sum(reversed));
      assertNear(x.sum(axes), oneByOne, 1e-4f);
      assertNear(x.sum(axes).sum(), x.sum(), 1e-4f);
      float share = (float) x.sum(axes).size() / x.size();
      assertNear(x.mean(axes), oneByOne.mul(share), 1e-4f);
    });
  }

  @Test
  void theSumOfPermutedAxesIsTheSum() {
    forManySeeds(rng -> {
      Tensor x = random(rng, 3);
      int axis = rng.nextInt(3);
      int[] axes = {axis, (axis + 1) % 3, (axis + 2) % 3};
      Tensor front = x.permute(axes).sum(0);
      Tensor expected = axis == 1 ? x.sum(1).transpose() : x.sum(axis);
      assertNear(front, expected, 1e-5f);
    });
  }

  @Test
  void broadcastingIsRepeating() {
    forManySeeds(rng -> {
      Tensor x = random(rng, 3);
      Tensor row = Tensor.randn(rng, x.dim(1), 1);
      Tensor ones = Tensor.ones(x.shape().dims());
      assertSame(x.mul(row), x.mul(ones.mul(row)));
      assertSame(row.sub(x), x.sub(row).neg());
    });
  }

  private static Tensor random(Rng rng, int rank) {
    int[] dims = new int[rank];
    Arrays.setAll(dims, _ -> 1 + rng.nextInt(6));
    return Tensor.randn(rng, dims);
  }

  private static void assertSame(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.toArray()).isEqualTo(expected.toArray());
  }

  private static void assertNear(Tensor actual, Tensor expected, float tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.toArray()).containsExactly(expected.toArray(), within(tolerance));
  }
}
