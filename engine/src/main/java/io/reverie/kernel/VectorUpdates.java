package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link Updates} by SIMD; the definition finishes the last few elements. */
final class VectorUpdates extends Updates {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void sgd(
      int from,
      int to,
      float rate,
      float decay,
      Sgd s,
      boolean first,
      float[] w,
      float[] g,
      float[] v) {
    float keep = first ? 0 : s.momentum();
    float take = first ? 1 : 1 - s.dampening();
    int i = from;
    if (s.momentum() == 0) {
      for (; i <= to - LANES; i += LANES) {
        FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
        FloatVector d = FloatVector.fromArray(SPECIES, g, i).add(weight.mul(decay));
        weight.sub(d.mul(rate)).intoArray(w, i);
      }
    } else {
      float ahead = s.momentum();
      for (; i <= to - LANES; i += LANES) {
        FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
        FloatVector d = FloatVector.fromArray(SPECIES, g, i).add(weight.mul(decay));
        FloatVector velocity = FloatVector.fromArray(SPECIES, v, i).mul(keep).add(d.mul(take));
        velocity.intoArray(v, i);
        d = s.nesterov() ? d.add(velocity.mul(ahead)) : velocity;
        weight.sub(d.mul(rate)).intoArray(w, i);
      }
    }
    super.sgd(i, to, rate, decay, s, first, w, g, v);
  }

  @Override
  public void moments(
      int from,
      int to,
      float rate,
      float decay,
      Moments s,
      float[] w,
      float[] g,
      float[] m,
      float[] v) {
    float keep = s.decoupled() ? 1 - rate * decay : 1;
    float coupled = s.decoupled() ? 0 : decay;
    float stride = rate * s.stride();
    float lookAhead = rate * s.lookAhead();
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
      FloatVector d = FloatVector.fromArray(SPECIES, g, i).add(weight.mul(coupled));
      FloatVector mean = FloatVector.fromArray(SPECIES, m, i).mul(s.beta1());
      mean = mean.add(d.mul(1 - s.beta1()));
      FloatVector square = FloatVector.fromArray(SPECIES, v, i).mul(s.beta2());
      square = square.add(d.mul(1 - s.beta2()).mul(d));
      mean.intoArray(m, i);
      square.intoArray(v, i);
      FloatVector scale = square.sqrt().mul(s.root()).add(s.epsilon());
      FloatVector step = mean.mul(stride).add(d.mul(lookAhead)).div(scale);
      weight.mul(keep).sub(step).intoArray(w, i);
    }
    super.moments(i, to, rate, decay, s, w, g, m, v);
  }

  @Override
  public void largestMoments(
      int from,
      int to,
      float rate,
      float decay,
      Moments s,
      float[] w,
      float[] g,
      float[] m,
      float[] v,
      float[] largest) {
    float keep = s.decoupled() ? 1 - rate * decay : 1;
    float coupled = s.decoupled() ? 0 : decay;
    float stride = rate * s.stride();
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
      FloatVector d = FloatVector.fromArray(SPECIES, g, i).add(weight.mul(coupled));
      FloatVector mean = FloatVector.fromArray(SPECIES, m, i).mul(s.beta1());
      mean = mean.add(d.mul(1 - s.beta1()));
      FloatVector square = FloatVector.fromArray(SPECIES, v, i).mul(s.beta2());
      square = square.add(d.mul(1 - s.beta2()).mul(d));
      FloatVector top = FloatVector.fromArray(SPECIES, largest, i).max(square);
      mean.intoArray(m, i);
      square.intoArray(v, i);
      top.intoArray(largest, i);
      FloatVector scale = top.sqrt().mul(s.root()).add(s.epsilon());
      weight.mul(keep).sub(mean.mul(stride).div(scale)).intoArray(w, i);
    }
    super.largestMoments(i, to, rate, decay, s, w, g, m, v, largest);
  }

  @Override
  public void adagrad(
      int from, int to, float rate, float decay, float epsilon, float[] w, float[] g, float[] s) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
      FloatVector d = FloatVector.fromArray(SPECIES, g, i).add(weight.mul(decay));
      FloatVector sum = FloatVector.fromArray(SPECIES, s, i).add(d.mul(d));
      sum.intoArray(s, i);
      weight.sub(d.mul(rate).div(sum.sqrt().add(epsilon))).intoArray(w, i);
    }
    super.adagrad(i, to, rate, decay, epsilon, w, g, s);
  }

  @Override
  public void blend(int from, int to, float share, float[] x, float[] y) {
    int i = from;
    for (; i <= to - LANES; i += LANES) {
      FloatVector old = FloatVector.fromArray(SPECIES, y, i);
      FloatVector gap = FloatVector.fromArray(SPECIES, x, i).sub(old);
      old.add(gap.mul(share)).intoArray(y, i);
    }
    super.blend(i, to, share, x, y);
  }
}
