package io.reverie.data;

import java.util.Arrays;
import java.util.Locale;

/** A tokenizer whose tokens are characters (code points), those of a given text. */
public final class CharTokenizer implements Tokenizer {
  /** What becomes of a character that is not in the vocabulary. */
  public enum Unknown {
    /** It is an error. */
    FAIL,
    /** It is left out. */
    SKIP,
    /** It becomes one more token, the last, whose text is U+FFFD. */
    MARK
  }

  private static final int REPLACEMENT = 0xFFFD;

  /** The characters, sorted. */
  private final int[] vocabulary;

  private final Unknown unknown;

  private CharTokenizer(int[] vocabulary, Unknown unknown) {
    this.vocabulary = vocabulary;
    this.unknown = unknown;
  }

  /** The characters of this text, numbered in the order of their code points. */
  public static CharTokenizer of(String text, Unknown unknown) {
    return new CharTokenizer(text.codePoints().sorted().distinct().toArray(), unknown);
  }

  /** The characters of the vocabulary, in order: all there is to save. */
  public String vocabulary() {
    return new String(vocabulary, 0, vocabulary.length);
  }

  @Override
  public int size() {
    return vocabulary.length + (unknown == Unknown.MARK ? 1 : 0);
  }

  /**
   * The tokens of a text.
   *
   * @throws IllegalArgumentException if a character is unknown and the policy is {@code FAIL}
   */
  @Override
  public int[] encode(String text) {
    int[] tokens = new int[text.length()];
    int n = 0;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      int token = Arrays.binarySearch(vocabulary, character);
      if (token >= 0) {
        tokens[n++] = token;
      } else if (unknown == Unknown.MARK) {
        tokens[n++] = vocabulary.length;
      } else if (unknown == Unknown.FAIL) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "character '%s' (U+%04X) at place %d is not among the %d known; add it, or use"
                    + " Unknown.SKIP or MARK",
                Character.toString(character),
                character,
                at,
                vocabulary.length));
      }
      at += Character.charCount(character);
    }
    return Arrays.copyOf(tokens, n);
  }

  @Override
  public String decode(int... tokens) {
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      if (token < 0 || token >= size()) {
        throw new IndexOutOfBoundsException(
            "token %d: 0 to %d is needed".formatted(token, size() - 1));
      }
      text.appendCodePoint(token == vocabulary.length ? REPLACEMENT : vocabulary[token]);
    }
    return text.toString();
  }
}
