package io.reverie.data;

import io.reverie.tensor.Compute;
import io.reverie.tensor.Nullable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.regex.Pattern;

/**
 * A tokenizer of frequent byte sequences (byte pair encoding; Sennrich, Haddow &amp; Birch 2016, on
 * bytes as in GPT-2, Radford et al. 2019). Any text can be encoded and comes back unchanged.
 *
 * <p>Tokens 0 to 255 are the bytes of UTF-8. Token {@code 256 + i} is merge i, a pair of earlier
 * tokens. A text is cut into words by GPT-2's pattern, and in each word the pairs of the earliest
 * merge are joined first, from left to right, until no pair has a merge.
 */
public final class BpeTokenizer implements Tokenizer {
  private static final String MAGIC = "reverie-bpe 1";

  /** The longest token: a merge may double its length, and thirty of them fill the memory. */
  private static final int LONGEST = 1 << 16;

  private static final int MOST_BYTES = 1 << 28;

  private static final Pattern WORDS =
      Pattern.compile(
          "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** The merges by their pair, {@code left << 32 | right}. */
  private final Map<Long, Integer> merges = new HashMap<>();

  private final List<byte[]> texts = new ArrayList<>();
  private final List<Long> pairs = new ArrayList<>();
  private long bytes;

  private BpeTokenizer() {
    for (int i = 0; i < 256; i++) {
      texts.add(new byte[] {(byte) i});
    }
  }

  static BpeTokenizer bytes() {
    return new BpeTokenizer();
  }

  /**
   * Learns up to {@code size − 256} merges from a text: again and again the most frequent pair of
   * neighbours within words becomes a token; of equally frequent pairs the one with the smallest
   * left token, then right token. Stops early when no pair comes twice.
   *
   * @throws IllegalArgumentException if {@code size} is less than 256
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static BpeTokenizer train(String text, int size) {
    if (size < 256) {
      throw new IllegalArgumentException(
          "a vocabulary of %d tokens: at least the 256 bytes are needed".formatted(size));
    }
    Map<String, Integer> words = new HashMap<>();
    var found = WORDS.matcher(text);
    while (found.find()) {
      words.merge(found.group(), 1, Integer::sum);
    }
    var tokenizer = new BpeTokenizer();
    var training = new BpeTraining(words);
    while (tokenizer.size() < size) {
      Compute.checkInterrupt("token " + tokenizer.size());
      long pair = training.mostFrequent();
      if (pair < 0 || tokenizer.problem(pair) != null) {
        break;
      }
      training.join(pair, tokenizer.size());
      tokenizer.add(pair);
    }
    return tokenizer;
  }

  @Override
  public int size() {
    return texts.size();
  }

  /** The two tokens that became this one. */
  int[] mergeOf(int token) {
    long pair = pairs.get(token - 256);
    return new int[] {(int) (pair >> 32), (int) pair};
  }

  /** What is wrong with a pair as the next merge, or null. */
  private @Nullable String problem(long pair) {
    int left = (int) (pair >> 32);
    int right = (int) pair;
    if (left < 0 || right < 0 || left >= size() || right >= size()) {
      return "merges tokens %d and %d; 0 to %d are known there".formatted(left, right, size() - 1);
    }
    if (merges.containsKey(pair)) {
      return "merges tokens %d and %d again".formatted(left, right);
    }
    int length = texts.get(left).length + texts.get(right).length;
    if (length > LONGEST || bytes + length > MOST_BYTES) {
      return "makes a token of %,d bytes, or tokens of more than %,d in all; at most %,d"
          .formatted(length, MOST_BYTES, LONGEST);
    }
    return null;
  }

  private void add(long pair) {
    byte[] left = texts.get((int) (pair >> 32));
    byte[] right = texts.get((int) pair);
    byte[] joined = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, joined, left.length, right.length);
    merges.put(pair, size());
    pairs.add(pair);
    texts.add(joined);
    bytes += joined.length;
  }

  /**
   * The tokens of a text.
   *
   * @throws IllegalArgumentException if it has half a surrogate pair, which has no UTF-8
   */
  @Override
  public int[] encode(String text) {
    int[] tokens = new int[Math.max(16, text.length() / 2)];
    int n = 0;
    var found = WORDS.matcher(text);
    while (found.find()) {
      int[] word = encodeWord(utf8(found.group()));
      if (n + word.length > tokens.length) {
        tokens = Arrays.copyOf(tokens, Math.max(2 * tokens.length, n + word.length));
      }
      System.arraycopy(word, 0, tokens, n, word.length);
      n += word.length;
    }
    return Arrays.copyOf(tokens, n);
  }

