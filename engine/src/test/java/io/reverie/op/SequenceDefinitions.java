package io.reverie.op;

import io.reverie.op.Definitions.Definition;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/** What the ops on sequences compute, written down a second time: in double, number by number. */
final class SequenceDefinitions {
  private SequenceDefinitions() {}

  /** A recurrent layer with or without biases and starting states, told apart by their axes. */
  static Definition recurrence(Recurrence op) {
    return in -> {
      boolean biased = in.length > 3 && in[3].shape().rank() == 1;
      int start = biased ? 5 : 3;
      boolean batchFirst = op.steps().batchFirst();
      int batch = in[0].dim(batchFirst ? 0 : 1);
      int time = in[0].dim(batchFirst ? 1 : 0);
      int n = in[2].dim(1);
      double[] all = new double[(time * batch + op.states() * batch) * n];
      for (int b = 0; b < batch; b++) {
        double[][] state = new double[2][n];
        for (int s = 0; s < in.length - start; s++) {
          for (int i = 0; i < n; i++) {
            state[s][i] = in[start + s].at(b, i);
          }
        }
        int end = op.steps().lengths() == null ? time : op.steps().lengths()[b];
        for (int step = 0; step < end; step++) {
          int t = op.steps().reverse() ? end - 1 - step : step;
          double[] x = new double[in[0].dim(2)];
          for (int i = 0; i < x.length; i++) {
            x[i] = batchFirst ? in[0].at(b, t, i) : in[0].at(t, b, i);
          }
          state = next(op, in, biased, x, state);
          int row = batchFirst ? b * time + t : t * batch + b;
          System.arraycopy(state[0], 0, all, row * n, n);
        }
        for (int s = 0; s < op.states(); s++) {
          System.arraycopy(state[s], 0, all, (time * batch + s * batch + b) * n, n);
        }
      }
      return all;
    };
  }

  private static double[][] next(
      Recurrence op, Tensor[] in, boolean biased, double[] x, double[][] state) {
    int n = in[2].dim(1);
    double[] fromX = product(in[1], x, biased ? in[3] : null);
    double[] fromH = product(in[2], state[0], biased ? in[4] : null);
    double[][] after = new double[2][n];
    for (int i = 0; i < n; i++) {
      double[] a = new double[op.gates()];
      for (int g = 0; g < a.length; g++) {
        a[g] = fromX[g * n + i] + fromH[g * n + i];
      }
      switch (op) {
        case RnnLayer rnn -> after[0][i] = rnn.rectify() ? Math.max(a[0], 0) : Math.tanh(a[0]);
        case LstmLayer _ -> {
          after[1][i] = sigmoid(a[1]) * state[1][i] + sigmoid(a[0]) * Math.tanh(a[2]);
          after[0][i] = sigmoid(a[3]) * Math.tanh(after[1][i]);
        }
        case GruLayer _ -> {
          double fresh = Math.tanh(fromX[2 * n + i] + sigmoid(a[0]) * fromH[2 * n + i]);
          double keep = sigmoid(a[1]);
          after[0][i] = (1 - keep) * fresh + keep * state[0][i];
        }
        default -> throw new IllegalArgumentException("no definition of " + op);
      }
    }
    return after;
  }

