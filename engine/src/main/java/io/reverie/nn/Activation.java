package io.reverie.nn;

import io.reverie.tensor.Tensor;

/** The non-linearities without parameters, as layers. */
public enum Activation implements Layer {
  /** max(x, 0). */
  RELU {
    @Override
    public Tensor forward(Tensor x) {
      return x.relu();
    }
  },
  /** 1 / (1 + e⁻ˣ). */
  SIGMOID {
    @Override
    public Tensor forward(Tensor x) {
      return x.sigmoid();
    }
  },
  /** The hyperbolic tangent. */
  TANH {
    @Override
    public Tensor forward(Tensor x) {
      return x.tanh();
    }
  },
  /** Softmax along the last axis. */
  SOFTMAX {
    @Override
    public Tensor forward(Tensor x) {
      return x.softmax();
    }
  }
}