  /** A merge that could be done: of the token at {@code at} and its right neighbour. */
  private record Candidate(int merge, int at, int left, int right)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      return merge != other.merge
          ? Integer.compare(merge, other.merge)
          : Integer.compare(at, other.at);
    }
  }

  /** A linked list of tokens and a queue of merges: long words stay cheap. */
  private int[] encodeWord(byte... word) {
    int n = word.length;
    int[] token = new int[n];
    int[] before = new int[n];
    int[] after = new int[n];
    for (int i = 0; i < n; i++) {
      token[i] = word[i] & 0xFF;
      before[i] = i - 1;
      after[i] = i + 1;
    }
    var queue = new PriorityQueue<Candidate>();
    for (int i = 0; i + 1 < n; i++) {
      offer(queue, token, i, i + 1);
    }
    while (!queue.isEmpty()) {
      var next = queue.remove();
      int right = token[next.at] == next.left ? after[next.at] : n;
      if (right >= n || token[right] != next.right) {
        continue; // one of the two was merged meanwhile
      }
      token[next.at] = next.merge;
      token[right] = -1;
      after[next.at] = after[right];
      if (after[right] < n) {
        before[after[right]] = next.at;
        offer(queue, token, next.at, after[right]);
      }
      if (before[next.at] >= 0) {
        offer(queue, token, before[next.at], next.at);
      }
    }
    return Arrays.stream(token).filter(id -> id >= 0).toArray();
  }

  private void offer(PriorityQueue<Candidate> queue, int[] token, int at, int right) {
    Integer merge = merges.get(pair(token[at], token[right]));
    if (merge != null) {
      queue.add(new Candidate(merge, at, token[at], token[right]));
    }
  }

  static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("half a surrogate pair in the text has no UTF-8", e);
    }
  }

  /** The text of tokens; bytes that are not UTF-8, as of half a character, become U+FFFD. */
  @Override
  public String decode(int... tokens) {
    long length = 0;
    for (int token : tokens) {
      if (token < 0 || token >= size()) {
        throw new IndexOutOfBoundsException(
            "token %d: 0 to %d is needed".formatted(token, size() - 1));
      }
      length += texts.get(token).length;
    }
    byte[] joined = new byte[Math.toIntExact(length)];
    int at = 0;
    for (int token : tokens) {
      byte[] text = texts.get(token);
      System.arraycopy(text, 0, joined, at, text.length);
      at += text.length;
    }
    return new String(joined, StandardCharsets.UTF_8);
  }

  /** Writes the merges as text: a first line {@value #MAGIC}, then {@code left right} a line. */
  public void save(Path file) throws IOException {
    StringBuilder text = new StringBuilder(MAGIC).append('\n');
    for (long pair : pairs) {
      text.append((int) (pair >> 32)).append(' ').append((int) pair).append('\n');
    }
    Files.writeString(file, text);
  }

  /**
   * Reads merges that {@link #save} wrote.
   *
   * @throws MalformedDataException naming the line that is none
   */
  public static BpeTokenizer load(Path file) throws IOException {
    List<String> lines = TextFile.lines(file, 64);
    if (lines.isEmpty() || !lines.getFirst().equals(MAGIC)) {
      throw new MalformedDataException(
          file.toString(), "does not start with a line \"" + MAGIC + "\", as saved merges do");
    }
    var tokenizer = new BpeTokenizer();
    for (int i = 1; i < lines.size(); i++) {
      String problem = "is \"" + lines.get(i) + "\"; two tokens are expected, as in \"104 101\"";
      if (lines.get(i).matches("[0-9]{1,9} [0-9]{1,9}")) {
        String[] ids = lines.get(i).split(" ", -1);
        long pair = pair(Integer.parseInt(ids[0]), Integer.parseInt(ids[1]));
        problem = tokenizer.problem(pair);
        if (problem == null) {
          tokenizer.add(pair);
        }
      }
      if (problem != null) {
        throw new MalformedDataException(file.toString(), "line " + (i + 1) + " " + problem);
      }
    }
    return tokenizer;
  }
}
