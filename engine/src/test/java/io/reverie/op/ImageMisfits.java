package io.reverie.op;

import static io.reverie.op.Misfits.in;
import static io.reverie.op.Misfits.made;
import static io.reverie.op.Misfits.refused;

import io.reverie.op.Misfits.Misfit;
import io.reverie.tensor.Tensor;
import java.util.List;

/** What filters, pools and norms must refuse. */
final class ImageMisfits {
  private static final int MANY = Integer.MAX_VALUE;

  private ImageMisfits() {}

  static List<Misfit> all() {
    Pair one = Pair.of(1);
    return List.of(
        refused(conv(1), in("[3, 8, 8] [4, 3, 3, 3]"), "[3, 8, 8]", "[4, 3, 3, 3]", "height"),
        refused(conv(1), in("[1, 3, 8, 8] [4, 2, 3, 3]"), "[1, 3, 8, 8]", "[4, 2, 3, 3]"),
        refused(conv(2), in("[1, 4, 8, 8] [3, 2, 3, 3]"), "[3, 2, 3, 3]", "2 groups"),
        refused(conv(1), in("[1, 1, 8, 8] [2, 1, 3, 3] [3]"), "[2, 1, 3, 3]", "[3]", "[2]"),
        refused(conv(1), in("[1, 1, 2, 8] [2, 1, 3, 3]"), "[1, 1, 2, 8]", "larger than"),
        refused(conv(1), in("[1, 1, 8, 2] [2, 1, 3, 3]"), "[1, 1, 8, 2]", "larger than"),
        refused(conv(1), in("[1, 1, 8, 8] [2, 1, 0, 3]"), "[2, 1, 0, 3]", "tap"),
        made(Conv2d.class, () -> new Conv2d(0, 0, 1, 1), "stride 0"),
        made(Conv2d.class, () -> new Conv2d(1, -1, 1, 1), "padding -1"),
        made(Conv2d.class, () -> new Conv2d(1, 0, 0, 1), "dilation 0"),
        made(Conv2d.class, () -> new Conv2d(1, 0, 1, 0), "groups 0"),
        made(Conv2d.class, () -> new Conv2d(new Pair(1, 0), Pair.of(0), one, 1), "stride [1, 0]"),
        refused(turned(0, 1), in("[3, 8, 8] [3, 4, 3, 3]"), "[3, 8, 8]", "[3, 4, 3, 3]"),
        refused(turned(0, 1), in("[1, 3, 8, 8] [4, 3, 3, 3]"), "[1, 3, 8, 8]", "[4, 3, 3, 3]"),
        refused(turned(0, 2), in("[1, 3, 8, 8] [3, 2, 3, 3]"), "[1, 3, 8, 8]", "2 groups"),
        refused(turned(0, 2), in("[1, 4, 8, 8] [4, 2, 3, 3] [2]"), "[2]", "must be [4]"),
        refused(turned(2, 1), in("[1, 1, 1, 1] [1, 1, 3, 3]"), "padding 2", "nothing is left"),
        made(ConvTranspose2d.class, () -> new ConvTranspose2d(2, 0, 2, 1, 1), "output padding 2"),
        made(ConvTranspose2d.class, () -> new ConvTranspose2d(0, 0, 0, 1, 1), "stride 0"),
        refused(new MaxPool2d(2, 2, 0), in("[3, 8, 8]"), "[3, 8, 8]", "height"),
        refused(new MaxPool2d(3, 1, 0), in("[1, 1, 2, 9]"), "[1, 1, 2, 9]", "larger than"),
        refused(new MaxPool2d(2, 1, 1), in("[1, 1, 0, 3]"), "[1, 1, 0, 3]"),
        made(MaxPool2d.class, () -> new MaxPool2d(0, 1, 0), "kernel 0"),
        made(MaxPool2d.class, () -> new MaxPool2d(2, 0, 0), "stride 0"),
        made(MaxPool2d.class, () -> new MaxPool2d(2, 2, 2), "padding 2", "half the kernel"),
        made(
            MaxPool2d.class,
            () -> new MaxPool2d(Pair.of(2), one, Pair.of(0), new Pair(1, 0), false),
            "dilation [1, 0]"),
        refused(new AvgPool2d(2, 2, 0), in("[3, 8, 8]"), "[3, 8, 8]", "height"),
        refused(new AvgPool2d(3, 1, 0), in("[1, 1, 9, 2]"), "[1, 1, 9, 2]", "larger than"),
        made(AvgPool2d.class, () -> new AvgPool2d(3, 1, 2), "padding 2", "half the kernel"),
        refused(new AdaptiveAvgPool2d(one), in("[3, 8, 8]"), "[3, 8, 8]", "height"),
        refused(new AdaptiveAvgPool2d(one), in("[1, 3, 0, 8]"), "[1, 3, 0, 8]", "one pixel"),
        made(AdaptiveAvgPool2d.class, () -> new AdaptiveAvgPool2d(new Pair(0, 2)), "[0, 2]"),
        refused(new AdaptiveMaxPool2d(one), in("[3, 8, 8]"), "[3, 8, 8]", "height"),
        made(AdaptiveMaxPool2d.class, () -> new AdaptiveMaxPool2d(new Pair(2, 0)), "[2, 0]"),
        refused(border(1, PaddingMode.ZEROS), in("[3, 8, 8]"), "[3, 8, 8]", "height"),
        refused(border(3, PaddingMode.REFLECT), in("[1, 1, 3, 5]"), "[1, 1, 3, 5]", "2 rows"),
        refused(border(4, PaddingMode.CIRCULAR), in("[1, 1, 9, 3]"), "9 rows", "3 columns"),
        refused(border(1, PaddingMode.REPLICATE), in("[1, 1, 0, 3]"), "0 rows"),
        refused(border(MANY, PaddingMode.ZEROS), in("[1, 1, 2, 2]"), "more than 2147483647"),
        refused(new Conv2d(1, MANY, 1, 1), in("[1, 1, 2, 2] [1, 1, 1, 1]"), "more than 2147483647"),
        refused(
            new ConvTranspose2d(MANY, 0, 0, 1, 1),
            in("[1, 1, 9, 9] [1, 1, 1, 1]"),
            "more than 2147483647"),
        refused(new Conv2d(1, 0, MANY, 1), in("[1, 1, 2, 2] [1, 1, 3, 3]"), "larger than"),
        made(Pad2d.class, () -> border(-1, PaddingMode.ZEROS), "-1", "slice()"),
        refused(Upsample.to(4, 4, Interpolation.NEAREST), in("[3, 8, 8]"), "[3, 8, 8]", "height"),
        refused(Upsample.by(0.1f, Interpolation.BILINEAR), in("[1, 1, 8, 20]"), "0.1", "left"),
        made(Upsample.class, () -> Upsample.by(0, Interpolation.NEAREST), "factor 0.0"),
        made(Upsample.class, () -> Upsample.by(Float.NaN, Interpolation.NEAREST), "factor NaN"),
        made(Upsample.class, () -> Upsample.to(0, 3, Interpolation.NEAREST), "[0, 3]"),
        refused(batch(true), in("[3]"), "[3]", "[n, channels"),
        refused(batch(true), in("[4, 3] [2] [3]"), "[4, 3]", "[2]", "must be [3]"),
        refused(batch(true), in("[4, 3] [3] [3, 1]"), "[3, 1]", "must be [3]"),
        refused(batch(true), in("[4, 2]"), "[4, 2]", "[3]", "must be [2]"),
        refused(batch(true), in("[1, 3]"), "[1, 3]", "larger batch"),
        refused(batch(true), in("[0, 3, 2]"), "[0, 3, 2]", "larger batch"),
        made(
            BatchNorm.class,
            () -> new BatchNorm(null, null, 1.5f, 1e-5f, true),
            "momentum 1.5",
            "≤ 1"),
        made(
            BatchNorm.class, () -> new BatchNorm(null, null, 0.1f, Float.NaN, true), "epsilon NaN"),
        made(
            BatchNorm.class,
            () -> new BatchNorm(Tensor.zeros(3), null, 0.1f, 1e-5f, true),
            "only one"),
        refused(new GroupNorm(2, 1e-5f), in("[4, 3, 2]"), "[4, 3, 2]", "2 groups"),
        refused(new GroupNorm(1, 1e-5f), in("[4]"), "[4]", "channels"),
        refused(new GroupNorm(1, 1e-5f), in("[4, 3] [4]"), "[4, 3]", "[4]", "must be [3]"),
        made(GroupNorm.class, () -> new GroupNorm(0, 1e-5f), "0 groups"),
        made(GroupNorm.class, () -> new GroupNorm(1, -1), "epsilon -1"),
        refused(new LayerNorm(2, 1e-5f), in("[4]"), "[4]", "last 2 axes", "it has 1"),
        refused(new LayerNorm(2, 1e-5f), in("[4, 3, 2] [2]"), "[2]", "must be [3, 2]"),
        refused(new LayerNorm(1, 1e-5f), in("[4, 3] [3] [4]"), "[4]", "must be [3]"),
        made(LayerNorm.class, () -> new LayerNorm(0, 1e-5f), "0 axes"),
        made(LayerNorm.class, () -> new LayerNorm(1, -1), "epsilon -1"),
        refused(new RmsNorm(1, 1e-5f), in("[]"), "[]", "it has 0"),
        refused(new RmsNorm(1, 1e-5f), in("[4, 3] [4]"), "[4]", "must be [3]"),
        made(RmsNorm.class, () -> new RmsNorm(-1, 1e-5f), "-1 axes"));
  }

  private static Conv2d conv(int groups) {
    return new Conv2d(1, 0, 1, groups);
  }

  private static ConvTranspose2d turned(int padding, int groups) {
    return new ConvTranspose2d(1, padding, 0, 1, groups);
  }

  private static Pad2d border(int by, PaddingMode mode) {
    return new Pad2d(by, by, by, by, mode);
  }

  private static BatchNorm batch(boolean training) {
    return new BatchNorm(Tensor.zeros(3), Tensor.ones(3), 0.1f, 1e-5f, training);
  }
}
