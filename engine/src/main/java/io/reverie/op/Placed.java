package io.reverie.op;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Tensor;

/**
 * Numbers that were chosen along an axis, and the places of that axis where they stood.
 *
 * @param values the numbers; gradients flow to where they came from
 * @param places their places, in the same shape
 */
public record Placed(Tensor values, Indices places) {}
