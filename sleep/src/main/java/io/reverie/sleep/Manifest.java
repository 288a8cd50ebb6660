package io.reverie.sleep;

import io.reverie.data.MalformedDataException;
import io.reverie.io.Replacement;
import io.reverie.tensor.Nullable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The one file of a journal that says which of the others count. It is replaced at once, so that
 * whatever it says is true: a promotion and the end of its night are one and the same rename.
 *
 * @param models the versions of the model that are kept, oldest first; the last one is current
 * @param slept the last night that came to its end, as the place of its stream; empty if none did
 * @param asleep the night in progress; null by day
 */
record Manifest(List<Integer> models, String slept, @Nullable Asleep asleep) {
  static final String NAME = "manifest";
  private static final String TITLE = "reverie journal 1";

  /** A file with its SHA-256. */
  record Written(String file, String digest) {}

  /**
   * A night in progress.
   *
   * @param night which one, as the place of its stream
   * @param phases how many were slept
   * @param evening how everything was at bedtime
   * @param now how everything is after these phases
   * @param memory what the memory holds
   */
  record Asleep(String night, int phases, Written evening, Written now, Written memory) {}

  Manifest {
    models = List.copyOf(models);
  }

  /** The number of the current model, 0 if there is none yet. */
  int version() {
    return models.isEmpty() ? 0 : models.getLast();
  }

  static String model(int version) {
    return "model-%04d.safetensors".formatted(version);
  }

  /** All files that count. */
  List<String> files() {
    List<String> files = new ArrayList<>(models.stream().map(Manifest::model).toList());
    files.add(NAME);
    if (asleep != null) {
      files.add(asleep.evening.file);
      files.add(asleep.now.file);
      files.add(asleep.memory.file);
    }
    return files;
  }

  void write(Path folder) throws IOException {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    for (int model : models) {
      text.append("model ").append(model).append('\n');
    }
    if (!slept.isEmpty()) {
      text.append("slept ").append(slept).append('\n');
    }
    if (asleep != null) {
      text.append("asleep %s %d\n".formatted(asleep.night, asleep.phases));
      for (Written page : List.of(asleep.evening, asleep.now, asleep.memory)) {
        text.append("page %s %s\n".formatted(page.file, page.digest));
      }
    }
    String sum = digest(text);
    text.append("end ").append(sum).append('\n');
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    Replacement.of(
        folder.resolve(NAME),
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  private static String digest(CharSequence text) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Page.sha256().digest(bytes));
  }

  /**
   * What a folder's manifest says; of an empty folder, that nothing was ever slept.
   *
   * @throws MalformedDataException if it was damaged
   */
  static Manifest read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return new Manifest(List.of(), "", null);
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    int end = text.lastIndexOf("end ");
    if (end < 0 || !text.substring(end).equals("end " + digest(text.substring(0, end)) + "\n")) {
      throw new MalformedDataException(
          file.toString(),
          "the manifest was damaged: its checksum does not fit. Journal.clear() drops the night"
              + " that it may tell of; the models stay");
    }
    return parse(text.substring(0, end).lines().toList());
  }

  private static Manifest parse(List<String> lines) {
    List<Integer> models = new ArrayList<>();
    List<Written> pages = new ArrayList<>();
    String slept = "";
    String[] night = {};
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "model" -> models.add(Integer.valueOf(words[1]));
        case "slept" -> slept = words[1];
        case "asleep" -> night = words;
        case "page" -> pages.add(new Written(words[1], words[2]));
        default -> {}
      }
    }
    Asleep asleep =
        night.length == 0
            ? null
            : new Asleep(
                night[1], Integer.parseInt(night[2]), pages.get(0), pages.get(1), pages.get(2));
    return new Manifest(models, slept, asleep);
  }
}
