package io.reverie.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.reverie.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** Microsoft's ONNX Runtime, each work as a model of one operation. */
final class OnnxRuntime implements Network {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final int threads;

  OnnxRuntime(int threads) {
    this.threads = threads;
  }

  @Override
  public String description() {
    return "ONNX Runtime " + environment.getVersion();
  }

  @Override
  public Job product(Tensor a, Tensor b) {
    return job("MatMul", Map.of(), a, b);
  }

  @Override
  public Job convolution(Tensor images, Tensor filters) {
    long border = filters.dim(2) / 2;
    return job(
        "Conv", Map.of("pads", new long[] {border, border, border, border}), images, filters);
  }

  @Override
  public Job exp(Tensor x) {
    return job("Exp", Map.of(), x);
  }

  @Override
  public Job softmax(Tensor x) {
    return job("Softmax", Map.of("axis", new long[] {-1}), x);
  }

  @Override
  public Job layerNorm(Tensor x, Tensor weight, Tensor bias) {
    return job("LayerNormalization", Map.of("axis", new long[] {-1}), x, weight, bias);
  }

  private Job job(String operation, Map<String, long[]> attributes, Tensor... inputs) {
    try {
      var options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(threads);
      byte[] model = OnnxModel.of(operation, attributes, inputs);
      OrtSession session = environment.createSession(model, options);
      Map<String, OnnxTensor> named = new HashMap<>();
      for (int i = 0; i < inputs.length; i++) {
        named.put("x" + i, copy(inputs[i]));
      }
      return new Run(session, named);
    } catch (OrtException e) {
      throw new IllegalStateException(operation, e);
    }
  }

  private OnnxTensor copy(Tensor x) throws OrtException {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(4 * x.size()).order(ByteOrder.nativeOrder()).asFloatBuffer();
    buffer.put(x.toArray()).flip();
    int[] dims = x.shape().dims();
    long[] shape = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      shape[i] = dims[i];
    }
    return OnnxTensor.createTensor(environment, buffer, shape);
  }

  private record Run(OrtSession session, Map<String, OnnxTensor> inputs) implements Job {
    @Override
    public void run() {
      try (var _ = session.run(inputs)) {
        // The result is given back at once.
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public float[] result() {
      try (var results = session.run(inputs)) {
        FloatBuffer buffer = ((OnnxTensor) results.get(0)).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
