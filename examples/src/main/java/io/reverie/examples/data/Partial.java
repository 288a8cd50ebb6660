package io.reverie.examples.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What has come so far of a file being downloaded: its bytes in {@code NAME.part}, and in {@code
 * NAME.mark} the mark of the version they belong to.
 *
 * @param target the file it will be
 */
record Partial(Path target) {

  String name() {
    return target.getFileName().toString();
  }

  Path file() {
    return target.resolveSibling(name() + ".part");
  }

  private Path markFile() {
    return target.resolveSibling(name() + ".mark");
  }

  /** The number of bytes that are there. */
  long length() throws IOException {
    return Files.exists(file()) ? Files.size(file()) : 0;
  }

  /** The mark the server gave, or "" where it gave none or the bytes are gone. */
  String mark() throws IOException {
    if (length() == 0 || !Files.exists(markFile())) {
      return "";
    }
    var mark = Files.readString(markFile(), StandardCharsets.ISO_8859_1);
    return isMark(mark) ? mark : "";
  }

  void mark(String mark) throws IOException {
    Files.writeString(markFile(), mark, StandardCharsets.ISO_8859_1);
  }

  /** Whether a text can stand in a request's header. */
  static boolean isMark(String text) {
    return text.matches("[\\x20-\\x7e]+");
  }

  /** Gives the complete bytes their name, in place of what had it. */
  void complete() throws IOException {
    Files.move(file(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    delete();
  }

  void delete() throws IOException {
    Files.deleteIfExists(file());
    Files.deleteIfExists(markFile());
  }
}
