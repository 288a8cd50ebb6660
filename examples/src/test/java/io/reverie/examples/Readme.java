package io.reverie.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the project, and the programs that stand in it.
 *
 * <p>A Java block with {@code void main()} is a program of its own. All others of a page are one
 * program, in their order, those in comments included. What a comment behind a println says, it
 * must print.
 */
record Readme(Path file, String text) {
  private static final Pattern JAVA = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern SAID = Pattern.compile("(?m)^.*IO\\.println\\(.*\\);? +// (.*)$");
  private static final Pattern FENCED = Pattern.compile("```.*?```", Pattern.DOTALL);

  /** A program and what it should print, line by line. */
  record Program(String code, List<String> output) {}

  /** The page of the whole project, those of its modules, and how to contribute. */
  static List<Readme> all() throws IOException {
    List<Readme> all = new ArrayList<>();
    all.add(of(root().resolve("README.md")));
    all.add(of(root().resolve("CONTRIBUTING.md")));
    try (Stream<Path> files = Files.list(root()).sorted()) {
      for (Path page : files.map(module -> module.resolve("README.md")).toList()) {
        if (Files.exists(page)) {
          all.add(of(page));
        }
      }
    }
    return all;
  }

  static Readme of(Path file) throws IOException {
    return new Readme(file, Files.readString(file));
  }

  /** The folder of the whole project, wherever in it the tests were started. */
  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("CHANGELOG.md"))) {
      here = here.getParent();
    }
    return here;
  }

  /** The blocks that are whole programs, and then the one that all others make. */
  List<Program> programs() {
    List<Program> programs = new ArrayList<>();
    StringBuilder imports = new StringBuilder("import java.nio.file.*;\nimport java.util.*;\n");
    StringBuilder body = new StringBuilder();
    StringBuilder types = new StringBuilder();
    Matcher block = JAVA.matcher(text);
    while (block.find()) {
      String code = block.group(1);
      if (code.contains("void main()")) {
        programs.add(program(code));
        continue;
      }
      // Methods and types have a line of their own that ends in a brace, and so does their end.
      boolean declaring = false;
      for (String line : code.lines().toList()) {
        boolean declares = line.matches("(record|class|interface|enum|(\\w+) \\w+\\(.*\\)) ?.*\\{");
        declaring |= declares && !line.matches("(try|for|while|if|switch)\\b.*");
        boolean imported = line.startsWith("import ");
        (imported ? imports : declaring ? types : body).append(line).append('\n');
        declaring &= !line.equals("}");
      }
    }
    if (!body.isEmpty()) {
      programs.add(
          program(imports + "\nvoid main() throws Exception {\n" + body + "}\n\n" + types));
    }
    return programs;
  }

  private static Program program(String code) {
    return new Program(
        code, SAID.matcher(code).results().map(said -> said.group(1).strip()).toList());
  }

  /** The cells of all tables with two columns headed like these. */
  List<String[]> rows(String left, String right) {
    List<String[]> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : FENCED.matcher(text).replaceAll("").lines().toList()) {
      String[] cells = line.split("(?<!\\\\)\\|", -1);
      boolean two = cells.length == 4;
      if (two && cells[1].strip().equals(left) && cells[2].strip().equals(right)) {
        inside = true;
      } else if (!two) {
        inside = false;
      } else if (inside && !cells[1].startsWith("---")) {
        rows.add(new String[] {cells[1].strip(), cells[2].strip()});
      }
    }
    return rows;
  }
}
