package io.reverie.nn;

import io.reverie.kernel.Kernels;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Op;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A layer of which a tape keeps input and output only; on the way back it runs once more: gradient
 * checkpointing (Chen et al. 2016, "Training deep nets with sublinear memory cost").
 *
 * <p>Saves the memory of all that is within, for one more forward pass. The numbers are those of
 * the body alone, bit for bit: dropout draws the same again, and running statistics move once. So
 * are the names of its parameters.
 *
 * @param body what runs twice; it may depend on nothing tracked but its input and its parameters
 */
public record Checkpointed(Layer body) implements Layer {
  @Override
  public SequencedMap<String, Object> parts() {
    return body.parts();
  }

  @Override
  public Tensor forward(Tensor x) {
    if (!Tape.recording()) {
      return body.forward(x);
    }
    Rng rng = Tape.stream();
    Rng.State before = rng == null ? null : rng.state();
    Tensor y;
    try (var _ = Tape.nested(rng)) {
      y = body.forward(x.detach()).copy();
    }
    List<Tensor> inputs = new ArrayList<>(List.of(x));
    inputs.addAll(Parts.parameters(body).values());
    return Tensor.apply(new Again(body, y, before), inputs.toArray(Tensor[]::new));
  }

  /** The body as one operation of its input and its parameters. */
  private record Again(Layer body, Tensor y, Rng.@Nullable State before) implements Op {
    @Override
    public Shape shape(Shape... in) {
      return y.shape();
    }

    @Override
    public void forward(Node node) {
      copy(y, node.output());
    }

    @Override
    public void backward(Node node) {
      Map<Tensor, Tensor> buffers = new IdentityHashMap<>();
      for (Tensor tensor : Parts.tensors(body).values()) {
        if (!(tensor instanceof Parameter)) {
          buffers.put(tensor, tensor.copy());
        }
      }
      try (var tape = Tape.nested(before == null ? null : Rng.of(before))) {
        Tensor x = tape.watch(node.input(0));
        // Parameters get their gradients in this pass.
        tape.backward(body.forward(x), node.outputGradient());
        if (node.wants(0)) {
          Tensor from = x.gradient();
          Tensor to = node.inputGradient(0);
          Kernels.POINTWISE.addScaled(
              from.size(), 1, from.array(), from.offset(), to.array(), to.offset());
        }
      }
      buffers.forEach((buffer, kept) -> copy(kept, buffer));
    }

    private static void copy(Tensor from, Tensor to) {
      System.arraycopy(from.array(), from.offset(), to.array(), to.offset(), from.size());
    }

    @Override
    public String name() {
      return "Checkpointed";
    }
  }
}
