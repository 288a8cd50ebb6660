package io.reverie.golden;

import com.google.gson.JsonElement;
import io.reverie.op.BatchNorm;
import io.reverie.op.ConvTranspose2d;
import io.reverie.op.Interpolation;
import io.reverie.op.Pad2d;
import io.reverie.op.PaddingMode;
import io.reverie.op.Pair;
import io.reverie.op.Upsample;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Filters, pools and norms. */
final class ImageGolden {
  private ImageGolden() {}

  static void register(Map<String, GoldenOp> ops) {
    ops.put("conv1d", ImageGolden::conv1d);
    ops.put("conv2d", ImageGolden::conv2d);
    ops.put("conv_transpose1d", ImageGolden::convTranspose1d);
    ops.put("conv_transpose2d", ImageGolden::convTranspose2d);
    ops.put("max_pool1d", g -> g.out("y", sequence(image(g.x("x")).maxPool2d(maxPool(g, true)))));
    ops.put("max_pool2d", g -> g.out("y", g.x("x").maxPool2d(maxPool(g, false))));
    ops.put("avg_pool1d", g -> g.out("y", sequence(image(g.x("x")).avgPool2d(avgPool(g, true)))));
    ops.put("avg_pool2d", g -> g.out("y", g.x("x").avgPool2d(avgPool(g, false))));
    ops.put(
        "adaptive_avg_pool2d",
        g -> g.out("y", g.x("x").adaptiveAvgPool2d(output(g).height(), output(g).width())));
    ops.put(
        "adaptive_max_pool2d",
        g -> g.out("y", g.x("x").adaptiveMaxPool2d(output(g).height(), output(g).width())));
    ops.put("batch_norm", ImageGolden::batchNorm);
    ops.put("layer_norm", ImageGolden::layerNorm);
    ops.put("rms_norm", ImageGolden::rmsNorm);
    ops.put(
        "group_norm",
        g ->
            g.out(
                "y",
                g.x("x")
                    .groupNorm(
                        g.number("groups", g.number("num_groups", 1)),
                        optional(g, "weight"),
                        optional(g, "bias"),
                        g.real("eps", 1e-5f))));
    ops.put(
        "instance_norm",
        g ->
            g.out(
                "y",
                g.x("x")
                    .instanceNorm(
                        optional(g, "weight"), optional(g, "bias"), g.real("eps", 1e-5f))));
    ops.put("pixel_shuffle", g -> g.out("y", g.x("x").pixelShuffle(g.number("upscale_factor"))));
    ops.put(
        "pixel_unshuffle", g -> g.out("y", g.x("x").pixelUnshuffle(g.number("downscale_factor"))));
    ops.put("upsample", ImageGolden::upsample);
  }

  private static void conv1d(GoldenCase g) {
    int groups = g.number("groups", 1);
    int stride = pair(g, "stride", 1, true).width();
    Pair dilation = pair(g, "dilation", 1, true);
    Tensor weight = g.x("weight");
    if (zeroPadded(g)) {
      int padding = pair(g, "padding", 0, true).width();
      var geometry = io.reverie.op.Conv2d.along(stride, padding, dilation.width(), groups);
      g.out("y", g.x("x").conv1d(weight, optional(g, "bias"), geometry));
      return;
    }
    var geometry = io.reverie.op.Conv2d.along(stride, 0, dilation.width(), groups);
    Tensor seen = image(g.x("x")).pad2d(border(g, image(weight), dilation, true));
    g.out("y", sequence(seen).conv1d(weight, optional(g, "bias"), geometry));
  }

  private static void conv2d(GoldenCase g) {
    Tensor x = g.x("x");
    Tensor weight = g.x("weight");
    Pair dilation = pair(g, "dilation", 1, false);
    boolean zeros = zeroPadded(g);
    var geometry =
        new io.reverie.op.Conv2d(
            pair(g, "stride", 1, false),
            zeros ? pair(g, "padding", 0, false) : Pair.of(0),
            dilation,
            g.number("groups", 1));
    Tensor seen = zeros ? x : x.pad2d(border(g, weight, dilation, false));
    Tensor bias = optional(g, "bias");
    g.out("y", bias == null ? seen.conv2d(weight, geometry) : seen.conv2d(weight, bias, geometry));
  }

  /** Whether the padding is zeros, as many at either end: the op's own. */
  private static boolean zeroPadded(GoldenCase g) {
    return !(g.hasAttribute("padding") && isText(g.attribute("padding")))
        && !g.hasAttribute("padding_mode");
  }

  /** What PyTorch's {@code padding} and {@code padding_mode} put around images. */
  private static Pad2d border(GoldenCase g, Tensor weight, Pair dilation, boolean line) {
    String mode =
        g.hasAttribute("padding_mode") ? g.attribute("padding_mode").getAsString() : "zeros";
    PaddingMode shown = PaddingMode.valueOf(mode.toUpperCase(Locale.ROOT));
    if (g.hasAttribute("padding") && isText(g.attribute("padding"))) {
      boolean same = g.attribute("padding").getAsString().equals("same");
      int rows = same ? dilation.height() * (weight.dim(2) - 1) : 0;
      int cols = same ? dilation.width() * (weight.dim(3) - 1) : 0;
      return new Pad2d(rows / 2, rows - rows / 2, cols / 2, cols - cols / 2, shown);
    }
    return Pad2d.evenly(pair(g, "padding", 0, line), shown);
  }

  private static void convTranspose1d(GoldenCase g) {
    Tensor x = image(g.x("x"));
    g.out(
        "y",
        sequence(x.convTranspose2d(image(g.x("weight")), optional(g, "bias"), turned(g, true))));
  }

