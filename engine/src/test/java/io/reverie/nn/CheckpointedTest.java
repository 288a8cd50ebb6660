package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.tensor.Node;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A checkpointed block is the block, but for what the tape keeps. */
class CheckpointedTest {
  private static Layer block(Rng rng) {
    return Sequential.of(
        Linear.of(6, 16, rng),
        BatchNorm1d.of(16),
        Activation.GELU,
        new Dropout(0.4f),
        Linear.of(16, 6, rng));
  }

  /** What a step leaves behind: loss, gradient of the input, of the parameters, and the state. */
  private static String step(boolean checkpointed, boolean training) {
    Rng rng = Rng.of(3);
    Layer inner = block(rng);
    Layer model =
        Sequential.of(
            Linear.of(4, 6, rng),
            checkpointed ? new Checkpointed(inner) : inner,
            Linear.of(6, 2, rng));
    var parameters = model.parameters();
    Tensor x = Tensor.randn(rng, 5, 4);
    try (var tape = training ? Tape.train(rng) : Tape.probe()) {
      Tensor watched = tape.watch(x);
      Tensor loss = model.forward(watched).crossEntropy(0, 1, 1, 0, 1);
      tape.backward(loss);
      StringBuilder text = new StringBuilder().append(loss.item());
      text.append(Arrays.toString(watched.gradient().toArray()));
      text.append(Arrays.toString(parameters.gradients()));
      model.state().forEach((name, t) -> text.append(name).append(Arrays.toString(t.toArray())));
      return text.append(rng.state()).toString();
    }
  }

  @Test
  void sameBitsInTraining() {
    assertThat(step(true, true)).isEqualTo(step(false, true));
  }

  @Test
  void sameBitsOfAModelInUse() {
    assertThat(step(true, false)).isEqualTo(step(false, false));
  }

  @Test
  void theTapeKeepsOneNodeForTheBlock() {
    Layer model = new Checkpointed(block(Rng.of(1)));
    AtomicInteger nodes = new AtomicInteger();
    try (var tape = Tape.train(Rng.of(2))) {
      tape.listen(
          new Tape.Listener() {
            @Override
            public void forward(Node node, long nanos) {
              assertThat(node.op().name()).isIn("Checkpointed", "Sum");
              nodes.incrementAndGet();
            }
          });
      Tensor y = model.forward(Tensor.ones(3, 6));
      assertThat(nodes).hasValue(1);
      tape.backward(y.sum());
    }
  }

  @Test
  void blocksWithinBlocks() {
    Rng rng = Rng.of(9);
    Layer inner = Sequential.of(Linear.of(3, 3, rng), Activation.TANH);
    Tensor x = Tensor.randn(rng, 2, 3);
    float[][] gradients = new float[2][];
    for (int i = 0; i < 2; i++) {
      Layer model = i == 0 ? inner : new Checkpointed(Sequential.of(new Checkpointed(inner)));
      var parameters = inner.parameters();
      parameters.clearGradients();
      try (var tape = Tape.train()) {
        tape.backward(model.forward(x).square().sum());
      }
      gradients[i] = parameters.gradients().clone();
    }
    assertThat(gradients[1]).containsExactly(gradients[0]);
  }

  @Test
  void withoutARecordingTapeItIsTheBody() {
    Layer body = block(Rng.of(1));
    Tensor x = Tensor.ones(3, 6);
    assertThat(new Checkpointed(body).forward(x).toArray())
        .containsExactly(body.forward(x).toArray());
  }
}
