package io.reverie.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Files fetched over HTTP, each whole and checked or not at all.
 *
 * <p>Bytes arrive in {@code NAME.part}, which survives a cut connection and the end of the program.
 * The next request asks for the rest only, under the condition ({@code If-Range}, RFC 9110 §13.1.5)
 * that the server's file is still the one with the mark in {@code NAME.mark}; a server that does
 * not know ranges sends everything, and the file starts anew. What has come is checked, forced to
 * the disk and renamed; what fails the check is deleted.
 */
final class Download implements AutoCloseable {

  /** How often one file may be cut off, each time further on, before it is left to another run. */
  private static final int ATTEMPTS = 5;

  private final URI server;
  private final Limits limits;
  private final Progress progress;
  private final HttpClient client;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final long end;

  /**
   * How long to wait.
   *
   * @param connect for a connection
   * @param silence for the next bytes, the answer's first ones included
   * @param total for all files of one {@link Download}, from its construction on
   */
  record Limits(Duration connect, Duration silence, Duration total) {
    static final Limits USUAL =
        new Limits(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofMinutes(5));
  }

  /** Turns a complete file into what it holds, or refuses it. */
  @FunctionalInterface
  interface Check<T> {
    T read(Path file) throws IOException;
  }

  Download(URI server, Limits limits, Progress progress) {
    this.server = server;
    this.limits = limits;
    this.progress = progress;
    // HTTP/1.1 keeps proxies from meeting an h2c upgrade.
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(limits.connect)
            .build();
    end = System.nanoTime() + limits.total.toNanos();
  }

  /** Fetches a file of at most {@code most} bytes into a folder that exists. */
  <T> T fetch(String name, Path folder, long most, Check<T> check) throws IOException {
    var part = new Partial(folder.resolve(name));
    var uri = server.resolve(name);
    for (int attempt = 1; ; attempt++) {
      long before = part.length();
      try {
        receive(uri, part, most);
        break;
      } catch (Cut e) {
        if (attempt == ATTEMPTS || part.length() <= before) {
          throw new IOException(
              "%s was cut off after %d bytes, which are kept: %s"
                  .formatted(uri, part.length(), e.getMessage()),
              e);
        }
      }
    }
    T content;
    try {
      content = check.read(part.file());
    } catch (IOException e) {
      part.delete();
      throw new IOException("what came from %s is refused: %s".formatted(uri, e.getMessage()), e);
    }
    part.complete();
    return content;
  }

  /** Ends what may still be under way, without waiting for it. */
  @Override
  public void close() {
    client.shutdownNow();
    workers.shutdownNow();
  }

  private void receive(URI uri, Partial part, long most) throws IOException {
    long have = part.length();
    var mark = part.mark();
    if (mark.isEmpty()) {
      have = 0; // without a mark nobody can tell whether the rest would fit
    }
    var request = HttpRequest.newBuilder(uri).timeout(limits.silence);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-").header("If-Range", mark);
    }
    var response = answer(request.build());
    try (var body = response.body()) {
      int status = response.statusCode();
      if (status == 416 && have > 0) { // nothing is behind what we have, yet it was not accepted
        part.delete();
        receive(uri, part, most);
        return;
      }
      if (status == 206) {
        requireRange(response, have, part);
      } else if (status == 200) {
        part.delete();
        part.mark(mark(response));
        have = 0;
      } else {
        throw new IOException("%s answered %d; expected 200 or 206".formatted(uri, status));
      }
      long rest = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      copy(body, part, have, rest < 0 ? -1 : have + rest, most, uri);
    }
  }

  private HttpResponse<InputStream> answer(HttpRequest request) throws IOException {
    var host = request.uri().getAuthority();
    try {
      return within(() -> client.send(request, HttpResponse.BodyHandlers.ofInputStream()));
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new IOException("no connection to " + host + "; offline?", e);
    } catch (HttpTimeoutException e) {
      throw new IOException(
          "%s is silent: no answer within %s".formatted(host, text(limits.silence)), e);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("no answer from %s: %s".formatted(host, e), e);
    }
  }

  private static void requireRange(HttpResponse<?> response, long have, Partial part)
      throws IOException {
    var range = response.headers().firstValue("Content-Range").orElse("none");
    if (have == 0 || !range.startsWith("bytes " + have + "-")) {
      part.delete();
      throw new IOException(
          "%s answered 206 with Content-Range %s; expected bytes %d-"
              .formatted(response.uri(), range, have));
    }
  }

  /** What tells this version of the file from others: a strong ETag, else its date, else "". */
  private static String mark(HttpResponse<?> response) {
    var headers = response.headers();
    return headers
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> headers.firstValue("Last-Modified"))
        .filter(Partial::isMark)
        .orElse("");
  }

  private void copy(InputStream body, Partial part, long from, long total, long most, URI uri)
      throws IOException {
    try (var out =
        FileChannel.open(part.file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.truncate(from).position(from);
      var piece = new byte[1 << 16];
      for (int read; (read = next(body, piece, uri)) >= 0; ) {
        if (out.position() + read > most) {
          part.delete();
          throw new IOException("%s is longer than %d bytes".formatted(uri, most));
        }
        for (var left = ByteBuffer.wrap(piece, 0, read); left.hasRemaining(); ) {
          out.write(left);
        }
        progress.arrived(part.name(), out.position(), total);
      }
      out.force(true);
    }
  }

  private int next(InputStream body, byte[] piece, URI uri) throws IOException {
    try {
      return within(() -> body.read(piece));
    } catch (HttpTimeoutException e) {
      throw new IOException(
          "%s stopped: nothing came for %s or all took longer than %s; what is there is kept"
              .formatted(uri, text(limits.silence), text(limits.total)),
          e);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new Cut(e);
    }
  }

  /** Bounds what the HTTP client does not: name lookups and the silence inside a body. */
  private <T> T within(Callable<T> work) throws IOException {
    long patience = Math.min(limits.silence.toNanos(), end - System.nanoTime());
    var result = workers.submit(work);
    try {
      return result.get(Math.max(patience, 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new HttpTimeoutException("out of patience");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while downloading from " + server);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      result.cancel(true);
    }
  }

  private static String text(Duration time) {
    return time.toMillis() / 1000.0 + " s";
  }

  /** The connection broke inside the body: asking for the rest may help. */
  private static final class Cut extends IOException {
    private static final long serialVersionUID = 1L;

    Cut(IOException cause) {
      super(cause.toString(), cause);
    }
  }
}
