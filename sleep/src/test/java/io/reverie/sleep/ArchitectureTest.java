package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The floors of the house, read from the sources: a package uses only those below it. */
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Path ROOT = SOURCES.resolve(Path.of("io", "reverie", "sleep"));
  private static final int MOST_LINES = 400;

  /** From the ground up; the protocol itself is the package {@code io.reverie.sleep}. */
  private static final List<String> FLOORS =
      List.of(
          "wake",
          "memory",
          "dawn",
          "spike",
          "dream",
          "stage",
          "sleep",
          "strategy",
          "scenario",
          "evaluate");

  /** These know the engine and nobody else. */
  private static final Set<String> ON_THE_GROUND =
      Set.of("wake", "memory", "dawn", "spike", "scenario");

  private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+);$");
  private static final Pattern NAME = Pattern.compile("io\\.reverie\\.(\\w+)\\.(\\w+)");
  private static final Pattern COMMENT =
      Pattern.compile("/\\*.*?\\*/|//[^\\n]*|^package[^\\n]*", Pattern.DOTALL);

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      assertThat(found).hasSizeGreaterThan(20);
      return found;
    }
  }

  private static String code(Path file) throws IOException {
    return COMMENT.matcher(Files.readString(file)).replaceAll("");
  }

  private static String floor(Path file) {
    return file.getParent().getFileName().toString();
  }

  /** The packages of this module that a file names, imported or written out. */
  private static Set<String> used(Path file) throws IOException {
    Set<String> used = new TreeSet<>();
    var names = NAME.matcher(code(file));
    while (names.find()) {
      if (names.group(1).equals("sleep")) {
        boolean type = Character.isUpperCase(names.group(2).charAt(0));
        used.add(type ? "sleep" : names.group(2));
      }
    }
    used.remove(floor(file));
    return used;
  }

  @Test
  void everyPackageHasItsFloor() throws IOException {
    Set<String> packages = new TreeSet<>();
    for (Path file : files()) {
      packages.add(floor(file));
    }
    assertThat(packages).containsExactlyInAnyOrderElementsOf(FLOORS);
  }

  @Test
  void aPackageUsesOnlyThoseBelow() throws IOException {
    int uses = 0;
    for (Path file : files()) {
      int floor = FLOORS.indexOf(floor(file));
      for (String used : used(file)) {
        assertThat(FLOORS).as("packages used by %s", file).contains(used);
        assertThat(FLOORS.indexOf(used)).as("%s uses %s", file, used).isLessThan(floor);
        uses++;
      }
    }
    assertThat(uses).isGreaterThan(20);
  }

  @Test
  void theGroundFloorUsesTheEngineAlone() throws IOException {
    for (Path file : files()) {
      if (ON_THE_GROUND.contains(floor(file))) {
        assertThat(used(file)).as("packages used by %s", file).isEmpty();
      }
    }
  }

  @Test
  void nothingIsImportedButReverieAndTheJdk() throws IOException {
    for (Path file : files()) {
      var imports = IMPORT.matcher(Files.readString(file));
      while (imports.find()) {
        assertThat(imports.group(1)).as("import in %s", file).matches("(io\\.reverie|java)\\..*");
      }
    }
  }

  @Test
  void importsAreOfSingleTypes() throws IOException {
    for (Path file : files()) {
      assertThat(code(file).lines().filter(line -> line.startsWith("import ")))
          .as("imports of %s", file)
          .allMatch(line -> IMPORT.matcher(line).matches());
    }
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    for (String floor : FLOORS) {
      Path folder = floor.equals("sleep") ? ROOT : ROOT.resolve(floor);
      String info = Files.readString(folder.resolve("package-info.java"));
      assertThat(info).startsWith("/**").contains("Start with");
      assertThat(info.lines().count()).isBetween(5L, 15L);
    }
  }

  @Test
  void everyPackageIsExported() throws IOException {
    String module = Files.readString(SOURCES.resolve("module-info.java"));
    for (String floor : FLOORS) {
      String name = floor.equals("sleep") ? "io.reverie.sleep" : "io.reverie.sleep." + floor;
      assertThat(module).contains("exports %s;".formatted(name));
    }
  }

  @Test
  void filesFitOnAFewScreens() throws IOException {
    for (Path file : files()) {
      List<String> lines = Files.readAllLines(file);
      assertThat(lines.size()).as("lines of %s", file).isLessThanOrEqualTo(MOST_LINES);
      assertThat(lines)
          .as("%s", file)
          .noneMatch(line -> line.matches(".*\\b(TODO|FIXME|XXX)\\b.*"));
    }
  }
}
