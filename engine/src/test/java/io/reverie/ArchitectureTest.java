package io.reverie;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The plan of the house, held by reading the sources. */
class ArchitectureTest {
  /** Packages from the ground up: each may use those before it. */
  private static final List<String> FLOORS =
      List.of(
          "kernel", "tensor", "op", "nn", "optim", "data", "image", "io", "train", "inspect",
          "neuron");

  /** Steps upwards that are part of the plan: file and package. */
  private static final Set<String> EXCEPTIONS = Set.of("tensor/Tensor.java uses op");

  /** Packages that may use less than their floor allows. */
  private static final Set<String> DATA_MAY_USE = Set.of("data", "tensor");

  private static final int LONGEST = 400;
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
  private static final Pattern TEXT =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(\\\\.|[^\"\\\\\n])*\"");

  /** A mention of a package; to say what may be null is to use nothing. */
  private static final Pattern USE =
      Pattern.compile("io\\.reverie\\.(?!tensor\\.Nullable\\b)([a-z]+)\\b");

  /** A source file: where it is within io/reverie, and its text. */
  private record Source(String name, String text) {
    String folder() {
      return name.substring(0, Math.max(0, name.indexOf('/')));
    }

    String file() {
      return name.substring(name.lastIndexOf('/') + 1);
    }

    /** The text without comments and without what stands in quotation marks. */
    String code() {
      return TEXT.matcher(COMMENT.matcher(text).replaceAll(" ")).replaceAll("\"\"");
    }
  }

  /** The source folder of this module, from the module itself or from the folder above. */
  private static Path sources() {
    String base = System.getProperty("basedir", System.getProperty("user.dir"));
    Path here = Path.of(base, "src/main/java");
    if (Files.exists(here.resolve("io/reverie/tensor"))) {
      return here;
    }
    return Path.of(base, "engine/src/main/java");
  }

  private static List<Source> all() throws IOException {
    Path root = sources().resolve("io/reverie");
    try (var files = Files.walk(root)) {
      List<Source> all = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        all.add(new Source(name, Files.readString(file)));
      }
      return all;
    }
  }

  @Test
  void aPackageUsesOnlyThoseBelow() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Source source : all()) {
      int floor = FLOORS.indexOf(source.folder());
      assertThat(floor)
          .as("%s is on no floor: give its package one", source.name())
          .isNotNegative();
      for (String used : used(source)) {
        String step = source.name() + " uses " + used;
        boolean below = FLOORS.contains(used) && FLOORS.indexOf(used) <= floor;
        boolean data = !source.folder().equals("data") || DATA_MAY_USE.contains(used);
        if (!(below && data) && !EXCEPTIONS.contains(step)) {
          wrong.add(step);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theOneStepUpwardsIsToTheFluentInterfaces() throws IOException {
    for (Source source : all()) {
      if (source.name().equals("tensor/Tensor.java")) {
        var imports = Pattern.compile("import io\\.reverie\\.op\\.(\\w+);").matcher(source.code());
        assertThat(imports.results().map(found -> found.group(1)))
            .containsExactlyInAnyOrder(
                "Activations",
                "Arithmetic",
                "Functions",
                "Indexing",
                "Losses",
                "Masks",
                "Movement",
                "Normalizations",
                "Products",
                "Reductions",
                "Sequences",
                "Similarities",
                "Vision");
      }
    }
  }

  private static Set<String> used(Source source) {
    Set<String> used = new TreeSet<>();
    USE.matcher(source.code()).results().forEach(found -> used.add(found.group(1)));
    return used;
  }

  @Test
  void onlyVectorClassesKnowTheVectorModule() throws IOException {
    for (Source source : all()) {
      if (!source.file().startsWith("Vector")) {
        assertThat(source.code()).as(source.name()).doesNotContain("jdk.incubator.vector");
      }
    }
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    Set<String> packages = new TreeSet<>();
    Set<String> said = new TreeSet<>();
    for (Source source : all()) {
      packages.add(source.folder());
      if (source.file().equals("package-info.java")) {
        said.add(source.folder());
        assertThat(source.text()).as(source.name()).startsWith("/**");
      }
    }
    assertThat(said).isEqualTo(packages).hasSizeGreaterThan(5);
  }

  @Test
  void onlyTheKernelIsNotExported() throws IOException {
    String module = Files.readString(sources().resolve("module-info.java"));
    for (Source source : all()) {
      String exported = "exports io.reverie." + source.folder() + ";";
      assertThat(module.contains(exported))
          .as("%s", exported)
          .isEqualTo(!source.folder().equals("kernel"));
    }
    assertThat(Pattern.compile("requires [^;]+;").matcher(module).results().map(r -> r.group()))
        .containsExactly("requires jdk.incubator.vector;", "requires static java.desktop;");
  }

  @Test
  void filesFitOnAFewScreens() throws IOException {
    for (Source source : all()) {
      boolean kernel = source.file().startsWith("Vector") || source.file().equals("Gemm.java");
      if (!kernel) {
        assertThat(source.text().lines().count()).as(source.name()).isLessThanOrEqualTo(LONGEST);
      }
    }
  }

  @Test
  void nothingIsLeftToDo() throws IOException {
    String word = String.join("", Arrays.asList("TO", "DO"));
    for (Source source : all()) {
      assertThat(source.text()).as(source.name()).doesNotContain(word, "FIXME", "XXX");
    }
  }
}
