package io.reverie.sleep.wake;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.nn.Layer;
import io.reverie.optim.Optimizer;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A model, the optimizer that changes it, and the ledger in which it pays.
 *
 * <p>All learning in this module goes through {@link #step}. Not thread-safe: one learner, one
 * thread.
 */
public final class Learner {
  /** Samples in one piece when only the answer is wanted. */
  private static final int PIECE = 500;

  /** Nobody looks on. */
  private static final Tape.Listener BLIND = new Tape.Listener() {};

  private final Layer model;
  private final Optimizer optimizer;
  private final Ledger ledger;
  private final Rng rng;
  private float loss = Float.NaN;

  private Learner(Layer model, Optimizer optimizer, Ledger ledger, Rng rng) {
    this.model = model;
    this.optimizer = optimizer;
    this.ledger = ledger;
    this.rng = rng;
  }

  /** A learner with an empty ledger; dropout and the like draw from the stream. */
  public static Learner of(Layer model, Optimizer optimizer, Rng rng) {
    return new Learner(model, optimizer, new Ledger(), rng);
  }

  /**
   * The same model and ledger with another optimizer of the same parameters, and another stream.
   */
  public Learner with(Optimizer other, Rng stream) {
    return new Learner(model, other, ledger, stream);
  }

  /**
   * A learner of another network that pays into this ledger, such as a generator of dreams.
   *
   * @param other the network beside this one
   * @param itsOptimizer what changes it
   * @param stream for its dropout and the like
   */
  public Learner beside(Layer other, Optimizer itsOptimizer, Rng stream) {
    return new Learner(other, itsOptimizer, ledger, stream);
  }

  /** The model. */
  public Layer model() {
    return model;
  }

  /** All of the model's numbers. */
  public Parameters parameters() {
    return optimizer.parameters();
  }

  /** The Euclidean length of all of the model's parameters together. */
  public double norm() {
    double squares = 0;
    for (float value : parameters().values()) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /** What changes the model. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /** The stream from which dropout and the like draw. */
  public Rng rng() {
    return rng;
  }

  /** What was paid. */
  public Ledger ledger() {
    return ledger;
  }

  /** One gradient step on this loss, which saw so many samples; returns the loss. */
  public float step(int samples, Function<Layer, Tensor> loss) {
    float value = backward(samples, loss);
    optimizer.step();
    return value;
  }

  /** The gradients of this loss, added to the parameters' without a step; returns the loss. */
  public float backward(int samples, Function<Layer, Tensor> loss) {
    return backward(samples, BLIND, loss);
  }

  /** The gradients of a batch's cross-entropy, added without a step; returns the loss. */
  public float backward(Batch batch) {
    return backward(batch.size(), crossEntropy(batch));
  }

  /** The same while somebody looks on: for methods that ask what goes on inside the model. */
  public float backward(int samples, Tape.Listener listener, Function<Layer, Tensor> loss) {
    try (var tape = Tape.train(rng)) {
      ledger.gradientSamples(samples); // an interrupted thread does not get here, and pays nothing
      this.loss = backward(tape, listener, loss);
      return this.loss;
    }
  }

  /** The same for the model in use, without dropout: for importances of weights. */
  public float probe(int samples, Function<Layer, Tensor> loss) {
    return probe(samples, BLIND, loss);
  }

  /** The same while somebody looks on. */
  public float probe(int samples, Tape.Listener listener, Function<Layer, Tensor> loss) {
    ledger.gradientSamples(samples);
    try (var tape = Tape.probe()) {
      return backward(tape, listener, loss);
    }
  }

  private float backward(Tape tape, Tape.Listener listener, Function<Layer, Tensor> loss) {
    if (listener != BLIND) {
      tape.listen(listener);
    }
    Tensor value = loss.apply(model);
    tape.backward(value);
    return value.item();
  }

  /**
   * The loss of the last {@link #step} or {@link #backward}, before the weights changed; NaN before
   * the first.
   */
  public float loss() {
    return loss;
  }

  /** One gradient step of cross-entropy on a batch; returns the loss. */
  public float step(Batch batch) {
    return step(batch.size(), crossEntropy(batch));
  }

  private static Function<Layer, Tensor> crossEntropy(Batch batch) {
    return net -> net.forward(batch.inputs()).crossEntropy(batch.labels());
  }

  /** The model's outputs for these inputs, in memory of their own. Charged as forward samples. */
  public Tensor outputs(Tensor inputs) {
    ledger.forwardSamples(inputs.dim(0));
    return answers(inputs);
  }

  /**
   * The same without a charge: what the model is asked in use and in tests. Long inputs go through
   * in pieces.
   */
  public Tensor answers(Tensor inputs) {
    int n = inputs.dim(0);
    if (n <= PIECE) {
      return piece(inputs);
    }
    Tensor[] pieces = new Tensor[(n + PIECE - 1) / PIECE];
    for (int i = 0; i < pieces.length; i++) {
      int from = i * PIECE;
      pieces[i] = piece(inputs.slice(0, from, Math.min(n, from + PIECE)));
    }
    return pieces[0].concat(0, Arrays.copyOfRange(pieces, 1, pieces.length));
  }

  private Tensor piece(Tensor inputs) {
    try (var _ = Tape.infer()) {
      return model.forward(inputs).copy();
    }
  }

  /** The share of samples whose largest output is their label. Not charged: it is a test. */
  public double accuracy(Dataset test) {
    int right = 0;
    for (Batch batch : test.batches(PIECE)) {
      right += right(batch);
    }
    return (double) right / test.size();
  }

  /** How many samples of a batch have their label as the largest output. Not charged. */
  public int right(Batch batch) {
    int[] answers = answers(batch.inputs()).argmax().values();
    int right = 0;
    for (int i = 0; i < answers.length; i++) {
      right += answers[i] == batch.labels()[i] ? 1 : 0;
    }
    return right;
  }
}
