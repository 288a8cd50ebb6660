package io.reverie.data;

import java.io.IOException;

/**
 * The content of a file is not what its format promises: cut, damaged or of another kind. The
 * message names the file, what was expected and what was found. A file that is missing or not
 * readable is an ordinary {@link IOException} instead.
 */
public final class MalformedDataException extends IOException {
  private static final long serialVersionUID = 1L;

  /** An error about {@code name}, as in {@code train-labels.gz: ends after 3 bytes, ...}. */
  public MalformedDataException(String name, String problem) {
    super(name + ": " + problem);
  }

  /** An error about {@code name} that another one brought to light. */
  public MalformedDataException(String name, String problem, Throwable cause) {
    super(name + ": " + problem, cause);
  }
}
