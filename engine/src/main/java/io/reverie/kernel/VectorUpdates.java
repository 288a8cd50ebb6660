package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link Updates} by SIMD; the definition finishes the last few elements. */
final class VectorUpdates extends Updates {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void sgd(
      int from, int to, float rate, Sgd s, boolean first, float[] w, float[] g, float[] v) {
    float keep = first ? 0 : s.momentum();
    float take = first ? 1 : 1 - s.dampening();
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = from;
    if (s.momentum() == 0) {
      for (; i <= to - LANES; i += LANES) {
        FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
        FloatVector d = FloatVector.fromArray(SPECIES, g, i).add(weight.mul(s.weightDecay()));
        weight.sub(d.mul(rate)).intoArray(w, i);
        zero.intoArray(g, i);
      }
    } else {
      float ahead = s.momentum();
      for (; i <= to - LANES; i += LANES) {
        FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
        FloatVector d = FloatVector.fromArray(SPECIES, g, i).add(weight.mul(s.weightDecay()));
        FloatVector velocity = FloatVector.fromArray(SPECIES, v, i).mul(keep).add(d.mul(take));
        velocity.intoArray(v, i);
        d = s.nesterov() ? d.add(velocity.mul(ahead)) : velocity;
        weight.sub(d.mul(rate)).intoArray(w, i);
        zero.intoArray(g, i);
      }
    }
    super.sgd(i, to, rate, s, first, w, g, v);
  }

  @Override
  public void adam(
      int from, int to, float rate, Adam a, int step, float[] w, float[] g, float[] m, float[] v) {
    double correction1 = 1 - Math.pow(a.beta1(), step);
    double correction2 = Math.sqrt(1 - Math.pow(a.beta2(), step));
    float stride = (float) (rate / correction1);
    float root = (float) (1 / correction2);
    float decay = a.decoupled() ? 1 - rate * a.weightDecay() : 1;
    float coupled = a.decoupled() ? 0 : a.weightDecay();
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
      FloatVector d = FloatVector.fromArray(SPECIES, g, i).add(weight.mul(coupled));
      FloatVector mean = FloatVector.fromArray(SPECIES, m, i).mul(a.beta1());
      mean = mean.add(d.mul(1 - a.beta1()));
      FloatVector variance = FloatVector.fromArray(SPECIES, v, i).mul(a.beta2());
      variance = variance.add(d.mul(1 - a.beta2()).mul(d));
      mean.intoArray(m, i);
      variance.intoArray(v, i);
      FloatVector scale = variance.sqrt().mul(root).add(a.epsilon());
      weight.mul(decay).sub(mean.mul(stride).div(scale)).intoArray(w, i);
      zero.intoArray(g, i);
    }
    super.adam(i, to, rate, a, step, w, g, m, v);
  }
}
