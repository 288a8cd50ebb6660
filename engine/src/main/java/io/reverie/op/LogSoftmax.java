package io.reverie.op;

import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import java.util.Arrays;

/** The logarithm of softmax along the last axis: y = x − log Σ eˣ, safe where softmax is 0. */
public record LogSoftmax() implements Op {
  @Override
  public Shape shape(Shape... in) {
    return Rowwise.shape("logSoftmax", in[0]);
  }

  @Override
  public void forward(Node node) {
    Rowwise rows = Rowwise.of(node);
    Parallel.chunks(
        rows.count(),
        rows.grain(),
        (r, end) ->
            ROWS.logSoftmax(end - r, rows.cols(), rows.x(), rows.xo(r), rows.y(), rows.yo(r)));
  }

  @Override
  public void backward(Node node) {
    Rowwise rows = Rowwise.of(node);
    boolean sets = node.setsGradient(0);
    float[] dy = node.outputGradient().array();
    float[] dx = node.inputGradient(0).array();
    int dyo = node.outputGradient().offset();
    int dxo = node.inputGradient(0).offset();
    Parallel.chunks(
        rows.count(),
        rows.grain(),
        (r, end) -> {
          int at = r * rows.cols();
          if (sets) {
            Arrays.fill(dx, dxo + at, dxo + end * rows.cols(), 0f);
          }
          ROWS.logSoftmaxGradient(
              end - r, rows.cols(), rows.y(), rows.yo(r), dy, dyo + at, dx, dxo + at);
        });
  }
}
