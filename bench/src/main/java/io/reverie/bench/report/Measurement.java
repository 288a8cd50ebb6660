package io.reverie.bench.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One row of what JMH measured.
 *
 * @param group the class without "Benchmark", such as {@code Gemm}
 * @param method the method
 * @param params its parameters by name
 * @param score runs a second, the mean of all iterations
 * @param low the smallest of the iterations
 * @param high the largest of them
 * @param flop floating-point operations a second, 0 where none were counted
 * @param bytes bytes a second, 0 where none were counted
 * @param allocated bytes allocated in a run, NaN where nobody looked
 */
record Measurement(
    String group,
    String method,
    Map<String, String> params,
    double score,
    double low,
    double high,
    double flop,
    double bytes,
    double allocated) {

  /** The rows of one of JMH's result files. */
  static List<Measurement> read(Path json) throws IOException {
    List<Measurement> rows = new ArrayList<>();
    for (JsonElement row : rows(json)) {
      rows.add(of(row.getAsJsonObject()));
    }
    return rows;
  }

  /** The rows of one of JMH's result files as they stand there. */
  static JsonArray rows(Path json) throws IOException {
    return new Gson().fromJson(Files.readString(json), JsonArray.class);
  }

  private static Measurement of(JsonObject row) {
    String[] name = row.get("benchmark").getAsString().split("[.]");
    Map<String, String> params = new TreeMap<>();
    if (row.has("params")) {
      row.getAsJsonObject("params")
          .entrySet()
          .forEach(param -> params.put(param.getKey(), param.getValue().getAsString()));
    }
    JsonObject primary = row.getAsJsonObject("primaryMetric");
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (JsonElement fork : primary.getAsJsonArray("rawData")) {
      for (JsonElement iteration : fork.getAsJsonArray()) {
        low = Math.min(low, iteration.getAsDouble());
        high = Math.max(high, iteration.getAsDouble());
      }
    }
    JsonObject secondary = row.getAsJsonObject("secondaryMetrics");
    return new Measurement(
        name[name.length - 2].replace("Benchmark", ""),
        name[name.length - 1],
        params,
        primary.get("score").getAsDouble(),
        low,
        high,
        metric(secondary, "flop", 0),
        metric(secondary, "bytes", 0),
        metric(secondary, "gc.alloc.rate.norm", Double.NaN));
  }

  private static double metric(JsonObject metrics, String name, double otherwise) {
    for (Map.Entry<String, JsonElement> metric : metrics.entrySet()) {
      // Some versions of JMH put a dot in front of what profilers say.
      if (metric.getKey().endsWith(name)) {
        return metric.getValue().getAsJsonObject().get("score").getAsDouble();
      }
    }
    return otherwise;
  }

  /** The parameters that tell rows of a method apart, and the method. */
  String label() {
    List<String> words = new ArrayList<>(params.values());
    words.remove("all");
    if (!method.equals("product") && !method.equals("step")) {
      words.add(method);
    }
    return String.join(", ", words);
  }

  /** How many threads worked: a number, or "all". */
  String threads() {
    return params.getOrDefault("threads", "all");
  }

  /** How far iterations lie from the mean, as a share of it. */
  double spread() {
    return (high - low) / 2 / score;
  }
}
