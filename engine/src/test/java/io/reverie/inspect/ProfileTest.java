package io.reverie.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.inspect.Profile.Row;
import io.reverie.nn.Activation;
import io.reverie.nn.Checkpointed;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Whose time it was. */
class ProfileTest {
  private static final long MILLI = 1_000_000;

  /** Waits, so much forward and so much backward. */
  record Wait(String name, long forwardMillis, long backwardMillis) implements Op {
    @Override
    public Shape shape(Shape... in) {
      return in[0];
    }

    @Override
    public void forward(Node node) {
      System.arraycopy(
          node.input(0).array(),
          node.input(0).offset(),
          node.output().array(),
          node.output().offset(),
          node.output().size());
      await(forwardMillis);
    }

    @Override
    public void backward(Node node) {
      node.inputGradient(0).array()[node.inputGradient(0).offset()] += 1;
      await(backwardMillis);
    }

    private static void await(long millis) {
      long end = System.nanoTime() + millis * MILLI;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
    }
  }

  private static void step(Profile profile, Layer model, Tensor input) {
    try (var tape = Tape.train()) {
      profile.on(tape);
      tape.backward(model.forward(tape.watch(input)).sum());
    }
  }

  @Test
  void timesAddUpAndTheLongestComesFirst() {
    var profile = Profile.byOperation();
    Layer model =
        x -> Tensor.apply(new Wait("slow", 2, 9), Tensor.apply(new Wait("quick", 3, 0), x));
    for (int i = 0; i < 3; i++) {
      step(profile, model, Tensor.of(1));
    }
    Row slow = profile.rows().getFirst();
    Row quick = profile.rows().get(1);
    assertThat(slow.name()).isEqualTo("slow");
    assertThat(slow.calls()).isEqualTo(3);
    assertThat(slow.forwardNanos()).isGreaterThanOrEqualTo(6 * MILLI);
    assertThat(slow.backwardNanos()).isGreaterThanOrEqualTo(27 * MILLI);
    assertThat(slow.nanos()).isEqualTo(slow.forwardNanos() + slow.backwardNanos());
    assertThat(quick.name()).isEqualTo("quick");
    assertThat(quick.forwardNanos()).isGreaterThanOrEqualTo(9 * MILLI);
    assertThat(profile.toString()).contains("operation", "share", "slow", " %\n");
  }

  @Test
  void aBlocksTimeIsThatOfItsOperations() {
    var profile = Profile.byOperation();
    step(profile, new Checkpointed(x -> Tensor.apply(new Wait("within", 5, 25), x)), Tensor.of(1));
    Row within = profile.rows().getFirst();
    assertThat(within.name()).isEqualTo("within");
    assertThat(within.calls()).isEqualTo(2); // Once more on the way back.
    assertThat(within.forwardNanos()).isGreaterThanOrEqualTo(10 * MILLI);
    assertThat(within.backwardNanos()).isGreaterThanOrEqualTo(25 * MILLI);
    Row block =
        profile.rows().stream()
            .filter(r -> r.name().equals("Checkpointed"))
            .findAny()
            .orElseThrow();
    assertThat(block.backwardNanos()).isBetween(0L, within.nanos() - 10 * MILLI);
  }

  @Test
  void rowsMayBeLayers() {
    Rng rng = Rng.of(1);
    Layer model = Sequential.of(Linear.of(3, 4, rng), Activation.RELU, Linear.of(4, 2, rng));
    var profile = Profile.of(model);
    step(profile, model, Tensor.ones(5, 3));
    step(profile, model, Tensor.ones(5, 3));
    assertThat(profile.rows())
        .extracting(row -> row.name() + " " + row.calls())
        .containsExactlyInAnyOrder("0: Linear 2", "0 → Relu 2", "2: Linear 2", "2 → Sum 2");
  }

  @Test
  void nothingSeenIsAnEmptyTable() {
    assertThat(Profile.byOperation().rows()).isEmpty();
    assertThat(Profile.byOperation().toString()).startsWith("operation  calls");
  }
}