  private static void convTranspose2d(GoldenCase g) {
    g.out("y", g.x("x").convTranspose2d(g.x("weight"), optional(g, "bias"), turned(g, false)));
  }

  private static ConvTranspose2d turned(GoldenCase g, boolean line) {
    return new ConvTranspose2d(
        pair(g, "stride", 1, line),
        pair(g, "padding", 0, line),
        pair(g, "output_padding", 0, line),
        pair(g, "dilation", 1, line),
        g.number("groups", 1));
  }

  private static io.reverie.op.MaxPool2d maxPool(GoldenCase g, boolean line) {
    Pair kernel = kernel(g, line);
    return new io.reverie.op.MaxPool2d(
        kernel,
        g.hasAttribute("stride") ? pair(g, "stride", 1, line) : kernel,
        pair(g, "padding", 0, line),
        pair(g, "dilation", 1, line),
        g.flag("ceil_mode", false));
  }

  private static io.reverie.op.AvgPool2d avgPool(GoldenCase g, boolean line) {
    Pair kernel = kernel(g, line);
    return new io.reverie.op.AvgPool2d(
        kernel,
        g.hasAttribute("stride") ? pair(g, "stride", 1, line) : kernel,
        pair(g, "padding", 0, line),
        g.flag("ceil_mode", false),
        g.flag("count_include_pad", true));
  }

  private static Pair kernel(GoldenCase g, boolean line) {
    return pair(g, g.hasAttribute("kernel") ? "kernel" : "kernel_size", 1, line);
  }

  private static Pair output(GoldenCase g) {
    Tensor x = g.x("x");
    JsonElement wanted = g.attribute(g.hasAttribute("output") ? "output" : "output_size");
    if (!wanted.isJsonArray()) {
      return Pair.of(wanted.getAsInt());
    }
    // PyTorch's None keeps the length of an axis.
    JsonElement height = wanted.getAsJsonArray().get(0);
    JsonElement width = wanted.getAsJsonArray().get(1);
    return new Pair(
        height.isJsonNull() ? x.dim(2) : height.getAsInt(),
        width.isJsonNull() ? x.dim(3) : width.getAsInt());
  }

  private static void upsample(GoldenCase g) {
    Interpolation how =
        g.attribute("mode").getAsString().equals("nearest")
            ? Interpolation.NEAREST
            : g.flag("align_corners", false)
                ? Interpolation.BILINEAR_CORNERS
                : Interpolation.BILINEAR;
    Pair size = g.hasAttribute("size") ? pair(g, "size", 1, false) : null;
    g.out("y", g.x("x").upsample(new Upsample(size, g.real("scale_factor", 0), how)));
  }

  private static void batchNorm(GoldenCase g) {
    Tensor mean = g.has("running_mean") ? g.constant("running_mean") : null;
    Tensor variance = g.has("running_var") ? g.constant("running_var") : null;
    BatchNorm op =
        new BatchNorm(
            mean,
            variance,
            g.real("momentum", 0.1f),
            g.real("eps", 1e-5f),
            g.flag("training", false));
    g.out("y", normed(g, op));
    if (mean != null && variance != null) {
      g.out("running_mean", mean);
      g.out("running_var", variance);
    }
  }

  private static Tensor normed(GoldenCase g, io.reverie.tensor.Op op) {
    List<Tensor> in = new ArrayList<>(List.of(g.x("x")));
    if (g.has("weight") || g.has("bias")) {
      in.add(g.has("weight") ? g.x("weight") : Tensor.ones(g.constant("bias").shape().dims()));
    }
    if (g.has("bias")) {
      in.add(g.x("bias"));
    }
    return Tensor.apply(op, in.toArray(Tensor[]::new));
  }

  private static void layerNorm(GoldenCase g) {
    g.out("y", normed(g, new io.reverie.op.LayerNorm(axes(g), g.real("eps", 1e-5f))));
  }

  private static void rmsNorm(GoldenCase g) {
    g.out("y", normed(g, new io.reverie.op.RmsNorm(axes(g), g.real("eps", 0x1p-52f))));
  }

  /** How many trailing axes the weight, or an attribute, says. */
  private static int axes(GoldenCase g) {
    for (String name : List.of("weight", "bias")) {
      if (g.has(name)) {
        return g.constant(name).shape().rank();
      }
    }
    return g.hasAttribute("normalized_shape") && g.attribute("normalized_shape").isJsonArray()
        ? g.numbers("normalized_shape").length
        : 1;
  }

  private static @Nullable Tensor optional(GoldenCase g, String name) {
    return g.has(name) ? g.x(name) : null;
  }

  /** One number for both axes, or one each; along a line, nothing happens on the first axis. */
  private static Pair pair(GoldenCase g, String name, int otherwise, boolean line) {
    if (!g.hasAttribute(name)) {
      return Pair.of(otherwise);
    }
    int[] numbers = g.attribute(name).isJsonArray() ? g.numbers(name) : new int[] {g.number(name)};
    int last = numbers[numbers.length - 1];
    if (line) {
      return new Pair(name.contains("padding") ? 0 : 1, last);
    }
    return new Pair(numbers[0], last);
  }

  private static boolean isText(JsonElement attribute) {
    return attribute.isJsonPrimitive() && attribute.getAsJsonPrimitive().isString();
  }

  private static Tensor image(Tensor x) {
    return x.reshape(x.dim(0), x.dim(1), 1, x.dim(2));
  }

  private static Tensor sequence(Tensor x) {
    return x.reshape(x.dim(0), x.dim(1), x.dim(3));
  }
}
