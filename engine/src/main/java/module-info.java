/**
 * A deep-learning engine in pure Java: tensors, automatic differentiation, layers, optimizers.
 *
 * <p>Start with {@link io.reverie.tensor.Tensor} and {@link io.reverie.tensor.Tape}.
 */
module io.reverie.engine {
  // Not "static": on the module path this alone turns SIMD on, without any flag. The classes that
  // use it are loaded only where it is present, so the class path works without it too.
  requires jdk.incubator.vector;

  // Only io.reverie.image uses it, and only once a picture is read: a program without runs as well.
  requires static java.desktop;

  exports io.reverie.tensor;
  exports io.reverie.op;
  exports io.reverie.nn;
  exports io.reverie.optim;
  exports io.reverie.data;
  exports io.reverie.image;
  exports io.reverie.train;
  exports io.reverie.inspect;
  exports io.reverie.io;
  exports io.reverie.neuron;
}
