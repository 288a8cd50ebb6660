package io.reverie.examples.text;

import io.reverie.sleep.scenario.TextDomains;
import io.reverie.tensor.Rng;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Five kinds of text of 20,000 to 29,000 characters each, for a network that reads one after the
 * other: English (Carroll 1865), German (Kafka 1915), Java (of this project), JSON and sums, both
 * made up. Carroll and Kafka are in the public domain.
 */
public final class Domains {
  private static final int LENGTH = 28_000;
  private static final List<String> WORDS =
      List.of(
          "amber", "birch", "cedar", "dusk", "ember", "fern", "glade", "heron", "iris", "juniper");

  private Domains() {}

  /** The texts by name, in the order in which they are read. */
  public static Map<String, String> texts() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("english", resource("english.txt"));
    texts.put("java", resource("java.txt"));
    texts.put("json", json(Rng.of(1)));
    texts.put("sums", sums(Rng.of(2)));
    texts.put("german", resource("german.txt"));
    return texts;
  }

  /** The five as a stream of tasks, by windows of so many characters. */
  public static TextDomains of(int window) throws IOException {
    return TextDomains.of(texts(), window, 5);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Domains.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("no " + name + " beside " + Domains.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String json(Rng rng) {
    StringBuilder text = new StringBuilder();
    for (int id = 1; text.length() < LENGTH; id++) {
      text.append("{\"id\": ").append(id).append(", \"name\": \"").append(word(rng)).append("\", ");
      text.append("\"size\": [").append(rng.nextInt(100)).append(", ").append(rng.nextInt(100));
      text.append("], \"price\": ").append(rng.nextInt(1000)).append('.').append(rng.nextInt(10));
      text.append(", \"sold\": ").append(rng.nextInt(2) == 0).append(", \"tags\": [");
      for (int tag = rng.nextInt(3); tag >= 0; tag--) {
        text.append('"').append(word(rng)).append(tag == 0 ? "\"" : "\", ");
      }
      text.append("]}\n");
    }
    return text.toString();
  }

  private static String word(Rng rng) {
    return WORDS.get(rng.nextInt(WORDS.size()));
  }

  private static String sums(Rng rng) {
    StringBuilder text = new StringBuilder();
    while (text.length() < LENGTH) {
      int a = rng.nextInt(100);
      int b = rng.nextInt(100);
      boolean plus = rng.nextInt(2) == 0;
      text.append(a).append(plus ? "+" : "-").append(b).append('=');
      text.append(plus ? a + b : a - b).append('\n');
    }
    return text.toString();
  }
}
