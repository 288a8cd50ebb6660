package io.reverie.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Dataset;
import io.reverie.nn.Activation;
import io.reverie.nn.Initializer;
import io.reverie.nn.Layer;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Schedule;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import io.reverie.train.Accuracy;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table from PyTorch's names to ours: every name in it exists, and nothing is left out. */
class TorchTableTest {
  private static final List<String> PACKAGES =
      List.of("tensor", "nn", "op", "optim", "data", "image", "io", "train", "inspect", "neuron");

  /** What the table's small letters stand for. */
  private static final Map<String, Class<?>> RECEIVERS =
      Map.of(
          "x", Tensor.class,
          "shape", Shape.class,
          "indices", Indices.class,
          "rng", Rng.class,
          "tape", Tape.class,
          "model", Layer.class,
          "parameters", Parameters.class,
          "optimizer", Optimizer.class);

  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern NAME = Pattern.compile("(\\w+)((?:\\.\\w+)*).*");

  /** What stands in code on the right and is no name of ours: a switch of the JVM, Java's own. */
  private static final Set<String> OTHERS = Set.of("-Dreverie.threads", "int -> double");

  private static List<String[]> rows() throws IOException {
    Readme page = Readme.of(Readme.root().resolve("engine/README.md"));
    List<String[]> rows = new ArrayList<>(page.rows("PyTorch", "here"));
    rows.addAll(page.rows("PyTorch and its companions", "here"));
    return rows;
  }

