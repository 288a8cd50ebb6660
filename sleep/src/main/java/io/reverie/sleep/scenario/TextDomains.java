package io.reverie.sleep.scenario;

import io.reverie.data.Dataset;
import io.reverie.data.Samples;
import io.reverie.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Texts of several kinds, one after the other: each task is to tell the next character of one text.
 *
 * <p>A sample is the numbers of so many characters, {@code [window]}, for an {@link
 * io.reverie.nn.Embedding}; its label is the number of the character that follows. So a text is a
 * classification like any other, and every strategy and memory works on it. The loss in bits a
 * sample is the usual bits a character.
 *
 * @param scenario the stream, its tasks named as the texts
 * @param characters what each number stands for
 */
public record TextDomains(Scenario scenario, String characters) {
  /** What stands for characters that are too rare to have a number of their own. */
  public static final char RARE = '\uFFFD';

  /**
   * The texts in the map's order. The first nine tenths of each are learned, one sample a
   * character, and the last tenth is asked; no window crosses the border.
   *
   * @param window how many characters are seen
   * @param rarest a character that occurs less often in all texts together becomes {@link #RARE}; 1
   *     keeps all
   * @throws IllegalArgumentException if a text is too short
   */
  public static TextDomains of(Map<String, String> texts, int window, int rarest) {
    Map<Character, Integer> counts = new TreeMap<>();
    for (String text : texts.values()) {
      for (int i = 0; i < text.length(); i++) {
        counts.merge(text.charAt(i), 1, Integer::sum);
      }
    }
    StringBuilder characters = new StringBuilder().append(RARE);
    counts.forEach((character, count) -> {
      if (count >= rarest && character != RARE) {
        characters.append((char) character);
      }
    });
    List<Task> tasks = new ArrayList<>();
    texts.forEach((name, text) -> {
      int border = text.length() * 9 / 10;
      if (window < 1 || text.length() - border <= window) {
        throw new IllegalArgumentException(
            "windows of %d characters and the next from %d characters of \"%s\": its tenth must be longer"
                .formatted(window, text.length(), name));
      }
      int[] numbers = numbers(text, characters.toString());
      tasks.add(
          new Task(
              name,
              Dataset.of(new Windows(numbers, 0, border, window)),
              Dataset.of(new Windows(numbers, border, numbers.length, window))));
    });
    return new TextDomains(
        new Scenario("text domains", tasks, tasks, characters.length()), characters.toString());
  }

  private static int[] numbers(String text, String characters) {
    int[] numbers = new int[text.length()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Math.max(0, characters.indexOf(text.charAt(i)));
    }
    return numbers;
  }

  /** The text of a sample. */
  public String text(float[] sample) {
    StringBuilder text = new StringBuilder();
    for (float number : sample) {
      text.append(characters.charAt((int) number));
    }
    return text.toString();
  }

  /** Every window of a stretch of text, each with the character that follows. */
  private record Windows(int[] numbers, int from, int to, int window) implements Samples {
    @Override
    public int size() {
      return to - from - window;
    }

    @Override
    public Shape sample() {
      return Shape.of(window);
    }

    @Override
    public int label(int number) {
      return numbers[from + number + window];
    }

    @Override
    public void read(int number, float[] into, int at) {
      for (int i = 0; i < window; i++) {
        into[at + i] = numbers[from + number + i];
      }
    }
  }
}
