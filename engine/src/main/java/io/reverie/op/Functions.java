package io.reverie.op;

import io.reverie.tensor.Tensor;

/** Elementary functions, powers, roundings, bounds and mixtures that tensors have. */
public sealed interface Functions permits Tensor {
  /** This tensor. */
  Tensor self();

  /** |x|; the gradient at 0 is 0. */
  default Tensor abs() {
    return Tensor.apply(new Abs(), self());
  }

  /** 1 / x, by IEEE's rules at 0. */
  default Tensor reciprocal() {
    return Tensor.apply(new Reciprocal(), self());
  }

  /** 1 / √x; NaN below 0. */
  default Tensor rsqrt() {
    return Tensor.apply(new Rsqrt(), self());
  }

  /** xᵉ, each element to the same power; NaN where x is negative and the power is not whole. */
  default Tensor pow(float exponent) {
    return Tensor.apply(new Power(exponent), self());
  }

  /** Each element to the power that stands at its place in the other tensor; both broadcast. */
  default Tensor pow(Tensor exponent) {
    return Tensor.apply(new Pow(), self(), exponent);
  }

  /** 2ˣ. */
  default Tensor exp2() {
    return Tensor.apply(new Exp2(), self());
  }

  /** eˣ − 1, exact near 0. */
  default Tensor expm1() {
    return Tensor.apply(new Expm1(), self());
  }

  /** ln(1 + x), exact near 0. */
  default Tensor log1p() {
    return Tensor.apply(new Log1p(), self());
  }

  /** The logarithm to base 2. */
  default Tensor log2() {
    return Tensor.apply(new Log2(), self());
  }

  /** The logarithm to base 10. */
  default Tensor log10() {
    return Tensor.apply(new Log10(), self());
  }

  /** The sine. */
  default Tensor sin() {
    return Tensor.apply(new Sin(), self());
  }

  /** The cosine. */
  default Tensor cos() {
    return Tensor.apply(new Cos(), self());
  }

  /** The tangent. */
  default Tensor tan() {
    return Tensor.apply(new Tan(), self());
  }

  /** The inverse of the tangent, within ±π/2. */
  default Tensor atan() {
    return Tensor.apply(new Atan(), self());
  }

  /** The error function 2/√π · ∫₀ˣ e^−t² dt. */
  default Tensor erf() {
    return Tensor.apply(new Erf(), self());
  }

  /** The next whole number at or below; no gradient. */
  default Tensor floor() {
    return Tensor.apply(new Floor(), self());
  }

  /** The next whole number at or above; no gradient. */
  default Tensor ceil() {
    return Tensor.apply(new Ceil(), self());
  }

  /**
   * The nearest whole number, of two the even one; no gradient, but see {@link #straightThrough}.
   */
  default Tensor round() {
    return Tensor.apply(new Round(), self());
  }

  /** Without the fraction; no gradient. */
  default Tensor trunc() {
    return Tensor.apply(new Trunc(), self());
  }

  /** −1, 0 or 1; NaN stays NaN; no gradient. */
  default Tensor sign() {
    return Tensor.apply(new Sign(), self());
  }

  /**
   * The larger of two, element by element, NaN where either is; of two equals each gets half of the
   * gradient.
   */
  default Tensor maximum(Tensor other) {
    return Tensor.apply(new Maximum(), self(), other);
  }

  /**
   * The smaller of two, element by element, NaN where either is; of two equals each gets half of
   * the gradient.
   */
  default Tensor minimum(Tensor other) {
    return Tensor.apply(new Minimum(), self(), other);
  }

  /**
   * Within bounds: min(max(x, low), high). An infinite bound is none. The gradient passes between
   * the bounds and at them.
   *
   * @throws IllegalArgumentException if low is above high
   */
  default Tensor clamp(float low, float high) {
    return Tensor.apply(new Clamp(low, high), self());
  }

  /** Within bounds that broadcast; where low is above high, high. */
  default Tensor clamp(Tensor low, Tensor high) {
    return clampMin(low).clampMax(high);
  }

  /** Not below a number. */
  default Tensor clampMin(float low) {
    return clamp(low, Float.POSITIVE_INFINITY);
  }

  /** Not below the other tensor, which broadcasts and gets the gradient where it takes over. */
  default Tensor clampMin(Tensor low) {
    return Tensor.apply(new AtLeast(), self(), low);
  }

  /** Not above a number. */
  default Tensor clampMax(float high) {
    return clamp(Float.NEGATIVE_INFINITY, high);
  }

  /** Not above the other tensor, which broadcasts and gets the gradient where it takes over. */
  default Tensor clampMax(Tensor high) {
    return Tensor.apply(new AtMost(), self(), high);
  }

  /** A part of the way to the other tensor: x + weight · (end − x). */
  default Tensor lerp(Tensor end, float weight) {
    return Tensor.apply(new Lerp(weight), self(), end);
  }

  /** A part of the way to the other tensor, with a weight for each element; all three broadcast. */
  default Tensor lerp(Tensor end, Tensor weight) {
    return self().add(weight.mul(end.sub(self())));
  }

  /**
   * The other tensor's value with this one's gradient (Bengio, Léonard &amp; Courville 2013):
   * {@code x.straightThrough(x.round())} rounds, and learns as if it had not. Of the same shape;
   * where this tensor is infinite, NaN.
   */
  default Tensor straightThrough(Tensor value) {
    Tensor x = self();
    // x − x is exactly 0, so the value is not rounded again; x + (value − x) would be.
    return value.detach().add(x.sub(x.detach()));
  }
}
