package io.reverie.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import io.reverie.golden.GoldenFile.Values;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One golden case while it is run: what goes in, what must come out, and the gradients.
 *
 * <p>{@link #x} gives an input to differentiate for, {@link #out} takes an output; gradients are
 * compared by {@link #compare} when all outputs are there.
 */
final class GoldenCase {
  private final GoldenFile file;
  private final Tape tape;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> outputs = new LinkedHashMap<>();

  GoldenCase(GoldenFile file, Tape tape) {
    this.file = file;
    this.tape = tape;
  }

  /** Whether there is such an input. */
  boolean has(String name) {
    return file.tensors().containsKey("in." + name);
  }

  /** The names of all inputs, in the file's order. */
  Stream<String> names() {
    return file.tensors().keySet().stream()
        .filter(name -> name.startsWith("in."))
        .map(name -> name.substring(3));
  }

  /** The float input of this name, watched; its gradient is compared if the file has one. */
  Tensor x(String name) {
    return inputs.computeIfAbsent(name, missing -> tape.watch(constant(missing)));
  }

  /** The float input of this name as a parameter; its gradient is compared if the file has one. */
  Parameter parameter(String name) {
    return (Parameter) inputs.computeIfAbsent(name, missing -> Parameter.of(constant(missing)));
  }

  /** The float input of this name, not differentiated for. */
  Tensor constant(String name) {
    return tensor("in." + name);
  }

  /** The whole numbers of this name. */
  Indices indices(String name) {
    Values values = values("in." + name);
    return new Indices(values.ints(), Shape.of(values.dims()));
  }

  /** The mask of this name: 1 where it is set, 0 elsewhere. */
  Tensor mask(String name) {
    Values values = values("in." + name);
    float[] mask = new float[values.ints().length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = values.ints()[i] == 0 ? 0 : 1;
    }
    return Tensor.of(mask, 0, Shape.of(values.dims()));
  }

  /** The attribute of this name; fails if there is none. */
  JsonElement attribute(String name) {
    assertThat(file.attributes().has(name)).as("attribute " + name).isTrue();
    return file.attributes().get(name);
  }

  boolean hasAttribute(String name) {
    return file.attributes().has(name) && !file.attributes().get(name).isJsonNull();
  }

  int number(String name) {
    return attribute(name).getAsInt();
  }

  int number(String name, int otherwise) {
    return hasAttribute(name) ? number(name) : otherwise;
  }

  float real(String name, float otherwise) {
    return hasAttribute(name) ? attribute(name).getAsFloat() : otherwise;
  }

  boolean flag(String name, boolean otherwise) {
    return hasAttribute(name) ? attribute(name).getAsBoolean() : otherwise;
  }

  /** The numbers of a list attribute. */
  int[] numbers(String name) {
    return attribute(name).getAsJsonArray().asList().stream()
        .mapToInt(JsonElement::getAsInt)
        .toArray();
  }

  /** An output that has a gradient arriving, if the file says so. */
  void out(String name, Tensor value) {
    outputs.put(name, value);
  }

  /** An output of whole numbers. */
  void out(String name, Indices value) {
    Values expected = values("out." + name);
    assertThat(value.shape()).isEqualTo(Shape.of(expected.dims()));
    assertThat(value.values()).isEqualTo(expected.ints());
    outputs.put(name, Tensor.zeros(0));
  }

  /** The wanted output of this name, for ops that take as many steps as there are outputs. */
  Tensor wanted(String name) {
    return tensor("out." + name);
  }

  boolean wants(String name) {
    return file.tensors().containsKey("out." + name);
  }

  /** Holds all outputs and gradients of the file against what came. */
  void compare(double tolerance) {
    Tensor total = null;
    for (String key : file.tensors().keySet()) {
      if (key.startsWith("out.")) {
        String name = key.substring(4);
        assertThat(outputs).as("outputs").containsKey(name);
        if (values(key).ints().length == 0) {
          close(key, outputs.get(name), tolerance);
        }
        if (file.tensors().containsKey("up." + name)) {
          Tensor part = outputs.get(name).mul(tensor("up." + name)).sum();
          total = total == null ? part : total.add(part);
        }
      }
    }
    if (total != null) {
      tape.backward(total);
    }
    for (String key : file.tensors().keySet()) {
      if (key.startsWith("grad.")) {
        String name = key.substring(5);
        assertThat(inputs).as("inputs differentiated for").containsKey(name);
        close(key, inputs.get(name).gradient(), tolerance);
      }
    }
  }

  private void close(String key, Tensor came, double tolerance) {
    Tensor wanted = tensor(key);
    assertThat(came.shape()).as(key).isEqualTo(wanted.shape());
    float[] expected = wanted.toArray();
    float[] actual = came.toArray();
    double largest = 1;
    for (float value : expected) {
      if (Float.isFinite(value)) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    for (int i = 0; i < expected.length; i++) {
      boolean same = Float.compare(actual[i], expected[i]) == 0;
      if (!same && !(Math.abs((double) actual[i] - expected[i]) <= tolerance * largest)) {
        throw new AssertionError(
            "%s at element %d of %s: came %s, PyTorch has %s"
                .formatted(key, i, wanted.shape(), actual[i], expected[i]));
      }
    }
  }

  private Tensor tensor(String key) {
    Values values = values(key);
    return Tensor.of(values.floats().clone(), 0, Shape.of(values.dims()));
  }

  private Values values(String key) {
    assertThat(file.tensors()).as("tensors of the file").containsKey(key);
    return file.tensors().get(key);
  }
}
