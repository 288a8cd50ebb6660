package io.reverie.examples.data;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on this machine's loopback that misbehaves as told. */
final class FileServer implements AutoCloseable {

  /** Patience short enough for a test, long enough for a busy machine. */
  static final Download.Limits LIMITS =
      new Download.Limits(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(60));

  /** The Range header of each request, or "-". */
  final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

  final Map<String, byte[]> files = new HashMap<>();
  String tag = "\"one\"";
  boolean knowsRanges = true;
  int status = 200;

  /** Bytes of a body after which the connection breaks, one for each answer in turn. */
  final List<Integer> cuts = new ArrayList<>();

  /** Bytes of a body after which nothing more comes; -1 for silence before the headers. */
  Integer hangsAfter;

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);

  FileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.createContext("/set/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/set/");
  }

  /** An address where nobody listens. */
  static URI nobody() throws IOException {
    try (var server = new FileServer()) {
      return server.uri();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    workers.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = exchange.getRequestHeaders();
      ranges.add(request.containsKey("Range") ? request.getFirst("Range") : "-");
      var path = exchange.getRequestURI().getPath();
      var file = files.get(path.substring(path.lastIndexOf('/') + 1));
      if (Integer.valueOf(-1).equals(hangsAfter)) {
        hang();
      }
      if (status != 200 || file == null) {
        exchange.sendResponseHeaders(status != 200 ? status : 404, -1);
        return;
      }
      if (tag != null) {
        exchange.getResponseHeaders().set("ETag", tag);
      }
      send(exchange, file, from(request));
    }
  }

  private int from(Headers request) {
    var range = request.getFirst("Range");
    var condition = request.getFirst("If-Range");
    boolean applies = knowsRanges && range != null && (condition == null || condition.equals(tag));
    return applies ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
  }

  private void send(HttpExchange exchange, byte[] file, int from) throws IOException {
    int length = file.length - from;
    if (from > 0 && length <= 0) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, file.length - 1, file.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, length);
    int upTo = cuts.isEmpty() ? length : Math.min(length, cuts.removeFirst());
    if (hangsAfter != null) {
      upTo = hangsAfter;
    }
    exchange.getResponseBody().write(file, from, upTo);
    exchange.getResponseBody().flush();
    if (hangsAfter != null) {
      hang();
    }
  }

  private void hang() throws IOException {
    try {
      closing.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
