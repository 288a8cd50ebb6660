package io.reverie.bench.peers;

import io.reverie.tensor.Tensor;

/** A library that has the layers of networks too. */
public interface Network extends Library {
  /** Images under filters, with stride 1 and a border of zeros that keeps their size. */
  Job convolution(Tensor images, Tensor filters);

  /** The exponential of each element. */
  Job exp(Tensor x);

  /** Softmax of each row. */
  Job softmax(Tensor x);

  /** Each row normalised, times a weight, plus a bias; ε is 10⁻⁵. */
  Job layerNorm(Tensor x, Tensor weight, Tensor bias);
}
