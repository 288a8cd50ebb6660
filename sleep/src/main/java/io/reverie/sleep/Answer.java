package io.reverie.sleep;

import io.reverie.tensor.Tensor;

/**
 * What a {@link Server} answered, and who it was.
 *
 * @param outputs the model's outputs, in memory of their own
 * @param version the number of the version that gave them; a thread never sees it fall
 */
public record Answer(Tensor outputs, long version) {}