  private static double[] product(Tensor weight, double[] x, @Nullable Tensor bias) {
    double[] y = new double[weight.dim(0)];
    for (int i = 0; i < y.length; i++) {
      y[i] = bias == null ? 0 : bias.at(i);
      for (int j = 0; j < x.length; j++) {
        y[i] += (double) weight.at(i, j) * x[j];
      }
    }
    return y;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** Attention's weights for all heads, [..., queries, keys], before dropout. */
  static double[] weights(Scores how, Tensor q, Tensor k, Tensor... extras) {
    Shape all = q.shape().with(-1, k.dim(-2));
    int rank = all.rank();
    int keys = all.dim(-1);
    int share = rank < 3 ? 1 : q.dim(-3) / k.dim(-3);
    double[] y = new double[all.size()];
    for (int row = 0; row < (keys == 0 ? 0 : y.length / keys); row++) {
      double sum = 0;
      for (int j = 0; j < keys; j++) {
        int[] at = Definitions.place(all, row * keys + j);
        int[] ofQ = at.clone();
        int[] ofK = at.clone();
        double score = 0;
        for (int w = 0; w < q.dim(-1); w++) {
          ofQ[rank - 1] = w;
          ofK[rank - 1] = w;
          ofK[rank - 2] = j;
          if (rank > 2) {
            ofK[rank - 3] = at[rank - 3] / share;
          }
          score += (double) q.at(ofQ) * k.at(ofK);
        }
        score *= how.scale();
        if (how.biased()) {
          score += repeated(extras[extras.length - 1], at);
        }
        boolean seen = !how.causal() || j <= at[rank - 2] + how.past();
        if (how.masked() && repeated(extras[0], at) < 0.5) {
          seen = false;
        }
        y[row * keys + j] = seen ? Math.exp(score) : 0;
        sum += y[row * keys + j];
      }
      for (int j = 0; j < keys && sum > 0; j++) {
        y[row * keys + j] /= sum;
      }
    }
    return y;
  }

  private static double repeated(Tensor x, int[] place) {
    int[] own = new int[x.shape().rank()];
    for (int axis = 0; axis < own.length; axis++) {
      own[axis] = x.dim(axis) == 1 ? 0 : place[place.length - own.length + axis];
    }
    return x.at(own);
  }

  static Definition attention(Attention op) {
    return in -> {
      Tensor q = in[0];
      Tensor v = in[2];
      double[] weights = weights(op.how(), q, in[1], Arrays.copyOfRange(in, 3, in.length));
      if (op.dropout() > 0) {
        Rng rng = Rng.of(op.rng().state());
        for (int i = 0; i < weights.length; i++) {
          weights[i] *= rng.nextFloat() < op.dropout() ? 0 : 1 / (1.0 - op.dropout());
        }
      }
      int rank = q.shape().rank();
      int keys = v.dim(-2);
      int share = rank < 3 ? 1 : q.dim(-3) / v.dim(-3);
      Shape out = q.shape().with(-1, v.dim(-1));
      double[] y = new double[out.size()];
      for (int i = 0; i < y.length; i++) {
        int[] at = Definitions.place(out, i);
        int row = i / v.dim(-1);
        if (rank > 2) {
          at[rank - 3] /= share;
        }
        for (int j = 0; j < keys; j++) {
          at[rank - 2] = j;
          y[i] += weights[row * keys + j] * v.at(at);
        }
      }
      return y;
    };
  }

  static Definition selfAttention(SelfAttention op) {
    return in -> {
      int heads = op.heads();
      int width = in[0].dim(2) / 3 / heads;
      int[] dims = {in[0].dim(0), in[0].dim(1), 3, heads, width};
      Tensor[] separate = new Tensor[in.length + 2];
      for (int part = 0; part < 3; part++) {
        separate[part] = Tensor.zeros(dims[0], heads, dims[1], width);
        for (int i = 0; i < separate[part].size(); i++) {
          int[] at = Definitions.place(separate[part].shape(), i);
          separate[part].array()[i] =
              in[0].at(at[0], at[2], (part * heads + at[1]) * width + at[3]);
        }
      }
      System.arraycopy(in, 1, separate, 3, in.length - 1);
      double[] apart = attention(new Attention(op.how(), op.dropout(), op.rng())).of(separate);
      double[] y = new double[apart.length];
      for (int i = 0; i < y.length; i++) {
        int[] at = Definitions.place(separate[0].shape(), i);
        y[((at[0] * dims[1] + at[2]) * heads + at[1]) * width + at[3]] = apart[i];
      }
      return y;
    };
  }

  static Definition rotary(Rotary op) {
    return in -> {
      Shape shape = in[0].shape();
      int width = shape.dim(-1);
      double[] y = new double[shape.size()];
      for (int i = 0; i < y.length; i++) {
        int[] at = Definitions.place(shape, i);
        int c = at[at.length - 1];
        boolean first = op.interleaved() ? c % 2 == 0 : c < width / 2;
        int pair = op.interleaved() ? c / 2 : c % (width / 2);
        int[] partner = at.clone();
        partner[at.length - 1] =
            op.interleaved() ? (first ? c + 1 : c - 1) : (c + width / 2) % width;
        double angle = (op.from() + at[at.length - 2]) * Math.pow(op.base(), -2.0 * pair / width);
        y[i] =
            in[0].at(at) * Math.cos(angle) + (first ? -1 : 1) * in[0].at(partner) * Math.sin(angle);
      }
      return y;
    };
  }

  static double[] embedding(Indices ids, Tensor table) {
    int width = table.dim(1);
    double[] y = new double[ids.size() * width];
    for (int i = 0; i < y.length; i++) {
      y[i] = table.at(ids.values()[i / width], i % width);
    }
    return y;
  }

  static double[] layerNorm(Tensor... in) {
    int n = in[1].size();
    double[] y = new double[in[0].size()];
    for (int i = 0; i < y.length; i++) {
      double mean = 0;
      double squares = 0;
      for (int j = i / n * n; j < i / n * n + n; j++) {
        double x = in[0].at(Definitions.place(in[0].shape(), j));
        mean += x / n;
        squares += x * x / n;
      }
      double x = in[0].at(Definitions.place(in[0].shape(), i));
      double deviation = Math.sqrt(squares - mean * mean + (n == 17 ? 0.1f : 1e-5f));
      y[i] = (x - mean) / deviation * in[1].at(i % n) + in[2].at(i % n);
    }
    return y;
  }
}
