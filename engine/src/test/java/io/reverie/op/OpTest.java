package io.reverie.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reverie.inspect.GradientCheck;
import io.reverie.op.OpCases.Case;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every op owes: the right numbers, the right gradients, in any memory, for any use. */
class OpTest {
  static final List<Case> CASES = OpCases.all();

  /** Beyond this many numbers the gradient is checked along one direction, not along each axis. */
  private static final int LARGE = 2500;

  @ParameterizedTest
  @FieldSource("CASES")
  void forwardIsItsDefinition(Case c) {
    double[] expected = c.definition().of(c.inputs());
    float[] actual = c.apply(c.inputs()).toArray();
    assertThat(actual).hasSameSizeAs(expected);
    double tolerance = 1e-5 * Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("element %d of %s", i, c)
          .isCloseTo(expected[i], within(tolerance));
    }
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void backwardIsTheSlopeOfForward(Case c) {
    if (c.size() <= LARGE) {
      GradientCheck.check(c::apply, 2e-3, c.inputs());
    } else {
      checkAlongOneDirection(c);
    }
  }

  private static void checkAlongOneDirection(Case c) {
    Rng rng = Rng.of(5);
    Tensor up = arriving(c);
    Tensor[] gradients = gradients(c, up, 1);
    Tensor[] above = new Tensor[c.inputs().length];
    Tensor[] below = new Tensor[c.inputs().length];
    double expected = 0;
    double size = 0;
    for (int i = 0; i < above.length; i++) {
      above[i] = c.inputs()[i].copy();
      below[i] = c.inputs()[i].copy();
      for (int j = 0; j < above[i].size(); j++) {
        // Towards the gradient, mostly: a part of it that is missing then shows.
        float g = gradients[i].array()[j];
        float step = (rng.nextFloat() < 0.8f ? Math.signum(g) : -Math.signum(g)) * 0x1p-8f;
        above[i].array()[j] += step;
        below[i].array()[j] -= step;
        expected += g * ((double) above[i].array()[j] - below[i].array()[j]);
        size += Math.abs(g) * 0x1p-7;
      }
    }
    assertThat(dot(c.apply(above), up) - dot(c.apply(below), up))
        .isCloseTo(expected, within(2e-3 * size));
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void gradientsOfTwoUsesAddUp(Case c) {
    Tensor up = arriving(c);
    Tensor[] once = gradients(c, up, 1);
    Tensor[] twice = gradients(c, up, 2);
    for (int i = 0; i < once.length; i++) {
      for (int j = 0; j < once[i].size(); j++) {
        float expected = 2 * once[i].array()[j];
        assertThat(twice[i].array()[j])
            .as("input %d, element %d", i, j)
            .isCloseTo(expected, within(1e-5f * Math.max(1, Math.abs(expected))));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void anInputThatNobodyAsksForIsLeftAlone(Case c) {
    Tensor up = arriving(c);
    Tensor[] all = gradients(c, up, 1);
    for (int i = 0; i < all.length; i++) {
      try (var tape = Tape.probe()) {
        Tensor[] in = c.inputs().clone();
        in[i] = tape.watch(in[i]);
        tape.backward(c.apply(in), up);
        assertThat(in[i].gradient().toArray()).as("input %d alone", i).isEqualTo(all[i].array());
      }
    }
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void everyElementIsWrittenWhateverTheMemoryHeld(Case c) {
    float[] expected = c.apply(c.inputs()).toArray();
    Tensor up = arriving(c);
    Tensor[] gradients = gradients(c, up, 1);
    soilTheArena();
    try (var _ = Tape.infer()) {
      assertThat(c.apply(c.inputs()).toArray()).isEqualTo(expected);
    }
    soilTheArena();
    Tensor[] again = gradients(c, up, 1);
    for (int i = 0; i < again.length; i++) {
      assertThat(again[i].array()).as("gradient of input %d", i).isEqualTo(gradients[i].array());
    }
    for (Tensor input : c.inputs()) {
      assertThat(input.array()[2]).as("before an input").isNaN();
      assertThat(input.array()[3 + input.size()]).as("behind an input").isNaN();
    }
  }

  /** Leaves NaN in the memory that the next tape gets. */
  private static void soilTheArena() {
    try (var _ = Tape.infer()) {
      for (int i = 0; i < 16; i++) {
        Tensor.zeros(1 << 14).add(Float.NaN);
      }
    }
  }

  /** A gradient to start from, the same for all tests of a case. */
  private static Tensor arriving(Case c) {
    return Tensor.uniform(Rng.of(99), 0.5f, 1.5f, c.apply(c.inputs()).shape().dims());
  }

  /** The gradients of all inputs where the op is applied to them this many times. */
  private static Tensor[] gradients(Case c, Tensor up, int times) {
    try (var tape = Tape.probe()) {
      Tensor[] in = Arrays.stream(c.inputs()).map(tape::watch).toArray(Tensor[]::new);
      Tensor output = c.apply(in);
      for (int i = 1; i < times; i++) {
        output = output.add(c.apply(in));
      }
      tape.backward(output, up);
      return Arrays.stream(in).map(x -> x.gradient().copy()).toArray(Tensor[]::new);
    }
  }

  private static double dot(Tensor y, Tensor up) {
    double sum = 0;
    for (int i = 0; i < y.size(); i++) {
      sum += (double) y.array()[y.offset() + i] * up.array()[i];
    }
    return sum;
  }

  @Test
  void everyOpHasACase() throws Exception {
    Set<Class<?>> covered =
        CASES.stream().map(c -> c.op().get().getClass()).collect(Collectors.toSet());
    assertThat(compiledOps())
        .hasSizeGreaterThan(20)
        .as("ops without a case in OpCases")
        .isSubsetOf(covered);
  }

  @Test
  void everyOpThatMayRefuseItsInputsHasAMisfit() throws Exception {
    Set<Class<?>> covered =
        Misfits.ALL.stream().map(Misfits.Misfit::op).collect(Collectors.toSet());
    Set<Class<?>> missing = new TreeSet<>((a, b) -> a.getName().compareTo(b.getName()));
    missing.addAll(compiledOps());
    missing.removeIf(op -> Unary.class.isAssignableFrom(op) || covered.contains(op));
    assertThat(missing).as("ops without a case in Misfits").isEmpty();
  }

  /** All classes of the package that are ops, from the folder or jar that they were loaded from. */
  private static Set<Class<?>> compiledOps() throws Exception {
    Path place = Path.of(Relu.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return opsIn(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return opsIn(jar.getPath("/"));
    }
  }

  private static Set<Class<?>> opsIn(Path root) throws Exception {
    Set<Class<?>> ops = new TreeSet<>((a, b) -> a.getName().compareTo(b.getName()));
    try (var files = Files.list(root.resolve("io/reverie/op"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.equals("package-info.class")) {
          Class<?> type = Class.forName("io.reverie.op." + name.replace(".class", ""));
          if (Op.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
            ops.add(type);
          }
        }
      }
    }
    return ops;
  }
}
