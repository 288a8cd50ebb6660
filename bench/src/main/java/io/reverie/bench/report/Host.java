package io.reverie.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.StringJoiner;

/** The machine, the JDK and the sources that were measured, as far as the system tells. */
final class Host {
  private static final String UNKNOWN = "unknown";
  private static final List<String> FLAGS =
      List.of("sse4_2", "avx", "avx2", "fma", "avx512f", "avx512vl", "avx512_vnni", "asimd", "sve");

  private Host() {}

  static SequencedMap<String, String> describe() {
    SequencedMap<String, String> host = new LinkedHashMap<>();
    host.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    host.put("cpu", cpu("model name"));
    host.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    host.put("vector instructions", flags());
    host.put("caches", caches());
    host.put("memory", firstLine("/proc/meminfo").replaceAll("\\s+", " "));
    host.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    host.put(
        "jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    host.put("commit", commit());
    return host;
  }

  private static String cpu(String key) {
    return lines("/proc/cpuinfo").stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(UNKNOWN);
  }

  private static String flags() {
    List<String> all = List.of((cpu("flags") + " " + cpu("Features")).split(" "));
    StringJoiner known = new StringJoiner(" ");
    FLAGS.stream().filter(all::contains).forEach(known::add);
    return known.length() == 0 ? UNKNOWN : known.toString();
  }

  private static String caches() {
    StringJoiner caches = new StringJoiner(", ");
    for (int i = 0; i < 8; i++) {
      String folder = "/sys/devices/system/cpu/cpu0/cache/index" + i + "/";
      if (Files.exists(Path.of(folder)) && !firstLine(folder + "type").equals("Instruction")) {
        caches.add("L" + firstLine(folder + "level") + " " + firstLine(folder + "size"));
      }
    }
    return caches.length() == 0 ? UNKNOWN : caches.toString();
  }

  private static String commit() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String commit = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
      return commit.isEmpty() ? UNKNOWN : commit;
    } catch (IOException _) {
      return UNKNOWN; // Not a checkout, or no git: the report says so.
    }
  }

  private static String firstLine(String file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? UNKNOWN : lines.getFirst();
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException _) {
      return List.of(); // Only Linux has these files.
    }
  }
}
