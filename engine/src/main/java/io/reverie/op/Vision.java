package io.reverie.op;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * What tensors can do as images {@code [n, channels, height, width]} and as sequences {@code [n,
 * channels, length]}, which are images of height 1.
 */
public sealed interface Vision permits Tensor {
  /** This tensor. */
  Tensor self();

  /**
   * Convolution of images {@code [n, channels, height, width]} with filters {@code [out,
   * channels/groups, kh, kw]}.
   */
  default Tensor conv2d(Tensor weight, Conv2d geometry) {
    return Tensor.apply(geometry, self(), weight);
  }

  /** Convolution, plus a bias {@code [out]}. */
  default Tensor conv2d(Tensor weight, Tensor bias, Conv2d geometry) {
    return Tensor.apply(geometry, self(), weight, bias);
  }

  /**
   * Convolution of sequences {@code [n, channels, length]} with filters {@code [out,
   * channels/groups, k]}, plus a bias {@code [out]} if there is one.
   *
   * @param geometry made by {@link Conv2d#along}
   */
  default Tensor conv1d(Tensor weight, @Nullable Tensor bias, Conv2d geometry) {
    Tensor x = Lines.image("conv1d", self());
    Tensor filters = Lines.image("conv1d", weight);
    return Lines.sequence(
        bias == null ? x.conv2d(filters, geometry) : x.conv2d(filters, bias, geometry));
  }

  /**
   * Convolution the other way round, with filters {@code [channels, out/groups, kh, kw]}, plus a
   * bias {@code [out]} if there is one.
   */
  default Tensor convTranspose2d(Tensor weight, @Nullable Tensor bias, ConvTranspose2d geometry) {
    return bias == null
        ? Tensor.apply(geometry, self(), weight)
        : Tensor.apply(geometry, self(), weight, bias);
  }

  /**
   * Convolution of sequences the other way round, with filters {@code [channels, out/groups, k]},
   * plus a bias {@code [out]} if there is one.
   *
   * @param geometry made by {@link ConvTranspose2d#along}
   */
  default Tensor convTranspose1d(Tensor weight, @Nullable Tensor bias, ConvTranspose2d geometry) {
    Tensor x = Lines.image("convTranspose1d", self());
    Tensor filters = Lines.image("convTranspose1d", weight);
    return Lines.sequence(x.convTranspose2d(filters, bias, geometry));
  }

  /** Images with a border around them. */
  default Tensor pad2d(Pad2d border) {
    return Tensor.apply(border, self());
  }

  /** Max-pooling of images {@code [n, channels, height, width]}. */
  default Tensor maxPool2d(MaxPool2d geometry) {
    return Tensor.apply(geometry, self());
  }

  /** Max-pooling of sequences {@code [n, channels, length]} by {@link MaxPool2d#along}. */
  default Tensor maxPool1d(MaxPool2d geometry) {
    return Lines.sequence(Lines.image("maxPool1d", self()).maxPool2d(geometry));
  }

  /** Average pooling of images {@code [n, channels, height, width]}. */
  default Tensor avgPool2d(AvgPool2d geometry) {
    return Tensor.apply(geometry, self());
  }

  /** Average pooling of sequences {@code [n, channels, length]} by {@link AvgPool2d#along}. */
  default Tensor avgPool1d(AvgPool2d geometry) {
    return Lines.sequence(Lines.image("avgPool1d", self()).avgPool2d(geometry));
  }

  /** Average pooling to a given height and width. */
  default Tensor adaptiveAvgPool2d(int height, int width) {
    return Tensor.apply(new AdaptiveAvgPool2d(new Pair(height, width)), self());
  }

  /** Max-pooling to a given height and width. */
  default Tensor adaptiveMaxPool2d(int height, int width) {
    return Tensor.apply(new AdaptiveMaxPool2d(new Pair(height, width)), self());
  }

  /** Images in another size. */
  default Tensor upsample(Upsample how) {
    return Tensor.apply(how, self());
  }

  /**
   * Images {@code factor} times larger, each channel made of factor² of this tensor's: {@code [n,
   * c·factor², h, w]} to {@code [n, c, h·factor, w·factor]} (Shi et al. 2016).
   *
   * @throws IllegalArgumentException if the channels are not divisible by factor²
   */
  default Tensor pixelShuffle(int factor) {
    Shape x = self().shape();
    if (x.rank() != 4 || factor < 1 || x.dim(1) % (factor * (long) factor) != 0) {
      throw new IllegalArgumentException(
          "pixelShuffle of %s by %d: it takes images [n, channels, height, width] whose channels"
                  .formatted(x, factor)
              + " are divisible by the factor's square");
    }
    int channels = x.dim(1) / factor / factor;
    return self()
        .reshape(x.dim(0), channels, factor, factor, x.dim(2), x.dim(3))
        .permute(0, 1, 4, 2, 5, 3)
        .reshape(x.dim(0), channels, x.dim(2) * factor, x.dim(3) * factor);
  }

  /**
   * The reverse of {@link #pixelShuffle}: {@code [n, c, h·factor, w·factor]} to {@code [n,
   * c·factor², h, w]}.
   *
   * @throws IllegalArgumentException if height or width are not divisible by the factor
   */
  default Tensor pixelUnshuffle(int factor) {
    Shape x = self().shape();
    if (x.rank() != 4 || factor < 1 || x.dim(2) % factor != 0 || x.dim(3) % factor != 0) {
      throw new IllegalArgumentException(
          "pixelUnshuffle of %s by %d: it takes images [n, channels, height, width] whose height"
                  .formatted(x, factor)
              + " and width are divisible by the factor");
    }
    int height = x.dim(2) / factor;
    int width = x.dim(3) / factor;
    return self()
        .reshape(x.dim(0), x.dim(1), height, factor, width, factor)
        .permute(0, 1, 3, 5, 2, 4)
        .reshape(x.dim(0), x.dim(1) * factor * factor, height, width);
  }
}
