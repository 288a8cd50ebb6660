package io.reverie.data;

/**
 * A translation between text and whole numbers, the tokens, that a language model reads and writes.
 * Immutable and safe to use from many threads.
 */
public interface Tokenizer {
  /** How many tokens there are: ids run from 0 to {@code size() − 1}. */
  int size();

  /** The tokens of a text. */
  int[] encode(String text);

  /**
   * The text of tokens.
   *
   * @throws IndexOutOfBoundsException if there is no token of an id
   */
  String decode(int... tokens);

  /** A tokenizer of 256 tokens, the bytes of UTF-8. */
  static Tokenizer bytes() {
    return BpeTokenizer.bytes();
  }
}