  private static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (String[] row : rows()) {
      List<String> spans = SPAN.matcher(row[1]).results().map(span -> span.group(1)).toList();
      names.addAll(spans);
    }
    return names;
  }

  @Test
  void everyNameExists() throws IOException {
    List<String> unknown =
        names().stream()
            .filter(name -> !OTHERS.contains(name))
            .filter(name -> !exists(name))
            .toList();
    assertThat(unknown).isEmpty();
    assertThat(exists("x.relu(1)")).isTrue();
    assertThat(exists("x.rely")).isFalse();
    assertThat(exists("Linear.from")).isFalse();
    assertThat(exists("Liner")).isFalse();
    assertThat(exists("Activation.RELU7")).isFalse();
  }

  private static boolean exists(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return false;
    }
    Class<?> receiver = RECEIVERS.get(parts.group(1));
    List<Class<?>> types = receiver == null ? types(parts.group(1)) : List.of(receiver);
    String[] members = parts.group(2).isEmpty() ? new String[0] : parts.group(2).split("\\.");
    for (int i = 1; i < members.length; i++) {
      String member = members[i];
      boolean last = i == members.length - 1;
      if (last && types.stream().anyMatch(type -> has(type, member))) {
        return true;
      }
      types = types.stream().flatMap(type -> nested(type, member)).toList();
    }
    return !types.isEmpty();
  }

  /** The public types of this simple name, such as the layer and the operation Conv2d. */
  private static List<Class<?>> types(String name) {
    List<Class<?>> found = new ArrayList<>();
    for (String folder : PACKAGES) {
      try {
        Class<?> type = Class.forName("io.reverie." + folder + "." + name);
        if (Modifier.isPublic(type.getModifiers())) {
          found.add(type);
        }
      } catch (ClassNotFoundException _) {
        // It may be in the next one.
      }
    }
    return found;
  }

  private static Stream<Class<?>> nested(Class<?> type, String name) {
    return Arrays.stream(type.getClasses()).filter(inner -> inner.getSimpleName().equals(name));
  }

  private static boolean has(Class<?> type, String member) {
    return Arrays.stream(type.getMethods()).anyMatch(method -> method.getName().equals(member))
        || Arrays.stream(type.getFields()).anyMatch(field -> field.getName().equals(member));
  }

  /** What somebody who knows PyTorch looks for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nn.CrossEntropyLoss",
        "torch.no_grad",
        "model.eval()",
        "state_dict",
        "DataLoader",
        "clip_grad_norm_",
        "checkpoint",
        "register_hook",
        "zero_grad",
        "einsum",
        "nn.MultiheadAttention",
        "kaiming_normal_",
        "ReduceLROnPlateau",
        "manual_seed",
        "nn.Parameter"
      })
  void theLeftSideHas(String name) throws IOException {
    assertThat(rows()).anyMatch(row -> row[0].contains(name));
  }

  @Test
  void noOperationIsLeftOut() throws IOException {
    Set<String> wanted = new TreeSet<>();
    for (Class<?> topic : Tensor.class.getInterfaces()) {
      for (var method : topic.getDeclaredMethods()) {
        boolean open = Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
        boolean fluent = !Modifier.isStatic(method.getModifiers());
        if (open && !method.getName().equals("self")) {
          wanted.add((fluent ? "x." : topic.getSimpleName() + ".") + method.getName());
        }
      }
    }
    assertThat(wanted).hasSizeGreaterThan(150).contains("x.relu", "Movement.meshgrid");
    assertThat(leftOut(wanted)).isEmpty();
  }

  @Test
  void noLayerIsLeftOut() throws Exception {
    Set<String> wanted = new TreeSet<>();
    for (Class<?> type : types(Layer.class)) {
      if (Layer.class.isAssignableFrom(type) && !type.isInterface() && !type.isEnum()) {
        wanted.add(type.getSimpleName());
      }
    }
    for (String activation : constants()) {
      wanted.add("Activation." + activation);
    }
    assertThat(wanted).hasSizeGreaterThan(70).contains("Linear", "Activation.GELU");
    assertThat(leftOut(wanted)).isEmpty();
  }

  private static List<String> constants() {
    return Arrays.stream(Activation.values()).map(Enum::name).toList();
  }

  @Test
  void noLossOptimizerScheduleOrInitialiserIsLeftOut() throws Exception {
    Set<String> wanted = new TreeSet<>();
    for (Class<?> type : types(Optimizer.class)) {
      if (!type.equals(Optimizer.class)) {
        wanted.add(type.getSimpleName());
      }
    }
    for (Class<?> type : List.of(Schedule.class, Initializer.class)) {
      for (var method : type.getDeclaredMethods()) {
        boolean open = Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
        if (open && !Set.of("rate", "fill", "parameter").contains(method.getName())) {
          wanted.add(type.getSimpleName() + "." + method.getName());
        }
      }
    }
    for (Class<?> type : types(Dataset.class)) {
      if (!Exception.class.isAssignableFrom(type) && !type.getSimpleName().equals("Batch")) {
        wanted.add(type.getSimpleName());
      }
    }
    for (Class<?> type : types(Accuracy.class)) {
      wanted.add(type.getSimpleName());
    }
    wanted.removeAll(Set.of("Missing", "TextFile"));
    assertThat(wanted).contains("Sgd", "Schedule.cosine", "Initializer.orthogonal", "Dataset");
    assertThat(leftOut(wanted)).isEmpty();
  }

  /** The public types beside this one. */
  private static List<Class<?>> types(Class<?> one) throws IOException, ClassNotFoundException {
    Path sources =
        Readme.root().resolve("engine/src/main/java/" + one.getPackageName().replace('.', '/'));
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.list(sources).sorted()) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        if (!name.equals("package-info")) {
          Class<?> type = Class.forName(one.getPackageName() + "." + name);
          if (Modifier.isPublic(type.getModifiers())) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  /** Those that no span on the right names, alone or with a member or arguments behind. */
  private static Set<String> leftOut(Set<String> wanted) throws IOException {
    Set<String> named = new TreeSet<>();
    for (String name : names()) {
      Matcher word = Pattern.compile("[\\w.]+").matcher(name);
      for (String path : word.results().map(MatchResult::group).toList()) {
        named.add(path);
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
          named.add(path.substring(0, dot));
        }
      }
    }
    Set<String> left = new TreeSet<>(wanted);
    left.removeAll(named);
    return left;
  }
}
